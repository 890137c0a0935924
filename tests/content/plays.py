"""Playing a scenario without understanding it, and how good its choices are."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from scenarios.machine import ScenarioMachine, State
from scenarios.model import Choice, Node, Scenario
from scoring.pickers import Picker


@dataclass(frozen=True)
class _AsWritten:
    """What is on offer, shown in the author's order."""

    choices: Sequence[Choice]
    chance: Random

    def shown(self) -> Sequence[Choice]:
        return self.choices

    def times(self) -> Sequence[int]:
        return [0] * len(self.choices)


def deciding_nodes(scenario: Scenario) -> list[Node]:
    """Return the nodes at which the learner has a choice to make."""
    return [node for node in scenario.nodes.values() if node.choices]


def rank(choice: Choice) -> tuple[bool, bool, int]:
    """Return how good a choice is; the higher ranks better."""
    return not choice.fails, not choice.mistakes, sum(choice.awards.values())


def best_of(node: Node) -> list[Choice]:
    """Return the choices of a node that no other outranks."""
    top = max(rank(choice) for choice in node.choices.values())
    return [choice for choice in node.choices.values() if rank(choice) == top]


def play(machine: ScenarioMachine, pick: Picker) -> State:
    """Play to an ending, taking whatever `pick` picks of the choices as the author ordered them."""
    state, chance = machine.begin(), Random(machine.scenario.id)
    while offered := machine.offered(state):
        state = machine.advance(state, pick(_AsWritten(offered, chance)).id)
    return state
