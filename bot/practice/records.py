"""What practice remembers, and what it asks of whoever keeps it.

Every method of `Records` runs inside the one transaction of the update being handled: either
all of it is committed with the replies it owes, or none of it happened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a learner set.

    `unit` is the unit they study, None until they chose. `typing` shows "typing..." before a
    message, `spacing` puts more room between options. `remind_at` is when a reminder may be sent
    next, None when reminders are off; `time_zone` is an IANA name.
    """

    unit: str | None = None
    typing: bool = True
    spacing: bool = False
    time_zone: str = "Europe/London"
    remind_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Learner:
    """A person who agreed to the rules. `telegram_id` is all that says who they are."""

    id: int
    telegram_id: int
    agreed_at: datetime
    preferences: Preferences = Preferences()


@dataclass(frozen=True, slots=True)
class RecordedTurn:
    """One choice taken, and the order in which the choices of its node were shown."""

    node: str
    choice: str
    shown: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """The marks of a completed attempt, as computed when it ended.

    `marks` maps each marking point to `{"marks", "max", "status", "slips"}`; the last is at how
    many turns a mistake was made in it.
    """

    ending: str
    percent: int
    achieved: bool
    marks: Mapping[str, Mapping[str, int | str]]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One learner playing one scenario version.

    `token` names the attempt in buttons; `shown` is the order of the choices on offer now.
    An attempt is under way until it is completed (`result` set) or replaced (`replaced_at`).

    Another way through a recorded attempt has the mode "replay": `replays` is the id of that
    attempt and `replay_from` the turn it goes another way from. The turns before are copied.
    Nothing that counts or shows progress counts it.

    `version` is the one that was played. `marked_by` is the version whose mark scheme the result
    comes from, if that was corrected since and the attempt marked again; otherwise None.
    `enrolment` is the one that the attempt is for, None for practice of the learner's own.
    """

    id: int
    learner: int
    token: str
    scenario: str
    version: str
    mode: str
    started_at: datetime
    completed_at: datetime | None
    replaced_at: datetime | None
    shown: tuple[str, ...]
    turns: tuple[RecordedTurn, ...]
    result: Result | None
    replays: int | None = None
    replay_from: int | None = None
    marked_by: str | None = None
    enrolment: int | None = None

    @property
    def under_way(self) -> bool:
        """Whether the learner can still take a turn in it."""
        return self.completed_at is None and self.replaced_at is None


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """What is needed to start an attempt; `enrolment` is the one it is for, if it is for one."""

    learner: int
    token: str
    scenario: str
    version: str
    shown: tuple[str, ...]
    at: datetime
    enrolment: int | None = None


@dataclass(frozen=True, slots=True)
class NewReplay:
    """What is needed to start a replay of `attempt` (an id) from its turn `turn`.

    `shown` is the order in which the choices of that turn stand.
    """

    attempt: int
    turn: int
    token: str
    shown: tuple[str, ...]
    at: datetime


class Records(Protocol):
    """The memory of practice, within one transaction."""

    async def learner(self, telegram_id: int) -> Learner | None:
        """Return the learner with this Telegram id, if they agreed."""

    async def agree(self, telegram_id: int, at: datetime) -> Learner:
        """Record that a person agreed; the first time counts."""

    async def attempt(self, token: str) -> Attempt | None:
        """Return the attempt with this token, with its turns."""

    async def under_way(self, learner: int) -> Attempt | None:
        """Return the learner's one attempt under way, with its turns."""

    async def start_attempt(self, new: NewAttempt) -> bool:
        """Start an attempt; False when the learner has one under way already."""

    async def replace_attempt(self, attempt: int, at: datetime) -> bool:
        """End an attempt under way without a result; False when it was not under way."""

    async def append_turn(self, attempt: int, number: int, turn: RecordedTurn) -> bool:
        """Record turn `number` (from 1); False when that turn was taken already."""

    async def show(self, attempt: int, shown: Sequence[str]) -> None:
        """Remember the order of the choices that are on offer now."""

    async def complete(self, attempt: int, result: Result, at: datetime) -> None:
        """Close an attempt with its marks."""

    async def done(self, learner: int) -> Mapping[str, bool]:
        """Return which scenarios the learner completed, and whether it ever was achieved.

        Replays don't count.
        """

    async def pinned_text(self, scenario: str, version: str) -> bytes | None:
        """Return the bytes of a scenario version that attempts are pinned to."""
