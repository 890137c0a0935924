"""Plays by the thousand are real plays, counted and marked as any attempt is."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.machine import ScenarioMachine
from scenarios.model import Scenario
from scoring.appraisal import search_marks
from scoring.marking import mark
from scoring.pickers import (
    Picker,
    at_random,
    first_shown,
    last_shown,
    least_used,
    longest,
    shortest,
)
from scoring.walking import LONGEST, Play, walk, walks
from tests.unit.authored import EXAMPLE, catalogue, load
from tests.unit.generated import machines

PLAYS = 8

_HEAD = """
format: 1
id: small
title: Small
summary: Small.
mentee: {name: Ada, about: "17."}
briefing: Listen.
marking_points: {active-listening: {max: 1}}
start: opening
nodes:
  bye:
    mentee: Bye.
    ending: {outcome: effective, debrief: Done.}
  opening:
    mentee: Well?
"""

_THREE = """
    choices:
      short: {say: Go., feedback: So., goto: bye, awards: {active-listening: 1}}
      longest: {say: Go on and on., feedback: So., goto: bye}
      middle: {say: Go on., feedback: So., goto: bye}
"""

_pickers = st.sampled_from([at_random, least_used, first_shown, last_shown, longest, shortest])


def _small(rest: str) -> Scenario:
    return load(_HEAD + rest)


def _taken(scenario: Scenario, plays: int, picker: Picker) -> dict[str, int]:
    return dict(walk(scenario, plays, 1, picker).choices)


def _nodes(machine: ScenarioMachine, play: Play) -> list[str]:
    """Return the nodes that the machine comes through when it plays the same turns."""
    states = machine.replay(play.turns)
    return [node for state in states for node in (*state.passed, state.node)]


@given(machines(), _pickers, st.integers())
def test_each_play_goes_and_is_marked_as_an_attempt_with_its_turns(
    machine: ScenarioMachine, picker: Picker, seed: int
) -> None:
    for play in islice(walks(machine.scenario, seed, picker), PLAYS):
        *_, state = machine.replay(play.turns)
        marks = mark(machine, play.turns, catalogue())
        assert list(play.nodes) == _nodes(machine, play)
        assert (play.percent, play.achieved) == (marks.percent, marks.achieved)
        assert play.ended is (machine.scenario.nodes[state.node].ending is not None)
        assert play.stuck is (not play.ended and not machine.offered(state))
        assert play.ended or play.stuck or len(play.turns) == LONGEST


@given(machines(), _pickers)
def test_every_play_is_counted(machine: ScenarioMachine, picker: Picker) -> None:
    walked = walk(machine.scenario, PLAYS, 7, picker)
    plays = list(islice(walks(machine.scenario, 7, picker), PLAYS))
    ended = [play for play in plays if play.ended]
    assert walked.plays == PLAYS
    assert walked.ended == len(ended) == sum(walked.percents.values())
    assert walked.ended + sum(walked.stuck.values()) + walked.given_up == PLAYS
    assert walked.achieved == sum(play.achieved for play in plays)
    assert sum(walked.nodes.values()) == sum(len(play.nodes) for play in plays)
    assert sum(walked.choices.values()) == sum(len(play.turns) for play in plays)
    if ended:
        assert walked.average == pytest.approx(sum(play.percent for play in ended) / len(ended))
    else:
        assert walked.average is None


def test_a_seed_always_plays_the_same_and_another_plays_differently() -> None:
    scenario = load(EXAMPLE)
    assert walk(scenario, 50, 3, at_random) == walk(scenario, 50, 3, at_random)
    assert walk(scenario, 50, 3, at_random) != walk(scenario, 50, 4, at_random)


def test_a_search_that_was_used_before_changes_no_play() -> None:
    scenario = load(EXAMPLE)
    search = search_marks(scenario)
    search.explore()
    again = walk(scenario, 50, 3, at_random, search=search)
    assert again == walk(scenario, 50, 3, at_random)


def test_what_is_never_reached_is_counted_as_none() -> None:
    walked = walk(_small(_THREE), 5, 1, longest)
    assert walked.choices == {"opening.short": 0, "opening.longest": 5, "opening.middle": 0}
    assert walked.nodes == {"bye": 5, "opening": 5}


def test_a_play_with_nothing_on_offer_is_counted_as_stuck_where_it_is() -> None:
    scenario = _small("""
    choices:
      on: {say: Go on., feedback: So., goto: later}
  later:
    mentee: Hm.
    choices:
      never: {say: Go., feedback: So., goto: bye, when: not visited(opening)}
""")
    walked = walk(scenario, 4, 1, at_random)
    assert walked.stuck == {"later": 4}
    assert (walked.ended, walked.given_up, walked.average) == (0, 0, None)


def test_a_play_that_does_not_end_is_given_up_and_counted() -> None:
    scenario = _small("""
    choices:
      again: {say: Go on., feedback: So., once: false, goto: opening}
""")
    walked = walk(scenario, 3, 1, at_random)
    assert (walked.given_up, walked.longest) == (3, LONGEST)
    assert walked.choices["opening.again"] == 3 * LONGEST
    assert walked.achieved == 0


def test_no_plays_at_all_count_nothing() -> None:
    walked = walk(load(EXAMPLE), 0, 1, at_random)
    assert not any(walked.nodes.values())
    assert walked.average is None


def test_least_used_takes_each_choice_as_often_as_another() -> None:
    assert set(_taken(_small(_THREE), 30, least_used).values()) == {10}


def test_the_longest_and_the_shortest_are_told_by_what_is_said() -> None:
    assert _taken(_small(_THREE), 5, longest)["opening.longest"] == 5
    assert _taken(_small(_THREE), 5, shortest)["opening.short"] == 5


def test_what_is_shown_first_differs_from_play_to_play() -> None:
    assert all(_taken(_small(_THREE), 60, first_shown).values())


def test_a_fixed_order_is_shown_as_it_was_written() -> None:
    fixed = _small(f"{_THREE}    fixed_order: true\n")
    assert _taken(fixed, 5, first_shown)["opening.short"] == 5
    assert _taken(fixed, 5, last_shown)["opening.middle"] == 5


def test_a_play_that_comes_back_to_a_node_is_shown_the_same_order_again() -> None:
    scenario = _small("""
    choices:
      one: {say: Go., feedback: So., once: false, goto: opening}
      two: {say: Go., feedback: So., once: false, goto: opening}
""")
    for play in islice(walks(scenario, 1, first_shown), 10):
        assert len({turn.choice for turn in play.turns}) == 1
