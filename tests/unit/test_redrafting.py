"""An attempt goes on in a new version of its scenario, over records in memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.attempts import NotTaken, Started
from bot.practice.library import Library
from bot.practice.redrafting import BegunAnew, CarriedOver, NothingToCarryOver, carry_over
from bot.practice.replay import Replaying
from scenarios.machine import ScenarioMachine
from tests.telegram.authored import Json, choice, ending, machine, scenario
from tests.unit.authored import catalogue
from tests.unit.generated import machines
from tests.unit.test_practice import _NOON, _SAM, Place


@pytest.fixture
def place() -> Place:
    return Place(Library(catalogue(), [machine("short"), machine("other")]))


def rewritten(**nodes: Json) -> ScenarioMachine:
    """Return `short` with some of its nodes written otherwise."""
    return machine("short", {**scenario()["nodes"], **nodes}, summary="Rewritten.")


def renamed() -> ScenarioMachine:
    """Return `short` with another id for one of the choices that lead to its second node."""
    choices = {"tell": choice("Sit up.", "kept"), "wonder": choice("What was it?", "kept")}
    return rewritten(opening={"mentee": "Hello.", "choices": choices})


async def test_an_offered_version_is_played_by_new_attempts_alone(place: Place) -> None:
    """An attempt under way goes on with the version it began with, as it stood."""
    old = await place.played("ask")
    place.library.offer(rewritten())
    resumed = await place.at().resume(_SAM)
    assert resumed == old
    new = await place.at().start(_SAM, "short", old.attempt.token)
    assert isinstance(new, Started)
    assert new.position.attempt.version == rewritten().scenario.version


async def test_a_scenario_that_was_not_there_can_be_offered(place: Place) -> None:
    """The library grows by it."""
    place.library.offer(machine("third"))
    assert [one.scenario.id for one in place.library] == ["short", "other", "third"]
    assert (await place.started("third")).attempt.scenario == "third"


async def test_an_attempt_goes_on_by_the_same_choices(place: Place) -> None:
    """The new attempt has the turns of the one before, which is set aside like a restarted one."""
    old = (await place.played("ask")).attempt
    place.library.offer(rewritten())
    outcome = await carry_over(place.at(5), _SAM, "short")
    assert isinstance(outcome, CarriedOver)
    assert outcome.same
    new = outcome.position.attempt
    assert await place.records.under_way(_SAM.id) == new
    assert (new.version, new.mode) == (rewritten().scenario.version, "practice")
    assert [turn.choice for turn in new.turns] == ["ask"]
    assert set(new.shown) == {"plan", "order"}
    assert outcome.position.states[-1].node == "kept"
    assert place.records.attempts[old.id].replaced_at == new.started_at
    assert isinstance(await place.at(6).choose(_SAM, old.token, 2, "plan"), NotTaken)


async def test_an_attempt_goes_on_another_way_where_its_own_is_gone(place: Place) -> None:
    """The place is the same, and the turns are those of the way that leads there now."""
    await place.played("ask")
    place.library.offer(renamed())
    outcome = await carry_over(place.at(), _SAM, "short")
    assert isinstance(outcome, CarriedOver)
    assert not outcome.same
    assert [turn.choice for turn in outcome.position.attempt.turns] == ["tell"]
    assert outcome.position.states[-1].node == "kept"


async def test_an_attempt_begins_anew_where_its_place_is_gone(place: Place) -> None:
    """The new one stands at the start, with nothing taken."""
    await place.played("ask")
    opening = {"mentee": "Hello.", "choices": {"ask": choice("What kept you?", "glad")}}
    place.library.offer(machine("short", {"opening": opening, "glad": ending("Work did.")}))
    outcome = await carry_over(place.at(), _SAM, "short")
    assert isinstance(outcome, BegunAnew)
    assert outcome.position.attempt.turns == ()
    assert await place.records.under_way(_SAM.id) == outcome.position.attempt


async def test_an_attempt_whose_version_is_lost_begins_anew(place: Place) -> None:
    """Where its text can't be read any more nobody knows where it stood."""
    await place.played("ask")
    place = Place(Library(catalogue(), [rewritten()]), place.records)
    assert isinstance(await carry_over(place.at(), _SAM, "short"), BegunAnew)


async def test_an_attempt_that_ends_where_it_stood_is_marked(place: Place) -> None:
    """When its node has become an ending, the same choices have come to that."""
    await place.played("ask")
    place.library.offer(rewritten(kept=ending("Work did.")))
    outcome = await carry_over(place.at(), _SAM, "short")
    assert isinstance(outcome, CarriedOver)
    result = outcome.position.attempt.result
    assert result is not None
    assert (result.ending, result.percent) == ("kept", 67)


async def test_another_way_through_an_attempt_goes_on_as_a_practice(place: Place) -> None:
    """What it would be compared with was played in another version."""
    recorded = (await place.played("tell", "order")).attempt
    await Replaying(place.records, place.library, _NOON).start(_SAM, recorded.token, 2, None)
    place.library.offer(rewritten())
    outcome = await carry_over(place.at(), _SAM, "short")
    assert isinstance(outcome, CarriedOver)
    new = outcome.position.attempt
    assert (new.mode, new.replays) == ("practice", None)
    assert [turn.choice for turn in new.turns] == ["tell"]


@pytest.mark.parametrize("choices", [("ask", "plan"), ()])
async def test_with_nothing_under_way_nothing_changes(
    place: Place, choices: tuple[str, ...]
) -> None:
    """Neither a finished attempt nor one at another scenario is touched."""
    if choices:
        await place.played(*choices)
    else:
        await place.started("other")
    place.library.offer(rewritten())
    before = dict(place.records.attempts)
    assert await carry_over(place.at(), _SAM, "short") == NothingToCarryOver()
    assert place.records.attempts == before


async def test_an_attempt_at_the_current_version_stays(place: Place) -> None:
    """Carried over once, it is not carried over again; nor is one at a scenario that is gone."""
    await place.played("ask")
    place.library.offer(rewritten())
    await carry_over(place.at(), _SAM, "short")
    before = dict(place.records.attempts)
    assert await carry_over(place.at(), _SAM, "short") == NothingToCarryOver()
    assert await carry_over(place.at(), _SAM, "gone") == NothingToCarryOver()
    assert place.records.attempts == before


@given(old=machines(), new=machines(), picks=st.lists(st.integers(0, 5), max_size=6))
async def test_whatever_was_changed_a_learner_stands_where_they_did_or_at_the_start(
    old: ScenarioMachine, new: ScenarioMachine, picks: list[int]
) -> None:
    """One attempt is under way at most, and it can be read again turn by turn."""
    place = Place(Library(catalogue(), [old]))
    position = await place.started("generated")
    for pick in picks:
        shown = position.attempt.shown
        if position.attempt.under_way and shown:
            position = await place.advanced(position, shown[pick % len(shown)])
    under_way, version = position.attempt.under_way, old.scenario.version
    place.library.offer(new)
    outcome = await carry_over(place.at(), _SAM, "generated")
    if isinstance(outcome, NothingToCarryOver):
        assert not under_way or version == new.scenario.version
        return
    stands = outcome.position
    assert await place.at().review(_SAM, stands.attempt.token) == stands
    if isinstance(outcome, CarriedOver):
        assert stands.states[-1].node == position.states[-1].node
    else:
        assert stands.attempt.turns == ()
