"""A scenario as a graph to be drawn: boxes for its nodes, arrows for the ways between them.

It is made from the machine that plays the scenario, so that what is drawn is what is played. Each
module beside this one draws it in one format.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scenarios.checks.search import explore
from scenarios.machine import ScenarioMachine, State, Way
from scenarios.model import Choice, Node, Outcome


@dataclass(frozen=True, slots=True)
class Box:
    """A node. `words` are the first that are told or said there.

    `outcome` is None where it is no ending, `reached` is false when no play gets there, and
    `marked` is true on the marked path.
    """

    id: str
    words: str
    start: bool
    outcome: Outcome | None
    reached: bool
    marked: bool

    @property
    def heading(self) -> str:
        """What the box is: its id, and whether play starts or ends there."""
        if self.outcome is not None:
            return f"{self.id} (ending: {self.outcome})"
        return f"{self.id} (start)" if self.start else self.id


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from one node to another.

    `choice` is None for `otherwise`. `offered` is the condition for offering the choice, `when`
    the condition for going this way, and `instead` says that others of the choice are tried first.
    `turns` are the numbers of the turns in which the marked path takes it.
    """

    source: str
    to: str
    choice: str | None
    offered: str | None
    when: str | None
    instead: bool
    turns: tuple[int, ...]

    @property
    def label(self) -> str:
        """What is written on the arrow."""
        if self.choice is None:
            return "(nothing on offer)"
        numbers = "".join(f"{turn}. " for turn in self.turns)
        conditions = "; ".join(self._conditions())
        return f"{numbers}{self.choice}" + (f" ({conditions})" if conditions else "")

    def _conditions(self) -> Iterator[str]:
        if self.offered is not None:
            yield f"on offer if {self.offered}"
        if self.when is not None:
            yield f"if {self.when}"
        elif self.instead:
            yield "otherwise"


@dataclass(frozen=True, slots=True)
class Graph:
    """A scenario to be drawn. `path` has the choices of the marked path, None without one."""

    id: str
    title: str
    boxes: Mapping[str, Box]
    arrows: tuple[Arrow, ...]
    path: tuple[str, ...] | None


def graph_of(machine: ScenarioMachine, path: Sequence[str] | None = None) -> Graph:
    """Return the graph of a scenario with the path of these choices marked.

    Raises ChoiceNotOffered when the choices can't be taken one after another.
    """
    scenario = machine.scenario
    turns, nodes = _played(machine, path)
    reached = _reached(machine)
    boxes = {
        node.id: Box(
            id=node.id,
            words=_words(node),
            start=node.id == scenario.start,
            outcome=node.ending.outcome if node.ending else None,
            reached=node.id in reached,
            marked=node.id in nodes,
        )
        for node in scenario.nodes.values()
    }
    ways: dict[str, list[Way]] = defaultdict(list)
    for way in machine.ways():
        ways[way.node].append(way)
    arrows = (arrow for name in scenario.nodes for arrow in _arrows(machine, ways[name], turns))
    marked = None if path is None else tuple(path)
    return Graph(scenario.id, scenario.title, boxes, tuple(arrows), marked)


def line(text: str, most: int = 60) -> str:
    """Return a text on one line without anything that can't be seen, cut to `most` characters."""
    seen = "".join(each if each.isprintable() else " " for each in text)
    seen = " ".join(seen.split())
    if len(seen) <= most:
        return seen
    whole, space, _ = seen[: most - 3].rpartition(" ")
    return f"{(whole if space else seen[: most - 3]).rstrip(' .,;:')}..."


def _arrows(machine: ScenarioMachine, ways: Sequence[Way], turns: "_Turns") -> Iterator[Arrow]:
    seen: set[str | None] = set()
    for way in ways:
        offered = _choice(machine, way)
        when = offered and offered.when
        yield Arrow(
            source=way.node,
            to=way.to,
            choice=way.choice,
            offered=when.text if when else None,
            when=way.when.text if way.when else None,
            instead=way.choice in seen,
            turns=tuple(turns.get((way.node, way.choice, way.to), ())),
        )
        seen.add(way.choice)


def _choice(machine: ScenarioMachine, way: Way) -> Choice | None:
    choices = machine.scenario.nodes[way.node].choices
    return None if way.choice is None else choices[way.choice]


_Turns = Mapping[tuple[str, str | None, str], Sequence[int]]


def _played(machine: ScenarioMachine, path: Sequence[str] | None) -> tuple[_Turns, set[str]]:
    """Return in which turns a path takes each way, and the nodes it comes through."""
    turns: dict[tuple[str, str | None, str], list[int]] = defaultdict(list)
    nodes: set[str] = set()
    if path is None:
        return turns, nodes

    def arrive(state: State, number: int) -> str:
        through = (*state.passed, state.node)
        nodes.update(through)
        for source, to in pairwise(through):
            turns[source, None, to].append(number)
        return through[0]

    state = machine.begin()
    arrive(state, 0)
    for number, choice in enumerate(path, start=1):
        source = state.node
        state = machine.advance(state, choice)
        turns[source, choice, arrive(state, number)].append(number)
    return turns, nodes


def _reached(machine: ScenarioMachine) -> set[str]:
    """Return the nodes that play gets to; those that arrows lead to when it is too much to try."""
    situations = explore(machine.scenario)
    if situations.complete:
        return situations.reached
    leads: dict[str, set[str]] = defaultdict(set)
    for way in machine.ways():
        leads[way.node].add(way.to)
    reached, waiting = {machine.scenario.start}, [machine.scenario.start]
    while waiting:
        new = leads[waiting.pop()] - reached
        reached |= new
        waiting.extend(new)
    return reached


def _words(node: Node) -> str:
    return line(node.scene or " ".join(node.mentee))
