"""Every situation that playing a scenario can get into, found by trying every choice.

A *situation* is a node with what can still matter there: the variables that some condition further
on reads, the nodes and choices that one asks about, and the choices used up that can be offered
again. Attempts that differ in nothing else are one situation, so that a long scenario stays small.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from scenarios.checks.relevance import relevance
from scenarios.model import Choice, Node, Scenario, Value

BUDGET = 200_000
"""How many situations are explored before a search gives up being complete."""

Keep: TypeAlias = Callable[[Choice], bool]
"""Says of which choices it matters to the caller whether they were taken before."""


class Situation(NamedTuple):
    """A node, the variables that matter there, and the nodes and choices that do.

    `values` are in the order of the variables relevant at the node; `facts` are names of nodes
    visited and of choices taken (`node.choice`), which share no name.
    """

    node: str
    values: tuple[Value, ...]
    facts: frozenset[str]


class Step(NamedTuple):
    """A choice on offer in a situation, and the number of the situation it leads to.

    `first` is false when it was taken before, as far as that matters to the search. `passed` are
    the nodes gone through by `otherwise` on the way there.
    """

    choice: Choice
    first: bool
    to: int
    passed: tuple[str, ...]


@dataclass(slots=True)
class Situations:
    """The situations found, by number; number 0 is where play begins.

    `steps` has the choices on offer in each, none at an ending or where play is stuck; `came`
    the situation and the step by which each was found first. `passed` are the nodes gone through
    by `otherwise` before number 0, and `reached` all nodes that play got to, those passed
    included. When `complete` is false, the budget ended the search, and the situations whose steps
    are None were found and not explored.
    """

    found: list[Situation] = field(default_factory=list)
    steps: list[tuple[Step, ...] | None] = field(default_factory=list)
    came: list[tuple[int, str] | None] = field(default_factory=list)
    passed: tuple[str, ...] = ()
    reached: set[str] = field(default_factory=set)
    complete: bool = True

    def path_to(self, number: int) -> tuple[str, ...]:
        """Return the choices of a shortest way to a situation."""
        path = []
        came = self.came[number]
        while came is not None:
            number, choice = came
            path.append(choice)
            came = self.came[number]
        return tuple(reversed(path))


def explore(scenario: Scenario, keep: Keep | None = None, budget: int = BUDGET) -> Situations:
    """Find every situation, breadth first, up to `budget` of them.

    Without `keep` only what decides about play tells situations apart.
    """
    return Search(scenario, keep).explore(budget)


class Search:
    """A search that goes only where it is asked to: `situations` are those found so far.

    `keep` is as in `explore`.
    """

    def __init__(self, scenario: Scenario, keep: Keep | None = None) -> None:
        self._scenario = scenario
        self._relevant = relevance(scenario, keep)
        self._choices = {
            node.id: [(f"{node.id}.{name}", choice) for name, choice in node.choices.items()]
            for node in scenario.nodes.values()
        }
        self._numbers: dict[Situation, int] = {}
        self.situations = Situations()
        variables = {name: one.start for name, one in scenario.variables.items()}
        _, self.situations.passed = self._arrive(scenario.start, variables, frozenset(), None)

    def explore(self, budget: int = BUDGET) -> Situations:
        """Find every situation, breadth first, up to `budget` of them."""
        situations = self.situations
        # A situation found while another is explored comes behind all that were found before.
        number = 0
        while number < len(situations.found):
            if len(situations.found) > budget:
                situations.complete = False
                break
            self.steps(number)
            number += 1
        return situations

    def steps(self, number: int) -> tuple[Step, ...]:
        """Return the choices on offer in a situation, worked out when they are first asked for."""
        steps = self.situations.steps[number]
        if steps is None:
            steps = self.situations.steps[number] = tuple(self._explored(number))
        return steps

    def _explored(self, number: int) -> Iterator[Step]:
        """Take every choice that is on offer in a situation."""
        name, values, before = self.situations.found[number]
        relevant = self._relevant[name]
        variables = dict(zip(relevant.variables, values, strict=True))
        for taken, choice in self._choices[name]:
            if not _offered(choice, taken, variables, before):
                continue
            after = self._changed(choice, variables)
            facts = before | {taken} if taken in relevant.facts else before
            # `visited` of a goto counts the node left, not yet the one it leads to.
            for way in choice.goto:
                if way.when is None or way.when.holds(after, facts, facts):
                    break
            arrived, passed = self._arrive(way.to, after, facts, (number, choice.id))
            yield Step(choice, taken not in before, arrived, passed)

    def _changed(self, choice: Choice, variables: Mapping[str, Value]) -> Mapping[str, Value]:
        """Return the variables that matter after a choice: its `change`, then its `set`."""
        if not choice.change and not choice.set:
            return variables
        after = dict(variables)
        for name, by in choice.change.items():
            if name in after:
                after[name] = self._bounded(name, after[name] + by)
        for name, value in choice.set.items():
            after[name] = self._bounded(name, value)
        return after

    def _bounded(self, name: str, value: Value) -> Value:
        variable = self._scenario.variables[name]
        if variable.minimum is None or variable.maximum is None:
            return value
        return min(max(value, variable.minimum), variable.maximum)

    def _arrive(
        self,
        to: str,
        variables: Mapping[str, Value],
        facts: frozenset[str],
        came: tuple[int, str] | None,
    ) -> tuple[int, tuple[str, ...]]:
        """Go to a node, and on by `otherwise` where nothing is offered.

        Return the number of the situation where that ends, and the nodes passed on the way.
        """
        nodes = self._scenario.nodes
        node = nodes[to]
        passed: tuple[str, ...] = ()
        for _ in nodes:
            facts = self._reached(node, facts)
            if node.otherwise is None or any(
                _offered(choice, taken, variables, facts)
                for taken, choice in self._choices[node.id]
            ):
                break
            passed = (*passed, node.id)
            node = nodes[node.otherwise]
        else:
            facts = self._reached(node, facts)
        values = tuple([variables[name] for name in self._relevant[node.id].variables])
        return self._numbered(Situation(node.id, values, facts), came), passed

    def _reached(self, node: Node, facts: frozenset[str]) -> frozenset[str]:
        """Note that a node was reached; return the facts that matter from there on."""
        self.situations.reached.add(node.id)
        relevant = self._relevant[node.id].facts
        if node.id in relevant:
            facts |= {node.id}
        return facts & relevant if facts else facts

    def _numbered(self, situation: Situation, came: tuple[int, str] | None) -> int:
        number = self._numbers.get(situation)
        if number is None:
            number = self._numbers[situation] = len(self._numbers)
            self.situations.found.append(situation)
            self.situations.steps.append(None)
            self.situations.came.append(came)
        return number


def _offered(
    choice: Choice, taken: str, variables: Mapping[str, Value], facts: frozenset[str]
) -> bool:
    if choice.once and taken in facts:
        return False
    return choice.when is None or choice.when.holds(variables, facts, facts)
