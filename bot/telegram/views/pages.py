"""Everything around the conversation: consent, help, the list of scenarios, briefings."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import ceil
from operator import itemgetter

from bot.telegram.buttons import (
    Agree,
    Begin,
    Brief,
    Browse,
    Button,
    Leave,
    Resume,
    StartAgain,
    TellReal,
    Under16,
)
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.views.turn import neutral
from bot.telegram.words import playing as words
from scenarios.catalogue import Unit
from scenarios.model import Scenario

_PAGE = 6
_LABEL = 60


def consent(link: str) -> list[Message]:
    """Say what this is and ask for agreement; `link` is where to go afterwards."""
    rows: Rows = (((words.AGREE, Agree(link)), (words.UNDER_16, Under16())),)
    return messages([Block(text) for text in words.CONSENT], rows)


def plain(*paragraphs: str) -> list[Message]:
    """Show paragraphs of the bot's own."""
    return messages([Block(text) for text in paragraphs])


def other_text(text: str) -> list[Message]:
    """Answer words that can't be read, with a way to say that they are about something real."""
    return messages([Block(text)], (((words.SOMETHING_REAL, TellReal()),),))


def help_page(
    title: str | None, contacts: Sequence[str] = (), *, question_open: bool = False
) -> list[Message]:
    """Show who helps in earnest, then what can be done here.

    `title` is what is under way, `contacts` say who is there at the learner's centres; with
    `question_open` typed text would be kept as an answer.
    """
    here = words.HELP_IDLE if title is None else words.HELP_PLAYING.format(title=title)
    if question_open:
        here = words.HELP_QUESTION_OPEN
    danger = [Block(text) for text in words.HELP_DANGER]
    first, *others = (*danger[:-1], *map(Block, contacts), danger[-1])
    return messages([Block(first.text, words.HELP_HEADING), *others, Block(here)])


def by_unit(
    scenarios: Iterable[Scenario], units: Mapping[str, Unit], own: str | None = None
) -> list[tuple[str, Scenario]]:
    """Return each scenario once with the heading of its unit, in the catalogue's order.

    A scenario of several units stands under the learner's `own`, which comes first, or else
    under the first that it names. Those of no unit stand at the end.
    """
    known = sorted(scenarios, key=lambda scenario: (scenario.level or 0, scenario.title))
    listed = [
        (f"{unit.title}, {unit.qualification}", scenario)
        for unit in sorted(units.values(), key=lambda unit: unit.id != own)
        for scenario in known
        if unit.id == (own if own in scenario.units else next(iter(scenario.units), None))
    ]
    return listed + [(words.LIST_OTHER_UNIT, scenario) for scenario in known if not scenario.units]


def scenario_list(
    listed: Sequence[tuple[str, Scenario]], number: int, done: Mapping[str, bool]
) -> list[Message]:
    """Show page `number` (from 0); `done` says of each scenario tried if it was achieved.

    A number beyond the last page means the last.
    """
    if not listed:
        return plain(words.LIST_EMPTY)
    count = ceil(len(listed) / _PAGE)
    number = min(number, count - 1)
    page = listed[number * _PAGE : (number + 1) * _PAGE]
    blocks = [Block(words.LIST_CHOOSE)]
    if count > 1:
        blocks.append(Block(words.LIST_PAGE.format(number=number + 1, count=count)))
    for heading, members in groupby(page, key=itemgetter(0)):
        blocks.append(Block(heading))
        blocks += [Block(_facts(scenario, done), scenario.title) for _, scenario in members]
    titles = tuple(((_label(scenario), Brief(scenario.id)),) for _, scenario in page)
    turning: list[tuple[str, Button]] = []
    if number > 0:
        turning.append((words.BACK, Browse(number - 1)))
    if number < count - 1:
        turning.append((words.MORE, Browse(number + 1)))
    return messages(blocks, (*titles, tuple(turning)) if turning else titles)


def briefing(
    scenario: Scenario, under_way: tuple[str, str] | None, notes: Sequence[str] = ()
) -> list[Message]:
    """Show what a learner needs before the start; `notes` are said of it besides.

    `under_way` is the (token, title) of another attempt that beginning this one would end.
    """
    blocks = [
        Block("\n".join(_heading(scenario)), scenario.title),
        Block(scenario.briefing, words.YOUR_PART),
        Block(f"{scenario.mentee.name}: {scenario.mentee.about}", words.YOUR_MENTEE),
    ]
    if scenario.content_note is not None:
        note = f"{scenario.content_note}\n{words.CONTENT_NOTE_WAY_OUT}"
        blocks.append(Block(note, words.BEFORE_YOU_START))
    blocks += map(Block, notes)
    token = ""
    leave: tuple[str, Button] = (words.LEAVE, Leave(""))
    if under_way is not None:
        token, title = under_way
        blocks.append(Block(words.REPLACES.format(title=title)))
        leave = (words.RESUME, Resume())
    begin = (words.BEGIN, Begin(scenario.id, token))
    return messages(blocks, ((begin, leave),), neutral(scenario, words.NEUTRAL))


def _heading(scenario: Scenario) -> list[str]:
    return [scenario.summary, ", ".join(_size(scenario))] if _size(scenario) else [scenario.summary]


def _label(scenario: Scenario) -> str:
    """Return a title as a button can show it."""
    title = scenario.title
    return title if len(title) <= _LABEL else f"{title[: _LABEL - 1].rstrip()}…"


def _facts(scenario: Scenario, done: Mapping[str, bool]) -> str:
    tried = words.NOT_DONE
    if scenario.id in done:
        tried = words.DONE_ACHIEVED if done[scenario.id] else words.DONE
    return "\n".join((scenario.summary, ", ".join((*_size(scenario), tried))))


def _size(scenario: Scenario) -> list[str]:
    size = []
    if scenario.level is not None:
        size.append(words.LEVEL.format(level=scenario.level))
    if scenario.minutes is not None:
        one = scenario.minutes == 1
        size.append(words.MINUTE if one else words.MINUTES.format(minutes=scenario.minutes))
    return size


def unreadable(token: str) -> list[Message]:
    """Say that an attempt can't go on, and offer to start its scenario again."""
    rows: Rows = (((words.START_AGAIN, StartAgain(token)),),)
    return messages([Block(words.UNREADABLE)], rows)
