"""Another way through a finished attempt, over records in memory."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.attempts import Advanced, Position, Started
from bot.practice.library import Library
from bot.practice.records import Learner
from bot.practice.replay import Replaying, StillUnderWay
from scenarios.machine import ScenarioMachine
from tests.telegram.authored import choice, ending, machine
from tests.unit.authored import catalogue
from tests.unit.test_practice import _KIM, _NOON, _SAM, Place


@pytest.fixture
def place() -> Place:
    return Place(Library(catalogue(), [machine("short"), machine("other")]))


def replaying(place: Place) -> Replaying:
    return Replaying(place.records, place.library, _NOON)


async def started(
    place: Place, token: str, turn: int, replaces: str | None = None, learner: Learner = _SAM
) -> Position:
    outcome = await replaying(place).start(learner, token, turn, replaces)
    assert isinstance(outcome, Started)
    return outcome.position


async def test_a_replay_stands_at_its_decision_as_it_was_shown(place: Place) -> None:
    """The turns before are there, the choices in the order of the first time, the rest is gone."""
    recorded = (await place.played("tell", "order")).attempt
    position = await started(place, recorded.token, 2)
    replay = position.attempt
    assert (replay.mode, replay.replays, replay.replay_from) == ("replay", recorded.id, 2)
    assert replay.turns == recorded.turns[:1]
    assert replay.shown == recorded.turns[1].shown
    assert replay.version == recorded.version
    assert replay.token != recorded.token
    assert position.states[-1].node == "kept"


async def test_the_recorded_attempt_stays_as_it_is(place: Place) -> None:
    """Whatever happens in a replay, turns and marks of the first time do not change."""
    recorded = (await place.played("ask", "order")).attempt
    position = await started(place, recorded.token, 2)
    end = await place.advanced(position, "plan")
    assert end.attempt.result is not None
    assert end.attempt.result.percent == 100
    assert place.records.attempts[recorded.id] == recorded


async def test_a_replay_does_not_count_as_done(place: Place) -> None:
    """A standard reached in a replay alone is not reached."""
    recorded = (await place.played("ask", "order")).attempt
    await place.advanced(await started(place, recorded.token, 2), "plan")
    assert await place.records.done(_SAM.id) == {"short": False}


@pytest.mark.parametrize("turn", [0, 3, 999])
async def test_a_turn_that_is_not_there_starts_nothing(place: Place, turn: int) -> None:
    """Only the turns of the attempt can go another way."""
    end = await place.played("ask", "order")
    assert await replaying(place).start(_SAM, end.attempt.token, turn, None) is None
    assert len(place.records.attempts) == 1


async def test_only_ones_own_finished_attempts_go_another_way(place: Place) -> None:
    """An attempt under way, given up, of somebody else or of nobody starts nothing."""
    end = await place.played("ask", "order")
    under_way = await place.started("other")
    for learner, token in (
        (_KIM, end.attempt.token),
        (_SAM, under_way.attempt.token),
        (_SAM, "nothing"),
    ):
        assert await replaying(place).start(learner, token, 1, under_way.attempt.token) is None
        assert await replaying(place).turns(learner, token) is None
        assert await replaying(place).again(learner, token) is None
    await place.at().start(_SAM, "short", under_way.attempt.token)
    assert await replaying(place).turns(_SAM, under_way.attempt.token) is None


async def test_what_is_under_way_is_given_up_only_by_its_token(place: Place) -> None:
    """A replay asks first, by the same rule as a start."""
    recorded = (await place.played("ask", "order")).attempt
    under_way = (await place.started("other")).attempt
    for replaces in (None, recorded.token):
        outcome = await replaying(place).start(_SAM, recorded.token, 1, replaces)
        assert outcome == StillUnderWay(under_way, same=False)
    position = await started(place, recorded.token, 1, under_way.token)
    assert place.records.attempts[under_way.id].replaced_at == _NOON
    assert position.attempt.under_way


async def test_the_replay_asked_for_twice_is_told_to_be_the_same(place: Place) -> None:
    """A doubled tap finds the replay that the first one started; another turn is another replay."""
    recorded = (await place.played("ask", "order")).attempt
    replay = (await started(place, recorded.token, 2)).attempt
    twice = await replaying(place).start(_SAM, recorded.token, 2, None)
    assert twice == StillUnderWay(replay, same=True)
    other = await replaying(place).start(_SAM, recorded.token, 1, None)
    assert other == StillUnderWay(replay, same=False)


@pytest.mark.parametrize("moved_on", [False, True])
async def test_a_replay_starts_again_from_its_decision(place: Place, *, moved_on: bool) -> None:
    """Begun again, a replay stands where it began, and the one before is given up."""
    recorded = (await place.played("ask", "order")).attempt
    first = await started(place, recorded.token, 1)
    if moved_on:
        await place.advanced(first, "tell")
    outcome = await replaying(place).again(_SAM, first.attempt.token)
    assert isinstance(outcome, Started)
    again = outcome.position.attempt
    assert (again.replays, again.replay_from, again.turns) == (recorded.id, 1, ())
    assert again.shown == recorded.turns[0].shown
    assert place.records.attempts[first.attempt.id].replaced_at == _NOON


async def test_a_practice_attempt_is_not_started_again_as_a_replay(place: Place) -> None:
    """Starting again from a decision is for replays."""
    position = await place.started()
    assert await replaying(place).again(_SAM, position.attempt.token) is None


async def test_a_replay_can_go_another_way_too(place: Place) -> None:
    """Its turns are those of the replay, and it still belongs to the first recorded attempt."""
    recorded = (await place.played("tell", "order")).attempt
    replay = await place.advanced(await started(place, recorded.token, 1), "ask")
    replay = await place.advanced(replay, "order")
    second = await started(place, replay.attempt.token, 2)
    assert [turn.choice for turn in second.turns] == ["ask"]
    assert (second.attempt.replays, second.attempt.replay_from) == (recorded.id, 2)


@given(picks=st.lists(st.integers(0, 5), min_size=8, max_size=8), turn=st.integers(1, 8))
async def test_a_replay_of_the_same_choices_earns_the_same_marks(
    picks: Sequence[int], turn: int
) -> None:
    """From whatever turn, the choices of the first time bring its marks and its ending."""
    place = Place(Library(catalogue(), [_winding()]))
    position = await place.started("winding")
    for pick in picks:
        if not position.ended:
            shown = position.attempt.shown
            position = await place.advanced(position, shown[pick % len(shown)])
    while not position.ended:
        position = await place.advanced(position, "stop")
    recorded = position.attempt
    replay = await started(place, recorded.token, min(turn, len(recorded.turns)))
    for taken in recorded.turns[len(replay.turns) :]:
        outcome = await place.at().choose(
            _SAM, replay.attempt.token, len(replay.turns) + 1, taken.choice
        )
        assert isinstance(outcome, Advanced)
        replay = outcome.position
    assert replay.attempt.result == recorded.result
    assert replay.turns == position.turns


def _winding() -> ScenarioMachine:
    """Return a scenario that goes round, remembers, and holds choices back."""
    listened = {"active-listening": 1}
    choices = {
        "ask": choice("And then?", "opening", awards=listened, change={"trust": 1}),
        "tell": choice("Sit up.", "opening", change={"trust": -1}, once=False),
        "plan": choice("What now?", "glad", awards={"empowerment": 1}, when="trust >= 1"),
        "stop": choice("Bye.", "gone"),
    }
    nodes = {
        "opening": {"mentee": "Hm.", "choices": choices},
        "glad": ending("Thanks."),
        "gone": ending("Oh.", "ineffective"),
    }
    trust = {"trust": {"start": 0, "min": -2, "max": 2}}
    return machine("winding", nodes, variables=trust)
