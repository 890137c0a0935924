"""One trial: a bot as a process, Telegram's stand-in, learners, and an audit at the end."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from bot.standin.clock import Timer, WallClock
from bot.standin.faults import Faults
from tests.faults.audit import (
    check_all_finished,
    check_nothing_lost,
    count_owed,
    read_books,
    read_export,
    read_playing,
)
from tests.faults.learners import Learner, all_play
from tests.faults.processes import Bot, free_port, rehearse
from tests.telegram.running import until
from tests.telegram.standin_http import TOKEN, StandInServer

Mode: TypeAlias = Literal["polling", "webhook"]

_SCENARIOS = ("promise-first", "are-you-my-coach")
_RETRY_SECONDS = 0.02
_LONGEST_RETRY_SECONDS = 0.2


class _Eager(WallClock):
    """Lets nothing wait for long: a webhook that failed often is soon tried again all the same."""

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        return super().call_later(min(seconds, _LONGEST_RETRY_SECONDS), callback)


@dataclass(frozen=True, slots=True)
class Trial:
    """A bot that is not started yet, the server it will talk to, and its SQLite file."""

    server: StandInServer
    bot: Bot
    settings: dict[str, str]
    database: Path
    learners: list[Learner] = field(default_factory=list)

    def invite(self, number: int) -> list[Learner]:
        """Return so many new learners, spread over the scenarios; the audit covers them."""
        for seed in range(len(self.learners), len(self.learners) + number):
            scenario = _SCENARIOS[seed % len(_SCENARIOS)]
            self.learners.append(Learner(self.server.phone(), scenario, seed))
        return self.learners[-number:]

    def check_nothing_lost(self) -> None:
        """Check, while the bot is not running, that all that learners did is still known."""
        check_nothing_lost(read_books(self.database), self.server.api, self.learners)

    async def settle(self) -> None:
        """Wait until the running bot has taken every update and owes nothing any more."""
        waiting = self.server.api.world.queue.waiting
        await until(lambda: not waiting() and not self._owed())

    async def finish(self) -> None:
        """Let all that is under way come to its end, stop the bot, and audit everything.

        A learner who saw a report may have begun another attempt, with an older button.
        """
        await self.settle()
        while behind := [one for one in self.learners if one.phone.person.id in self._playing()]:
            await all_play(behind)
            await self.settle()
        await self.bot.stop()
        self.check_nothing_lost()
        folder = self.database.parent
        ended = await rehearse("export", "--json", settings=self.settings, folder=folder)
        assert ended.code == 0, ended.errors
        check_all_finished(read_books(self.database), read_export(ended.output), self.learners)

    def _owed(self) -> int:
        with self._books() as books:
            return count_owed(books)

    def _playing(self) -> set[int]:
        with self._books() as books:
            return read_playing(books)

    @contextmanager
    def _books(self) -> Iterator[sqlite3.Connection]:
        """Look into the database of the running bot."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as books:
            yield books


@asynccontextmanager
async def open_trial(
    folder: Path,
    mode: Mode = "polling",
    faults: Faults | None = None,
    database: Path | None = None,
) -> AsyncIterator[Trial]:
    """Lay out a trial in an empty folder; what fails in it is told with the bot's log.

    The `database` is in the folder unless it is to be elsewhere.
    """
    database = database or folder / "rehearse.db"
    clock = _Eager() if mode == "webhook" else WallClock()
    async with StandInServer(clock=clock, faults=faults, retry_seconds=_RETRY_SECONDS) as server:
        with free_port() as port:
            settings = {
                "BOT_TOKEN": TOKEN,
                "API_URL": server.url,
                "DATABASE_URL": f"sqlite:///{database}",
                "TYPING_SECONDS": "0",
                "SEND_RATE": "0",
            }
            if mode == "webhook":
                settings["WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
                settings["LISTEN"] = f"127.0.0.1:{port}"
            bot = Bot(settings, folder)
            try:
                yield Trial(server, bot, settings, database)
            except BaseException as error:
                error.add_note(bot.log.read_text()[-4000:] if bot.log.exists() else "no log")
                raise
            finally:
                await bot.remove()
