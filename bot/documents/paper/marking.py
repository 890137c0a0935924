"""The marking sheet: which answers earn or lose what, and when the standard is reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.documents.paper.numbering import Numbering
from scenarios.catalogue import Catalogue
from scenarios.model import Choice, MarkingPoint, Scenario
from scoring.marking import GOOD_OUTCOMES, percent_of

_Answers: TypeAlias = Mapping[str, Choice]


@dataclass(frozen=True, slots=True)
class Earns:
    """Marks, and the answers that earn so many."""

    marks: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointOnPaper:
    """A marking point: what it asks, which answers show it, and which fail it for good."""

    title: str
    text: str
    most: int
    shown_from: int
    critical: bool
    earns: tuple[Earns, ...]
    fails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PutRight:
    """A common mistake put right, and the answers that show it."""

    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marking:
    """The marks of a scenario on one sheet.

    The standard is reached from `needed` of `total` marks on, at one of the `good_endings`, with
    every critical point shown.
    """

    points: tuple[PointOnPaper, ...]
    total: int
    needed: int
    percent: int
    good_endings: tuple[int, ...]
    put_right: tuple[PutRight, ...]


def marking_sheet(scenario: Scenario, numbering: Numbering, catalogue: Catalogue) -> Marking:
    """Return the marking sheet of a scenario."""
    answers = _answers(numbering)
    total = sum(point.max for point in scenario.marking_points.values())
    good = (
        numbering.labels.places[node.id]
        for node in scenario.nodes.values()
        if node.ending is not None and node.ending.outcome in GOOD_OUTCOMES
    )
    return Marking(
        points=tuple(_point(one, answers, catalogue) for one in scenario.marking_points.values()),
        total=total,
        needed=next(n for n in range(total + 1) if percent_of(n, total) >= scenario.pass_mark),
        percent=scenario.pass_mark,
        good_endings=tuple(sorted(good)),
        put_right=_put_right(answers, catalogue),
    )


def _answers(numbering: Numbering) -> _Answers:
    """Return every choice by what it is called, such as 12B, in the order of these names."""
    return {
        numbering.labels.answers[f"{node}.{choice.id}"]: choice
        for node in numbering.places
        if isinstance(node, str)
        for _, choice in numbering.choices[node]
    }


def _point(point: MarkingPoint, answers: _Answers, catalogue: Catalogue) -> PointOnPaper:
    earning: dict[int, list[str]] = {}
    for name, choice in answers.items():
        if point.id in choice.awards:
            earning.setdefault(choice.awards[point.id], []).append(name)
    skill = catalogue.marking_points[point.id]
    return PointOnPaper(
        title=skill.title,
        text=skill.text,
        most=point.max,
        shown_from=point.met,
        critical=point.critical,
        earns=tuple(Earns(marks, tuple(earning[marks])) for marks in sorted(earning, reverse=True)),
        fails=tuple(name for name, choice in answers.items() if point.id in choice.fails),
    )


def _put_right(answers: _Answers, catalogue: Catalogue) -> tuple[PutRight, ...]:
    shown: dict[str, list[str]] = {}
    for name, choice in answers.items():
        # Units have mistakes in common, and these one correction.
        for text in dict.fromkeys(catalogue.mistakes[one].correction for one in choice.mistakes):
            shown.setdefault(text, []).append(name)
    return tuple(PutRight(text, tuple(names)) for text, names in shown.items())
