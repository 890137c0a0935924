"""Another way as it is read: the turns to choose from, and what has to end before it."""

from math import ceil

from bot.practice.attempts import Position
from bot.telegram.buttons import Button, GoAnotherWay, ListTurns, Resume
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.views.turn import neutral
from bot.telegram.words import another_way as words
from bot.telegram.words import playing

_PAGE = 8
_ROW = 4
_SAID = 100


def turns(position: Position, page: int) -> list[Message]:
    """List the turns of a finished attempt, a page (from 0) of them, to go another way from."""
    nodes, attempt = position.machine.scenario.nodes, position.attempt
    count = ceil(len(attempt.turns) / _PAGE)
    page = min(page, count - 1)
    listed = list(enumerate(attempt.turns, start=1))[page * _PAGE : (page + 1) * _PAGE]
    lines = [
        words.LINE.format(turn=number, said=_cut(nodes[turn.node].choices[turn.choice].say))
        for number, turn in listed
    ]
    blocks = [Block(words.ABOUT, words.CHOOSE), Block("\n".join(lines))]
    if count > 1:
        blocks.append(Block(words.PAGE.format(number=page + 1, count=count)))
    numbers = [number for number, _ in listed]
    rows = tuple(
        tuple(
            (words.TURN.format(turn=number), GoAnotherWay(attempt.token, number, ""))
            for number in numbers[start : start + _ROW]
        )
        for start in range(0, len(numbers), _ROW)
    )
    return messages(blocks, (*rows, *_turning(attempt.token, page, count)), _opening(position))


def ask_first(token: str, turn: int, under_way: tuple[str, str]) -> list[Message]:
    """Ask before another way ends what is under way, given as (token, title)."""
    replaces, title = under_way
    rows: Rows = (
        (
            (playing.BEGIN, GoAnotherWay(token, turn, replaces)),
            (playing.RESUME, Resume()),
        ),
    )
    blocks = [
        Block(words.REPLACES.format(turn=turn)),
        Block(playing.REPLACES.format(title=title)),
    ]
    return messages(blocks, rows)


def _turning(token: str, page: int, count: int) -> Rows:
    row: list[tuple[str, Button]] = []
    if page > 0:
        row.append((playing.BACK, ListTurns(token, page - 1)))
    if page < count - 1:
        row.append((playing.MORE, ListTurns(token, page + 1)))
    return (tuple(row),) if row else ()


def _opening(position: Position) -> Block | None:
    return neutral(position.machine.scenario, playing.NEUTRAL)


def _cut(said: str) -> str:
    """Return words on one line, cut between two of them if there are too many."""
    said = " ".join(said.split())
    return said if len(said) <= _SAID else f"{said[: _SAID - 1].rsplit(' ', 1)[0]}…"
