"""Where somebody stands in a scenario, for whoever looks over their shoulder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.library import Library
from bot.practice.redrafting import carry_over
from bot.practice.standing import PointNow, VariableNow, standing_of, stands
from scenarios.machine import ScenarioMachine
from scoring.marking import Status, mark
from tests.telegram.authored import machine
from tests.unit.authored import EXAMPLE, catalogue, load
from tests.unit.generated import machines
from tests.unit.test_practice import _SAM, Place


@pytest.fixture
def place() -> Place:
    here = Place(Library(catalogue(), [machine("short"), machine("other")]))
    here.records.learners[_SAM.telegram_id] = _SAM
    return here


def test_a_standing_tells_the_node_the_variables_and_the_marks_so_far() -> None:
    """Each variable stands with its bounds, and each marking point with its title."""
    one = ScenarioMachine(load(EXAMPLE))
    state = one.advance(one.begin(), "ask-open")
    found = standing_of(one, state.turns, catalogue())
    assert (found.scenario, found.version) == ("locked-out", one.scenario.version)
    assert (found.node, found.ended, found.percent) == ("guarded", False, 22)
    assert found.offered == ("explain-limits", "promise")
    assert found.variables == (
        VariableNow("trust", 3, 0, 5),
        VariableNow("told_limits", False, None, None),
    )
    first = found.points[0]
    title = catalogue().marking_points[first.id].title
    assert first == PointNow("active-listening", title, 2, 3, Status.MET)


@given(machines(), st.lists(st.integers(0, 5), max_size=8))
def test_a_standing_is_what_the_turns_lead_to_and_are_marked_with(
    one: ScenarioMachine, picks: list[int]
) -> None:
    """Nothing in it is of its own making."""
    state = one.begin()
    for pick in picks:
        if offered := one.offered(state):
            state = one.advance(state, offered[pick % len(offered)].id)
    found = standing_of(one, state.turns, catalogue())
    assert found.state == state
    assert found.marks == mark(one, state.turns, catalogue())
    assert {each.name: each.value for each in found.variables} == state.variables
    assert [each.marks for each in found.points] == [
        each.marks for each in found.marks.points.values()
    ]


async def test_a_person_stands_where_their_attempt_under_way_or_their_last_one_does(
    place: Place,
) -> None:
    """Until the next is begun, the last one is there with its ending."""
    at_hand = place.library, _SAM.telegram_id
    assert await stands(place.records, *at_hand, "short") is None
    position = await place.played("ask")
    under_way = await stands(place.records, *at_hand, "short")
    assert under_way is not None
    assert (under_way.node, under_way.ended) == ("kept", False)
    await place.advanced(position, "order")
    ended = await stands(place.records, *at_hand, "short")
    assert ended is not None
    assert (ended.node, ended.ended, ended.percent) == ("gone", True, 67)
    await place.started("other")
    assert await stands(place.records, *at_hand, "short") == ended
    assert await stands(place.records, place.library, 999, "short") is None


async def test_a_person_carried_over_stands_in_the_new_version(place: Place) -> None:
    """The attempt that was set aside is not where they stand."""
    await place.played("ask")
    new = machine("short", summary="Rewritten.")
    place.library.offer(new)
    await carry_over(place.at(), _SAM, "short")
    found = await stands(place.records, place.library, _SAM.telegram_id, "short")
    assert found is not None
    assert (found.version, found.node) == (new.scenario.version, "kept")
