"""Who may do what on whose record: the one rule, and the one table it is read from.

Nobody may do anything in a centre where they hold no role, whatever they are elsewhere.
`docs/centres/people.md` shows the table; `make docs` writes it there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.centre.errors import NotAllowed
from bot.centre.records import Member
from bot.centre.roles import Role


class Action(StrEnum):
    """Everything that is done in a centre; the audit knows these names."""

    FOUND_CENTRE = "found centre"
    CHANGE_CENTRE = "change centre"
    SEE_CENTRE = "see centre"
    INVITE = "invite"
    TAKE_ROLE = "take role"
    TAKE_ROLE_AWAY = "take role away"
    LEAVE_CENTRE = "leave centre"
    OPEN_COHORT = "open cohort"
    CHANGE_COHORT = "change cohort"
    HAND_OVER_COHORT = "hand over cohort"
    CLOSE_COHORT = "close cohort"
    MAKE_JOIN_CODE = "make join code"
    CLOSE_JOIN_CODE = "close join code"
    GIVE_REFERENCES = "give references"
    ADD_LEARNER = "add learner"
    JOIN_COHORT = "join cohort"
    LEAVE_COHORT = "leave cohort"
    PRACTISE = "practise"
    SEE_COHORT = "see cohort"
    SEE_ATTEMPT = "see attempt"
    EXPORT_ATTEMPTS = "export attempts"
    WRITE_SCENARIO = "write scenario"
    REVIEW_SCENARIO = "review scenario"
    WITHDRAW_SCENARIO = "withdraw scenario"
    ANSWER_TEST_ALERT = "answer test alert"
    ACKNOWLEDGE_ALERT = "acknowledge alert"
    READ_DISCLOSURE = "read disclosure"
    SEE_AUDIT = "see audit"


class Reach(StrEnum):
    """Whose records an action may be done on, always within the actor's own centre."""

    OWN = "own"
    COHORTS = "own cohorts"
    OTHERS = "others'"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Record:
    """What an action is done on: the facts that decide who may.

    `owner` is the person whose record it is: the learner of an attempt, the author of a scenario,
    the holder of a role, the lead who is alerted. `tutor` is the person who tutors the cohort
    that it belongs to.
    """

    centre: str
    owner: int | None = None
    tutor: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who wants to do something: a person, the centre they act in, and their roles there."""

    person: int
    centre: str
    roles: frozenset[Role]


_L, _T, _Q = Role.LEARNER, Role.TUTOR, Role.QUALITY_ASSURER
_M, _S = Role.MANAGER, Role.SAFEGUARDING_LEAD
_STAFF_OWN = {_T: Reach.OWN, _Q: Reach.OWN, _M: Reach.OWN, _S: Reach.OWN}
_TUTOR_OR_MANAGER = {_T: Reach.COHORTS, _M: Reach.ALL}
_READERS = {_T: Reach.COHORTS, _Q: Reach.ALL, _M: Reach.ALL}

ALLOWED: Mapping[Action, Mapping[Role, Reach]] = MappingProxyType(
    {
        Action.FOUND_CENTRE: {},
        Action.CHANGE_CENTRE: {_M: Reach.ALL},
        Action.SEE_CENTRE: {_T: Reach.ALL, _Q: Reach.ALL, _M: Reach.ALL, _S: Reach.ALL},
        Action.INVITE: {_M: Reach.ALL},
        Action.TAKE_ROLE: _STAFF_OWN,
        Action.TAKE_ROLE_AWAY: {_M: Reach.ALL},
        Action.LEAVE_CENTRE: _STAFF_OWN,
        Action.OPEN_COHORT: _TUTOR_OR_MANAGER,
        Action.CHANGE_COHORT: _TUTOR_OR_MANAGER,
        Action.HAND_OVER_COHORT: _TUTOR_OR_MANAGER,
        Action.CLOSE_COHORT: _TUTOR_OR_MANAGER,
        Action.MAKE_JOIN_CODE: _TUTOR_OR_MANAGER,
        Action.CLOSE_JOIN_CODE: _TUTOR_OR_MANAGER,
        Action.GIVE_REFERENCES: _TUTOR_OR_MANAGER,
        Action.ADD_LEARNER: {_T: Reach.COHORTS},
        Action.JOIN_COHORT: {_L: Reach.OWN},
        Action.LEAVE_COHORT: {_L: Reach.OWN},
        Action.PRACTISE: {_L: Reach.OWN},
        Action.SEE_COHORT: _READERS,
        Action.SEE_ATTEMPT: {_L: Reach.OWN, **_READERS},
        Action.EXPORT_ATTEMPTS: _READERS,
        Action.WRITE_SCENARIO: {_T: Reach.OWN},
        Action.REVIEW_SCENARIO: {_T: Reach.OTHERS, _Q: Reach.OTHERS, _M: Reach.OTHERS},
        Action.WITHDRAW_SCENARIO: {_T: Reach.OWN, _M: Reach.ALL},
        Action.ANSWER_TEST_ALERT: {_S: Reach.OWN},
        Action.ACKNOWLEDGE_ALERT: {_S: Reach.ALL},
        Action.READ_DISCLOSURE: {_S: Reach.ALL},
        Action.SEE_AUDIT: {_Q: Reach.ALL, _M: Reach.ALL},
    }
)
"""The table: for each action, the roles that may, and on whose records."""


FOR_LEADS_ALONE = frozenset(
    {Action.ANSWER_TEST_ALERT, Action.ACKNOWLEDGE_ALERT, Action.READ_DISCLOSURE}
)
"""What not even the operator may do."""


def may(actor: Actor, action: Action, on: Record) -> bool:
    """Whether somebody may do something: some role of theirs reaches that record."""
    if actor.centre != on.centre:
        return False
    allowed = ALLOWED[action]
    return any(_reaches(allowed[role], actor, on) for role in actor.roles & allowed.keys())


def actor(member: Member) -> Actor | None:
    """Return a member as an actor; None for one who has no account any more."""
    if member.person is None:
        return None
    return Actor(member.person, member.centre, frozenset(held.role for held in member.roles))


def check(by: Member | None, action: Action, on: Record) -> None:
    """Raise NotAllowed unless a member may; `by` None is the operator.

    The operator may do everything but what is for safeguarding leads alone.
    """
    who = None if by is None else actor(by)
    operator_may = by is None and action not in FOR_LEADS_ALONE
    if not operator_may and (who is None or not may(who, action, on)):
        raise NotAllowed(action)


def _reaches(reach: Reach, actor: Actor, on: Record) -> bool:
    match reach:
        case Reach.OWN:
            return on.owner == actor.person
        case Reach.COHORTS:
            return on.tutor == actor.person
        case Reach.OTHERS:
            return on.owner is not None and on.owner != actor.person
        case Reach.ALL:
            return True
