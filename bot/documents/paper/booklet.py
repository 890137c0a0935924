"""A scenario as a booklet to play from: paragraphs that say where to go on, and what to note.

What an answer changes on the record sheet stands in a paragraph of its own, since it would give
the better answers away beside them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.documents.paper.marking import Marking, marking_sheet
from bot.documents.paper.numbering import Change, Numbering, Step, number
from bot.documents.paper.rules import in_words
from scenarios.catalogue import Catalogue
from scenarios.conditions import Condition
from scenarios.model import Choice, Node, Scenario


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the record sheet, to be ticked; `name` is the tutor's word for it."""

    letter: str
    name: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter of the record sheet, and how far it goes; `name` is the tutor's word for it."""

    letter: str
    name: str
    start: int
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Way:
    """Where to go on: of several the first of which all of `when` is so."""

    when: tuple[str, ...]
    to: int


@dataclass(frozen=True, slots=True)
class Option:
    """An answer, and where it leads.

    All of `only_if` has to be so for it to be given. `again` is true where one may come back and
    give it once more. `choice` and `feedback` are not for the booklet itself.
    """

    letter: str
    choice: str
    say: str
    only_if: tuple[str, ...]
    again: bool
    to: int
    feedback: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph: a node of the scenario, or a step between two of them.

    A node has `options`, with `otherwise` for where none of them is left, or a `debrief` at an
    ending. A step has `changes` and `ways`. `thought` and `node` are not for the booklet itself.
    """

    number: int
    node: str | None = None
    scene: str | None = None
    speaker: str | None = None
    said: tuple[str, ...] = ()
    thought: str | None = None
    options: tuple[Option, ...] = ()
    otherwise: int | None = None
    debrief: str | None = None
    changes: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Booklet:
    """Everything that is printed of a scenario, but for its own fields such as the title."""

    boxes: tuple[Box, ...]
    counters: tuple[Counter, ...]
    paragraphs: tuple[Paragraph, ...]
    marking: Marking


def booklet(scenario: Scenario, catalogue: Catalogue) -> Booklet:
    """Turn a scenario into a booklet."""
    numbering = number(scenario)
    return Booklet(
        boxes=tuple(
            Box(letter, name, ticked=scenario.variables[name].start is True)
            for name, letter in numbering.labels.boxes.items()
        ),
        counters=tuple(_counters(scenario, numbering)),
        paragraphs=tuple(
            _step(scenario, numbering, at, place)
            if isinstance(place, Step)
            else _moment(scenario, numbering, scenario.nodes[place])
            for at, place in enumerate(numbering.places, start=1)
        ),
        marking=marking_sheet(scenario, numbering, catalogue),
    )


def _counters(scenario: Scenario, numbering: Numbering) -> Iterator[Counter]:
    for name, letter in numbering.labels.counters.items():
        variable = scenario.variables[name]
        if variable.minimum is not None and variable.maximum is not None:
            yield Counter(letter, name, int(variable.start), variable.minimum, variable.maximum)


def _moment(scenario: Scenario, numbering: Numbering, node: Node) -> Paragraph:
    places = numbering.labels.places
    back = _comes_back(scenario, node)
    return Paragraph(
        number=places[node.id],
        node=node.id,
        scene=node.scene,
        speaker=node.speaker or scenario.mentee.name,
        said=node.mentee,
        thought=node.thought,
        options=tuple(
            _option(numbering, node, letter, choice, back=back)
            for letter, choice in numbering.choices[node.id]
        ),
        otherwise=None if node.otherwise is None else places[node.otherwise],
        debrief=None if node.ending is None else node.ending.debrief,
    )


def _option(numbering: Numbering, node: Node, letter: str, choice: Choice, *, back: bool) -> Option:
    return Option(
        letter=letter,
        choice=choice.id,
        say=choice.say,
        only_if=_words(choice.when, numbering),
        again=back and not choice.once,
        to=numbering.next[f"{node.id}.{choice.id}"],
        feedback=choice.feedback,
    )


def _step(scenario: Scenario, numbering: Numbering, at: int, step: Step) -> Paragraph:
    return Paragraph(
        number=at,
        changes=tuple(_change(scenario, numbering, change) for change in step.changes),
        ways=tuple(
            Way(_words(each.when, numbering), numbering.labels.places[each.to])
            for each in step.goto
        ),
    )


def _change(scenario: Scenario, numbering: Numbering, change: Change) -> str:
    box = numbering.labels.boxes.get(change.variable)
    if box is not None:
        return f"Tick box {box}." if change.to else f"Rub out the tick in box {box}."
    counter = f"Move counter {numbering.labels.counters[change.variable]}"
    if change.by is not None:
        return f"{counter} {'up' if change.by > 0 else 'down'} by {abs(change.by)}."
    variable = scenario.variables[change.variable]
    low, high = variable.minimum or 0, variable.maximum or 0
    return f"{counter} to {min(max(int(change.to or 0), low), high)}."


def _words(condition: Condition | None, numbering: Numbering) -> tuple[str, ...]:
    return () if condition is None else in_words(condition.expression, numbering.labels)


def _comes_back(scenario: Scenario, node: Node) -> bool:
    """Whether one may come to a node again, as far as its ways on tell."""
    seen: set[str] = set()
    coming = list(_next_to(node))
    while coming:
        name = coming.pop()
        if name not in seen:
            seen.add(name)
            coming.extend(_next_to(scenario.nodes[name]))
    return node.id in seen


def _next_to(node: Node) -> Iterator[str]:
    for choice in node.choices.values():
        yield from (each.to for each in choice.goto)
    if node.otherwise is not None:
        yield node.otherwise
