"""Webhook delivery: each update is posted until it is accepted."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.standin.clock import Clock, Timer
from bot.standin.text import Json
from bot.standin.updates import Lane, Update, UpdateQueue

Post: TypeAlias = Callable[[str, Mapping[str, str], Json], Awaitable[int]]
"""Posts JSON with headers to an address and returns the HTTP status; OSError if none comes."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header
_MAX_RETRY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where and how the bot wants its updates."""

    url: str
    secret: str
    max_connections: int


@dataclass(slots=True)
class _Parcel:
    """An update on its way, and how often it was not accepted."""

    update: Update
    failures: int = 0


class WebhookDelivery:
    """Posts the updates of a queue: those of one lane one by one, lanes side by side.

    What is refused is posted again, the first time at once, then after twice `retry_seconds`,
    four times and so on up to a minute, until it expires.
    """

    def __init__(
        self, webhook: Webhook, queue: UpdateQueue, clock: Clock, post: Post, retry_seconds: float
    ) -> None:
        self.webhook = webhook
        self.last_error: tuple[float, str] | None = None
        self._queue = queue
        self._clock = clock
        self._post = post
        self._retry_seconds = retry_seconds
        self._lanes: dict[Lane, deque[_Parcel]] = {}
        self._ready: deque[Lane] = deque()
        self._timers: dict[Lane, Timer] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin with what waits already, and go on with what comes."""
        for update in self._queue.waiting():
            self.add(update)
        self._queue.on_update = self.add

    def close(self) -> None:
        """Post nothing more. What was not accepted stays in the queue."""
        self._queue.on_update = None
        self._lanes.clear()
        self._ready.clear()
        for timer in self._timers.values():
            timer.cancel()
        for task in self._tasks:
            task.cancel()

    def add(self, update: Update) -> None:
        """Take an update on, behind the others of its lane."""
        lane = self._lanes.setdefault(update.lane, deque())
        lane.append(_Parcel(update))
        if len(lane) == 1:
            self._make_ready(update.lane)

    def _make_ready(self, lane: Lane) -> None:
        self._timers.pop(lane, None)
        self._ready.append(lane)
        self._send_ready()

    def _send_ready(self) -> None:
        while self._ready and len(self._tasks) < self.webhook.max_connections:
            task = asyncio.get_running_loop().create_task(self._send(self._ready.popleft()))
            self._tasks.add(task)
            task.add_done_callback(self._on_sent)

    def _on_sent(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._send_ready()

    async def _send(self, lane: Lane) -> None:
        parcel = self._lanes[lane][0]
        if parcel.update.expires_at <= self._clock.now():
            self._done(lane)
            return
        headers = {SECRET_HEADER: self.webhook.secret} if self.webhook.secret else {}
        try:
            status = await self._post(self.webhook.url, headers, parcel.update.json())
            problem = f"Wrong response from the webhook: {status}"
        except OSError as error:
            status, problem = 0, str(error) or "Webhook connection closed"
        if 200 <= status < 300:
            self._done(lane)
        else:
            self.last_error = (self._clock.now(), problem)
            self._retry(lane, parcel)

    def _done(self, lane: Lane) -> None:
        """Forget the first update of a lane, and go on with the next."""
        parcels = self._lanes[lane]
        self._queue.forget(parcels.popleft().update.id)
        if parcels:
            self._ready.append(lane)
        else:
            del self._lanes[lane]

    def _retry(self, lane: Lane, parcel: _Parcel) -> None:
        delay = 0.0
        if parcel.failures:
            delay = min(self._retry_seconds * 2**parcel.failures, _MAX_RETRY_SECONDS)
        parcel.failures += 1
        if self._clock.now() + delay > parcel.update.expires_at:
            self._done(lane)
        elif delay:
            self._timers[lane] = self._clock.call_later(delay, lambda: self._make_ready(lane))
        else:
            self._ready.append(lane)
