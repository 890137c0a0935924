"""What is said of getting stuck and of never getting there is what trying every play says."""

import re
from collections.abc import Iterator

from hypothesis import given

from scenarios.checks.reachability import check_reachability, count_paths, way
from scenarios.checks.search import explore
from scenarios.document import Entry, Fields, Scalar
from scenarios.findings import Finding, Report
from scenarios.loading import Draft
from scenarios.machine import ScenarioMachine, State
from tests.unit.generated import machines
from tests.unit.pieces import codes, found

_LONGEST = 6
"""Turns after which a path is not followed further."""


def _fields(entries: dict[str, Fields]) -> Fields:
    return Fields(1, 1, {k: Entry(Scalar(1, 1, k, plain=True), v) for k, v in entries.items()}, ())


def _found(machine: ScenarioMachine, budget: int = 10_000) -> list[Finding]:
    nodes = _fields({node: _fields({}) for node in machine.scenario.nodes})
    report = Report("here.yaml")
    situations = explore(machine.scenario, budget=budget)
    check_reachability(Draft(machine.scenario, _fields({"nodes": nodes})), situations, report)
    return list(report.findings)


def _states(machine: ScenarioMachine) -> list[tuple[State, list[int]]]:
    """Return every state that play can get into, and the numbers of those that follow."""
    states: list[State] = [machine.begin()]
    numbers = {_whole(states[0]): 0}
    after: list[list[int]] = []
    for state in states:
        after.append([])
        for choice in machine.offered(state):
            to = machine.advance(state, choice.id)
            number = numbers.setdefault(_whole(to), len(states))
            if number == len(states):
                states.append(to)
            after[-1].append(number)
    return list(zip(states, after, strict=True))


def _whole(state: State) -> object:
    taken = frozenset((turn.node, turn.choice) for turn in state.turns)
    return state.node, tuple(sorted(state.variables.items())), taken, state.visited


def _is_ending(machine: ScenarioMachine, state: State) -> bool:
    return machine.scenario.nodes[state.node].ending is not None


def _is_dead_end(machine: ScenarioMachine, state: State) -> bool:
    nothing_on = machine.scenario.nodes[state.node].otherwise is None
    return nothing_on and not _is_ending(machine, state) and not machine.offered(state)


def _trapped(machine: ScenarioMachine) -> list[State]:
    """Return the states from which no ending can be reached."""
    states = _states(machine)
    able = {number for number, (state, _) in enumerate(states) if _is_ending(machine, state)}
    growing = True
    while growing:
        more = {n for n, (_, after) in enumerate(states) if able & set(after)} - able
        able |= more
        growing = bool(more)
    return [state for number, (state, _) in enumerate(states) if number not in able]


def _played(machine: ScenarioMachine, message: str) -> State:
    """Play the choices that a message gives."""
    state = machine.begin()
    if path := re.search(r"after ([a-z0-9,]+)", message):
        for choice in path[1].split(","):
            state = machine.advance(state, choice)
    return state


@given(machines())
def test_a_node_is_unreachable_when_no_play_comes_to_it(machine: ScenarioMachine) -> None:
    reached = {node for state, _ in _states(machine) for node in state.visited}
    said = {each.node for each in _found(machine) if each.code == "unreachable-node"}
    assert said == set(machine.scenario.nodes) - reached


@given(machines())
def test_a_dead_end_is_where_play_has_nothing_on_offer_and_the_path_shown_leads_there(
    machine: ScenarioMachine,
) -> None:
    stuck = {state.node for state, _ in _states(machine) if _is_dead_end(machine, state)}
    said = [each for each in _found(machine) if each.code == "dead-end"]
    assert {each.node for each in said} == stuck
    for each in said:
        state = _played(machine, each.message)
        assert state.node == each.node
        assert _is_dead_end(machine, state)


@given(machines())
def test_no_way_out_is_said_when_play_can_get_where_no_ending_can_be_reached(
    machine: ScenarioMachine,
) -> None:
    trapped = [state for state in _trapped(machine) if not _is_dead_end(machine, state)]
    said = [each for each in _found(machine) if each.code == "no-way-out"]
    assert bool(said) is bool(trapped)
    for each in said:
        state = _played(machine, each.message)
        assert state.node == each.node
        assert _whole(state) in {_whole(one) for one in trapped}


@given(machines(most=3))
def test_paths_are_counted_where_there_is_an_end_of_them(machine: ScenarioMachine) -> None:
    count = count_paths(machine.scenario, explore(machine.scenario))
    tried = list(_paths(machine, machine.begin()))
    if count is None:
        assert any(len(state.turns) >= _LONGEST for state in tried)
    elif all(len(state.turns) < _LONGEST for state in tried):
        assert count == sum(_is_ending(machine, state) for state in tried)


def _paths(machine: ScenarioMachine, state: State) -> Iterator[State]:
    """Yield where every path ends, gets stuck or is too long."""
    offered = machine.offered(state)
    if not offered or len(state.turns) >= _LONGEST:
        yield state
        return
    for choice in offered:
        yield from _paths(machine, machine.advance(state, choice.id))


@given(machines())
def test_a_search_that_ended_early_says_only_what_it_found(machine: ScenarioMachine) -> None:
    part = {(each.code, each.node) for each in _found(machine, budget=1)}
    whole = {(each.code, each.node) for each in _found(machine)}
    assert {each for each in part if each[0] == "dead-end"} <= whole
    if len(explore(machine.scenario).found) > 1:
        assert not any(code == "unreachable-node" for code, _ in part)


def test_a_circle_of_otherwise_has_no_way_out() -> None:
    piece = """
nodes:
  opening:
    mentee: Well?
    choices:
      leave:
        say: Let's leave it there for today.
        awards: {active-listening: 2}
        feedback: So.
        goto: plan
      stay:
        say: Let's stay with it for a while.
        feedback: So.
        goto: round
      go-on:
        say: Let's go on with the plan then.
        feedback: So.
        goto: drifts
  round:
    mentee: Hm.
    otherwise: round
    choices:
      never: {when: visited(plan), say: Never., feedback: So., goto: plan}
"""
    errors = [each for each in found(piece) if each.severity == "error"]
    assert [(each.code, each.node) for each in errors] == [("no-way-out", "round")]


def test_a_way_of_no_choices_is_the_start_and_a_long_one_is_cut_short() -> None:
    assert way([]) == "right at the start"
    assert way(["a", "b"]) == "after a,b"
    assert way(["a"] * 32).endswith("a and 2 more choices")


def test_an_unreachable_node_says_why_nobody_gets_there() -> None:
    end = "{mentee: Bye., ending: {outcome: acceptable, debrief: So.}}"
    hints = [
        each.hint for each in found(f"nodes:\n  alone: {end}\n") if each.code == "unreachable-node"
    ]
    assert hints == ["No `goto` names it. Name it in one, or delete it."]


def test_the_scenario_that_the_other_tests_complete_has_nothing_wrong() -> None:
    assert codes("") == []
