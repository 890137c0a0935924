"""The list of units, to choose from."""

from collections.abc import Iterable

from bot.telegram.buttons import SetUnit
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import unit as words
from scenarios.catalogue import Unit


def units(known: Iterable[Unit], own: str | None, after: str) -> list[Message]:
    """Show the units with a button each; `own` is the learner's, `after` where to go then."""
    blocks = [Block(words.CHOOSE)]
    rows: Rows = ()
    for number, unit in enumerate(known, start=1):
        lines = [words.UNIT.format(qualification=unit.qualification, body=unit.body)]
        if unit.id == own:
            lines.append(words.YOURS)
        blocks.append(
            Block("\n".join(lines), words.HEADING.format(number=number, title=unit.title))
        )
        label = words.LABEL.format(number=number, title=unit.title)
        rows = (*rows, ((label, SetUnit(unit.id, after)),))
    return messages([*blocks, Block(words.CHANGE_LATER)], rows)


def chosen(unit: Unit) -> list[Message]:
    """Say which unit it is now."""
    told = words.CHOSEN.format(title=unit.title, qualification=unit.qualification)
    return messages([Block(told)])
