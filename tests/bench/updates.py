"""The updates that wait for one bot, handed out as Telegram hands them out."""

import asyncio
from collections import deque
from itertools import islice

from tests.bench.server import Json, Reply

POLL_SECONDS = 0.02
"""Polls are answered no closer than a network's round trip, so updates come in batches."""

_BATCH = 100


class UpdateQueue:
    """Updates in order, each given again until a poll's offset moves past it."""

    def __init__(self) -> None:
        self.polled = asyncio.Event()
        self._updates: deque[Json] = deque()
        self._last_id = 0
        self._reply: Reply | None = None
        self._deadline = 0.0
        self._earliest = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def push(self, kind: str, content: Json) -> None:
        """Queue an update."""
        self._last_id += 1
        self._updates.append({"update_id": self._last_id, kind: content})
        if len(self._updates) == 1:
            self._schedule()

    def poll(self, params: Json, reply: Reply) -> None:
        """Reply with the updates from `offset` on, when there are some or `timeout` has passed."""
        offset = int(params.get("offset") or 0)
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        loop = asyncio.get_running_loop()
        self._deadline = loop.time() + float(params.get("timeout") or 0)
        self._reply = reply
        self._schedule()
        self.polled.set()

    def _schedule(self) -> None:
        if self._reply is None:
            return
        if self._timer is not None:
            self._timer.cancel()
        when = self._earliest if self._updates else self._deadline
        self._timer = asyncio.get_running_loop().call_at(when, self._hand_out)

    def _hand_out(self) -> None:
        reply, self._reply, self._timer = self._reply, None, None
        self._earliest = asyncio.get_running_loop().time() + POLL_SECONDS
        if reply is not None:
            reply(list(islice(self._updates, _BATCH)))
