"""Owed replies, when the program or its database fails them."""

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from bot.metrics import Metrics
from bot.practice.records import Attempt
from bot.standin.faults import Chosen, Faults
from bot.storage.calls import Call
from bot.storage.database import Database, T, Work
from bot.storage.errors import DatabaseUnavailable, Reason
from bot.storage.opening import open_database, upgrade
from bot.telegram.api import Api
from bot.telegram.delivery import Delivery
from bot.telegram.exchange import Exchange
from tests.faults.processes import Bot
from tests.faults.trial import Trial, open_trial
from tests.telegram.phone import Phone
from tests.telegram.standin_http import TOKEN, StandInServer

_TEXTS = [f"Reply {number}" for number in range(1, 31)]
_MOST_REPEATED = 3


class _Stroke(Faults):
    """Kills the bot when it sends its n-th message."""

    def __init__(self, message: int) -> None:
        super().__init__()
        self.bot: Bot | None = None
        self._left = message

    def choose(self, method: str) -> Chosen | None:
        self._left -= method == "sendMessage"
        if not self._left and self.bot is not None:
            self.bot.kill()
            self.bot = None
        return super().choose(method)


class _Away(Database):
    """A database that does not answer the first so many times."""

    def __init__(self, database: Database, times: int) -> None:
        self._database = database
        self._times = times

    async def transact(self, work: Work[T]) -> T:
        self._times -= 1
        if self._times >= 0:
            raise DatabaseUnavailable("somewhere", Reason.BUSY)
        return await self._database.transact(work)

    def attempts(self) -> AsyncIterator[Attempt]:
        raise AssertionError("delivery asks for transactions alone")

    async def close(self) -> None:
        raise AssertionError("delivery asks for transactions alone")


async def test_a_crash_repeats_no_more_than_a_turn_owes(tmp_path: Path) -> None:
    """However much is owed to a chat, a crash in the middle repeats three messages at most."""
    stroke = _Stroke(message=18)
    async with open_trial(tmp_path, faults=stroke) as trial:
        phone = await _owed(trial)
        stroke.bot = trial.bot
        await trial.bot.start()
        await trial.bot.killed()
        await trial.bot.start()
        await phone.until(_TEXTS[-1])
    assert list(dict.fromkeys(phone.texts)) == _TEXTS
    assert len(phone.texts) <= len(_TEXTS) + _MOST_REPEATED


async def test_owed_replies_wait_for_a_database_that_is_away(tmp_path: Path) -> None:
    """When owed replies can't be read they are sent as soon as they can, without a new update."""
    url = f"sqlite:///{tmp_path}/rehearse.db"
    await upgrade(url)
    async with StandInServer() as server, open_database(url) as database:
        phone = await _stranger(server)
        await _owe(database, phone, _TEXTS[:1])
        api = Api(TOKEN, server.url)
        await api.open()
        delivery = Delivery(_Away(database, times=2), Exchange(api), Metrics(), typing=0, rate=0)
        async with contextlib.AsyncExitStack() as parts:
            parts.push_async_callback(api.close)
            parts.push_async_callback(delivery.stop, 1.0)
            delivery.wake(phone.chat.id)
            await phone.until(_TEXTS[0])


async def _owed(trial: Trial) -> Phone:
    """Owe someone more than is sent at a time, while the bot is not running."""
    url = trial.settings["DATABASE_URL"]
    phone = await _stranger(trial.server)
    await upgrade(url)
    async with open_database(url) as database:
        await database.transact(lambda tx: tx.agree(phone.chat.id, datetime.now(UTC)))
        await _owe(database, phone, _TEXTS)
    return phone


async def _stranger(server: StandInServer) -> Phone:
    """Return the phone of someone whom the bot may write to."""
    phone = server.phone()
    phone.person.unblocks()
    return phone


async def _owe(database: Database, phone: Phone, texts: list[str]) -> None:
    chat = phone.chat.id
    calls = [Call("sendMessage", {"chat_id": chat, "text": text}) for text in texts]
    await database.transact(lambda tx: tx.owe(chat, calls, datetime.now(UTC)))
