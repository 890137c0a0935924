"""What can still matter at each node: it keeps the situations of a search few.

The graph of nodes is taken without its conditions, so what is said to matter may turn out not to;
what is said not to matter never does.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

from scenarios.conditions import Condition
from scenarios.model import Choice, Node, Scenario


@dataclass(frozen=True, slots=True)
class Relevant:
    """What matters at a node: names of variables, and facts, by node or `node.choice`."""

    variables: tuple[str, ...]
    facts: frozenset[str]


def relevance(
    scenario: Scenario, keep: Callable[[Choice], bool] | None = None
) -> Mapping[str, Relevant]:
    """Return for each node what a situation there has to remember.

    A variable matters where a condition that can still be asked reads it, and so does a node or a
    choice that one asks about. That a choice was taken also matters while its node can come again,
    if it is then not offered any more, or if `keep` says so.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(scenario.nodes)
    graph.add_edges_from((node.id, to) for node in scenario.nodes.values() for to in leads_to(node))
    circles = nx.condensation(graph)
    relevant: dict[int, Relevant] = {}
    for number in reversed(list(nx.topological_sort(circles))):
        members = circles.nodes[number]["members"]
        nodes = [scenario.nodes[node] for node in members]
        conditions = [one for node in nodes for one in conditions_of(node)]
        variables = {name for one in conditions for name in one.variables}
        facts = {name for one in conditions for name in one.visited | one.chosen}
        if any(to in members for node in nodes for to in leads_to(node)):
            facts.update(name for node in nodes for name in _remembered(node, keep))
        for after in circles.successors(number):
            variables.update(relevant[after].variables)
            facts |= relevant[after].facts
        relevant[number] = Relevant(tuple(sorted(variables)), frozenset(facts))
    return {node: relevant[number] for node, number in circles.graph["mapping"].items()}


def leads_to(node: Node) -> Iterator[str]:
    """Yield where a node can lead, whatever its conditions say."""
    for choice in node.choices.values():
        yield from (way.to for way in choice.goto)
    if node.otherwise is not None:
        yield node.otherwise


def conditions_of(node: Node) -> Iterator[Condition]:
    """Yield every condition that is asked at a node."""
    for choice in node.choices.values():
        if choice.when is not None:
            yield choice.when
        yield from (way.when for way in choice.goto if way.when is not None)


def _remembered(node: Node, keep: Callable[[Choice], bool] | None) -> Iterator[str]:
    """Yield the choices of a node that can come again for which it matters if they were taken."""
    for choice in node.choices.values():
        if choice.once or (keep is not None and keep(choice)):
            yield f"{node.id}.{choice.id}"
