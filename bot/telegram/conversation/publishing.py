"""Writing, reviewing and publishing scenarios, as the calls each step owes."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias, cast

from bot.centre import publishing
from bot.centre.errors import CentreError, NoSuch
from bot.centre.preview import BEGINNING
from bot.centre.publications import Publication, State
from bot.centre.publishing import ForReview, NotInState
from bot.centre.records import Member
from bot.centre.roles import Role
from bot.documents.paper.printing import facts
from bot.practice.errors import PinnedVersionUnreadable
from bot.storage.calls import Attachment, Call
from bot.telegram import calls
from bot.telegram.buttons import Button, Leave, Take
from bot.telegram.conversation import drafting, previewing
from bot.telegram.conversation.desk import Desk, centre_name, machine_of, standing_of
from bot.telegram.conversation.drafting import show, why_not
from bot.telegram.conversation.playing import PLAY
from bot.telegram.publishing_buttons import (
    ApproveScenario,
    DiscardScenario,
    FindingsPage,
    ListScenarios,
    PreviewScenario,
    PrintScenario,
    PublishScenario,
    ScenarioPage,
    SendScenarioBack,
    SendTo,
    ShareScenario,
    ShowScenario,
    VersionButton,
    WithdrawScenario,
)
from bot.telegram.uploads import NotRead, Upload
from bot.telegram.views import pages
from bot.telegram.views import publishing as view
from bot.telegram.words import publishing as words

SCRIPT, QR = "scenario-script", "link-code"
"""The kinds of attachments: a scenario's booklet, a link as a code."""

_STAFF = frozenset({Role.TUTOR, Role.QUALITY_ASSURER, Role.MANAGER})


async def sent(
    desk: Desk, command: str | None, text: str, upload: Upload | NotRead | None
) -> list[Call] | None:
    """Answer a file that was looked at, /scenarios, or a number typed in a preview.

    None for what is answered elsewhere.
    """
    try:
        if upload is not None:
            return await drafting.received(desk, upload)
        if command == "scenarios":
            return await list_all(desk)
        return await previewing.typed(desk, text)
    except PinnedVersionUnreadable:
        return desk.say(pages.plain(words.UNREADABLE))


async def list_all(desk: Desk, number: int = 0) -> list[Call] | None:
    """List the scenarios of somebody's centres; None for somebody who is not their staff."""
    memberships = [each for each in await desk.records.memberships(desk.person) if _is_staff(each)]
    if not memberships:
        return None
    everything = [
        (me, publication)
        for me in memberships
        for publication in publishing.newest(await _visible(desk, me))
    ]
    page, number, count = view.page_of(everything, number)
    standings = [await standing_of(desk, me, publication) for me, publication in page]
    shown = view.listed(standings, number, count)
    if desk.message is not None and len(shown) == 1:
        return [calls.edit(desk.person, desk.message, shown[0])]
    return desk.say(shown)


async def _visible(desk: Desk, me: Member) -> list[Publication]:
    """Return the versions that a member is shown: of drafts their own alone."""
    return [
        each
        for each in await desk.records.publications(me.centre)
        if each.state is not State.DRAFT or each.author == me.id
    ]


async def tapped(
    desk: Desk, button: Button | None, upload: Upload | NotRead | None = None
) -> list[Call] | None:
    """Do what a button asks for that has to do with publishing; None for any other.

    `upload` is the file that the button is about.
    """
    try:
        if isinstance(button, ListScenarios):
            return await list_all(desk, button.page) or desk.say(pages.plain(words.NOT_YOURS))
        if isinstance(button, SendTo | FindingsPage):
            return await drafting.go_on(desk, button, upload)
        if isinstance(button, Take | Leave) and button.token.startswith(BEGINNING):
            return await previewing.play(desk, button)
        if isinstance(button, (ScenarioPage, *BUTTONS)):
            return await _follow(desk, cast(VersionButton, button))
    except PinnedVersionUnreadable:
        return desk.say(pages.plain(words.UNREADABLE))
    return None


async def _follow(desk: Desk, button: VersionButton) -> list[Call]:
    try:
        memberships = await desk.records.memberships(desk.person)
        me = next((each for each in memberships if each.id == button.me), None)
        if me is None or not _is_staff(me):
            raise NoSuch("member", button.me)
        publication = await publishing.find(desk.records, me, button.id)
        if isinstance(button, ScenarioPage):
            return await _show_page(desk, me, publication, button.page)
        return await BUTTONS[type(button)](desk, me, publication)
    except CentreError as refused:
        return [*desk.tapped_off(), *desk.say(pages.plain(why_not(refused)))]


async def _show(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    await publishing.check_reads(desk.records, me, publication)
    return await show(desk, me, publication)


async def _show_page(desk: Desk, me: Member, publication: Publication, number: int) -> list[Call]:
    await publishing.check_reads(desk.records, me, publication)
    return desk.in_place(view.version(await standing_of(desk, me, publication), number))


async def _publish(desk: Desk, me: Member, publication: Publication) -> list[Call]:
    machine = await machine_of(desk, publication)
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
    centre = await centre_name(desk, me.centre)
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
    machine = await machine_of(desk, publication)
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
    PreviewScenario: previewing.begin,
    PublishScenario: _publish,
    DiscardScenario: _discard,
    ApproveScenario: _approve,
    SendScenarioBack: _send_back,
    WithdrawScenario: _withdraw,
    ShareScenario: _share,
    PrintScenario: _print,
}
"""What each button of a version does."""


def _is_staff(member: Member) -> bool:
    return any(held.role in _STAFF for held in member.roles)
