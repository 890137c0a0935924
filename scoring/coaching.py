"""What a coach picks out of a finished attempt: the weakest point, the moment, the next step."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from scenarios.catalogue import Catalogue
from scenarios.machine import ScenarioMachine
from scenarios.model import Choice
from scoring.marking import GOOD_OUTCOMES, Marks, Playthrough, PointMarks, Status, TakenTurn


class Effect(StrEnum):
    """Why a moment mattered."""

    FAILED = "failed"
    COST = "cost"
    EARNED = "earned"


@dataclass(frozen=True, slots=True)
class Moment:
    """The turn that mattered most, and the titles of the skills that it failed, cost or earned."""

    turn: int
    said: str
    feedback: str
    effect: Effect
    skills: tuple[str, ...]

    @property
    def why(self) -> str:
        """Say in a sentence why this turn mattered."""
        skills = listed(self.skills)
        if self.effect is Effect.FAILED:
            return f"This can't be undone. After it, {skills} could not be shown any more."
        if self.effect is Effect.COST:
            return f"Another reply here would have made room for {skills}."
        return f"This did most to show {skills}."


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to try next time, for the marking point that needs it most.

    `idea` says what to aim for, never the very words. `turn` and `said` are the moment to do it
    differently, or None when the point did not come up enough to be shown.
    """

    point: str
    title: str
    turn: int | None
    said: str | None
    idea: str


def listed(items: Iterable[str]) -> str:
    """Join one or more items as people do: `a`, `a and b`, `a, b and c`."""
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def weakest_point(marks: Marks) -> PointMarks | None:
    """Return the point that needs work most, or None when all was shown in full without a slip.

    A failed point comes first, then what was missed although it was on offer, then what never
    came up, then a slip in a point that was met, then marks left on one. Critical points go
    before others, then more missing marks before fewer, then the rubric's order decides.
    """
    weak = [point for point in marks.points.values() if point.slips or point.marks < point.max]
    return min(weak, key=_weakness, default=None)


def _weakness(point: PointMarks) -> tuple[int, bool, int]:
    rank = {
        Status.FAILED: 0,
        Status.NOT_MET: 1,
        Status.PARTLY_MET: 1,
        Status.NOT_REACHED: 2,
        Status.MET: 3 if point.slips else 4,
    }
    return rank[point.status], not point.critical, point.marks - point.max


def next_step(played: Playthrough, marks: Marks, catalogue: Catalogue) -> NextStep | None:
    """Return what to try next for the weakest point, or None when nothing is weak."""
    point = weakest_point(marks)
    if point is None:
        return None
    skill = catalogue.marking_points[point.point]
    turn = _turn_to_change(played, point)
    if turn is not None and (idea := _idea(played, turn, point.point, catalogue)) is not None:
        return NextStep(point.point, skill.title, turn.number, turn.choice.say, idea)
    return NextStep(point.point, skill.title, None, None, f"A good mentor {skill.text}.")


def _turn_to_change(played: Playthrough, point: PointMarks) -> TakenTurn | None:
    """Return the turn at which another reply would have done most for the point."""
    if point.status is Status.FAILED and point.decided_at is not None:
        return played.turns[point.decided_at - 1]
    if point.status is Status.MET and point.slips:
        return played.turns[point.slips[0] - 1]
    missed = [
        (
            reply.awards[point.point] - _shown(turn, point.point),
            turn.number in point.slips,
            turn.number,
        )
        for turn in played.turns
        for reply in _better_replies(played, turn, point.point)
    ]
    return played.turns[max(missed)[2] - 1] if missed else None


def _idea(played: Playthrough, turn: TakenTurn, point: str, catalogue: Catalogue) -> str | None:
    """Say what a better reply at `turn` does, or put the mistake made there right."""
    better = list(_better_replies(played, turn, point))
    if better:
        return max(better, key=lambda reply: reply.awards[point]).feedback
    for mistake in turn.choice.mistakes:
        if point in catalogue.mistakes[mistake].marking_points:
            return catalogue.mistakes[mistake].correction
    return None


def _better_replies(played: Playthrough, turn: TakenTurn, point: str) -> Iterator[Choice]:
    """Yield what was never said and would have shown more of a point than what was."""
    shown = _shown(turn, point)
    return (r for r in _missed_replies(played, turn) if r.awards.get(point, 0) > shown)


def _shown(turn: TakenTurn, point: str) -> int:
    return turn.choice.awards.get(point, 0) if turn.first else 0


def _missed_replies(played: Playthrough, turn: TakenTurn) -> Iterator[Choice]:
    """Yield what was on offer at `turn` and was never said, then or later."""
    said = {other.choice.id for other in played.turns if other.node.id == turn.node.id}
    return (reply for reply in turn.offered if reply.id not in said)


def key_moment(
    machine: ScenarioMachine, played: Playthrough, marks: Marks, catalogue: Catalogue
) -> Moment | None:
    """Return the moment that mattered, or None when no turn failed, cost or earned anything.

    Once the standard is reached, it is the turn that earned most. Otherwise it is the first turn
    that failed a critical point; else the turn that cost most; else the one that earned most.

    A turn costs the marks that the best reply missed there would still have added, less what it
    earned itself. A turn that brought a bad ending which another reply would have put off also
    costs the points that never came up. A draw goes to a mistake, then to the earlier turn.
    """

    def moment(turn: TakenTurn, effect: Effect, points: Iterable[str]) -> Moment:
        skills = tuple(catalogue.marking_points[point].title for point in points)
        return Moment(turn.number, turn.choice.say, turn.choice.feedback, effect, skills)

    earned = _earned(played)
    if not marks.achieved:
        for turn in played.turns:
            if turn.choice.fails:
                return moment(turn, Effect.FAILED, turn.choice.fails)
        lost = [_lost(machine, turn, played, marks) for turn in played.turns]
        costs = [_total(loss) - _total(gain) for loss, gain in zip(lost, earned, strict=True)]
        index = max(
            range(len(costs)),
            key=lambda i: (costs[i], bool(played.turns[i].choice.mistakes)),
            default=None,
        )
        if index is not None and costs[index] > 0:
            return moment(played.turns[index], Effect.COST, lost[index])
    index = max(range(len(earned)), key=lambda i: _total(earned[i]), default=None)
    if index is not None and earned[index]:
        return moment(played.turns[index], Effect.EARNED, earned[index])
    return None


_Counted: TypeAlias = dict[str, int]
"""Marks by marking point."""


def _total(counted: _Counted) -> int:
    return sum(counted.values())


def _earned(played: Playthrough) -> list[_Counted]:
    """Return the marks that each turn added."""
    room = {name: point.max for name, point in played.scenario.marking_points.items()}
    earned = []
    for turn in played.turns:
        awards = turn.choice.awards if turn.first else {}
        added = {name: min(award, room[name]) for name, award in awards.items() if room[name]}
        for name, marks in added.items():
            room[name] -= marks
        earned.append(added)
    return earned


def _lost(machine: ScenarioMachine, turn: TakenTurn, played: Playthrough, marks: Marks) -> _Counted:
    """Return the marks that went missing at a turn; a failed point can't be made good."""
    missing = {
        name: point.max - point.marks
        for name, point in marks.points.items()
        if point.status is not Status.FAILED and point.marks < point.max
    }
    lost = max(
        (
            {name: min(award, missing[name]) for name, award in r.awards.items() if name in missing}
            for r in _missed_replies(played, turn)
        ),
        key=_total,
        default={},
    )
    if _cut_short(machine, turn, played):
        never = (p for p in marks.points.values() if p.status is Status.NOT_REACHED)
        lost = lost | {point.point: point.max for point in never}
    return lost


def _cut_short(machine: ScenarioMachine, turn: TakenTurn, played: Playthrough) -> bool:
    """Whether the turn brought a bad ending that another reply would have put off."""

    def ends_badly(choice: Choice) -> bool:
        after = machine.advance(turn.state, choice.id)
        ending = machine.scenario.nodes[after.node].ending
        return ending is not None and ending.outcome not in GOOD_OUTCOMES

    return (
        turn is played.turns[-1]
        and ends_badly(turn.choice)
        and not all(ends_badly(choice) for choice in turn.offered)
    )
