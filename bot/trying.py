"""The try-it page, put together: the same bot, with phones in the browser in place of Telegram."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog

from bot.drafts import Draft, Reading
from bot.errors import CannotListen
from bot.library import read_library
from bot.page_line import PageLine
from bot.service import Service, assembled, stopping_by_signal
from bot.settings import Settings
from bot.storage.errors import DatabaseUnavailable
from bot.storage.opening import open_database, upgrade
from bot.telegram.redrafting import Redrafting
from bot.web.app import application
from bot.web.phone.page import Page
from bot.web.phone.phones import Phones
from bot.web.phone.workbench import Workbench
from bot.web.server import serving

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried, and where that is kept.

    `file` is a scenario's file that is being written, and `scenario` the id of one that Start
    begins; with neither, Start shows what there is. `links` visitors can come in. `address` is
    where they find the page, if that is not where it listens.
    """

    database_url: str
    scenario: str | None = None
    links: int = 1
    file: Path | None = None
    address: str | None = None


async def try_out(settings: Settings, trial: Trial, tell: Callable[[Sequence[str]], None]) -> None:
    """Serve the page until SIGTERM or SIGINT; `tell` hears the links that open it.

    Raises CannotStart, InvalidScenario, StorageError, or OSError for a file that can't be read.
    """
    stopping = stopping_by_signal()
    library, published = read_library(settings.scenarios)
    await upgrade(trial.database_url)
    async with contextlib.AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(trial.database_url))
        line = PageLine(database)
        service = await stack.enter_async_context(
            assembled(settings, database, library, published, page=line.api)
        )
        await stack.enter_async_context(line.open(service.take))
        await service.start()
        page = Page(line.visitors, line.phones, line.screen, partial(_opening, trial.scenario))
        if trial.file is not None:
            redrafting = Redrafting(database, library, line.api, service.wake)
            tutoring = _Tutoring(Draft(trial.file, library.catalogue), redrafting, line.phones)
            bench = Workbench(database, library, line.screen, await tutoring.begin())
            await stack.enter_async_context(_meanwhile(tutoring.follow(bench)))
            page = Page(
                line.visitors, line.phones, line.screen, lambda: bench.opening, bench.beside
            )
        port = await stack.enter_async_context(_serving(settings, service, page))
        stack.callback(line.phones.close)
        address = trial.address or _here(settings.listen.host, port)
        tell([f"{address}/enter/{await line.visitors.invite()}" for _ in range(trial.links)])
        await stopping.wait()


class _Tutoring:
    """Follows a draft: each version without errors is played from then on."""

    def __init__(self, draft: Draft, redrafting: Redrafting, phones: Phones) -> None:
        self._draft = draft
        self._redrafting = redrafting
        self._phones = phones

    async def begin(self) -> Reading:
        """Read the draft for the first time. Raises OSError, or DatabaseUnavailable."""
        reading = await asyncio.to_thread(self._draft.read)
        if reading.machine is not None:
            await self._redrafting.offer(reading.machine, reading.text)
        return reading

    async def follow(self, bench: Workbench) -> None:
        """Show each change of the file, and let whoever is in it go on in the new version."""
        async with contextlib.aclosing(self._draft.changes()) as changes:
            async for reading in changes:
                await asyncio.to_thread(bench.read, reading)
                try:
                    await self._play(reading)
                except DatabaseUnavailable as error:
                    log.error("a draft waits for the database", reason=error.reason.value)
                self._phones.touch()

    async def _play(self, reading: Reading) -> None:
        machine = reading.machine
        if machine is None:
            return
        await self._redrafting.offer(machine, reading.text)
        for person in self._phones.people:
            await self._redrafting.carry(person, machine.scenario.id)


def _opening(scenario: str | None) -> str:
    return "/start" if scenario is None else f"/start play-{scenario}"


@contextlib.asynccontextmanager
async def _serving(settings: Settings, service: Service, page: Page) -> AsyncIterator[int]:
    """Serve the page, giving its port: the one that the settings say, or else any that is free."""
    app = application(service.ready, service.metrics, None, page.route)
    async with contextlib.AsyncExitStack() as stack:
        try:
            port = await stack.enter_async_context(serving(app, settings.listen))
        except CannotListen:
            if settings.listen_is_set:
                raise
            free = settings.listen._replace(port=0)
            port = await stack.enter_async_context(serving(app, free))
        yield port


def _here(host: str, port: int) -> str:
    """Return the address of what listens on this machine, for a browser that runs here too."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - nothing is bound here
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


@contextlib.asynccontextmanager
async def _meanwhile(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Do `work` beside what is done here, and end it afterwards."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
