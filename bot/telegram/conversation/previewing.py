"""Trying a scenario out, as the calls each step owes."""

import re

from bot.centre import publishing
from bot.centre.errors import CentreError
from bot.centre.preview import Preview, Previewing
from bot.centre.publications import Publication
from bot.centre.records import Member
from bot.practice.attempts import Advanced, NothingUnderWay, Position
from bot.storage.calls import Call
from bot.telegram import calls
from bot.telegram.buttons import Leave, Take
from bot.telegram.conversation.desk import Desk, standing_of
from bot.telegram.views import ending, pages, turn
from bot.telegram.views import publishing as view
from bot.telegram.words import playing
from bot.telegram.words import publishing as words
from scoring.feedback import report

_NUMBER = re.compile(r"([0-9]{1,3})[.)]?", re.ASCII)


async def begin(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    """Begin a version from its start. Raises NotAllowed."""
    await publishing.check_reads(desk.records, me, publication)
    position = await _previewing(desk).begin(publication)
    begins = words.PREVIEW_BEGINS.format(title=publication.title)
    scenario = position.machine.scenario
    note = [] if scenario.content_note is None else [scenario.content_note]
    opening = pages.plain(begins, *note, scenario.briefing)
    return [*desk.say(opening), *_asked(desk, position)]


async def play(desk: Desk, button: Take | Leave) -> list[Call]:
    """Go on in a preview, or end it."""
    if isinstance(button, Leave):
        await _previewing(desk).leave(button.token)
        return [*desk.tapped_off(), *desk.say(pages.plain(words.PREVIEW_LEFT))]
    return await _take(desk, button, desk.message)


async def typed(desk: Desk, text: str) -> list[Call] | None:
    """Take a typed number as a tap on it, where a preview has the newest buttons of the chat.

    None for anything else. Of the buttons of somebody who is no learner nothing is kept.
    """
    number = _NUMBER.fullmatch(text.strip())
    under_way = None if number is None else await desk.records.preview(desk.person)
    if number is None or under_way is None:
        return None
    newest = await desk.records.newest_keyboard(desk.person)
    if newest is not None and newest.purpose != _purpose(under_way.token, len(under_way.turns)):
        return None
    if newest is not None and newest.message_id is None:
        return []
    last = len(under_way.shown)
    if not 1 <= int(number[1]) <= last:
        told = playing.NO_SUCH_NUMBER.format(number=int(number[1]), last=last)
        return desk.say(pages.plain(told))
    choice = under_way.shown[int(number[1]) - 1]
    button = Take(under_way.token, len(under_way.turns) + 1, choice)
    return await _take(desk, button, None if newest is None else newest.message_id)


async def _take(desk: Desk, button: Take, message: int | None) -> list[Call]:
    """Take a choice, which the buttons of `message` offered."""
    before = await desk.records.preview(desk.person)
    if before is not None and not await _may_go_on(desk, before):
        await desk.records.end_preview(desk.person)
        return [*desk.tapped_off(), *desk.say(pages.plain(words.PREVIEW_REFUSED))]
    taken = await _previewing(desk).take(button.token, button.turn, button.choice)
    if before is None or isinstance(taken, NothingUnderWay):
        return [*desk.tapped_off(), *desk.say(pages.plain(words.PREVIEW_GONE))]
    if not isinstance(taken, Advanced):
        return []
    answered = []
    if message is not None:
        shown = turn.answered(taken.position, len(taken.position.turns))
        answered = [calls.edit(desk.person, message, shown)]
    if not taken.position.ended:
        return [*answered, *_asked(desk, taken.position)]
    return [
        *answered,
        *await _preview_ended(desk, before.centre, before.publication, taken.position),
    ]


def _asked(desk: Desk, position: Position) -> list[Call]:
    purpose = _purpose(position.attempt.token, len(position.turns))
    return calls.send(desk.person, turn.prompt(position), purpose=purpose)


def _purpose(token: str, taken: int) -> str:
    return f"{token}:{taken + 1}"


async def _may_go_on(desk: Desk, preview: Preview) -> bool:
    """Whether somebody may still see what they began to try out."""
    me = await _membership(desk, preview.centre)
    if me is None:
        return False
    try:
        publication = await publishing.find(desk.records, me, preview.publication)
        await publishing.check_reads(desk.records, me, publication)
    except CentreError:
        return False
    return True


async def _membership(desk: Desk, centre: str) -> Member | None:
    memberships = await desk.records.memberships(desk.person)
    return next((each for each in memberships if each.centre == centre), None)


async def _preview_ended(desk: Desk, centre: str, named: str, position: Position) -> list[Call]:
    me = await _membership(desk, centre)
    publication = await desk.records.publication(centre, named)
    made = report(position.machine, position.turns, desk.library.catalogue)
    last = desk.say(ending.last_words(position, made))
    if me is None or publication is None:
        return last
    blocks = list(ending.summary(position, made, None))
    standing = await standing_of(desk, me, publication)
    return [*last, *desk.say(view.after_preview(words.PREVIEW_ENDED, blocks, standing))]


def _previewing(desk: Desk) -> Previewing:
    return Previewing(desk.records, desk.library, desk.person, desk.now)
