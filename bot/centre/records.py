"""What is remembered of centres, and what the use cases ask of whoever keeps it.

As in `bot.practice.records`, every method runs inside the one transaction of what is being done.
A centre's records are always asked for with the centre's id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.centre.roles import DEPUTY, LEAD, Role


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre; `id` is the short name that commands and links know it by.

    `office_hours` are written as `bot.centre.hours` reads them, in `time_zone`; `out_of_hours` is
    what a learner is told when nobody is there. `page_allowed`: learners may practise on the page.
    `disclosure_days` is how long what sounded real is kept after a lead took it on.
    """

    id: str
    name: str
    time_zone: str
    office_hours: str
    out_of_hours: str
    page_allowed: bool
    founded_at: datetime
    closed_at: datetime | None = None
    disclosure_days: int = 90


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that a member holds now; `given_by` is a member's id, None for the operator.

    `place` and `tested_at` (when they last answered a test alert) are for safeguarding leads.
    """

    role: Role
    since: datetime
    given_by: str | None
    place: int | None = None
    tested_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One of a centre's staff: `id` is random, `person` their Telegram number.

    `name` is shown to staff and to the learners of their cohorts. Whoever had everything about
    them deleted has no number any more; their name goes on saying who acted.
    """

    id: str
    centre: str
    person: int | None
    name: str
    roles: tuple[HeldRole, ...] = ()

    def held(self, role: Role) -> HeldRole | None:
        """Return how the member holds a role, if they do."""
        return next((held for held in self.roles if held.role is role), None)

    @property
    def lead(self) -> bool:
        """Whether the member is the centre's safeguarding lead."""
        return self._place == LEAD

    @property
    def deputy(self) -> bool:
        """Whether the member is the centre's deputy safeguarding lead."""
        return self._place == DEPUTY

    @property
    def _place(self) -> int | None:
        held = self.held(Role.SAFEGUARDING_LEAD)
        return None if held is None else held.place


@dataclass(frozen=True, slots=True)
class Cohort:
    """Learners who go through a unit together; `tutor` is a member's id.

    `slug` is for commands and exports, `id` is random, for buttons. The last day counts.
    """

    id: str
    centre: str
    slug: str
    name: str
    unit: str | None
    starts_on: date
    ends_on: date
    tutor: str
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A scenario of a cohort: its mode, and how many attempts there are (None: no limit)."""

    scenario: str
    mode: str
    attempts: int | None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A learner in a cohort; `learner` is the id of their row, `person` their number.

    `reference` is the centre's own id for them. `added_by` is the member who joined a learner
    without Telegram, None for learners who joined by a code.
    """

    id: int
    cohort: str
    centre: str
    learner: int
    person: int
    reference: str | None
    joined_at: datetime
    left_at: datetime | None
    added_by: str | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation to a `role`, for somebody who will go by `name`, or a code for a `cohort`.

    `uses_left` None is without limit; `made_by` None is the operator.
    """

    id: str
    centre: str
    role: Role | None
    name: str | None
    cohort: str | None
    made_at: datetime
    made_by: str | None
    expires_at: datetime
    uses_left: int | None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A row of the audit; `name` is how the actor is shown, None for the operator.

    `centre` None concerns all centres. The subject of what touches a learner's record is
    `learner <id>`.
    """

    at: datetime
    centre: str | None
    actor: str | None
    name: str | None
    action: str
    subject: str
    detail: str


class AuditRecords(Protocol):
    """The memory of who did what."""

    async def note(self, noted: Noted) -> None:
        """Add a row to the audit, in the transaction of what it tells; its `name` is not kept."""


class CentreRecords(AuditRecords, Protocol):
    """The memory of centres and their staff."""

    async def add_centre(self, centre: Centre) -> bool:
        """Keep a new centre; False when there is one with its id."""

    async def centre(self, centre: str) -> Centre | None:
        """Return a centre, also one that is closed."""

    async def set_centre(self, centre: Centre) -> None:
        """Keep everything about a centre that can be changed."""

    async def hold_centre(self, centre: str) -> None:
        """Let nobody else hold the centre until this transaction ends.

        Whatever depends on who else holds a role does so first.
        """

    async def add_member(self, member: Member) -> str:
        """Keep a member, without their roles; return their id, the earlier one if they had one."""

    async def members(self, centre: str) -> Sequence[Member]:
        """Return everybody who is or was staff of a centre, by name, with the roles held now."""

    async def member(self, centre: str, member: str) -> Member | None:
        """Return a member of a centre."""

    async def memberships(self, person: int) -> Sequence[Member]:
        """Return a person's memberships with a role now, in centres that are not closed."""

    async def give_role(self, member: str, held: HeldRole) -> bool:
        """Give a member a role; False when they hold it."""

    async def end_role(self, member: str, role: Role, at: datetime) -> bool:
        """End a member's role; False when they don't hold it."""

    async def cohorts(self, centre: str) -> Sequence[Cohort]:
        """Return a centre's cohorts, the newest first."""


class CohortRecords(CentreRecords, Protocol):
    """The memory of cohorts and who is in them."""

    async def add_cohort(self, cohort: Cohort) -> bool:
        """Keep a new cohort; False when the centre has one with its slug."""

    async def cohort(self, centre: str, named: str) -> Cohort | None:
        """Return a centre's cohort by its id or slug, also one that is closed."""

    async def close_cohort(self, cohort: str, at: datetime) -> bool:
        """Close a cohort; False when it was closed."""

    async def hand_cohort(self, cohort: str, tutor: str) -> None:
        """Give a cohort to another tutor."""

    async def plan_scenario(self, cohort: str, planned: Planned) -> None:
        """Keep how a scenario is practised in a cohort, in the place of what was planned before."""

    async def planned_scenarios(self, cohort: str) -> Sequence[Planned]:
        """Return what a cohort practises."""

    async def is_unreviewed(self, centre: str, scenario: str) -> bool:
        """Whether a centre published a scenario that nobody but its author looked at."""

    async def list_reference(self, cohort: str, reference: str) -> bool:
        """Put a reference on a cohort's list; False when it is there."""

    async def listed_references(self, cohort: str) -> Mapping[str, int | None]:
        """Return a cohort's list, each reference with the enrolment that has it now."""

    async def enrol(
        self, cohort: str, learner: int, reference: str | None, at: datetime, added_by: str | None
    ) -> int | None:
        """Put a learner into a cohort; return the enrolment's id.

        None when they are in it, or somebody else there has the reference.
        """

    async def refer(self, enrolment: int, reference: str) -> bool:
        """Give a learner in a cohort a reference; False when somebody else there has it."""

    async def leave_cohort(self, enrolment: int, learner: int, at: datetime) -> bool:
        """End a learner's enrolment; False when it is not theirs, or has ended."""

    async def enrolments_in(self, centre: str, cohort: str) -> Sequence[Enrolment]:
        """Return everybody who is or was in a centre's cohort, by its id, the first first."""

    async def enrolments_of(self, learner: int) -> Sequence[Enrolment]:
        """Return where a learner is or was enrolled, the first first."""

    async def attempts_for(self, enrolment: int, scenario: str) -> int:
        """Return how often the learner of an enrolment began a scenario for its cohort.

        What they did there before they left and came back counts too, replays don't.
        """

    async def attempts_in(self, cohort: str) -> Mapping[int, tuple[int, int]]:
        """Return for each enrolment in a cohort how many attempts were begun and finished."""


class JoiningRecords(CohortRecords, Protocol):
    """The memory of invitations and codes."""

    async def add_invitation(self, invitation: Invitation, digest: str) -> None:
        """Keep an invitation, of its code only the digest."""

    async def invitation(self, digest: str, now: datetime) -> Invitation | None:
        """Return what a code opens now; None for one that is wrong, used up, closed or expired."""

    async def use_invitation(self, invitation: str, now: datetime) -> bool:
        """Use an invitation once; False when it does not work any more."""

    async def close_invitation(self, centre: str, invitation: str, at: datetime) -> bool:
        """Close a centre's invitation; False when the centre has none such that is open."""

    async def open_invitations(self, centre: str, now: datetime) -> Sequence[Invitation]:
        """Return a centre's invitations and codes that work now, the first first."""

    async def wrong_codes(self, person: int) -> tuple[int, datetime] | None:
        """Return how many wrong codes a person tried lately, and when the last."""

    async def count_wrong_code(self, person: int, at: datetime) -> int:
        """Count a wrong code; return how many it makes."""

    async def forget_wrong_codes_of(self, person: int) -> None:
        """Forget the wrong codes of a person."""
