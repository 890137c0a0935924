"""Revision cards and marking points, and when each is due again.

A unit's cards are made from the catalogue. What is remembered of a card is when it was last seen
and how well it sat then; when to show it again is worked out by FSRS. What is due of the marking
points is derived from the marks of completed attempts by the same rule, and kept nowhere.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from fsrs import Card, Rating, Scheduler, State

from bot.practice.progress import Finished
from scenarios.catalogue import Catalogue
from scenarios.model import Scenario
from scoring.marking import Status

_LONGEST_DAYS = 90  # a course is over after some months
_LAST_TIMES = 12
_SCHEDULER = Scheduler(
    # A card comes once in a session, so there are no steps of minutes: all steps are whole days.
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=_LONGEST_DAYS,
    enable_fuzzing=False,
)


class Recall(IntEnum):
    """How well something was known."""

    NOT_YET = 1
    NEARLY = 2
    YES = 3


_RATINGS = {Recall.NOT_YET: Rating.Again, Recall.NEARLY: Rating.Hard, Recall.YES: Rating.Good}
_SHOWN: Mapping[Status, Recall] = {
    Status.MET: Recall.YES,
    Status.PARTLY_MET: Recall.NEARLY,
    Status.NOT_MET: Recall.NOT_YET,
    Status.FAILED: Recall.NOT_YET,
}
"""What a mark says of a skill; one that was not reached says nothing."""


@dataclass(frozen=True, slots=True)
class Term:
    """A card that asks what a word of the glossary means."""

    id: str
    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A card that asks what puts a common mistake right."""

    id: str
    text: str
    correction: str


Face = Term | Slip
"""What stands on a card."""


@dataclass(frozen=True, slots=True)
class Memory:
    """How well something sits, as FSRS reckons, and when it is due again."""

    state: int
    step: int | None
    stability: float
    difficulty: float
    due_at: datetime
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class DuePractice:
    """A scenario that trains a marking point which is due again."""

    scenario: Scenario
    point: str


def deck(catalogue: Catalogue, unit: str | None) -> dict[str, Face]:
    """Return the cards of a unit by id, in the order in which to meet them; none without a unit.

    The unit's own key terms come first, then its mistakes, then the rest of the glossary.
    """
    if unit is None:
        return {}
    own = {term.lower() for term in catalogue.units[unit].key_terms}
    entries = sorted(catalogue.glossary.values(), key=lambda entry: entry.term.lower() not in own)
    terms: list[Face] = [Term(f"term:{entry.id}", entry.term, entry.text) for entry in entries]
    slips: list[Face] = [
        Slip(f"mistake:{mistake.id}", mistake.text, mistake.correction)
        for mistake in catalogue.mistakes.values()
        if mistake.unit == unit
    ]
    first = sum(entry.term.lower() in own for entry in entries)
    return {face.id: face for face in (*terms[:first], *slips, *terms[first:])}


def reviewed(memory: Memory | None, recall: Recall, at: datetime) -> Memory:
    """Return what is remembered of something after it was asked at a moment in UTC."""
    if memory is None:
        card = Card(card_id=0, due=at)
    else:
        card = Card(
            card_id=0,
            state=State(memory.state),
            step=memory.step,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=memory.due_at,
            last_review=memory.reviewed_at,
        )
    card, _ = _SCHEDULER.review_card(card, _RATINGS[recall], at)
    if card.stability is None or card.difficulty is None:
        raise ValueError("a card that was reviewed has no stability")
    return Memory(card.state.value, card.step, card.stability, card.difficulty, card.due, at)


def points_due(finished: Iterable[Finished], now: datetime) -> dict[str, datetime]:
    """Return the marking points that are due, and since when, the longest due first.

    `finished` are a learner's completed practice attempts, the oldest first. Only the last times
    that a point came up count: what came long before decides nothing about when it is due.
    """
    seen: dict[str, deque[tuple[Recall, datetime]]] = defaultdict(lambda: deque(maxlen=_LAST_TIMES))
    for attempt in finished:
        for point, status in attempt.statuses.items():
            if (recall := _SHOWN.get(status)) is not None:
                seen[point].append((recall, attempt.at))
    memories: dict[str, Memory] = {}
    for point, times in seen.items():
        for recall, at in times:
            memories[point] = reviewed(memories.get(point), recall, at)
    due = {point: memory.due_at for point, memory in memories.items() if memory.due_at <= now}
    return dict(sorted(due.items(), key=lambda item: item[1]))


def practice_due(
    due: Iterable[str], unit: str | None, scenarios: Sequence[Scenario], done: Iterable[str]
) -> DuePractice | None:
    """Return a scenario for one of the points `due`, or None when no scenario trains any.

    One of the learner's unit comes before others; then the point due longest decides, and a
    scenario that was not done yet comes before one that was.
    """
    tried = set(done)

    def rank(found: DuePractice) -> tuple[bool, int, bool, int, str]:
        scenario = found.scenario
        elsewhere = unit not in scenario.units
        known = scenario.id in tried
        return elsewhere, order[found.point], known, scenario.level or 0, scenario.title

    order = {point: number for number, point in enumerate(due)}
    return min(
        (
            DuePractice(scenario, point)
            for scenario in scenarios
            for point in scenario.marking_points
            if point in order
        ),
        key=rank,
        default=None,
    )
