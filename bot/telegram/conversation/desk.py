"""Where a centre's staff write, review and publish: one update of theirs, and what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.centre import publishing
from bot.centre.authorisation import Action, Record, actor, may
from bot.centre.publications import Publication
from bot.centre.records import Member
from bot.practice.errors import PinnedVersionUnreadable
from bot.practice.library import Library
from bot.storage.calls import Call
from bot.storage.transaction import Transaction
from bot.telegram import calls
from bot.telegram.views import publishing as view
from bot.telegram.views.layout import Message
from scenarios.machine import ScenarioMachine


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

    def answer(self, message: int, shown: Sequence[Message]) -> list[Call]:
        """Send messages as answers to the message with a file, which their buttons are about."""
        return calls.answering(message, calls.send(self.person, shown))

    def in_place(self, shown: Message) -> list[Call]:
        """Show a page in place of the message tapped."""
        if self.message is None:
            return self.say([shown])
        return [calls.edit(self.person, self.message, shown)]

    def tapped_off(self) -> list[Call]:
        """Take the buttons from the message tapped: they did what they were for."""
        return [] if self.message is None else [calls.without_buttons(self.person, self.message)]


async def machine_of(desk: Desk, publication: Publication) -> ScenarioMachine:
    """Return a version, ready to be played. Raises PinnedVersionUnreadable."""
    return await desk.library.pinned(desk.records, publication.scenario, publication.version)


async def standing_of(desk: Desk, me: Member, publication: Publication) -> view.Standing:
    """Return a version as a member of its centre sees it, also one that can't be played now."""
    members = {each.id: each for each in await desk.records.members(me.centre)}
    author = members[publication.author]
    who = actor(me)
    on = Record(me.centre, owner=author.person)
    reviewer = members.get(publication.reviewer or "")
    return view.Standing(
        publication=publication,
        me=me.id,
        centre=await centre_name(desk, me.centre),
        author=author.name,
        reviewer=None if reviewer is None else reviewer.name,
        uses=await desk.records.publication_uses(publication),
        needs_review=await _needs_review(desk, publication),
        own=author.id == me.id,
        reviews=who is not None and may(who, Action.REVIEW_SCENARIO, on),
        withdraws=who is not None and may(who, Action.WITHDRAW_SCENARIO, on),
    )


async def _needs_review(desk: Desk, publication: Publication) -> bool:
    try:
        machine = await machine_of(desk, publication)
    except PinnedVersionUnreadable:
        return False
    return await publishing.needs_review(desk.records, publication, machine.scenario)


async def centre_name(desk: Desk, centre: str) -> str:
    """Return what a centre is called."""
    found = await desk.records.centre(centre)
    return centre if found is None else found.name
