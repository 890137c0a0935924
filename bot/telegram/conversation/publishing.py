"""Writing, reviewing and publishing scenarios, as the calls each step owes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias, cast

from bot.centre import publishing
from bot.centre.authorisation import Action, Record, actor, may
from bot.centre.errors import CentreError, NoSuch, NotReadyForLearners
from bot.centre.preview import BEGINNING, Previewing
from bot.centre.publishing import (
    ForReview,
    Found,
    NameInUse,
    NobodyToReview,
    NotInState,
    Publication,
    State,
)
from bot.centre.records import Member
from bot.centre.roles import Role
from bot.documents.paper.printing import facts
from bot.overview import overview_lines
from bot.practice.attempts import Advanced, NothingUnderWay, Position
from bot.practice.library import Library
from bot.storage.calls import Attachment, Call
from bot.storage.transaction import Transaction
from bot.telegram import calls
from bot.telegram.buttons import Button, Leave, Take
from bot.telegram.conversation.playing import PLAY
from bot.telegram.publishing_buttons import (
    ApproveScenario,
    DiscardScenario,
    ListScenarios,
    PreviewScenario,
    PrintScenario,
    PublishScenario,
    SendScenarioBack,
    ShareScenario,
    ShowScenario,
    VersionButton,
    WithdrawScenario,
)
from bot.telegram.uploads import NotRead, Unread, Upload
from bot.telegram.views import ending, pages, turn
from bot.telegram.views import publishing as view
from bot.telegram.views.layout import Message
from bot.telegram.words import publishing as words
from scenarios.machine import ScenarioMachine
from scoring.checking import Checked
from scoring.feedback import report

GRAPH, SCRIPT, QR = "scenario-graph", "scenario-script", "link-code"
"""The kinds of attachments: a scenario's picture, its booklet, a link as a code."""

_STAFF = frozenset({Role.TUTOR, Role.QUALITY_ASSURER, Role.MANAGER})


@dataclass(frozen=True, slots=True)
class Desk:
    """One update of somebody who may be a centre's staff, inside its transaction.

    `library` is what comes with the program. `message` is the message whose button was tapped;
    None for what was sent. `bot` is the bot's user name, for links.
    """

    records: Transaction
    library: Library
    person: int
    message: int | None
    bot: str
    now: datetime

    def say(self, shown: Sequence[Message]) -> list[Call]:
        """Send messages whose buttons stand beside those in use."""
        return calls.send(self.person, shown)

    def tapped_off(self) -> list[Call]:
        """Take the buttons from the message tapped: they did what they were for."""
        return [] if self.message is None else [calls.without_buttons(self.person, self.message)]

    @property
    def previewing(self) -> Previewing:
        """The previews of whoever it is."""
        return Previewing(self.records, self.library, self.person, self.now)


async def sent(
    desk: Desk, command: str | None, upload: Upload | NotRead | None
) -> list[Call] | None:
    """Answer a file that was looked at, or /scenarios; None for what is answered elsewhere."""
    if upload is not None:
        return await _received(desk, upload)
    return await list_all(desk) if command == "scenarios" else None


async def _received(desk: Desk, upload: Upload | NotRead) -> list[Call]:
    """Answer a file: what is wrong in it, or what it comes to, kept as a draft."""
    if isinstance(upload, NotRead):
        told = words.TOO_LARGE if upload.why is Unread.TOO_LARGE else words.NOT_FETCHED
        return desk.say(pages.plain(told))
    scenario = upload.checked.scenario
    if scenario is None or upload.checked.has_errors:
        return desk.say(view.found(upload.name, upload.checked.findings))
    memberships = await desk.records.memberships(desk.person)
    me = next((each for each in memberships if each.held(Role.TUTOR) is not None), None)
    if me is None:
        return desk.say(pages.plain(words.NOT_YOURS))
    reserved = {machine.scenario.id for machine in desk.library}
    try:
        draft = await publishing.keep_draft(
            desk.records, me, scenario, upload.text, _found(upload.checked), reserved, desk.now
        )
    except CentreError as refused:
        return desk.say(pages.plain(_refused(refused)))
    return await _shown(desk, me, draft)


async def list_all(desk: Desk, page: int = 0) -> list[Call] | None:
    """List the scenarios of somebody's centres; None for somebody who is not their staff."""
    memberships = [each for each in await desk.records.memberships(desk.person) if _is_staff(each)]
    if not memberships:
        return None
    standings = [
        await _standing(desk, me, publication)
        for me in memberships
        for publication in publishing.newest(await desk.records.publications(me.centre))
        if publication.state is not State.DRAFT or publication.author == me.id
    ]
    shown = view.listed(standings, page)
    if desk.message is not None and len(shown) == 1:
        return [calls.edit(desk.person, desk.message, shown[0])]
    return desk.say(shown)


async def tapped(desk: Desk, button: Button | None) -> list[Call] | None:
    """Do what a button asks for that has to do with publishing; None for any other."""
    if isinstance(button, ListScenarios):
        return await list_all(desk, button.page) or desk.say(pages.plain(words.NOT_YOURS))
    if isinstance(button, Take | Leave) and button.token.startswith(BEGINNING):
        return await _play(desk, button)
    if isinstance(button, tuple(BUTTONS)):
        return await _follow(desk, cast(VersionButton, button))
    return None


async def _follow(desk: Desk, button: VersionButton) -> list[Call]:
    try:
        memberships = await desk.records.memberships(desk.person)
        me = next((each for each in memberships if each.id == button.me), None)
        if me is None or not _is_staff(me):
            raise NoSuch("member", button.me)
        publication = await publishing.find(desk.records, me, button.id)
        return await BUTTONS[type(button)](desk, me, publication)
    except CentreError as refused:
        return [*desk.tapped_off(), *desk.say(pages.plain(_refused(refused)))]


async def _play(desk: Desk, button: Take | Leave) -> list[Call]:
    """Go on in a preview, or end it."""
    if isinstance(button, Leave):
        await desk.previewing.leave(button.token)
        return [*desk.tapped_off(), *desk.say(pages.plain(words.PREVIEW_LEFT))]
    before = await desk.records.preview(desk.person)
    taken = await desk.previewing.take(button.token, button.turn, button.choice)
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
    standing = await _standing(desk, me, publication)
    return [*last, *desk.say(view.after_preview(words.PREVIEW_ENDED, blocks, standing))]


async def _show(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    await publishing.check_reads(desk.records, me, publication)
    return await _shown(desk, me, publication)


async def _shown(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    text = await desk.records.pinned_text(publication.scenario, publication.version)
    if text is None:
        raise NoSuch("scenario", publication.id)
    graph = Call(
        "sendDocument",
        {"chat_id": desk.person, "caption": words.GRAPH.format(title=publication.title)},
        attachment=Attachment("document", GRAPH, {"text": text.decode("utf-8-sig")}),
    )
    return [graph, *desk.say(view.version(await _standing(desk, me, publication)))]


async def _preview(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    await publishing.check_reads(desk.records, me, publication)
    position = await desk.previewing.begin(publication)
    begins = words.PREVIEW_BEGINS.format(title=publication.title)
    scenario = position.machine.scenario
    note = [] if scenario.content_note is None else [scenario.content_note]
    opening = pages.plain(begins, *note, scenario.briefing)
    return [*desk.say(opening), *desk.say(turn.prompt(position))]


async def _publish(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    machine = await _machine(desk, publication)
    done = await publishing.publish(desk.records, me, publication.id, machine.scenario, desk.now)
    title = publication.title
    if not isinstance(done, ForReview):
        told = words.PUBLISHED.format(title=title)
        return [*desk.tapped_off(), *desk.say(pages.plain(told))]
    names = ", ".join(each.name for each in done.reviewers)
    asked = words.ASKED.format(title=title, names=names)
    request = words.PLEASE_REVIEW.format(author=me.name, title=title)
    return [
        *desk.tapped_off(),
        *desk.say(pages.plain(asked)),
        *(
            call
            for each in done.reviewers
            if each.person is not None
            for call in calls.send(
                each.person, view.asked_to_review(request, each.id, done.publication)
            )
        ),
    ]


async def _approve(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    await publishing.approve(desk.records, me, publication.id, desk.now)
    told = words.APPROVED.format(reviewer=me.name, title=publication.title)
    own = words.YOU_APPROVED.format(title=publication.title)
    return await _decided(desk, publication, own, told)


async def _send_back(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    await publishing.send_back(desk.records, me, publication.id, desk.now)
    told = words.SENT_BACK.format(reviewer=me.name, title=publication.title)
    own = words.YOU_SENT_BACK.format(title=publication.title)
    return await _decided(desk, publication, own, told)


async def _decided(desk: Desk, publication: Publication, own: str, told: str) -> list[Call]:
    author = await desk.records.member(publication.centre, publication.author)
    person = None if author is None else author.person
    heard = [] if person is None else calls.send(person, pages.plain(told))
    return [*desk.tapped_off(), *desk.say(pages.plain(own)), *heard]


async def _discard(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    await publishing.discard(desk.records, me, publication.id, desk.now)
    told = words.DISCARDED.format(title=publication.title)
    return [*desk.tapped_off(), *desk.say(pages.plain(told))]


async def _withdraw(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    await publishing.withdraw(desk.records, me, publication.id, desk.now)
    told = words.WITHDRAWN.format(title=publication.title)
    return [*desk.tapped_off(), *desk.say(pages.plain(told))]


async def _share(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    if publication.state is not State.PUBLISHED:
        raise NotInState(publication)
    link = f"https://t.me/{desk.bot}?start={PLAY}{publication.scenario}"
    centre = await _centre_name(desk, me.centre)
    caption = words.LINK.format(title=publication.title, centre=centre, link=link)
    return [
        Call(
            "sendPhoto",
            {"chat_id": desk.person, "caption": caption},
            attachment=Attachment("photo", QR, {"link": link}),
        )
    ]


async def _print(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    await publishing.check_reads(desk.records, me, publication)
    machine = await _machine(desk, publication)
    said = facts(machine.scenario, desk.library.catalogue)
    return [
        Call(
            "sendDocument",
            {"chat_id": desk.person, "caption": words.PRINT.format(title=publication.title)},
            attachment=Attachment("document", SCRIPT, said),
        )
    ]


Step: TypeAlias = Callable[[Desk, Member, Publication], Awaitable[list[Call]]]

BUTTONS: Mapping[type[Any], Step] = {
    ShowScenario: _show,
    PreviewScenario: _preview,
    PublishScenario: _publish,
    DiscardScenario: _discard,
    ApproveScenario: _approve,
    SendScenarioBack: _send_back,
    WithdrawScenario: _withdraw,
    ShareScenario: _share,
    PrintScenario: _print,
}
"""What each button of a version does."""


async def _machine(desk: Desk, publication: Publication) -> ScenarioMachine:
    return await desk.library.pinned(desk.records, publication.scenario, publication.version)


async def _standing(desk: Desk, me: Member, publication: Publication) -> view.Standing:
    members = {each.id: each for each in await desk.records.members(me.centre)}
    author = members[publication.author]
    who = actor(me)
    on = Record(me.centre, owner=author.person)
    machine = await _machine(desk, publication)
    reviewer = members.get(publication.reviewer or "")
    return view.Standing(
        publication=publication,
        me=me.id,
        centre=await _centre_name(desk, me.centre),
        author=author.name,
        reviewer=None if reviewer is None else reviewer.name,
        uses=await desk.records.publication_uses(publication),
        needs_review=await publishing.needs_review(desk.records, publication, machine.scenario),
        own=author.id == me.id,
        reviews=who is not None and may(who, Action.REVIEW_SCENARIO, on),
        withdraws=who is not None and may(who, Action.WITHDRAW_SCENARIO, on),
    )


async def _centre_name(desk: Desk, centre: str) -> str:
    found = await desk.records.centre(centre)
    return centre if found is None else found.name


def _found(checked: Checked) -> Found:
    warnings = tuple((each.line, view.in_words(each)) for each in checked.findings)
    return Found(tuple(overview_lines(checked)), warnings)


def _is_staff(member: Member) -> bool:
    return any(held.role in _STAFF for held in member.roles)


def _refused(refused: CentreError) -> str:
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
