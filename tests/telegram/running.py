"""A bot that runs inside a test: its real parts, an SQLite file, and HTTP to the stand-in."""

import asyncio
import contextlib
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr
from structlog.testing import capture_logs

from bot import service
from bot.settings import Settings
from bot.standin.core import Call
from tests.telegram.authored import Json, write
from tests.telegram.phone import PATIENCE_SECONDS, Phone
from tests.telegram.standin_http import TOKEN, StandInServer

T = TypeVar("T")

_LOOK_AGAIN_SECONDS = 0.005
_OWED = "SELECT 1 FROM outbox WHERE sent_at IS NULL AND failed IS NULL"


class RunningBot:
    """A bot and its Telegram; it can be stopped and started again on the same database.

    `scenarios` is a folder of scenarios that it plays besides the library's; what is put there
    counts from the next start on.
    """

    def __init__(self, server: StandInServer, folder: Path, **settings: Any) -> None:
        self.server = server
        self.scenarios = folder / "scenarios"
        self.database_file = folder / "rehearse.db"
        self.settings = Settings(
            **{
                "bot_token": SecretStr(TOKEN),
                "api_url": server.url,
                "database_url": f"sqlite:///{self.database_file}",
                "scenarios": (self.scenarios,),
                "typing_seconds": 0,
                "send_rate": 0,
                "_env_file": None,
                **settings,
            }
        )
        self._parts = AsyncExitStack()
        self._events: list[Sequence[Mapping[str, Any]]] = []
        self.scenarios.mkdir(exist_ok=True)

    def publish(self, *scenarios: Json) -> None:
        """Write scenarios into the folder, to be played from the next start on."""
        for each in scenarios:
            write(self.scenarios, each)

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to know of the bot: its settings by name, without their prefix."""
        return {
            "BOT_TOKEN": TOKEN,
            "API_URL": self.settings.api_url,
            "DATABASE_URL": self.settings.database_url,
            "SCENARIOS": str(self.scenarios),
        }

    async def start(self) -> None:
        """Start the bot; it polls, or serves its webhook if the settings name one."""
        async with AsyncExitStack() as parts:
            events = parts.enter_context(capture_logs())
            self._events.append(events)
            running = asyncio.create_task(service.run(self.settings))
            parts.push_async_callback(_stopped, running)
            await until(lambda: running.done() or any(map(_is_start, events)))
            if running.done():
                await running
            self._parts = parts.pop_all()

    async def stop(self) -> None:
        """Stop the bot as SIGTERM does."""
        await self._parts.aclose()

    async def restart(self) -> None:
        """Stop the bot and start it again."""
        await self.stop()
        await self.start()

    def phone(self, first_name: str = "Sam") -> Phone:
        """Return the phone of a new person, who has never met the bot."""
        return self.server.phone(first_name)

    async def learner(self, first_name: str = "Sam") -> Phone:
        """Return the phone of someone who agreed to the rules and saw the welcome."""
        phone = self.phone(first_name)
        await phone.send("/start")
        await phone.tap("I agree")
        await phone.until("/practise shows the conversations")
        await self.settled()
        return phone

    async def playing(self, scenario: str, first_name: str = "Sam") -> Phone:
        """Return the phone of a learner who has just begun a scenario."""
        phone = self.phone(first_name)
        await phone.send(f"/start play-{scenario}")
        await phone.tap("I agree")
        await phone.tap("Begin")
        await self.settled()
        return phone

    async def heard(self) -> None:
        """Wait until the bot has confirmed every update."""
        waiting = self.server.api.world.queue.waiting
        await until(lambda: not waiting())

    async def settled(self) -> None:
        """Wait until every update is confirmed and nothing is owed any more."""
        await self.heard()
        await until(lambda: not self.rows(_OWED))

    @property
    def log(self) -> str:
        """Everything the bot said to its log."""
        return "\n".join(repr(event) for events in self._events for event in events)

    def called(self, *methods: str) -> list[Call]:
        """Return the calls of these methods that were carried out, oldest first."""
        return [call for call in self.server.calls if call.method in methods and not call.error]

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database directly."""
        with contextlib.closing(sqlite3.connect(self.database_file)) as connection:
            rows = connection.execute(sql, values).fetchall()
            connection.commit()
            return rows

    def kept(self) -> str:
        """Return everything in every table, scenarios apart, as one text."""
        tables = self.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return "\n".join(
            repr(row)
            for (table,) in tables
            if table != "scenario_versions"
            for row in self.rows(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
        )


@asynccontextmanager
async def running(folder: Path, *scenarios: Json, **settings: Any) -> AsyncIterator[RunningBot]:
    """Run a bot in `folder`, with these scenarios besides the library's."""
    async with StandInServer(retry_seconds=0.02) as server:
        bot = RunningBot(server, folder, **settings)
        bot.publish(*scenarios)
        await bot.start()
        try:
            yield bot
        finally:
            await bot.stop()


async def until(wanted: Callable[[], T | None]) -> T:
    """Wait until the callable returns something, for what tells nobody when it changes."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            if found := wanted():
                return found
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)


def _is_start(event: Mapping[str, Any]) -> bool:
    return bool(event["event"] == "the bot is running")


async def _stopped(running: asyncio.Task[None]) -> None:
    if not running.done():
        os.kill(os.getpid(), signal.SIGTERM)
    await running
