"""Buttons of invitations, and of the cohorts that a learner is in."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.telegram import staff_buttons
from bot.telegram.staff_buttons import StaffButton


@dataclass(frozen=True, slots=True)
class TakeRole:
    """Take the role that an invitation's code gives."""

    code: str


@dataclass(frozen=True, slots=True)
class JoinCohort:
    """Join the cohort that a code opens, and agree to what its centre keeps and sees."""

    code: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """Turn down what was offered or asked."""


@dataclass(frozen=True, slots=True)
class BeginFor:
    """Start a scenario for a cohort; gives up the attempt `replaces` as `Begin` does."""

    scenario: str
    replaces: str
    cohort: str


@dataclass(frozen=True, slots=True)
class MyCohorts:
    """Show the cohorts that a learner is in."""


@dataclass(frozen=True, slots=True)
class LeaveCohort:
    """Leave a cohort; asks first unless `sure` is 1."""

    cohort: str
    sure: int


CentreButton: TypeAlias = (
    TakeRole | JoinCohort | NotNow | BeginFor | MyCohorts | LeaveCohort | StaffButton
)

PREFIXES: dict[str, type[Any]] = {
    "takerole": TakeRole,
    "join": JoinCohort,
    "notnow": NotNow,
    "bf": BeginFor,
    "mycohorts": MyCohorts,
    "quit": LeaveCohort,
    **staff_buttons.PREFIXES,
}
