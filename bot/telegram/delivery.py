"""Owed replies on their way: sent from the database, in order for each chat, until all are sent.

A chat that must wait (a 429, "typing...", a dead network) holds up nobody else. Delivery is
at-least-once: what was sent is marked so just after, and a crash in between repeats a message.
"""

import asyncio
import contextlib
import time
from datetime import UTC, datetime
from typing import Any

import structlog
from aiolimiter import AsyncLimiter
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.documents.making import CannotMake, File, make
from bot.metrics import Answer, Metrics, Trouble
from bot.storage.calls import OwedCall
from bot.storage.database import Database, T, Work
from bot.storage.errors import DatabaseUnavailable
from bot.telegram.exchange import Exchange
from bot.telegram.http import TooManyRequests

_BATCH = 3  # what a turn owes at most; a crash repeats no more of a chat
_FIRST_BACKOFF = 0.5
_LAST_WORK_SECONDS = 1.0
_LONGEST_BACKOFF = 60.0
_ALREADY_SO = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message can't be deleted",  # too old, and the learner has been told so
)

log = structlog.get_logger(__name__)


class _Stopping(Exception):
    """The program is stopping; what is not sent stays owed."""


class _Withdrawn(Exception):
    """A call is gone: while it waited, its learner deleted everything or moved away."""


class _TooLate(Exception):
    """A call was to be made before a moment that has passed."""

    def __str__(self) -> str:
        return "too late"


class Delivery:
    """Sends what the outbox owes; `wake` a chat whenever something is owed to it."""

    def __init__(
        self,
        database: Database,
        exchange: Exchange,
        metrics: Metrics,
        *,
        typing: float,
        rate: float,
    ) -> None:
        self._database = database
        self._exchange = exchange
        self._metrics = metrics
        self._typing = typing
        self._pace = AsyncLimiter(max(1.0, rate), max(1.0, 1 / rate)) if rate else None
        self._chats: dict[int, asyncio.Task[None]] = {}
        self._woken: set[int] = set()
        self._stopping = asyncio.Event()

    async def start(self) -> None:
        """Take up what was owed before the program started."""
        for chat in await self._database.transact(lambda tx: tx.owed_chats()):
            self.wake(chat)

    def wake(self, chat: int) -> None:
        """Send what is owed to `chat`, after what is on its way there already."""
        if self._stopping.is_set() or not self._exchange.reaches(chat):
            return
        if chat in self._chats:
            self._woken.add(chat)
            return
        self._chats[chat] = asyncio.create_task(self._drain(chat))

    async def stop(self, grace: float) -> None:
        """Let calls under way end, send what needs no waiting; the rest stays owed."""
        self._stopping.set()
        if not self._chats:
            return
        _, late = await asyncio.wait(self._chats.values(), timeout=grace)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=_LAST_WORK_SECONDS)

    async def _drain(self, chat: int) -> None:
        try:
            while True:
                self._woken.discard(chat)
                complete = await self._send_owed(chat)
                if complete and chat not in self._woken:
                    return
        except _Stopping:
            return
        finally:
            del self._chats[chat]

    async def _send_owed(self, chat: int) -> bool:
        """Send the oldest calls owed to a chat; return whether these were all.

        False when they were withdrawn meanwhile, since others may have taken their place.
        """
        owed = await self._transact(lambda tx: tx.owed(chat, _BATCH))
        sent: list[tuple[int, int | None]] = []
        refused = False
        try:
            for call in owed:
                if call.attachment is not None:  # made and sent slowly, so the rest is noted first
                    await self._note(sent)
                try:
                    sent.append((call.id, await self._until_sent(call)))
                except _Withdrawn:
                    return False
                except Forbidden:
                    refused = True
                    break
                except (BadRequest, ChatMigrated) as error:
                    await self._give_up(call, error.message)
                except (CannotMake, _TooLate) as error:
                    await self._give_up(call, str(error))
        finally:
            await self._note(sent)
        if refused:  # noted last: what was sent before it says that the chat can be reached
            await self._transact(lambda tx: tx.unreachable(chat, _now(), owed[-1].id))
            log.info("a learner can't be reached any more")
        return len(owed) < _BATCH

    async def _note(self, sent: list[tuple[int, int | None]]) -> None:
        """Record calls as sent, and forget them here."""
        if sent:
            await self._transact(lambda tx: tx.sent(sent, _now()))
            sent.clear()

    async def _give_up(self, call: OwedCall, reason: str) -> None:
        """Record a call that can't be made, or that Telegram will never take."""
        log.error("a reply can't be sent", method=call.method, reason=reason)
        await self._transact(lambda tx: tx.failed(call.id, reason))

    async def _until_sent(self, call: OwedCall) -> int | None:
        """Send one call, however long it takes; return the id of the message it made, if any.

        Raises Forbidden, BadRequest or ChatMigrated when Telegram will never take it, CannotMake
        when its attachment can't be made, _Withdrawn when it was withdrawn while it waited, and
        _TooLate when its time has passed.
        """
        if call.typing:
            await self._show_typing(call.chat_id)
        file = await self._made(call)
        backoff = _FIRST_BACKOFF
        while True:
            if self._pace is not None:
                await self._pace.acquire()
            _check_time(call)
            try:
                result = await self._asked(call, file)
            except TooManyRequests as wait:
                await self._wait(call, wait.seconds)
            except (Forbidden, ChatMigrated):
                raise
            except BadRequest as error:
                if _already_so(error):
                    return None
                raise
            except TelegramError as error:
                log.warning(
                    "a reply waits for Telegram",
                    method=call.method,
                    error=type(error).__name__,
                    seconds=backoff,
                )
                await self._wait(call, backoff)
                backoff = min(backoff * 2, _LONGEST_BACKOFF)
            else:
                return result.get("message_id") if isinstance(result, dict) else None

    async def _asked(self, call: OwedCall, file: File | None) -> Any:
        """Make a call once and count what came of it; raises what the Telegram library does."""
        began = time.perf_counter()
        try:
            result = await self._exchange.call(call.method, call.payload, file)
        except TelegramError as error:
            self._metrics.called(call.method, _answer(error), time.perf_counter() - began)
            raise
        self._metrics.called(call.method, Answer.OK, time.perf_counter() - began)
        return result

    async def _wait(self, call: OwedCall, seconds: float) -> None:
        """Wait before a call is tried again; raises _Withdrawn when it was deleted."""
        await self._pause(seconds)
        await self._check_owed(call)

    async def _made(self, call: OwedCall) -> File | None:
        """Make the file that goes with a call, if there is one; raises _Withdrawn as `_wait`."""
        if call.attachment is None:
            return None
        file = await asyncio.to_thread(make, call.attachment)
        await self._check_owed(call)
        return file

    async def _check_owed(self, call: OwedCall) -> None:
        if not await self._transact(lambda tx: tx.call_exists(call.id)):
            raise _Withdrawn

    async def _show_typing(self, chat: int) -> None:
        """Show "typing..." for a moment; nobody is owed it, so nothing is tried twice."""
        if not self._typing or self._stopping.is_set():
            return
        with contextlib.suppress(TelegramError):
            await self._exchange.call("sendChatAction", {"chat_id": chat, "action": "typing"})
        with contextlib.suppress(_Stopping):
            await self._pause(self._typing)

    async def _transact(self, work: Work[T]) -> T:
        """Do `work` in a transaction, trying again while the database does not answer."""
        backoff = _FIRST_BACKOFF
        while True:
            try:
                return await self._database.transact(work)
            except DatabaseUnavailable as error:
                log.error("owed replies wait for the database", reason=error.reason.value)
                self._metrics.broke(Trouble.DATABASE)
                await self._pause(backoff)
                backoff = min(backoff * 2, _LONGEST_BACKOFF)

    async def _pause(self, seconds: float) -> None:
        """Wait; raises _Stopping as soon as the program stops."""
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return
        raise _Stopping


def _already_so(error: BadRequest) -> bool:
    """Whether Telegram refuses a call since what it was for is so already."""
    return any(words in error.message.lower() for words in _ALREADY_SO)


def _answer(error: TelegramError) -> Answer:
    """Return what an error means for the call that met it."""
    if isinstance(error, Forbidden):
        return Answer.BLOCKED
    if isinstance(error, BadRequest) and _already_so(error):
        return Answer.OK
    if isinstance(error, BadRequest | ChatMigrated):
        return Answer.REFUSED
    return Answer.RETRIED


def _check_time(call: OwedCall) -> None:
    """Raise _TooLate when a call is not to be made any more."""
    if call.before is not None and _now() >= call.before:
        raise _TooLate


def _now() -> datetime:
    return datetime.now(UTC)
