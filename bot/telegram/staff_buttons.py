"""Buttons of those who run a centre.

`me` is the id of the membership of whoever the button was made for, which names the centre too.
Ids give no access: `me` is looked up among the memberships of whoever taps, and the other ids
among the records of that centre.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class ShowCentre:
    """Show what somebody can do in a centre."""

    me: str


@dataclass(frozen=True, slots=True)
class ListPeople:
    """Show a page (from 0) of the centre's people."""

    me: str
    page: int


@dataclass(frozen=True, slots=True)
class ShowPerson:
    """Show a member and what can be taken away from them."""

    me: str
    member: str


@dataclass(frozen=True, slots=True)
class TakeAway:
    """Take a role away from a member; asks first unless `sure` is 1."""

    me: str
    member: str
    role: str
    sure: int


@dataclass(frozen=True, slots=True)
class ChooseRole:
    """Show the roles that somebody can be invited to."""

    me: str


@dataclass(frozen=True, slots=True)
class InviteAs:
    """Ask who shall be invited to a role."""

    me: str
    role: str


@dataclass(frozen=True, slots=True)
class LeaveCentre:
    """Give up all roles in a centre; asks first unless `sure` is 1."""

    me: str
    sure: int


@dataclass(frozen=True, slots=True)
class LeaveRole:
    """Give up one role in a centre; asks first unless `sure` is 1."""

    me: str
    role: str
    sure: int


@dataclass(frozen=True, slots=True)
class ListInvited:
    """Show a page (from 0) of the invitations that still work."""

    me: str
    page: int


@dataclass(frozen=True, slots=True)
class CloseInvited:
    """Close an invitation."""

    me: str
    invitation: str


@dataclass(frozen=True, slots=True)
class ListCohorts:
    """Show a page (from 0) of the cohorts that somebody may see."""

    me: str
    page: int


@dataclass(frozen=True, slots=True)
class ShowCohort:
    """Show a cohort and what can be done with it."""

    me: str
    cohort: str


@dataclass(frozen=True, slots=True)
class OpenCohort:
    """Begin to open a cohort: ask for its name."""

    me: str


@dataclass(frozen=True, slots=True)
class PickTutor:
    """Answer who shall be the tutor of a new cohort."""

    member: str


@dataclass(frozen=True, slots=True)
class PickUnit:
    """Answer which unit a new cohort goes through; empty for none."""

    unit: str


@dataclass(frozen=True, slots=True)
class PickDay:
    """Answer on which day (as 2026-09-07) a new cohort begins or ends."""

    day: str


@dataclass(frozen=True, slots=True)
class ListLinks:
    """Show the links with which learners join a cohort."""

    me: str
    cohort: str


@dataclass(frozen=True, slots=True)
class TurnLinks:
    """Show another page (from 0) of the links with which learners join a cohort."""

    me: str
    cohort: str
    page: int


@dataclass(frozen=True, slots=True)
class MakeLink:
    """Make a link to join a cohort, for `uses` learners, or any number (0)."""

    me: str
    cohort: str
    uses: int


@dataclass(frozen=True, slots=True)
class CloseLink:
    """Close a link to join a cohort."""

    me: str
    cohort: str
    invitation: str


@dataclass(frozen=True, slots=True)
class WithoutTelegram:
    """Show how a learner without Telegram comes into a cohort."""

    me: str
    cohort: str


@dataclass(frozen=True, slots=True)
class LetIn:
    """Make a link to a phone on the page for a learner of 16 or over (0), or under 16 (1)."""

    me: str
    cohort: str
    under_16: int


@dataclass(frozen=True, slots=True)
class LetInAgain:
    """Make another link to the phone of a learner, by their enrolment."""

    me: str
    cohort: str
    enrolment: int


@dataclass(frozen=True, slots=True)
class ListLearners:
    """Show a page (from 0) of a cohort's learners."""

    me: str
    cohort: str
    page: int


@dataclass(frozen=True, slots=True)
class ShowLearner:
    """Show a learner of a cohort, by their enrolment."""

    me: str
    cohort: str
    enrolment: int


@dataclass(frozen=True, slots=True)
class AskReference:
    """Ask for the reference of a learner."""

    me: str
    cohort: str
    enrolment: int


@dataclass(frozen=True, slots=True)
class RemoveLearner:
    """Take a learner out of a cohort; asks first unless `sure` is 1."""

    me: str
    cohort: str
    enrolment: int
    sure: int


@dataclass(frozen=True, slots=True)
class AskReferences:
    """Ask for the list of a cohort's references."""

    me: str
    cohort: str


@dataclass(frozen=True, slots=True)
class ListPlanned:
    """Show a page (from 0) of the scenarios and how a cohort practises each."""

    me: str
    cohort: str
    page: int


@dataclass(frozen=True, slots=True)
class ShowPlanned:
    """Show how a cohort practises a scenario, to change it."""

    me: str
    cohort: str
    scenario: str


@dataclass(frozen=True, slots=True)
class SetMode:
    """Practise a scenario in practice (0) or assessed mode (1)."""

    me: str
    cohort: str
    scenario: str
    mode: int


@dataclass(frozen=True, slots=True)
class SetAttempts:
    """Allow so many attempts at a scenario, or any number (0)."""

    me: str
    cohort: str
    scenario: str
    attempts: int


@dataclass(frozen=True, slots=True)
class ChooseTutor:
    """Show the tutors to whom a cohort can be handed over."""

    me: str
    cohort: str


@dataclass(frozen=True, slots=True)
class HandTo:
    """Hand a cohort over to a tutor; asks first unless `sure` is 1."""

    me: str
    cohort: str
    member: str
    sure: int


@dataclass(frozen=True, slots=True)
class CloseCohort:
    """Close a cohort; asks first unless `sure` is 1."""

    me: str
    cohort: str
    sure: int


StaffButton: TypeAlias = (
    ShowCentre
    | ListPeople
    | ShowPerson
    | TakeAway
    | ChooseRole
    | InviteAs
    | LeaveCentre
    | LeaveRole
    | ListInvited
    | CloseInvited
    | ListCohorts
    | ShowCohort
    | OpenCohort
    | PickTutor
    | PickUnit
    | PickDay
    | ListLinks
    | TurnLinks
    | MakeLink
    | CloseLink
    | WithoutTelegram
    | LetIn
    | LetInAgain
    | ListLearners
    | ShowLearner
    | AskReference
    | RemoveLearner
    | AskReferences
    | ListPlanned
    | ShowPlanned
    | SetMode
    | SetAttempts
    | ChooseTutor
    | HandTo
    | CloseCohort
)

PREFIXES: dict[str, type[Any]] = {
    "centre": ShowCentre,
    "people": ListPeople,
    "person": ShowPerson,
    "takeaway": TakeAway,
    "roles": ChooseRole,
    "invite": InviteAs,
    "quitcentre": LeaveCentre,
    "quitrole": LeaveRole,
    "invited": ListInvited,
    "uninvite": CloseInvited,
    "cohorts": ListCohorts,
    "cohort": ShowCohort,
    "opencohort": OpenCohort,
    "picktutor": PickTutor,
    "pickunit": PickUnit,
    "pickday": PickDay,
    "links": ListLinks,
    "morelinks": TurnLinks,
    "makelink": MakeLink,
    "closelink": CloseLink,
    "without": WithoutTelegram,
    "letin": LetIn,
    "letagain": LetInAgain,
    "learners": ListLearners,
    "learner": ShowLearner,
    "refer": AskReference,
    "remove": RemoveLearner,
    "references": AskReferences,
    "plans": ListPlanned,
    "plan": ShowPlanned,
    "pm": SetMode,
    "pa": SetAttempts,
    "tutors": ChooseTutor,
    "handto": HandTo,
    "closecohort": CloseCohort,
}
