"""The standard that every scenario of the library is held to."""

from pathlib import Path

import pytest

from scenarios.catalogue import Catalogue, load_catalogue
from scenarios.loading import library_files, read_scenario
from scenarios.machine import ScenarioMachine, State
from scenarios.model import Scenario
from scenarios.reading import grade
from scoring.appraisal import appraise
from scoring.checking import check_scenario
from scoring.marking import Marks, mark
from scoring.pickers import Picker, at_random, first_shown, last_shown, longest, shortest
from scoring.walking import walk
from tests.content.plan import PLAN
from tests.content.plays import best_of, deciding_nodes, play

RANDOM_PLAYS = 2000
GRADE_BELOW = {1: 8, 2: 9, 3: 10}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module", params=library_files(), ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(scope="module")
def machine(path: Path, catalogue: Catalogue) -> ScenarioMachine:
    return ScenarioMachine(read_scenario(path, catalogue))


@pytest.fixture
def scenario(machine: ScenarioMachine) -> Scenario:
    return machine.scenario


def _marks(machine: ScenarioMachine, state: State, catalogue: Catalogue) -> Marks:
    return mark(machine, state.turns, catalogue)


def _played(machine: ScenarioMachine, choices: tuple[str, ...]) -> State:
    state = machine.begin()
    for choice in choices:
        state = machine.advance(state, choice)
    return state


def test_checking_it_finds_nothing_wrong_and_nothing_to_warn_of(
    path: Path, catalogue: Catalogue
) -> None:
    checked = check_scenario(path.read_bytes(), path.name, catalogue)
    assert checked.findings == ()


def test_a_scenario_trains_what_the_plan_says(path: Path, scenario: Scenario) -> None:
    planned = PLAN[scenario.id]
    assert path.stem == scenario.id
    assert scenario.level == planned.level
    assert scenario.units == planned.units
    points = scenario.marking_points.values()
    assert {point.id for point in points} == planned.marking_points
    assert {point.id for point in points if point.critical} == planned.critical


def test_every_planned_mistake_can_be_made(scenario: Scenario) -> None:
    choices = [choice for node in deciding_nodes(scenario) for choice in node.choices.values()]
    assert PLAN[scenario.id].mistakes <= {name for choice in choices for name in choice.mistakes}


def test_its_own_tests_play_as_they_say(machine: ScenarioMachine, catalogue: Catalogue) -> None:
    for expected in machine.scenario.tests:
        state = _played(machine, expected.choose)
        marks = _marks(machine, state, catalogue)
        assert expected.ends in {None, state.node}, expected.name
        for point, worth in (expected.marks or {}).items():
            assert marks.points[point].marks == worth, (expected.name, point)
        assert expected.percent in {None, marks.percent}, expected.name
        assert expected.achieved in {None, marks.achieved}, expected.name


def test_its_own_tests_show_full_marks_a_slip_put_right_and_a_failure(
    machine: ScenarioMachine, catalogue: Catalogue
) -> None:
    plays = [_played(machine, test.choose) for test in machine.scenario.tests]
    results = [_marks(machine, state, catalogue) for state in plays]
    assert any(marks.percent == 100 and marks.achieved for marks in results)
    assert any(marks.slips and marks.achieved for marks in results)
    assert any(not marks.achieved for marks in results)
    for point in PLAN[machine.scenario.id].critical:
        assert any(marks.points[point].status == "failed" for marks in results)


def test_it_is_short_and_can_end_in_three_ways(scenario: Scenario) -> None:
    endings = [node.ending for node in scenario.nodes.values() if node.ending]
    assert 8 <= len(scenario.nodes) <= 12
    assert len({ending.outcome for ending in endings}) >= 3
    assert all(2 <= len(node.choices) <= 4 for node in deciding_nodes(scenario))


def test_what_is_said_is_short_and_as_easy_to_read_as_its_level_asks(scenario: Scenario) -> None:
    bubbles = [bubble for node in scenario.nodes.values() for bubble in node.mentee]
    choices = [choice for node in deciding_nodes(scenario) for choice in node.choices.values()]
    assert max(len(bubble) for bubble in bubbles) < 200
    assert max(len(choice.say) for choice in choices) <= 200
    said = [*bubbles, *(choice.say for choice in choices)]
    assert grade("\n".join(said)) < GRADE_BELOW[scenario.level or 1]


def test_length_gives_no_answer_away(scenario: Scenario) -> None:
    nodes = deciding_nodes(scenario)
    told = 0
    for node in nodes:
        lengths = [len(choice.say) for choice in node.choices.values()]
        assert max(lengths) < 2 * min(lengths), node.id
        told += max(lengths) in [len(choice.say) for choice in best_of(node)]
    assert told <= 0.4 * len(nodes)


def test_every_decision_has_a_better_and_a_worse_reply(scenario: Scenario) -> None:
    for node in deciding_nodes(scenario):
        assert 0 < len(best_of(node)) < len(node.choices), node.id


@pytest.mark.parametrize("pick", [first_shown, last_shown, longest, shortest])
def test_no_simple_trick_achieves_it(
    machine: ScenarioMachine, catalogue: Catalogue, pick: Picker
) -> None:
    assert not _marks(machine, play(machine, pick), catalogue).achieved


def test_clicking_at_random_achieves_it_less_than_one_time_in_ten(scenario: Scenario) -> None:
    walked = walk(scenario, RANDOM_PLAYS, seed=1, picker=at_random)
    assert walked.ended == RANDOM_PLAYS
    assert walked.achieved < RANDOM_PLAYS / 10


def test_no_effective_ending_is_reached_before_every_skill_had_its_chance(
    scenario: Scenario,
) -> None:
    appraisal = appraise(scenario)
    assert appraisal.complete
    assert not appraisal.unfair


def test_safeguarding_is_announced_and_its_law_is_dated(scenario: Scenario) -> None:
    assert scenario.notes
    assert scenario.nation
    assert scenario.law_checked
    if "safeguarding-referral" in scenario.marking_points:
        assert scenario.content_note
