"""Who may do what on whose record: every role, every action, every relation, expected apart."""

from itertools import product

import pytest

from bot.centre.authorisation import ALLOWED, Action, Actor, Record, actor, check, may
from bot.centre.errors import NotAllowed
from bot.centre.records import HeldRole, Member
from bot.centre.roles import Role
from tests.contract.plain import NOW

ME, SOMEBODY, ANOTHER = 1, 2, 3

RECORDS = {
    "mine": Record("riverside", owner=ME, tutor=ANOTHER),
    "my cohort's": Record("riverside", owner=SOMEBODY, tutor=ME),
    "somebody's": Record("riverside", owner=SOMEBODY, tutor=ANOTHER),
    "nobody's": Record("riverside"),
    "mine elsewhere": Record("hilltop", owner=ME, tutor=ME),
    "somebody's elsewhere": Record("hilltop", owner=SOMEBODY, tutor=ANOTHER),
}
"""The records that somebody may meet, by what they are to them."""

MINE = {"mine"}
COHORTS = {"my cohort's"}
OTHERS = {"my cohort's", "somebody's"}
ALL = {"mine", "my cohort's", "somebody's", "nobody's"}

EXPECTED: dict[str, dict[str, set[str]]] = {
    "found centre": {},
    "change centre": {"manager": ALL},
    "see centre": {
        "tutor": ALL, "quality_assurer": ALL, "manager": ALL, "safeguarding_lead": ALL,
    },
    "invite": {"manager": ALL},
    "take role": {
        "tutor": MINE, "quality_assurer": MINE, "manager": MINE, "safeguarding_lead": MINE,
    },
    "take role away": {"manager": ALL},
    "leave centre": {
        "tutor": MINE, "quality_assurer": MINE, "manager": MINE, "safeguarding_lead": MINE,
    },
    "open cohort": {"tutor": COHORTS, "manager": ALL},
    "change cohort": {"tutor": COHORTS, "manager": ALL},
    "hand over cohort": {"tutor": COHORTS, "manager": ALL},
    "close cohort": {"tutor": COHORTS, "manager": ALL},
    "make join code": {"tutor": COHORTS, "manager": ALL},
    "close join code": {"tutor": COHORTS, "manager": ALL},
    "give references": {"tutor": COHORTS, "manager": ALL},
    "add learner": {"tutor": COHORTS},
    "join cohort": {"learner": MINE},
    "leave cohort": {"learner": MINE},
    "practise": {"learner": MINE},
    "see cohort": {"tutor": COHORTS, "quality_assurer": ALL, "manager": ALL},
    "see attempt": {"learner": MINE, "tutor": COHORTS, "quality_assurer": ALL, "manager": ALL},
    "export attempts": {"tutor": COHORTS, "quality_assurer": ALL, "manager": ALL},
    "write scenario": {"tutor": MINE},
    "review scenario": {"tutor": OTHERS, "quality_assurer": OTHERS, "manager": OTHERS},
    "withdraw scenario": {"tutor": MINE, "manager": ALL},
    "answer test alert": {"safeguarding_lead": MINE},
    "acknowledge alert": {"safeguarding_lead": ALL},
    "read disclosure": {"safeguarding_lead": ALL},
    "see audit": {"quality_assurer": ALL, "manager": ALL},
}  # fmt: skip
"""What each role may, and on which records, written without looking at the table."""

ROLES = ("learner", "tutor", "quality_assurer", "manager", "safeguarding_lead")
WHOLE = list(product(EXPECTED, ROLES, RECORDS))


def _me(*roles: str, centre: str = "riverside") -> Actor:
    return Actor(ME, centre, frozenset(map(Role, roles)))


def test_every_action_and_every_role_is_expected_here() -> None:
    """Nothing can be added to the table without saying here who may."""
    assert set(EXPECTED) == {action.value for action in Action} == set(ALLOWED)
    assert set(ROLES) == {role.value for role in Role}


@pytest.mark.parametrize(("action", "role", "which"), WHOLE)
def test_a_role_may_do_exactly_what_is_expected(action: str, role: str, which: str) -> None:
    """Each role alone, with each action, on each kind of record, own centre and another's."""
    expected = which in EXPECTED[action].get(role, set())
    assert may(_me(role), Action(action), RECORDS[which]) is expected


@pytest.mark.parametrize(("action", "which"), list(product(EXPECTED, RECORDS)))
def test_several_roles_may_what_any_of_them_may(action: str, which: str) -> None:
    """Two roles add up, and take nothing from each other; no role may nothing."""
    on = RECORDS[which]
    for first, second in product(ROLES, ROLES):
        either = may(_me(first), Action(action), on) or may(_me(second), Action(action), on)
        assert may(_me(first, second), Action(action), on) is either
    assert not may(_me(), Action(action), on)


@pytest.mark.parametrize(("action", "role"), list(product(EXPECTED, ROLES)))
def test_nobody_does_anything_in_another_centre(action: str, role: str) -> None:
    """Whatever they are in their own."""
    for on in RECORDS.values():
        if on.centre == "riverside":
            assert not may(_me(role, centre="hilltop"), Action(action), on)


@pytest.mark.parametrize("action", EXPECTED)
def test_the_operator_may_all_but_what_is_for_leads(action: str) -> None:
    """Alerts are answered, and what sounded real is read, by safeguarding leads alone."""
    for_leads = {"answer test alert", "acknowledge alert", "read disclosure"}
    if action not in for_leads:
        check(None, Action(action), RECORDS["nobody's"])
        return
    with pytest.raises(NotAllowed):
        check(None, Action(action), RECORDS["nobody's"])


def test_a_member_acts_with_the_roles_they_hold() -> None:
    """Who has no account any more does nothing at all."""
    tutor = Member("m", "riverside", ME, "Jo", (HeldRole(Role.TUTOR, NOW, None),))
    check(tutor, Action.CLOSE_COHORT, RECORDS["my cohort's"])
    with pytest.raises(NotAllowed) as refused:
        check(tutor, Action.CLOSE_COHORT, RECORDS["somebody's"])
    assert refused.value.action == Action.CLOSE_COHORT
    gone = Member("m", "riverside", None, "Jo", tutor.roles)
    assert actor(gone) is None
    with pytest.raises(NotAllowed):
        check(gone, Action.SEE_CENTRE, RECORDS["nobody's"])
