"""The use cases of practice, over records in memory."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.attempts import (
    Advanced,
    NoSuchScenario,
    NothingUnderWay,
    NotTaken,
    Position,
    Practice,
    Started,
    UnderWay,
    shuffled,
)
from bot.practice.library import Library
from bot.practice.records import Learner, RecordedTurn
from scenarios.machine import ScenarioMachine
from tests.telegram.authored import choice, ending, machine
from tests.unit.authored import catalogue
from tests.unit.memory import MemoryRecords

_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
_SAM = Learner(1, 101, _NOON)
_KIM = Learner(2, 102, _NOON)


@dataclass
class Place:
    """A place to practise in: `short` and `other` can be played."""

    library: Library
    records: MemoryRecords = field(default_factory=MemoryRecords)

    def at(self, minutes: int = 0) -> Practice:
        return Practice(self.records, self.library, _NOON + timedelta(minutes=minutes))

    async def started(self, scenario: str = "short", learner: Learner | None = None) -> Position:
        started = await self.at().start(learner or _SAM, scenario, None)
        assert isinstance(started, Started)
        return started.position

    async def played(self, *choices: str) -> Position:
        """Start `short` and take these choices."""
        position = await self.started()
        for taken in choices:
            position = await self.advanced(position, taken)
        return position

    async def advanced(self, position: Position, taken: str) -> Position:
        turn = len(position.turns) + 1
        advanced = await self.at(turn).choose(_SAM, position.attempt.token, turn, taken)
        assert isinstance(advanced, Advanced)
        return advanced.position


@pytest.fixture
def place() -> Place:
    return Place(Library(catalogue(), [machine("short"), machine("other")]))


async def test_a_new_attempt_stands_at_the_start(place: Place) -> None:
    """Starting gives an attempt at the present version, with nothing taken and choices shown."""
    position = await place.started()
    attempt = position.attempt
    assert (attempt.scenario, attempt.version) == ("short", position.machine.scenario.version)
    assert (attempt.mode, attempt.started_at, attempt.turns) == ("practice", _NOON, ())
    assert position.states[-1].node == "opening"
    assert {each.id for each in position.shown()} == {"ask", "tell"}


async def test_an_unknown_scenario_starts_nothing(place: Place) -> None:
    """An id that cannot be practised is an outcome, and nothing is recorded."""
    assert await place.at().start(_SAM, "gone", None) == NoSuchScenario("gone")
    assert place.records.attempts == {}


async def test_two_attempts_never_have_one_token(place: Place) -> None:
    """What names an attempt in buttons names no other, and can't be guessed from it."""
    first = await place.started()
    second = await place.started(learner=_KIM)
    assert first.attempt.token != second.attempt.token


async def test_only_one_attempt_is_under_way(place: Place) -> None:
    """Starting another shows the one under way instead and changes nothing."""
    first = await place.started()
    for name in ("short", "other"):
        outcome = await place.at().start(_SAM, name, None)
        assert isinstance(outcome, UnderWay)
        assert outcome.position.attempt == first.attempt
    assert len(place.records.attempts) == 1


async def test_an_attempt_is_given_up_only_by_its_own_token(place: Place) -> None:
    """`replaces` has to name what is under way now; an older token throws nothing away."""
    first = await place.started()
    second = await place.at(1).start(_SAM, "other", first.attempt.token)
    assert isinstance(second, Started)
    assert place.records.attempts[1].replaced_at == _NOON + timedelta(minutes=1)
    again = await place.at(2).start(_SAM, "short", first.attempt.token)
    assert isinstance(again, UnderWay)
    assert again.position.attempt == second.position.attempt


async def test_a_choice_advances_and_is_recorded_as_shown(place: Place) -> None:
    """A turn has node, choice, time and the order in which its choices stood."""
    start = await place.started()
    after = await place.advanced(start, "ask")
    (turn,) = after.attempt.turns
    assert (turn.node, turn.choice, turn.at) == ("opening", "ask", _NOON + timedelta(minutes=1))
    assert turn.shown == start.attempt.shown
    assert after.states[-1].node == "kept"
    assert place.records.attempts[1] == after.attempt


async def test_an_ending_closes_the_attempt_with_its_marks(place: Place) -> None:
    """The last choice brings the result, as computed from the turns."""
    end = await place.played("ask", "plan")
    assert end.ended
    attempt = place.records.attempts[1]
    assert attempt == end.attempt
    assert not attempt.under_way
    assert attempt.result is not None
    assert (attempt.result.ending, attempt.result.percent, attempt.result.achieved) == (
        "glad",
        100,
        True,
    )
    assert attempt.result.marks == {
        "active-listening": {"marks": 2, "max": 2, "status": "met", "slips": 0},
        "empowerment": {"marks": 1, "max": 1, "status": "met", "slips": 0},
    }


async def test_a_completed_attempt_makes_room_for_the_next(place: Place) -> None:
    """After an ending another start needs to give nothing up."""
    await place.played("ask", "plan")
    await place.started()
    assert len(place.records.attempts) == 2


@pytest.mark.parametrize(
    ("turn", "taken"), [(0, "plan"), (1, "ask"), (1, "tell"), (3, "plan"), (2, "ask"), (2, "gone")]
)
async def test_a_turn_that_is_not_next_changes_nothing(place: Place, turn: int, taken: str) -> None:
    """A turn already taken, one too far ahead and a choice not shown leave the attempt as it is."""
    position = await place.played("ask")
    outcome = await place.at().choose(_SAM, position.attempt.token, turn, taken)
    assert isinstance(outcome, NotTaken)
    assert outcome.position.attempt == position.attempt == place.records.attempts[1]


async def test_nobody_plays_an_attempt_of_somebody_else(place: Place) -> None:
    """A token that is another learner's, or nobody's, is nothing to go on with."""
    position = await place.started()
    for learner, token in ((_KIM, position.attempt.token), (_SAM, "nothing")):
        outcome = await place.at().choose(learner, token, 1, "ask")
        assert outcome == NothingUnderWay()
        assert await place.at().review(learner, token) is None
    assert place.records.attempts[1].turns == ()


async def test_an_attempt_given_up_takes_no_turn(place: Place) -> None:
    """Buttons of an attempt that was replaced do nothing."""
    first = await place.started()
    await place.at().start(_SAM, "other", first.attempt.token)
    outcome = await place.at().choose(_SAM, first.attempt.token, 1, "ask")
    assert isinstance(outcome, NotTaken)
    assert place.records.attempts[1].turns == ()


async def test_a_number_takes_the_choice_shown_there(place: Place) -> None:
    """Number 2 is the second choice as this attempt shows it."""
    position = await place.started()
    outcome = await place.at().choose_by_number(_SAM, 2)
    assert isinstance(outcome, Advanced)
    assert outcome.position.turns[0].choice == position.attempt.shown[1]
    assert outcome.choice.id == position.attempt.shown[1]


@pytest.mark.parametrize("number", [-1, 0, 3, 1000])
async def test_a_number_without_a_choice_takes_nothing(place: Place, number: int) -> None:
    """Numbers outside those shown leave the attempt where it is."""
    await place.started()
    assert isinstance(await place.at().choose_by_number(_SAM, number), NotTaken)
    assert place.records.attempts[1].turns == ()


async def test_without_an_attempt_there_is_nothing_to_go_on_with(place: Place) -> None:
    """A number or a wish to resume, with nothing under way, is told so."""
    assert await place.at().choose_by_number(_SAM, 1) == NothingUnderWay()
    assert await place.at().resume(_SAM) is None


async def test_resuming_gives_the_attempt_where_it_stands(place: Place) -> None:
    """What is read back from the records equals what the last turn left."""
    position = await place.played("ask")
    assert await place.at().resume(_SAM) == position


async def test_a_finished_attempt_can_be_reviewed_but_not_resumed(place: Place) -> None:
    """The learner's own attempts can be looked at when they are over."""
    end = await place.played("tell", "order")
    assert await place.at().resume(_SAM) is None
    assert await place.at().review(_SAM, end.attempt.token) == end


async def test_a_turn_lost_in_a_race_shows_what_was_taken_instead(place: Place) -> None:
    """When another worker recorded the turn first, this one changes nothing and shows that."""
    position = await place.started()
    records = _Raced()
    records.attempts = place.records.attempts
    place.records = records
    outcome = await place.at().choose(_SAM, position.attempt.token, 1, "ask")
    assert isinstance(outcome, NotTaken)
    assert [turn.choice for turn in outcome.position.turns] == ["tell"]


async def test_an_ending_at_the_start_is_complete_at_once() -> None:
    """A scenario that begins with its ending is started, marked and closed."""
    place = Place(Library(catalogue(), [machine(nodes={"opening": ending("Bye.")})]))
    position = await place.started()
    assert position.ended
    assert position.attempt.result is not None
    assert await place.at().resume(_SAM) is None


_IDS = [f"c-{number}" for number in range(6)]


@given(seed=st.text(), other=st.text())
def test_an_order_depends_on_nothing_but_its_seed(seed: str, other: str) -> None:
    """The same seed gives the same order, and every order has each choice once."""
    state = _six().begin()
    order = shuffled(_six(), state, seed)
    assert order == shuffled(_six(), state, seed)
    assert sorted(order) == sorted(shuffled(_six(), state, other)) == _IDS


def test_every_choice_comes_first_for_somebody() -> None:
    """Over many attempts no place in the order is kept for one choice."""
    firsts = {shuffled(_six(), _six().begin(), str(seed))[0] for seed in range(200)}
    assert firsts == set(_IDS)


class _Raced(MemoryRecords):
    """Records in which another worker takes `tell` just before any turn is recorded."""

    async def append_turn(self, attempt: int, number: int, turn: RecordedTurn) -> bool:
        del number, turn
        found = self.attempts[attempt]
        other = RecordedTurn("opening", "tell", found.shown, _NOON)
        self.attempts[attempt] = replace(found, turns=(other,), shown=("plan", "order"))
        return False


@cache
def _six() -> ScenarioMachine:
    """Return a scenario whose first node has the choices `_IDS`."""
    choices = {each: choice(each, "end") for each in _IDS}
    return machine(
        nodes={"opening": {"mentee": "Well?", "choices": choices}, "end": ending("Bye.")}
    )
