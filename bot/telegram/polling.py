"""Long polling: the offset moves past an update only after its commit."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.errors import BadToken
from bot.storage.errors import DatabaseUnavailable
from bot.telegram.api import Api
from bot.telegram.http import TooManyRequests
from bot.telegram.updates import Raw

_POLL_SECONDS = 50.0
_FIRST_BACKOFF = 0.5
_LONGEST_BACKOFF = 30.0
_LAST_CALL_SECONDS = 2.0

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Polling:
    """Asks for updates until told to stop, then confirms those that `take` committed."""

    def __init__(self, api: Api, take: Callable[[Raw], Awaitable[None]]) -> None:
        self._api = api
        self._take_one = take
        self._offset: int | None = None
        self._confirmed: int | None = None
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Take updates until `stop`; raises BadToken when the token stops being valid."""
        backoff = _FIRST_BACKOFF
        while not self._stopping.is_set():
            self._confirmed = self._offset  # by asking from there on
            try:
                updates = await self._unless_stopping(
                    self._api.updates(self._offset, _POLL_SECONDS)
                )
            except TooManyRequests as wait:
                self._confirmed = None
                await self._pause(wait.seconds)
            except InvalidToken as error:
                raise BadToken from error
            except TelegramError as error:
                self._confirmed = None
                _tell(error)
                await self._pause(backoff)
                backoff = min(backoff * 2, _LONGEST_BACKOFF)
            else:
                backoff = _FIRST_BACKOFF
                if updates is not None:
                    await self._take(updates)
        await self._confirm()

    def stop(self) -> None:
        """Ask for no more updates; `run` returns when those in hand are committed."""
        self._stopping.set()

    async def _take(self, updates: Sequence[Raw]) -> None:
        """Commit a batch, then move the offset past it; without a commit it stays."""
        if not updates:
            return
        taken = await asyncio.gather(*(self._until_committed(update) for update in updates))
        if all(taken):
            self._offset = updates[-1]["update_id"] + 1

    async def _until_committed(self, update: Raw) -> bool:
        """Take one update, however long the database is away; False when stopped before."""
        backoff = _FIRST_BACKOFF
        while True:
            try:
                await self._take_one(update)
            except DatabaseUnavailable:
                if self._stopping.is_set():
                    return False
                await self._pause(backoff)
                backoff = min(backoff * 2, _LONGEST_BACKOFF)
            else:
                return True

    async def _confirm(self) -> None:
        """Tell Telegram what was committed, unless a request did; what comes back is left.

        A request that was given up may not have arrived. What comes again then changes nothing,
        and asking from the same place once more would only be slowed down.
        """
        if self._offset == self._confirmed:
            return
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_LAST_CALL_SECONDS):
                await self._api.updates(self._offset, 0)

    async def _unless_stopping(self, call: Awaitable[T]) -> T | None:
        """Wait for a call, but give it up when the program stops."""
        asked = asyncio.ensure_future(call)
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({asked, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return asked.result() if asked.done() else None
        finally:
            asked.cancel()
            stopping.cancel()

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


def _tell(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        log.error("another program polls with this token, or a webhook is set; stop one of them")
    else:
        log.warning("Telegram can't be reached; trying again", error=type(error).__name__)
