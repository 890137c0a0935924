"""Updates waiting for the bot: numbered, kept for a time, forgotten when confirmed."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from bot.standin.clock import Clock
from bot.standin.text import Json

MESSAGE_SECONDS = 24 * 60 * 60
TAP_SECONDS = 150

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
)
"""The kinds of update that the stand-in makes. Telegram sends all of them unless told otherwise."""

Lane: TypeAlias = tuple[str, int]
"""A row of updates that are given to a webhook one after another."""

FIRST_ID = 731_000_001


@dataclass(frozen=True, slots=True)
class Update:
    """Something that happened; `expires_at` is when Telegram gives up telling the bot."""

    id: int
    kind: str
    payload: Json
    lane: Lane
    expires_at: float

    def json(self) -> Json:
        """Return the update as the bot receives it."""
        return {"update_id": self.id, self.kind: self.payload}


class UpdateQueue:
    """The updates of one bot, oldest first, until they are confirmed or expire.

    `on_update`, when set, is called with each new update.
    """

    def __init__(self, clock: Clock, first_id: int = FIRST_ID) -> None:
        self.on_update: Callable[[Update], None] | None = None
        self.allowed: frozenset[str] = frozenset(KINDS)
        self._clock = clock
        self._updates: OrderedDict[int, Update] = OrderedDict()
        self._next_id = first_id

    @property
    def newest(self) -> int:
        """The number of the update that was added last."""
        return self._next_id - 1

    def allow(self, kinds: Iterable[str]) -> None:
        """Make updates of these kinds from now on; of every kind when none of them is known."""
        self.allowed = frozenset(map(str.lower, kinds)) & frozenset(KINDS) or frozenset(KINDS)

    def add(self, kind: str, payload: Json, lane: Lane, seconds: float) -> None:
        """Tell the bot of something for so many seconds, unless it asked not to be told."""
        if kind not in self.allowed:
            return
        expires_at = self._clock.now() + seconds
        update = Update(self._next_id, kind, payload, lane, expires_at)
        self._next_id += 1
        self._updates[update.id] = update
        if self.on_update is not None:
            self.on_update(update)

    def settle(self, offset: int) -> int:
        """Return the update id from which to read for an offset as a bot may give it.

        A negative one keeps that many of the newest and forgets the others; zero, and one that
        was never given out, mean the oldest.
        """
        if offset < 0:
            while len(self._updates) > -offset:
                self._updates.popitem(last=False)
        if offset <= 0 or offset > self._next_id + 10:
            return next(iter(self._updates), self._next_id)
        return offset

    def read(self, start: int, limit: int) -> list[Update]:
        """Forget the updates before `start` and return those from it on."""
        while self._updates and next(iter(self._updates)) < start:
            self._updates.popitem(last=False)
        return list(islice(self.waiting(), limit))

    def waiting(self) -> tuple[Update, ...]:
        """Return every update not confirmed and not expired."""
        now = self._clock.now()
        for update in [one for one in self._updates.values() if one.expires_at <= now]:
            del self._updates[update.id]
        return tuple(self._updates.values())

    def forget(self, update_id: int) -> None:
        """Drop an update that was accepted, or that nobody will accept any more."""
        self._updates.pop(update_id, None)

    def clear(self) -> None:
        """Drop every update."""
        self._updates.clear()
