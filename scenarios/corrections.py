"""A corrected mark scheme for a scenario that is played as it was.

Two versions of a scenario are *played alike* when every sequence of choices goes the same way in
both. What is said and how it is marked may differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scenarios.conditions import Condition, Expression
from scenarios.model import Choice, Node, Scenario


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the play that two versions don't share.

    `node` and `choice` say where; both are None for the scenario as a whole. `part` is the field,
    or "node" or "choice" when the whole of it stands in only one of the versions: in the corrected
    one if `added`, otherwise in the earlier.
    """

    part: str
    node: str | None = None
    choice: str | None = None
    added: bool | None = None


def differences_in_play(played: Scenario, corrected: Scenario) -> tuple[Difference, ...]:
    """Return everything that keeps two versions from being played alike."""
    return tuple(_differences(played, corrected))


def with_mark_scheme(played: Scenario, corrected: Scenario) -> Scenario:
    """Return a scenario with the words that were played and the marks and feedback of another.

    The two have to be played alike. The version stays the one that was played.
    """
    return replace(
        played,
        marking_points=corrected.marking_points,
        pass_mark=corrected.pass_mark,
        feedback=corrected.feedback,
        nodes={
            node.id: _marked_anew(node, corrected.nodes[node.id]) for node in played.nodes.values()
        },
    )


def _marked_anew(node: Node, corrected: Node) -> Node:
    choices = {
        choice.id: replace(
            choice,
            awards=corrected.choices[choice.id].awards,
            fails=corrected.choices[choice.id].fails,
            mistakes=corrected.choices[choice.id].mistakes,
            feedback=corrected.choices[choice.id].feedback,
        )
        for choice in node.choices.values()
    }
    return replace(node, choices=choices, ending=corrected.ending)


def _differences(played: Scenario, corrected: Scenario) -> Iterator[Difference]:
    if played.start != corrected.start:
        yield Difference("start")
    if played.variables != corrected.variables:
        yield Difference("variables")
    for name in dict.fromkeys((*played.nodes, *corrected.nodes)):
        if name not in played.nodes or name not in corrected.nodes:
            yield Difference("node", name, added=name in corrected.nodes)
        else:
            yield from _in_node(played.nodes[name], corrected.nodes[name])


def _in_node(played: Node, corrected: Node) -> Iterator[Difference]:
    if played.otherwise != corrected.otherwise:
        yield Difference("otherwise", played.id)
    if (played.ending is None) != (corrected.ending is None):
        yield Difference("ending", played.id)
    for name in dict.fromkeys((*played.choices, *corrected.choices)):
        if name not in played.choices or name not in corrected.choices:
            yield Difference("choice", played.id, name, added=name in corrected.choices)
        else:
            yield from _in_choice(played.id, played.choices[name], corrected.choices[name])


def _in_choice(node: str, played: Choice, corrected: Choice) -> Iterator[Difference]:
    parts = (
        ("when", _asks(played.when), _asks(corrected.when)),
        ("once", played.once, corrected.once),
        ("change", played.change, corrected.change),
        ("set", played.set, corrected.set),
        ("goto", _ways(played), _ways(corrected)),
    )
    for part, before, after in parts:
        if before != after:
            yield Difference(part, node, played.id)


def _asks(condition: Condition | None) -> Expression | None:
    """Return what a condition asks, however it is written."""
    return None if condition is None else condition.expression


def _ways(choice: Choice) -> tuple[tuple[Expression | None, str], ...]:
    return tuple((_asks(goto.when), goto.to) for goto in choice.goto)
