"""How an attempt is marked: recorded turns against the rubric of the scenario they were played in.

Marks are computed, never stored up along the way, so marking the same turns again gives the same
marks and a corrected mark scheme can be applied to turns recorded long ago.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scenarios.catalogue import Catalogue
from scenarios.machine import ScenarioMachine, State, Turn
from scenarios.model import Choice, Ending, MarkingPoint, Node, Outcome, Scenario

GOOD_OUTCOMES = frozenset({Outcome.EFFECTIVE, Outcome.ACCEPTABLE})
"""The outcomes of an ending with which a scenario can be achieved."""


class Status(StrEnum):
    """What an attempt showed of one marking point."""

    FAILED = "failed"
    MET = "met"
    PARTLY_MET = "partly met"
    NOT_MET = "not met"
    NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True)
class TakenTurn:
    """One turn with everything it stood between.

    `number` counts from 1; `offered` is what could have been said, the choice taken included;
    `first` is false when the same choice was taken before in the attempt.
    """

    number: int
    state: State
    node: Node
    choice: Choice
    offered: tuple[Choice, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Playthrough:
    """The turns of an attempt read against its scenario, and where they led."""

    scenario: Scenario
    turns: tuple[TakenTurn, ...]
    state: State
    offered: tuple[Choice, ...]

    @property
    def ending(self) -> Ending | None:
        """How the attempt ended; None while it is under way."""
        return self.scenario.nodes[self.state.node].ending


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake made at a turn, and the marking points of the rubric that it belongs to."""

    turn: int
    mistake: str
    marking_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointMarks:
    """What was shown of one marking point.

    `slips` are the turns with a mistake in this point. `decided_at` is the turn that decided the
    status: the one that failed the point, brought it to met or added its last marks, or, when it
    is not met, the last one at which something else was said although it could have been shown.
    """

    point: str
    marks: int
    max: int
    status: Status
    critical: bool
    slips: tuple[int, ...]
    decided_at: int | None


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of an attempt: by marking point in the rubric's order, and as a whole."""

    points: Mapping[str, PointMarks]
    percent: int
    achieved: bool
    slips: tuple[Slip, ...]

    def recorded(self) -> dict[str, dict[str, int | str]]:
        """Return the marks by point in the shape in which they are printed and exported."""
        return {
            name: {"marks": point.marks, "max": point.max, "status": point.status.value}
            for name, point in self.points.items()
        }


def mark(machine: ScenarioMachine, turns: Sequence[Turn], catalogue: Catalogue) -> Marks:
    """Mark the turns of an attempt, under way or finished.

    Raises ChoiceNotOffered when the turns can't have been played in this scenario.
    """
    return mark_playthrough(read_turns(machine, turns), catalogue)


def read_turns(machine: ScenarioMachine, turns: Sequence[Turn]) -> Playthrough:
    """Play recorded turns again and keep what was on offer at each.

    Raises ChoiceNotOffered when the turns can't have been played in this scenario.
    """
    nodes = machine.scenario.nodes
    *before, state = machine.replay(turns)
    first_at = {turn: number for number, turn in reversed(list(enumerate(turns, start=1)))}
    taken = tuple(
        TakenTurn(
            number=number,
            state=earlier,
            node=nodes[turn.node],
            choice=nodes[turn.node].choices[turn.choice],
            offered=machine.offered(earlier),
            first=first_at[turn] == number,
        )
        for number, (turn, earlier) in enumerate(zip(turns, before, strict=True), start=1)
    )
    return Playthrough(machine.scenario, taken, state, machine.offered(state))


def mark_playthrough(played: Playthrough, catalogue: Catalogue) -> Marks:
    """Mark turns that have been read already."""
    scenario = played.scenario
    slips = tuple(_slips(played, catalogue))
    points = {
        name: _mark_point(point, played, slips) for name, point in scenario.marking_points.items()
    }
    percent = percent_of(
        sum(point.marks for point in points.values()), sum(point.max for point in points.values())
    )
    achieved = (
        played.ending is not None
        and played.ending.outcome in GOOD_OUTCOMES
        and percent >= scenario.pass_mark
        and all(point.status is Status.MET for point in points.values() if point.critical)
    )
    return Marks(points, percent, achieved, slips)


def _slips(played: Playthrough, catalogue: Catalogue) -> Iterator[Slip]:
    rubric = played.scenario.marking_points
    for turn in played.turns:
        for mistake in turn.choice.mistakes:
            belongs_to = catalogue.mistakes[mistake].marking_points
            yield Slip(turn.number, mistake, tuple(name for name in belongs_to if name in rubric))


def _mark_point(point: MarkingPoint, played: Playthrough, slips: Sequence[Slip]) -> PointMarks:
    """Decide one marking point, and find the turn that decided it."""
    awards = [
        (turn.number, turn.choice.awards[point.id])
        for turn in played.turns
        if turn.first and point.id in turn.choice.awards
    ]
    failed_at = next((t.number for t in played.turns if point.id in t.choice.fails), None)
    missed_at = [t.number for t in played.turns if _could_show(point, t.offered)]
    marks = min(sum(award for _, award in awards), point.max)
    decided_at: int | None
    if failed_at is not None:
        marks, status, decided_at = 0, Status.FAILED, failed_at
    elif marks >= point.met:
        status, decided_at = Status.MET, _reached_at(point.met, awards)
    elif marks > 0:
        status, decided_at = Status.PARTLY_MET, awards[-1][0]
    elif missed_at:
        status, decided_at = Status.NOT_MET, missed_at[-1]
    elif _could_show(point, played.offered):
        status, decided_at = Status.NOT_MET, None
    else:
        status, decided_at = Status.NOT_REACHED, None
    return PointMarks(
        point=point.id,
        marks=marks,
        max=point.max,
        status=status,
        critical=point.critical,
        slips=tuple(dict.fromkeys(slip.turn for slip in slips if point.id in slip.marking_points)),
        decided_at=decided_at,
    )


def _could_show(point: MarkingPoint, offered: Sequence[Choice]) -> bool:
    return any(point.id in choice.awards for choice in offered)


def _reached_at(target: int, awards: Sequence[tuple[int, int]]) -> int | None:
    """Return the turn at which the running sum of awards came to `target`."""
    total = 0
    for turn, award in awards:
        total += award
        if total >= target:
            return turn
    return None


def percent_of(marks: int, maximum: int) -> int:
    """Return marks as a whole per cent, halves rounded up, in whole numbers throughout."""
    return (200 * marks + maximum) // (2 * maximum)
