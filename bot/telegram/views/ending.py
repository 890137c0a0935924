"""The end of an attempt: last words, the report, and where to go from here."""

from collections.abc import Iterator

from bot.practice.attempts import Position
from bot.telegram.buttons import Button, LookBack, Next, OtherWays, PlayAgain
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.views.turn import coach, marked, neutral, said
from bot.telegram.words import another_way, debrief
from bot.telegram.words import playing as words
from scenarios.catalogue import Catalogue
from scenarios.model import FeedbackPolicy
from scoring.feedback import PointLine, Report, Suggestion, TurnFeedback, feedback_due
from scoring.marking import Status


def last_words(position: Position, report: Report) -> list[Message]:
    """Show what was said last, the coach's word and what to make of the ending."""
    scenario, state = position.machine.scenario, position.states[-1]
    due = feedback_due(scenario, state)
    held_back = scenario.feedback is not FeedbackPolicy.EACH
    blocks = [
        *marked(position),
        *said(scenario, state),
        *(_all_feedback(due) if held_back else map(coach, due)),
        Block(report.ending.debrief, words.HOW_IT_ENDED),
    ]
    line = words.NEUTRAL_TURN.format(turn=max(1, len(position.turns)))
    return messages(blocks, opening=neutral(scenario, line))


def result(
    position: Position,
    report: Report,
    suggestion: Suggestion | None,
    catalogue: Catalogue,
    first: int | None = None,
) -> list[Message]:
    """Show the report: the standard, each marking point, what to put right and what to try.

    `first` is the per cent of the recorded attempt, if this one is another way through it.
    """
    blocks = [*summary(position, report, first), _what_next(suggestion, catalogue)]
    rows = _ways_on(position, suggestion is not None)
    return messages(blocks, rows, neutral(position.machine.scenario, words.NEUTRAL_RESULT))


def _ways_on(position: Position, next_one: bool) -> Rows:
    token = position.attempt.token
    again: tuple[str, Button] = (words.PLAY_AGAIN, PlayAgain(token))
    rows: Rows = (
        (again, (words.NEXT, Next(token))) if next_one else (again,),
        ((debrief.LOOK_BACK, LookBack(token)),),
    )
    return (*rows, ((another_way.TRY, OtherWays(token)),)) if position.turns else rows


def summary(position: Position, report: Report, first: int | None) -> Iterator[Block]:
    """Lay out the report; `first` is as in `result`."""
    standing = words.PERCENT.format(
        heading=report.verdict, percent=report.marks.percent, pass_mark=report.pass_mark
    )
    if position.attempt.replay_from is not None:
        mark = another_way.RESULT.format(
            turn=position.attempt.replay_from, first=first, percent=report.marks.percent
        )
        standing = f"{mark}\n{standing}"
    needed = () if report.marks.achieved else report.still_needed
    yield Block("\n".join((standing, *needed)), position.machine.scenario.title)
    yield Block("\n".join(_point(line) for line in report.points), words.POINTS)
    if report.corrections:
        put_right = (
            words.PUT_RIGHT_AT.format(turn=correction.turn, text=correction.text)
            for correction in report.corrections
        )
        yield Block("\n".join(put_right), words.PUT_RIGHT)
    if report.moment is not None:
        moment = report.moment
        yield Block(
            words.MOMENT_AT.format(
                turn=moment.turn, said=moment.said, feedback=moment.feedback, why=moment.why
            ),
            words.MOMENT,
        )
    if report.next_step is not None:
        step = report.next_step
        yield Block(
            words.TRY_NEXT_AT.format(turn=step.turn, title=step.title, idea=step.idea)
            if step.turn is not None
            else words.TRY_NEXT_IDEA.format(title=step.title, idea=step.idea),
            words.TRY_NEXT,
        )


def _point(line: PointLine) -> str:
    at = line.result.decided_at
    if at is None:
        return words.POINT.format(title=line.title, status=line.words)
    slipped = line.result.status is Status.MET and line.result.slips
    at_turn = words.POINT_SLIPPED if slipped else words.POINT_AT
    return at_turn.format(title=line.title, status=line.words, turn=at)


def _all_feedback(due: tuple[TurnFeedback, ...]) -> Iterator[Block]:
    for number, feedback in enumerate(due):
        block = coach(feedback)
        text = words.FEEDBACK_TURN.format(
            turn=feedback.turn, said=feedback.said, feedback=block.text
        )
        yield Block(text, words.COACH if number == 0 else None)


def _what_next(suggestion: Suggestion | None, catalogue: Catalogue) -> Block:
    if suggestion is None:
        return Block(words.NEXT_NONE)
    title = suggestion.scenario.title
    if suggestion.marking_point is None:
        return Block(words.NEXT_OTHER.format(title=title))
    point = catalogue.marking_points[suggestion.marking_point].title
    return Block(words.NEXT_BECAUSE.format(title=title, point=point))
