"""What everything in a scenario is called on paper: numbers of paragraphs, letters of answers.

The order is a shuffled one, always the same for a scenario, so that neither numbers nor letters
give anything away.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count
from typing import TypeAlias

from bot.documents.paper.rules import Labels
from scenarios.conditions import Condition
from scenarios.model import Choice, Goto, Node, Scenario, Value

_ANSWERS = "ABCDEFGHJ"
_SHEET = "KLMNPQRSTUVWXYZ"
"""For boxes and counters: none that an answer has, and none that looks like a figure."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer does to a variable: adds `by` to it, or sets it `to` a value."""

    variable: str
    by: int | None = None
    to: Value | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What happens between an answer and the next node. Answers may have a step in common."""

    changes: tuple[Change, ...]
    goto: tuple[Goto, ...]


Place: TypeAlias = str | Step
"""What has a number: a node by its id, or a step."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers and letters of a scenario.

    `places` are in the order of their numbers, from 1. `choices` are those of each node, with
    their letters and in the order of these. `next` is the number that each choice leads to, by
    `node.choice`.
    """

    places: tuple[Place, ...]
    choices: Mapping[str, tuple[tuple[str, Choice], ...]]
    next: Mapping[str, int]
    labels: Labels


def number(scenario: Scenario) -> Numbering:
    """Give everything in a scenario its number or letter."""
    asked = frozenset(chain.from_iterable(each.variables for each in _conditions(scenario)))
    lettered = {node.id: _lettered(scenario, node) for node in scenario.nodes.values()}
    after = {
        f"{node.id}.{choice.id}": _after(choice, asked)
        for node in scenario.nodes.values()
        for choice in node.choices.values()
    }
    places = _places(scenario, after.values())
    numbers = {place: at for at, place in enumerate(places, start=1)}
    letters = dict(zip(_named(scenario, asked), _letters(), strict=False))
    labels = Labels(
        boxes={name: letters[name] for name in letters if _is_box(scenario, name)},
        counters={name: letters[name] for name in letters if not _is_box(scenario, name)},
        places={name: numbers[name] for name in scenario.nodes},
        answers={
            f"{node}.{choice.id}": f"{numbers[node]}{letter}"
            for node, choices in lettered.items()
            for letter, choice in choices
        },
    )
    return Numbering(places, lettered, {name: numbers[to] for name, to in after.items()}, labels)


def _after(choice: Choice, asked: frozenset[str]) -> Place:
    """Return what comes after an answer: a step, or at once a node."""
    adds = (Change(name, by=by) for name, by in choice.change.items() if by)
    sets = (Change(name, to=to) for name, to in choice.set.items())
    changes = tuple(
        change
        for change in chain(adds, sets)
        if change.variable in asked and (change.by is None or change.variable not in choice.set)
    )
    first = choice.goto[0]
    return first.to if first.when is None and not changes else Step(changes, choice.goto)


def _places(scenario: Scenario, after: Iterable[Place]) -> tuple[Place, ...]:
    """Return what has a number: the start, and then everything else as if at random."""

    def rank(place: Place) -> bytes:
        ways = [] if isinstance(place, str) else [(each.when, each.to) for each in place.goto]
        named = [(when.text if when else None, to) for when, to in ways]
        name = place if isinstance(place, str) else repr((place.changes, named))
        return sha256(f"{scenario.id}/{name}".encode()).digest()

    others = dict.fromkeys((*scenario.nodes, *after))
    return (scenario.start, *sorted((one for one in others if one != scenario.start), key=rank))


def _lettered(scenario: Scenario, node: Node) -> tuple[tuple[str, Choice], ...]:
    def rank(choice: Choice) -> bytes:
        return sha256(f"{scenario.id}/{node.id}/{choice.id}".encode()).digest()

    choices = list(node.choices.values())
    return tuple(
        zip(_ANSWERS, choices if node.fixed_order else sorted(choices, key=rank), strict=False)
    )


def _conditions(scenario: Scenario) -> Iterator[Condition]:
    for node in scenario.nodes.values():
        for choice in node.choices.values():
            for when in (choice.when, *(each.when for each in choice.goto)):
                if when is not None:
                    yield when


def _named(scenario: Scenario, asked: frozenset[str]) -> list[str]:
    """Return the variables that conditions ask about, boxes first; the others are not kept."""
    variables = (name for name in scenario.variables if name in asked)
    return sorted(variables, key=lambda name: not _is_box(scenario, name))


def _is_box(scenario: Scenario, variable: str) -> bool:
    return scenario.variables[variable].minimum is None


def _letters() -> Iterator[str]:
    yield from _SHEET
    yield from (f"{letter}{round_}" for round_ in count(2) for letter in _SHEET)
