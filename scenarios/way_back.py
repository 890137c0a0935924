"""The way back to a node in a new version of a scenario, for whoever was in an earlier one.

As much of what was chosen is kept as still plays; from there on the shortest way is taken.
"""

from collections import deque
from collections.abc import Mapping, Sequence

from scenarios.checks.search import Search
from scenarios.machine import ChoiceNotOffered, ScenarioMachine, State, Turn

BUDGET = 20_000
"""How many situations are looked at before a way counts as not found."""


def way_back(
    machine: ScenarioMachine, node: str, taken: Sequence[Turn], budget: int = BUDGET
) -> tuple[str, ...] | None:
    """Return choices that lead from the start to `node`, each on offer when it is taken.

    `taken` are the turns that led there in another version: the very same choices where they
    still do, otherwise as many of the first ones as the node can be reached after. None when the
    node is gone, when no way to it is found, and when it is an ending that others lead to.
    """
    scenario = machine.scenario
    if node not in scenario.nodes:
        return None
    state = _played(machine, taken)
    kept = tuple(turn.choice for turn in state.turns)
    if len(kept) == len(taken) and state.node == node:
        return kept
    if scenario.nodes[node].ending is not None:
        return None
    return _Ways(Search(scenario), node, budget).after(kept)


def _played(machine: ScenarioMachine, taken: Sequence[Turn]) -> State:
    """Take the turns as far as they can be taken."""
    state = machine.begin()
    for turn in taken:
        if turn.node != state.node:
            break
        try:
            state = machine.advance(state, turn.choice)
        except ChoiceNotOffered:
            break
    return state


class _Ways:
    """The ways on to a node, by the situations of a search."""

    def __init__(self, search: Search, node: str, budget: int) -> None:
        self._search = search
        self._node = node
        self._budget = budget
        self._hopeless: set[int] = set()

    def after(self, kept: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return a way that begins with as many of the choices `kept` as it can."""
        passed = self._situations(kept)
        while passed:
            way = self._on(passed.pop())
            if way is not None:
                return (*kept[: len(passed)], *way)
            if self._used_up:
                return None
        return None

    def _situations(self, kept: tuple[str, ...]) -> list[int]:
        """Return the numbers of the situations before each of some choices, and after the last."""
        passed = [0]
        for choice in kept:
            steps = self._search.steps(passed[-1])
            passed.append(next(step.to for step in steps if step.choice.id == choice))
        return passed

    def _on(self, number: int) -> tuple[str, ...] | None:
        """Return the choices of a shortest way to the node from a situation.

        Where there is none there is none either from whatever can be got to.
        """
        came: dict[int, tuple[int, str] | None] = {number: None}
        waiting = deque(came)
        while waiting and not self._used_up:
            here = waiting.popleft()
            if self._search.situations.found[here].node == self._node:
                return _choices(came, here)
            for step in self._search.steps(here):
                if step.to not in came and step.to not in self._hopeless:
                    came[step.to] = here, step.choice.id
                    waiting.append(step.to)
        self._hopeless.update(came)
        return None

    @property
    def _used_up(self) -> bool:
        return len(self._search.situations.found) > self._budget


def _choices(came: Mapping[int, tuple[int, str] | None], number: int) -> tuple[str, ...]:
    """Return the choices by which a situation was come to."""
    choices = []
    step = came[number]
    while step is not None:
        number, choice = step
        choices.append(choice)
        step = came[number]
    return tuple(reversed(choices))
