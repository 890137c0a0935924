"""What is said of a scenario's paths is what trying every path says."""

from collections.abc import Iterator

from hypothesis import given

from scenarios.machine import ScenarioMachine, State
from scenarios.model import Outcome
from scoring.appraisal import Path, appraise
from scoring.marking import Marks, Status, mark
from tests.unit.authored import catalogue
from tests.unit.generated import machines

_LONGEST = 7
"""Turns after which a path is not followed further."""


def _paths(machine: ScenarioMachine, state: State) -> Iterator[State]:
    """Yield the end of every path of at most `_LONGEST` turns."""
    if machine.scenario.nodes[state.node].ending is not None:
        yield state
    elif len(state.turns) < _LONGEST:
        for choice in machine.offered(state):
            yield from _paths(machine, machine.advance(state, choice.id))


def _marked(machine: ScenarioMachine) -> list[tuple[Marks, State]]:
    ends = _paths(machine, machine.begin())
    return [(mark(machine, state.turns, catalogue()), state) for state in ends]


def _played(machine: ScenarioMachine, path: Path) -> Marks:
    state = machine.begin()
    for choice in path.choices:
        state = machine.advance(state, choice)
    assert machine.scenario.nodes[state.node].ending is not None
    marks = mark(machine, state.turns, catalogue())
    assert marks.percent == path.percent
    return marks


_few = machines(most=3)


@given(_few)
def test_no_path_is_better_than_the_best_or_worse_than_the_worst(machine: ScenarioMachine) -> None:
    appraisal = appraise(machine.scenario)
    percents = [marks.percent for marks, _ in _marked(machine)]
    assert appraisal.complete
    assert (appraisal.best is None) >= (not percents)
    if appraisal.best is not None and appraisal.worst is not None:
        _played(machine, appraisal.best)
        _played(machine, appraisal.worst)
        assert all(appraisal.worst.percent <= each <= appraisal.best.percent for each in percents)


@given(_few)
def test_a_path_that_achieves_is_found_where_there_is_one(machine: ScenarioMachine) -> None:
    appraisal = appraise(machine.scenario)
    marked = _marked(machine)
    if appraisal.achieving is not None:
        assert _played(machine, appraisal.achieving).achieved
    else:
        assert not any(marks.achieved for marks, _ in marked)
    if appraisal.missing is not None:
        assert not _played(machine, appraisal.missing).achieved
    else:
        assert all(marks.achieved for marks, _ in marked)


@given(_few)
def test_what_can_be_earned_of_a_point_is_what_some_path_earns(machine: ScenarioMachine) -> None:
    appraisal = appraise(machine.scenario)
    for marks, _ in _marked(machine):
        for point in marks.points.values():
            assert point.marks <= appraisal.earnable[point.point]


@given(_few)
def test_points_that_can_be_made_up_for_or_never_come_up_are_named(
    machine: ScenarioMachine,
) -> None:
    appraisal = appraise(machine.scenario)
    for marks, state in _marked(machine):
        ending = machine.scenario.nodes[state.node].ending
        for point in marks.points.values():
            if marks.achieved and not point.marks:
                assert point.point in appraisal.compensable
            if point.status is Status.NOT_REACHED and ending is not None:
                assert ending.outcome is not Outcome.EFFECTIVE or point.point in appraisal.unfair


@given(_few)
def test_a_point_that_can_be_made_up_for_comes_with_a_path_that_does(
    machine: ScenarioMachine,
) -> None:
    for point, path in appraise(machine.scenario).compensable.items():
        marks = _played(machine, path)
        assert marks.achieved
        assert not marks.points[point].marks


@given(_few)
def test_a_point_that_may_never_come_up_comes_with_a_path_on_which_it_does_not(
    machine: ScenarioMachine,
) -> None:
    for point, choices in appraise(machine.scenario).unfair.items():
        state = machine.begin()
        for choice in choices:
            state = machine.advance(state, choice)
        ending = machine.scenario.nodes[state.node].ending
        assert ending is not None
        assert ending.outcome is Outcome.EFFECTIVE
        marks = mark(machine, state.turns, catalogue())
        assert marks.points[point].status in {Status.NOT_REACHED, Status.FAILED}
