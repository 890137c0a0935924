"""Long polling: one bot at a time asks for updates and waits until there are some."""

import asyncio
from dataclasses import dataclass

from bot.standin.clock import Clock
from bot.standin.errors import ApiError
from bot.standin.text import Json
from bot.standin.updates import UpdateQueue

_MAX_SECONDS = 50
_SAME_OFFSET_ONE_UPDATE_SECONDS = 0.5
_SAME_OFFSET_WAIT_SECONDS = 3


@dataclass(frozen=True, slots=True)
class _Poll:
    """A request that waits for its answer."""

    answer: asyncio.Future[list[Json]]
    start: int
    limit: int


class Polling:
    """What getUpdates does. A bot that asks again too soon is slowed down, as Telegram does."""

    def __init__(self, queue: UpdateQueue, clock: Clock) -> None:
        self._queue = queue
        self._clock = clock
        self._last_offset: int | None = None
        self._last_at = 0.0
        self._poll: _Poll | None = None

    async def get(self, offset: int, limit: int, seconds: int) -> list[Json]:
        """Confirm what is before `offset`, and return what follows, waiting up to `seconds` for it.

        Raises ApiError 409 when another request takes over.
        """
        limit, seconds = max(1, min(limit, 100)), max(0, min(seconds, _MAX_SECONDS))
        since = self._clock.now() - self._last_at
        if offset == self._last_offset:
            limit = 1 if since < _SAME_OFFSET_ONE_UPDATE_SECONDS else limit
            if since < _SAME_OFFSET_WAIT_SECONDS:
                seconds = max(seconds, _SAME_OFFSET_WAIT_SECONDS)
        self._last_offset, self._last_at = offset, self._clock.now()
        start = self._queue.settle(offset)
        updates = self._queue.read(start, limit)
        if updates or not seconds:
            return [update.json() for update in updates]
        return await self._wait(start, limit, seconds)

    async def _wait(self, start: int, limit: int, seconds: int) -> list[Json]:
        self.interrupt(
            "terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )
        answer: asyncio.Future[list[Json]] = asyncio.get_running_loop().create_future()
        poll = self._poll = _Poll(answer, start, limit)
        timer = self._clock.call_later(seconds, lambda: self._answer(poll))
        try:
            return await answer
        finally:
            timer.cancel()
            if self._poll is poll:
                self._poll = None

    def wake(self) -> None:
        """Answer the waiting request soon, with all that is added until then."""
        if self._poll is not None:
            asyncio.get_running_loop().call_soon(self._answer, self._poll)

    def interrupt(self, reason: str) -> None:
        """End the waiting request, if there is one, with 409."""
        if self._poll is not None and not self._poll.answer.done():
            self._poll.answer.set_exception(ApiError(409, f"Conflict: {reason}"))
        self._poll = None

    def _answer(self, poll: _Poll) -> None:
        if not poll.answer.done():
            updates = self._queue.read(poll.start, poll.limit)
            poll.answer.set_result([update.json() for update in updates])
