"""Trying a scenario out, as the calls each step owes."""

from bot.centre import publishing
from bot.centre.preview import Previewing
from bot.centre.publications import Publication
from bot.centre.records import Member
from bot.practice.attempts import Advanced, NothingUnderWay, Position
from bot.storage.calls import Call
from bot.telegram import calls
from bot.telegram.buttons import Leave, Take
from bot.telegram.conversation.desk import Desk, standing_of
from bot.telegram.views import ending, pages, turn
from bot.telegram.views import publishing as view
from bot.telegram.words import publishing as words
from scoring.feedback import report


async def begin(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    """Begin a version from its start. Raises NotAllowed."""
    await publishing.check_reads(desk.records, me, publication)
    position = await _previewing(desk).begin(publication)
    begins = words.PREVIEW_BEGINS.format(title=publication.title)
    scenario = position.machine.scenario
    note = [] if scenario.content_note is None else [scenario.content_note]
    opening = pages.plain(begins, *note, scenario.briefing)
    return [*desk.say(opening), *desk.say(turn.prompt(position))]


async def play(desk: Desk, button: Take | Leave) -> list[Call]:
    """Go on in a preview, or end it."""
    if isinstance(button, Leave):
        await _previewing(desk).leave(button.token)
        return [*desk.tapped_off(), *desk.say(pages.plain(words.PREVIEW_LEFT))]
    before = await desk.records.preview(desk.person)
    taken = await _previewing(desk).take(button.token, button.turn, button.choice)
    if before is None or isinstance(taken, NothingUnderWay):
        return [*desk.tapped_off(), *desk.say(pages.plain(words.PREVIEW_GONE))]
    if not isinstance(taken, Advanced):
        return []
    answered = []
    if desk.message is not None:
        shown = turn.answered(taken.position, len(taken.position.turns))
        answered = [calls.edit(desk.person, desk.message, shown)]
    if not taken.position.ended:
        return [*answered, *desk.say(turn.prompt(taken.position))]
    return [
        *answered,
        *await _preview_ended(desk, before.centre, before.publication, taken.position),
    ]


async def _preview_ended(desk: Desk, centre: str, named: str, position: Position) -> list[Call]:
    memberships = await desk.records.memberships(desk.person)
    me = next((each for each in memberships if each.centre == centre), None)
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
