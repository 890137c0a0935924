"""The try-it page, put together: the same bot, with phones in the browser in place of Telegram."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from bot.errors import CannotListen
from bot.library import read_library
from bot.service import Service, assembled, stopping_by_signal
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.opening import open_database, upgrade
from bot.telegram.api import Api
from bot.telegram.inprocess import InProcessRequest
from bot.telegram.meeting import expect_posts, meet
from bot.web.app import application
from bot.web.phone.page import Page
from bot.web.phone.phones import TOKEN, Phones
from bot.web.phone.visitors import Visitors
from bot.web.server import serving

_INSIDE = "https://inside.invalid"
_HOUSEKEEPING_SECONDS = 600.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried, and where it is kept: Start begins `scenario`, if one is named."""

    database_url: str
    scenario: str | None = None
    links: int = 1


async def try_out(settings: Settings, trial: Trial, tell: Callable[[Sequence[str]], None]) -> None:
    """Serve the page until SIGTERM or SIGINT; `tell` hears the links that open it.

    Raises CannotStart, InvalidScenario or StorageError when it can't start.
    """
    stopping = stopping_by_signal()
    library, published = read_library(settings.scenarios)
    await upgrade(trial.database_url)
    async with open_database(trial.database_url) as database:
        phones = Phones(database)
        api = Api(TOKEN, _INSIDE, partial(InProcessRequest, phones.carry))
        async with assembled(settings, database, library, published, api) as service:
            phones.take = service.take
            await meet(api)
            await expect_posts(api, _INSIDE, "in-process")
            await service.start()
            async with _serving(settings, service, database, phones, trial) as (visitors, address):
                tell([f"{address}/enter/{await visitors.invite()}" for _ in range(trial.links)])
                await stopping.wait()


@contextlib.asynccontextmanager
async def _serving(
    settings: Settings, service: Service, database: Database, phones: Phones, trial: Trial
) -> AsyncIterator[tuple[Visitors, str]]:
    """Serve the page, giving who may come in and the address of it."""
    visitors = Visitors(database)
    opening = "/start" if trial.scenario is None else f"/start play-{trial.scenario}"
    page = Page(visitors, phones, opening)
    app = application(service.ready, service.metrics, None, page.route)
    housekeeping = asyncio.create_task(_keep_house(visitors, phones))
    host = settings.listen.host
    try:
        async with contextlib.AsyncExitStack() as stack:
            try:
                port = await stack.enter_async_context(serving(app, settings.listen))
            except CannotListen:
                if settings.listen_is_set:
                    raise
                free = settings.listen._replace(port=0)
                port = await stack.enter_async_context(serving(app, free))
            stack.callback(phones.close)
            yield visitors, f"http://{f'[{host}]' if ':' in host else host}:{port}"
    finally:
        housekeeping.cancel()


async def _keep_house(visitors: Visitors, phones: Phones) -> None:
    """End the visits of those who stayed away."""
    while True:
        try:
            for person in await visitors.expire():
                phones.put_away(person)
        except DatabaseUnavailable as error:
            log.error("old visits can't be ended yet", reason=error.reason.value)
        await asyncio.sleep(_HOUSEKEEPING_SECONDS)
