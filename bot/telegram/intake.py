"""Updates on their way in: each is handled once, and acknowledged only after its commit.

Updates of one chat are handled in order, of different chats side by side. An update that breaks
its handler again and again is set aside for the operator, so that it blocks nobody.
"""

import asyncio
import contextlib
import json
import time
import traceback
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from weakref import WeakValueDictionary

import structlog
from telegram.error import TelegramError

from bot.metrics import Metrics, Outcome, Trouble
from bot.storage.database import Database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.transaction import Transaction
from bot.storage.update_log import SetAside
from bot.telegram import calls
from bot.telegram.api import Api
from bot.telegram.delivery import Delivery
from bot.telegram.handlers import Handlers, Reply
from bot.telegram.updates import Raw, chat_of, read, tap_of
from bot.telegram.uploads import Sent, Uploads
from bot.telegram.views import pages
from bot.telegram.words import playing as words

_TRIES = 3
_BETWEEN_TRIES_SECONDS = 0.2

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What came of an update, and what it owes, if anything."""

    outcome: Outcome
    reply: Reply | None = None


class Intake:
    """Takes updates as Telegram gives them, whichever way they came."""

    def __init__(
        self,
        database: Database,
        handlers: Handlers,
        delivery: Delivery,
        api: Api,
        metrics: Metrics,
    ) -> None:
        self._uploads = Uploads(database, handlers.catalogue, api)
        self._database = database
        self._handlers = handlers
        self._delivery = delivery
        self._api = api
        self._metrics = metrics
        self._lanes: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, raw: Raw) -> None:
        """Handle one update; return once what it changed and the replies it owes are committed.

        Raises DatabaseUnavailable when nothing could be committed: don't acknowledge it then.
        """
        chat = chat_of(raw)
        came = time.perf_counter()
        try:
            async with self._lane(chat):
                taken = await self._handled(raw, chat)
        except DatabaseUnavailable:
            self._metrics.broke(Trouble.DATABASE)
            raise
        reply = taken.reply
        self._metrics.took(taken.outcome, time.perf_counter() - came)
        if reply is not None:
            self._metrics.played(reply.played.turns, reply.played.completed)
        if reply is not None and reply.tap is not None:
            self._answer(reply.tap)
        # A repeated update owes nothing new, but what it owed may not have been sent yet.
        self._wake(chat, reply)

    async def stop(self) -> None:
        """Wait for the answers to taps that are under way; nobody is owed them."""
        if self._answers:
            await asyncio.wait(self._answers, timeout=1)

    async def retry(self, aside: SetAside) -> None:
        """Handle an update that was set aside; what breaks again stays set aside."""
        raw = json.loads(aside.payload)
        async with self._lane(chat_of(raw)):
            taken = await self._database.transact(lambda tx: self._again(tx, aside, raw))
        reply = taken.reply
        if reply is not None and reply.calls:
            self._wake(reply.chat, reply)

    @contextlib.asynccontextmanager
    async def _lane(self, chat: int) -> AsyncIterator[None]:
        """Wait for what came before from the same chat; a lane nobody is in costs nothing."""
        lock = self._lanes.setdefault(chat, asyncio.Lock())
        async with lock:
            yield

    async def _handled(self, raw: Raw, chat: int) -> _Taken:
        tries = 0
        while True:
            try:
                upload = await self._upload(raw)
                return await self._database.transact(partial(self._handle, raw=raw, upload=upload))
            except DatabaseUnavailable:
                raise
            except Exception as error:
                tries += 1
                where = _where(error)
                self._metrics.broke(Trouble.HANDLER)
                log.error("an update broke its handler", update=raw["update_id"], where=where)
            if tries == _TRIES:
                break
            await asyncio.sleep(_BETWEEN_TRIES_SECONDS)
        return await self._database.transact(lambda tx: self._set_aside(tx, raw, chat, where))

    async def _upload(self, raw: Raw) -> Sent:
        """Fetch the file of an update, if it is about one that somebody here looks at."""
        tapped = raw.get("callback_query", {}).get("message") or {}
        if "document" not in raw.get("message", ()) and "reply_to_message" not in tapped:
            return None
        return await self._uploads.receive(read(raw))

    async def _handle(self, tx: Transaction, raw: Raw, upload: Sent = None) -> _Taken:
        if not await tx.claim_update(self._api.bot.id, raw["update_id"], _now()):
            return _Taken(Outcome.REPEATED)
        update = read(raw)
        if update is None:
            return _Taken(Outcome.UNREAD)
        reply = await self._handlers.handle(tx, update, upload)
        if reply is not None:
            for chat, owed in reply.by_chat().items():
                await tx.owe(chat, owed, _now())
        return _Taken(Outcome.HANDLED, reply)

    async def _again(self, tx: Transaction, aside: SetAside, raw: Raw) -> _Taken:
        if await tx.take_back(aside.bot_id, aside.update_id) is None:
            return _Taken(Outcome.REPEATED)
        return await self._handle(tx, raw)

    def _wake(self, chat: int, reply: Reply | None) -> None:
        for each in {chat} if reply is None else reply.by_chat():
            self._delivery.wake(each)

    async def _set_aside(self, tx: Transaction, raw: Raw, chat: int, where: str) -> _Taken:
        """Keep a learner's update for the operator, and tell them; of others nothing is kept."""
        update = raw["update_id"]
        if not await tx.claim_update(self._api.bot.id, update, _now()):
            return _Taken(Outcome.REPEATED)
        if chat <= 0:
            return _Taken(Outcome.SET_ASIDE)
        told = words.BROKEN_FIRST
        if await tx.learner(chat) is not None:
            told = words.BROKEN
            aside = SetAside(self._api.bot.id, update, chat, json.dumps(raw), where, _TRIES, _now())
            await tx.set_aside(aside)
        reply = Reply(chat, calls.send(chat, pages.plain(told)), tap_of(raw))
        await tx.owe(reply.chat, reply.calls, _now())
        return _Taken(Outcome.SET_ASIDE, reply)

    def _answer(self, tap: str) -> None:
        """Answer a tap, once; Telegram stops the button's spinner then."""
        task = asyncio.create_task(self._answered(tap))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answered(self, tap: str) -> None:
        with contextlib.suppress(TelegramError):
            await self._api.call("answerCallbackQuery", {"callback_query_id": tap})


def _now() -> datetime:
    return datetime.now(UTC)


def _where(error: Exception) -> str:
    """Name an error and its place; its text may quote a learner, so it is left out."""
    *_, frame = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno} {frame.name}"
