"""A file on its way to a draft: what is wrong in it, which centre it is for, what it comes to."""

from collections.abc import Mapping

from bot.centre import publishing
from bot.centre.errors import CentreError, NoSuch, NotReadyForLearners
from bot.centre.publications import Found, Publication
from bot.centre.publishing import NobodyToReview, NotInState
from bot.centre.records import Member
from bot.centre.roles import Role
from bot.centre.scenario_ids import NameInUse
from bot.inspecting import Inspected
from bot.storage.calls import Attachment, Call
from bot.telegram.conversation.desk import Desk, centre_name, standing_of
from bot.telegram.publishing_buttons import FindingsPage, SendTo
from bot.telegram.uploads import NotRead, Unread, Upload
from bot.telegram.views import pages
from bot.telegram.views import publishing as view
from bot.telegram.words import publishing as words
from scenarios.model import Scenario

GRAPH = "scenario-graph"
"""The kind of attachment that is a scenario's picture."""

_UNREAD: Mapping[Unread, str] = {
    Unread.TOO_LARGE: words.TOO_LARGE,
    Unread.NOT_FETCHED: words.NOT_FETCHED,
    Unread.TOO_INTRICATE: words.TOO_INTRICATE,
}


async def received(desk: Desk, upload: Upload | NotRead) -> list[Call]:
    """Answer a file: what is wrong in it, or what it comes to, kept as a draft."""
    if isinstance(upload, NotRead):
        return desk.say(pages.plain(_UNREAD[upload.why]))
    if upload.scenario is None:
        return desk.answer(upload.message, [view.found(upload.name, upload.inspected.findings)])
    tutored = await _tutored(desk)
    if len(tutored) > 1:
        centres = [(each.id, await centre_name(desk, each.centre)) for each in tutored]
        return desk.answer(upload.message, view.which_centre(upload.name, centres))
    if not tutored:
        return desk.say(pages.plain(words.NOT_YOURS))
    return await _keep(desk, tutored[0], upload, upload.scenario)


async def _keep(desk: Desk, me: Member, upload: Upload, scenario: Scenario) -> list[Call]:
    reserved = {machine.scenario.id for machine in desk.library}
    try:
        draft = await publishing.keep_draft(
            desk.records, me, scenario, upload.text, _found(upload.inspected), reserved, desk.now
        )
    except CentreError as refused:
        return desk.say(pages.plain(why_not(refused)))
    return await show(desk, me, draft)


async def go_on(
    desk: Desk, button: SendTo | FindingsPage, upload: Upload | NotRead | None
) -> list[Call]:
    """Go on with a file that was sent before, and was fetched again at a tap."""
    if upload is None:
        tutored = await _tutored(desk)
        return desk.say(pages.plain(words.FILE_GONE if tutored else words.NOT_YOURS))
    if isinstance(upload, NotRead) or upload.scenario is None:
        if isinstance(button, FindingsPage) and isinstance(upload, Upload):
            findings = upload.inspected.findings
            return desk.in_place(view.found(upload.name, findings, button.page))
        return await received(desk, upload)
    if isinstance(button, FindingsPage):
        return [*desk.tapped_off(), *await received(desk, upload)]
    me = next((each for each in await _tutored(desk) if each.id == button.me), None)
    if me is None:
        return [*desk.tapped_off(), *desk.say(pages.plain(words.NOT_YOURS))]
    return [*desk.tapped_off(), *await _keep(desk, me, upload, upload.scenario)]


async def _tutored(desk: Desk) -> list[Member]:
    """Return as whom somebody may write scenarios, at each of their centres."""
    memberships = await desk.records.memberships(desk.person)
    return [each for each in memberships if each.held(Role.TUTOR) is not None]


async def show(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    """Show a version with its graph. Raises NoSuch."""
    text = await desk.records.pinned_text(publication.scenario, publication.version)
    if text is None:
        raise NoSuch("scenario", publication.id)
    graph = Call(
        "sendDocument",
        {"chat_id": desk.person, "caption": words.GRAPH.format(title=publication.title)},
        attachment=Attachment("document", GRAPH, {"text": text.decode("utf-8-sig")}),
    )
    return [graph, *desk.say([view.version(await standing_of(desk, me, publication))])]


def _found(inspected: Inspected) -> Found:
    warnings = tuple((each.line, view.in_words(each)) for each in inspected.findings)
    return Found(inspected.overview, warnings)


def why_not(refused: CentreError) -> str:
    """Say why something can't be done; what is not allowed is answered like what is not there."""
    match refused:
        case NotReadyForLearners():
            return words.NOT_READY
        case NobodyToReview():
            return words.NOBODY_TO_REVIEW
        case NameInUse(scenario=scenario):
            return words.NAME_IN_USE.format(scenario=scenario)
        case NotInState(publication=now):
            return words.MEANWHILE.format(title=now.title, state=words.STATES[now.state])
    return words.NOT_YOURS
