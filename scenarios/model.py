"""What a scenario is: frozen, checked, and ready to be played.

The classes mirror the authored format field by field (docs/tutors/format.md says what each
means). Only `scenarios.loading` builds them, so a `Scenario` in hand has passed its checks.
Mappings keep the author's order and are never changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from scenarios.conditions import Condition

Value: TypeAlias = int | bool
"""What a variable holds. A boolean variable never becomes a number, nor the reverse."""


class FeedbackPolicy(StrEnum):
    """When the learner reads the feedback on a choice."""

    EACH = "each"
    END = "end"
    TUTOR = "tutor"


class Outcome(StrEnum):
    """How an ending leaves the mentee."""

    EFFECTIVE = "effective"
    ACCEPTABLE = "acceptable"
    INEFFECTIVE = "ineffective"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Mentee:
    """The person the learner talks with."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class MarkingPoint:
    """One line of a scenario's rubric: a skill and the marks it carries here.

    `met` is the number of marks from which the skill counts as met (1 to `max`).
    """

    id: str
    max: int
    met: int
    critical: bool


@dataclass(frozen=True, slots=True)
class Variable:
    """Something the mentee remembers; `minimum` and `maximum` are None for true/false."""

    name: str
    start: Value
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Goto:
    """One way on from a choice; `when` is None for the last, unconditional one."""

    when: Condition | None
    to: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the learner can say, what it shows and where it leads."""

    id: str
    say: str
    goto: tuple[Goto, ...]
    feedback: str
    awards: Mapping[str, int]
    fails: tuple[str, ...]
    mistakes: tuple[str, ...]
    change: Mapping[str, int]
    set: Mapping[str, Value]
    when: Condition | None
    once: bool
    notes: str | None


@dataclass(frozen=True, slots=True)
class Ending:
    """How the conversation ended, and what to make of it."""

    outcome: Outcome
    debrief: str


@dataclass(frozen=True, slots=True)
class Node:
    """A moment of the conversation: what is told and said, then choices or an ending."""

    id: str
    scene: str | None
    speaker: str | None
    mentee: tuple[str, ...]
    thought: str | None
    choices: Mapping[str, Choice]
    fixed_order: bool
    otherwise: str | None
    ending: Ending | None


@dataclass(frozen=True, slots=True)
class ScenarioTest:
    """A play-through the author expects; None means not compared."""

    name: str
    choose: tuple[str, ...]
    ends: str | None
    marks: Mapping[str, int] | None
    percent: int | None
    achieved: bool | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One authored role-play, pinned to the exact text it was read from.

    `version` is the first 12 hex digits of the SHA-256 of the file's bytes.
    """

    id: str
    version: str
    title: str
    summary: str
    units: tuple[str, ...]
    level: int | None
    setting: str | None
    minutes: int | None
    content_note: str | None
    mentee: Mentee
    briefing: str
    marking_points: Mapping[str, MarkingPoint]
    pass_mark: int
    feedback: FeedbackPolicy
    variables: Mapping[str, Variable]
    start: str
    nodes: Mapping[str, Node]
    tests: tuple[ScenarioTest, ...]
    author: str | None
    nation: str | None
    law_checked: date | None
    notes: str | None
