"""Finished attempts to read again: their list, and one as the conversation that it was."""

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.practice.attempts import Position
from bot.practice.progress import REPLAY, Finished, FinishedPage
from bot.telegram.buttons import Button, ListFinished, ProgressPage, ReadAgain
from bot.telegram.views import ending
from bot.telegram.views.layout import Block, Message, Rows, messages, pack, render, units
from bot.telegram.views.progress import cut, day_of, time_of, title_of
from bot.telegram.views.turn import coach, neutral, said
from bot.telegram.words import debrief, playing
from bot.telegram.words import progress as words
from scoring.feedback import Report, TurnFeedback

_PAGE = 1500
"""How long a page of a conversation is at most, where its turns allow it."""
_BUTTON = 40
_VERDICTS = {True: words.REACHED, False: words.NOT_REACHED}


def finished_list(page: FinishedPage, zone: ZoneInfo) -> list[Message]:
    """Show a page of finished attempts, with the times of the zone."""
    if not page.attempts:
        return messages([Block(words.FINISHED_NONE)], (((playing.BACK, ProgressPage(0)),),))
    blocks = [Block(words.FINISHED_CHOOSE, words.FINISHED)]
    if page.count > 1:
        blocks.append(Block(words.PAGE.format(number=page.number + 1, count=page.count)))
    blocks += [_listed(page, each, zone) for each in page.attempts]
    rows: Rows = tuple(_button(page, each, zone) for each in page.attempts)
    back = ProgressPage(0) if page.number == 0 else ListFinished(page.number - 1)
    turning: list[tuple[str, Button]] = [(playing.BACK, back)]
    if page.number < page.count - 1:
        turning.append((playing.MORE, ListFinished(page.number + 1)))
    return messages(blocks, (*rows, tuple(turning)))


def _listed(page: FinishedPage, finished: Finished, zone: ZoneInfo) -> Block:
    way = finished.mode == REPLAY
    line = (words.FINISHED_WAY if way else words.FINISHED_LINE).format(
        day=day_of(finished.at, zone),
        time=time_of(finished.at, zone),
        percent=finished.percent,
        verdict=_VERDICTS[finished.achieved],
    )
    return Block(line, title_of(page.known, finished.scenario))


def _button(
    page: FinishedPage, finished: Finished, zone: ZoneInfo
) -> tuple[tuple[str, Button], ...]:
    way = finished.mode == REPLAY
    label = (words.FINISHED_WAY_BUTTON if way else words.FINISHED_BUTTON).format(
        day=day_of(finished.at, zone, year=False),
        time=time_of(finished.at, zone),
        title=title_of(page.known, finished.scenario),
    )
    return ((cut(label, _BUTTON), ReadAgain(finished.token, 0, page.number)),)


def reading(
    position: Position,
    report: Report,
    answers: Mapping[int, str | None],
    zone: ZoneInfo,
    *,
    first: int | None,
    number: int,
    listed: int,
) -> Message:
    """Show page `number` (from 0) of a finished attempt; one beyond the last means the last.

    Turn by turn it has what was told and said, what the learner said and the coach's word; then
    the report and what the learner wrote about it. `first` is the per cent of the recorded
    attempt, if this is another way through it; `listed` is the page of the list to go back to.
    """
    scenario = position.machine.scenario
    line = neutral(scenario, words.NEUTRAL)
    first_turn, *others = [*_turns(position)] or [[]]
    sections = [
        [_heading(position, zone), *first_turn],
        *others,
        _end(position, report),
        list(ending.summary(position, report, first)),
        list(_looked_back(answers)),
    ]
    pages = _paged(sections, line)
    number = min(number, len(pages) - 1)
    token = position.attempt.token
    back = ListFinished(listed) if number == 0 else ReadAgain(token, number - 1, listed)
    turning: list[tuple[str, Button]] = [(playing.BACK, back)]
    if number < len(pages) - 1:
        turning.append((playing.MORE, ReadAgain(token, number + 1, listed)))
    rows: Rows = (tuple(turning),)
    if number > 0:
        rows = (*rows, ((words.TO_LIST, ListFinished(listed)),))
    where = Block(words.PAGE.format(number=number + 1, count=len(pages)))
    shown = pages[number] if len(pages) == 1 else [*pages[number], where]
    return Message(render(shown), rows)


def cannot_read(listed: int) -> Message:
    """Say that an attempt can't be shown any more, with the way back."""
    return Message(render([Block(words.CANNOT_READ)]), (((playing.BACK, ListFinished(listed)),),))


def _heading(position: Position, zone: ZoneInfo) -> Block:
    attempt = position.attempt
    lines = []
    if attempt.replay_from is not None:
        lines.append(words.READING_WAY.format(turn=attempt.replay_from))
    if attempt.completed_at is not None:
        when = attempt.completed_at
        lines.append(words.READING_WHEN.format(day=day_of(when, zone), time=time_of(when, zone)))
    return Block("\n".join(lines), position.machine.scenario.title)


def _turns(position: Position) -> Iterator[list[Block]]:
    """Yield each turn: what came before the choice, the choice, and the coach's word on it."""
    scenario = position.machine.scenario
    for number, taken in enumerate(position.turns, start=1):
        node = scenario.nodes[taken.node]
        choice = node.choices[taken.choice]
        feedback = TurnFeedback(
            number, choice.say, choice.feedback, node.thought, scenario.mentee.name
        )
        yield [
            Block(words.TURN.format(turn=number)),
            *said(scenario, position.states[number - 1]),
            Block(choice.say, playing.YOU),
            coach(feedback),
        ]


def _end(position: Position, report: Report) -> list[Block]:
    last = said(position.machine.scenario, position.states[-1])
    return [*last, Block(report.ending.debrief, playing.HOW_IT_ENDED)]


def _looked_back(answers: Mapping[int, str | None]) -> Iterator[Block]:
    if answers:
        yield Block(words.LOOKED_BACK)
    for number, heading in enumerate(debrief.ANSWERS, start=1):
        if number in answers:
            yield Block(answers[number] or debrief.SKIPPED, heading)


def _paged(sections: Sequence[list[Block]], opening: Block | None) -> list[list[Block]]:
    """Group sections into pages; one stays whole on its page unless it is longer than that."""
    pages: list[list[Block]] = []
    room = 0
    for blocks in sections:
        needed = _length(blocks)
        if needed <= room:
            pages[-1] += blocks
            room -= needed
        elif blocks:
            pages += pack(blocks, _PAGE, opening)
            room = _PAGE - _length(pages[-1])
    return pages


def _length(blocks: Sequence[Block]) -> int:
    return sum(units(block.text) + units(block.heading or "") + 3 for block in blocks)
