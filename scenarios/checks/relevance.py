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

    A variable matters where a condition can still read it before a choice sets it, and a node or a
    choice where a condition that can still be asked asks about it. That a choice was taken also
    matters while its node can come again, if it is then not offered any more, or if `keep` says so.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(scenario.nodes)
    graph.add_edges_from((node.id, to) for node in scenario.nodes.values() for to in leads_to(node))
    circles = nx.condensation(graph)
    facts_of: dict[int, frozenset[str]] = {}
    for number in reversed(list(nx.topological_sort(circles))):
        members = circles.nodes[number]["members"]
        nodes = [scenario.nodes[node] for node in members]
        conditions = [one for node in nodes for one in conditions_of(node)]
        facts = {name for one in conditions for name in one.visited | one.chosen}
        if any(to in members for node in nodes for to in leads_to(node)):
            facts.update(name for node in nodes for name in _remembered(node, keep))
        facts_of[number] = frozenset(facts).union(
            *(facts_of[n] for n in circles.successors(number))
        )
    variables = _variables(scenario, graph)
    return {
        node: Relevant(variables[node], facts_of[number])
        for node, number in circles.graph["mapping"].items()
    }


def _variables(scenario: Scenario, graph: "nx.DiGraph[str]") -> Mapping[str, tuple[str, ...]]:
    """Return for each node the variables that may be read from there on, before they are set."""
    matter: dict[str, frozenset[str]] = dict.fromkeys(scenario.nodes, frozenset())
    # What leads to a node comes after it, so that most nodes are looked at only once.
    waiting = dict.fromkeys(nx.dfs_postorder_nodes(graph))
    while waiting:
        name = next(iter(waiting))
        del waiting[name]
        now = frozenset(_read(scenario.nodes[name], matter))
        if now != matter[name]:
            matter[name] = now
            waiting.update(dict.fromkeys(graph.predecessors(name)))
    return {name: tuple(sorted(variables)) for name, variables in matter.items()}


def _read(node: Node, matter: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield the variables that may be read at a node, or after it as `matter` has it so far."""
    for choice in node.choices.values():
        if choice.when is not None:
            yield from choice.when.variables
        for way in choice.goto:
            if way.when is not None:
                yield from way.when.variables - choice.set.keys()
            yield from matter[way.to] - choice.set.keys()
    if node.otherwise is not None:
        yield from matter[node.otherwise]


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
