"""The try-it page inside a test: its real parts, real HTTP, and visitors without a browser."""

import asyncio
import contextlib
import os
import re
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self, TypedDict, TypeVar, overload

from aiohttp import ClientResponse, ClientSession, ClientTimeout, CookieJar
from structlog.testing import capture_logs
from yarl import URL

from bot.settings import Settings
from bot.trying import Trial, try_out
from tests.faults.processes import free_port
from tests.telegram.phone import PATIENCE_SECONDS
from tests.telegram.running import until
from tests.web.reading import Seen, read_messages

T = TypeVar("T")

_WATCHING = {"Accept": "text/plain"}
_LINKS = 4


class Opens(TypedDict):
    """What the page is opened for."""

    scenario: str | None
    file: Path | None


class TriedPage:
    """The page, which can be stopped and started again on the same database and port."""

    def __init__(
        self, folder: Path, port: int, database_url: str | None, opens: Opens, settings: Any
    ) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.database_url = database_url or f"sqlite:///{folder}/try.db"
        self.links: list[str] = []
        self._opens = opens
        self._settings = Settings(
            **{
                "listen": ("127.0.0.1", port),
                "typing_seconds": 0,
                "send_rate": 0,
                "_env_file": None,
                **settings,
            }
        )
        self._parts = AsyncExitStack()
        self._events: list[Any] = []

    async def start(self) -> None:
        """Start the page; `links` are new ones then."""
        told: list[Sequence[str]] = []
        async with AsyncExitStack() as parts:
            self._events.append(parts.enter_context(capture_logs()))
            trial = Trial(self.database_url, links=_LINKS, **self._opens)
            running = asyncio.create_task(try_out(self._settings, trial, told.append))
            parts.push_async_callback(_stopped, running)
            await until(lambda: running.done() or told)
            if running.done():
                await running
            self.links = list(told[0])
            self._parts = parts.pop_all()

    async def stop(self) -> None:
        """Stop the page as SIGTERM does."""
        await self._parts.aclose()

    async def restart(self) -> None:
        """Stop the page and start it again."""
        await self.stop()
        await self.start()

    @property
    def log(self) -> str:
        """Everything the page said to its log."""
        return "\n".join(repr(event) for events in self._events for event in events)

    @asynccontextmanager
    async def stranger(self) -> AsyncIterator["Visitor"]:
        """Somebody who was not let in."""
        async with Visitor(self.address) as visitor:
            yield visitor

    @asynccontextmanager
    async def visitor(self, *, watching: bool = True) -> AsyncIterator["Visitor"]:
        """Somebody who came in with a link, and watches their phone unless told otherwise."""
        async with self.stranger() as visitor:
            await visitor.enter(self.links.pop())
            if watching:
                visitor.watch()
            yield visitor

    @asynccontextmanager
    async def learner(self, start: str = "/start") -> AsyncIterator["Visitor"]:
        """A visitor who began with `start` and agreed to the rules."""
        async with self.visitor() as visitor:
            await visitor.say(start)
            await visitor.tap("I agree")
            await visitor.until(lambda: len(visitor.screen) > 2)
            yield visitor


class Visitor:
    """Somebody at the page, with a cookie jar: what is on their screen, and what they do there.

    What they do is done as the page's script does it, unless they ask for pages themselves.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.screen: dict[int, Seen] = {}
        self.events: list[tuple[str, str]] = []
        self._changed = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        self._spent: dict[int, dict[str, str]] = {}

    async def __aenter__(self) -> Self:
        jar = CookieJar(unsafe=True)  # which also keeps the cookies of a bare number as host
        timeout = ClientTimeout(total=None, sock_connect=PATIENCE_SECONDS)
        self.session = ClientSession(self.address, cookie_jar=jar, timeout=timeout)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.look_away()
        await self.session.close()

    @property
    def secret(self) -> str:
        """What the visitor's cookie holds."""
        return next(each.value for each in self.session.cookie_jar if each.key == self.cookie)

    @property
    def cookie(self) -> str:
        """What the visitor's cookie is called: a host's pages share a jar, whatever their port."""
        return f"rehearse-visit-{URL(self.address).port}"

    async def enter(self, link: str) -> None:
        """Use a link as a person does: look at the door, and open it."""
        async with self.session.get(link) as door:
            assert door.status == HTTPStatus.OK, await door.text()
        async with self.session.post(link, allow_redirects=False) as entered:
            assert entered.status == HTTPStatus.SEE_OTHER, await entered.text()

    async def get(self, path: str, **options: Any) -> tuple[int, str]:
        """Ask for something; return the status and the text."""
        async with self.session.get(path, **options) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form as the page's script does; return the status and the text."""
        async with self.session.post(path, data=fields, headers=_WATCHING) as answer:
            return answer.status, await answer.text()

    async def say(self, text: str) -> None:
        """Send a text."""
        assert await self.post("/say", text=text) == (HTTPStatus.NO_CONTENT, "")

    async def tap(self, label: str) -> None:
        """Tap a button as soon as there is one with this label that was not tapped."""
        await self._tap(lambda _, said: said == label, label)

    async def choose(self, choice: str) -> None:
        """Tap the button of a choice, named by its id, as soon as it is there."""
        await self._tap(lambda data, _: data.endswith(f":{choice}"), choice)

    @overload
    async def until(self, wanted: str) -> Seen: ...

    @overload
    async def until(self, wanted: Callable[[], T | None]) -> T: ...

    async def until(self, wanted: str | Callable[[], T | None]) -> T | Seen:
        """Wait until the bot says the words, or the callable returns something; return that."""
        find = self._says(wanted) if isinstance(wanted, str) else wanted
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not (found := find()):
                    changed = self._changed
                    await changed.wait()
        except TimeoutError:
            last = [(one.text, one.buttons) for one in self.screen.values()][-5:]
            raise AssertionError(f"waited for {wanted!r} in vain; the screen: {last}") from None
        return found

    def watch(self, seen: str = "") -> None:
        """Let the screen follow the phone from now on."""
        self._watching = asyncio.create_task(self._follow(seen))

    async def look_away(self) -> None:
        """Follow the phone no more."""
        if self._watching is not None:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching
            self._watching = None

    async def _tap(self, fits: Callable[[str, str], bool], name: str) -> None:
        def find() -> str | None:
            for message in reversed(self.screen.values()):
                if self._spent.get(message.number) != message.buttons:
                    for label, data in message.buttons.items():
                        if fits(data, label):
                            self._spent[message.number] = message.buttons
                            return data
            return None

        data = await self.until(find)
        status, said = await self.post("/tap", button=data)
        assert status == HTTPStatus.NO_CONTENT, (name, status, said)

    async def _follow(self, seen: str) -> None:
        async with self.session.get("/stream", params={"seen": seen}) as stream:
            assert stream.status == HTTPStatus.OK, await stream.text()
            async for name, data in _events(stream):
                self.events.append((name, data))
                self._show(name, data)
                self._changed.set()
                self._changed = asyncio.Event()

    def _show(self, name: str, data: str) -> None:
        if name == "all":
            self.screen = read_messages(data)
        elif name == "messages":
            for number, message in read_messages(data).items():
                if message.gone:
                    self.screen.pop(number, None)
                else:
                    self.screen[number] = message

    def _says(self, words: str) -> Callable[[], Seen | None]:
        def find() -> Seen | None:
            said = (one for one in reversed(self.screen.values()) if not one.mine)
            return next((one for one in said if words in plain(one.text)), None)

        return find


@asynccontextmanager
async def trying(
    folder: Path,
    database_url: str | None = None,
    *,
    scenario: str | None = None,
    file: Path | None = None,
    **settings: Any,
) -> AsyncIterator[TriedPage]:
    """Serve the page, with `folder` for its database unless that is elsewhere.

    Start begins the `scenario`; or else `file` is a tutor's, who sees the panel.
    """
    with free_port() as port:
        page = TriedPage(folder, port, database_url, Opens(scenario=scenario, file=file), settings)
        await page.start()
        try:
            yield page
        finally:
            await page.stop()


def plain(text: str) -> str:
    """Return the words of a text, however they are laid out."""
    return re.sub(r"\s+", " ", text).strip()


async def _events(stream: ClientResponse) -> AsyncIterator[tuple[str, str]]:
    """Give the name and the data of each server-sent event."""
    name, data = "", list[str]()
    async for line in stream.content:
        match line.decode().rstrip("\n").split(": ", 1):
            case ["event", said]:
                name = said
            case ["data", said]:
                data.append(said)
            case [""] if name:
                yield name, "\n".join(data)
                name, data = "", []


async def _stopped(running: asyncio.Task[None]) -> None:
    if not running.done():
        os.kill(os.getpid(), signal.SIGTERM)
    await running
