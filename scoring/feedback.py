"""What to tell the learner: feedback on a turn, the report on a finished attempt, what to do next.

Everything here is plain text without markup; whoever shows it decides how it looks.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from scenarios.catalogue import Catalogue
from scenarios.machine import ScenarioMachine, State, Turn
from scenarios.model import Ending, FeedbackPolicy, Scenario
from scoring.coaching import Moment, NextStep, key_moment, listed, next_step
from scoring.marking import (
    GOOD_OUTCOMES,
    Marks,
    Playthrough,
    PointMarks,
    Status,
    mark_playthrough,
    read_turns,
)

STATUS_WORDS = {
    Status.FAILED: "Safety error",
    Status.MET: "Shown",
    Status.PARTLY_MET: "Partly shown",
    Status.NOT_MET: "Not shown",
    Status.NOT_REACHED: "Did not come up",
}
"""What people read for each status; the statuses' own words belong to assessors."""


@dataclass(frozen=True, slots=True)
class TurnFeedback:
    """The coach's word on one turn, and what the mentee thought but did not say, if anything."""

    turn: int
    said: str
    feedback: str
    thought: str | None
    mentee: str


def feedback_due(scenario: Scenario, state: State) -> tuple[TurnFeedback, ...]:
    """Return the feedback to show on arriving at `state`, by the scenario's policy.

    With `each` it is that on the last turn; with `end` and `tutor` nothing until the ending, and
    that on every turn there.
    """
    if scenario.feedback is FeedbackPolicy.EACH:
        due = slice(-1, None)
    elif scenario.nodes[state.node].ending is not None:
        due = slice(None)
    else:
        due = slice(0)
    numbered = list(enumerate(state.turns, start=1))
    return tuple(_turn_feedback(scenario, number, turn) for number, turn in numbered[due])


def _turn_feedback(scenario: Scenario, number: int, turn: Turn) -> TurnFeedback:
    node = scenario.nodes[turn.node]
    choice = node.choices[turn.choice]
    return TurnFeedback(number, choice.say, choice.feedback, node.thought, scenario.mentee.name)


@dataclass(frozen=True, slots=True)
class PointLine:
    """One marking point of a report; `said` is what was said at the turn that decided it."""

    title: str
    result: PointMarks
    said: str | None

    @property
    def words(self) -> str:
        """The status as people read it, with the slips made in a point that was met."""
        words = STATUS_WORDS[self.result.status]
        slips = self.result.slips
        if self.result.status is not Status.MET or not slips:
            return words
        if len(slips) == 1:
            return f"{words}, with a slip at turn {slips[0]}"
        return f"{words}, with slips at turns {listed(str(turn) for turn in slips)}"


@dataclass(frozen=True, slots=True)
class Correction:
    """A mistake that was made, first at `turn`, and what puts it right."""

    mistake: str
    turn: int
    said: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a learner reads at the end of an attempt."""

    ending: Ending
    pass_mark: int
    marks: Marks
    points: tuple[PointLine, ...]
    corrections: tuple[Correction, ...]
    moment: Moment | None
    next_step: NextStep | None

    @property
    def verdict(self) -> str:
        """Whether the standard was reached, in the words people read."""
        return "Scenario standard reached" if self.marks.achieved else "Not yet reached"

    @property
    def weakest(self) -> str | None:
        """The marking point that needs work most, or None when all was shown without a slip."""
        return None if self.next_step is None else self.next_step.point

    @property
    def still_needed(self) -> tuple[str, ...]:
        """Say in sentences what the standard asks for besides marks and this attempt lacks."""
        needed = []
        missing = [line.title for line in self.points if _lacking(line.result)]
        if missing:
            needed.append(f"It also asks you to show {listed(missing)}.")
        if self.ending.outcome not in GOOD_OUTCOMES:
            needed.append("It also asks for a better ending for your mentee.")
        return tuple(needed)


def _lacking(point: PointMarks) -> bool:
    return point.critical and point.status is not Status.MET


def report(machine: ScenarioMachine, turns: Sequence[Turn], catalogue: Catalogue) -> Report:
    """Write the report on a finished attempt.

    Raises ChoiceNotOffered when the turns can't have been played in this scenario, and ValueError
    when they don't lead to an ending.
    """
    played = read_turns(machine, turns)
    if played.ending is None:
        raise ValueError(f"the attempt is still under way at {played.state.node}")
    marks = mark_playthrough(played, catalogue)
    return Report(
        ending=played.ending,
        pass_mark=machine.scenario.pass_mark,
        marks=marks,
        points=tuple(_point_line(point, played, catalogue) for point in marks.points.values()),
        corrections=_corrections(played, marks, catalogue),
        moment=key_moment(machine, played, marks, catalogue),
        next_step=next_step(played, marks, catalogue),
    )


def _point_line(point: PointMarks, played: Playthrough, catalogue: Catalogue) -> PointLine:
    at = point.decided_at
    said = None if at is None else played.turns[at - 1].choice.say
    return PointLine(catalogue.marking_points[point.point].title, point, said)


def _corrections(played: Playthrough, marks: Marks, catalogue: Catalogue) -> tuple[Correction, ...]:
    first: dict[str, int] = {}
    for slip in marks.slips:
        first.setdefault(slip.mistake, slip.turn)
    return tuple(
        Correction(
            mistake=mistake,
            turn=turn,
            said=played.turns[turn - 1].choice.say,
            text=catalogue.mistakes[mistake].correction,
        )
        for mistake, turn in first.items()
    )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A scenario to play next; `marking_point` is the one it trains, None when it is only new."""

    scenario: Scenario
    marking_point: str | None


def suggest_next(
    played: Scenario, weakest: str | None, scenarios: Iterable[Scenario], done: Collection[str]
) -> Suggestion | None:
    """Suggest another scenario than the one just played.

    One whose rubric has the weakest marking point comes first, preferably one not done yet and
    of the same unit; else any not done, preferably of the same unit; else there is none. The
    order of `scenarios` decides between equals.
    """

    def rank(scenario: Scenario) -> tuple[bool, bool]:
        return scenario.id in done, set(scenario.units).isdisjoint(played.units)

    others = [scenario for scenario in scenarios if scenario.id != played.id]
    training = [scenario for scenario in others if weakest in scenario.marking_points]
    if training:
        return Suggestion(min(training, key=rank), weakest)
    new = [scenario for scenario in others if scenario.id not in done]
    return Suggestion(min(new, key=rank), None) if new else None
