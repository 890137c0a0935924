"""The search finds exactly the situations that play can get into."""

from collections import deque
from collections.abc import Iterator

from hypothesis import given

from scenarios.checks.relevance import relevance
from scenarios.checks.search import Situation, explore
from scenarios.machine import ScenarioMachine, State
from scenarios.model import Choice
from tests.unit.generated import machines


def _awards(choice: Choice) -> bool:
    return bool(choice.awards)


def _facts(state: State) -> frozenset[str]:
    return state.visited | {f"{turn.node}.{turn.choice}" for turn in state.turns}


def _every_state(machine: ScenarioMachine) -> Iterator[State]:
    """Yield a state for each node, variables and facts that playing can lead to, the long way."""
    seen = set()
    waiting = deque([machine.begin()])
    while waiting:
        state = waiting.popleft()
        whole = (state.node, *sorted(state.variables.items()), _facts(state))
        if whole not in seen:
            seen.add(whole)
            yield state
            waiting.extend(machine.advance(state, one.id) for one in machine.offered(state))


def _situation(machine: ScenarioMachine, state: State) -> Situation:
    own = relevance(machine.scenario, _awards)[state.node]
    values = tuple(state.variables[name] for name in own.variables)
    return Situation(state.node, values, _facts(state) & own.facts)


@given(machines())
def test_it_finds_the_situations_that_trying_every_way_of_playing_finds(
    machine: ScenarioMachine,
) -> None:
    """Nothing that matters is left out of a situation, and none is made up."""
    situations = explore(machine.scenario, _awards)
    states = list(_every_state(machine))
    assert situations.complete
    assert situations.passed == machine.begin().passed
    assert set(situations.found) == {_situation(machine, state) for state in states}
    assert situations.reached == {node for state in states for node in state.visited}


@given(machines())
def test_each_step_is_a_choice_that_play_offers_and_leads_where_play_leads(
    machine: ScenarioMachine,
) -> None:
    situations = explore(machine.scenario, _awards)
    for state in _every_state(machine):
        number = situations.found.index(_situation(machine, state))
        steps = situations.steps[number]
        assert steps is not None
        assert [step.choice for step in steps] == list(machine.offered(state))
        for step in steps:
            after = machine.advance(state, step.choice.id)
            assert step.passed == after.passed
            assert situations.found[step.to] == _situation(machine, after)
            if step.choice.awards:
                assert step.first is (f"{state.node}.{step.choice.id}" not in _facts(state))


@given(machines())
def test_the_path_to_a_situation_plays_and_ends_there(machine: ScenarioMachine) -> None:
    situations = explore(machine.scenario, _awards)
    for number, found in enumerate(situations.found):
        state = machine.begin()
        for choice in situations.path_to(number):
            state = machine.advance(state, choice)
        assert _situation(machine, state) == found


@given(machines())
def test_a_search_that_ran_out_of_its_budget_says_so(machine: ScenarioMachine) -> None:
    whole = explore(machine.scenario)
    part = explore(machine.scenario, budget=1)
    assert part.complete is (len(whole.found) <= 1)
    assert set(part.found) <= set(whole.found)
