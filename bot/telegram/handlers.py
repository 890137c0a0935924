"""What to do with an update: who it is from, what it asks for, and the calls it owes."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from bot.centre.phrases.listed import Phrases
from bot.practice.attempts import Practice
from bot.practice.errors import PinnedVersionUnreadable
from bot.practice.library import Library
from bot.storage.calls import Call
from bot.storage.transaction import Transaction
from bot.telegram import calls
from bot.telegram.api import Api
from bot.telegram.buttons import Agree, DeleteEverything, KeepIt, Under16, decode
from bot.telegram.conversation import alerts, centre_routes, moving, playing, publishing, routes
from bot.telegram.conversation.desk import Desk
from bot.telegram.conversation.visit import Played, Visit
from bot.telegram.updates import Reach, Tap, Written
from bot.telegram.uploads import NotRead, ReferenceList, Sent, Upload
from bot.telegram.views import pages, real
from bot.telegram.words import own_data
from bot.telegram.words import playing as words
from scenarios.catalogue import Catalogue

_LINK = re.compile(r"play-[a-z0-9-]{1,40}|move-[0-9A-Z-]{1,40}|(?:invite|join)-[0-9A-Za-z-]{1,40}")
"""A link that the button carries past consent; longer ones name no scenario and are no code."""
_COMMAND = re.compile(r"/(?P<name>\w+)(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reply:
    """What an update owes its chat, and now and then another one.

    `tap` is the tap to answer, which nobody is owed. `played` is what was recorded meanwhile.
    """

    chat: int
    calls: Sequence[Call] = ()
    tap: str | None = None
    played: Played = field(default_factory=Played)

    def by_chat(self) -> dict[int, list[Call]]:
        """Return the calls that each chat is owed; there is always an entry for `chat`."""
        owed: dict[int, list[Call]] = {self.chat: []}
        for call in self.calls:
            owed.setdefault(call.payload["chat_id"], []).append(call)
        return owed


class Handlers:
    """Answers updates, each inside the transaction it is given.

    `page` is the address of the page for learners without Telegram, if there is one.
    """

    def __init__(
        self, library: Library, phrases: Phrases, api: Api, page: str | None = None
    ) -> None:
        self._library = library
        self._phrases = phrases
        self._api = api
        self._page = page

    @property
    def catalogue(self) -> Catalogue:
        """What scenarios may name."""
        return self._library.catalogue

    async def handle(
        self,
        records: Transaction,
        update: Tap | Written | Reach,
        upload: Sent = None,
    ) -> Reply | None:
        """Return what an update owes, or None when it needs no answer.

        `upload` is what the file came to that it brings, or that it is about.
        """
        if isinstance(upload, ReferenceList):
            return await self._listed(records, update, upload)
        match update:
            case Tap():
                return await self._tapped(records, update, upload)
            case Written():
                return await self._written(records, update, upload)
            case Reach():
                return await _seen(records, update)

    async def _listed(
        self, records: Transaction, update: Tap | Written | Reach, listed: ReferenceList
    ) -> Reply | None:
        person = update.person if isinstance(update, Tap | Reach) else update.chat
        visit = await self._visit(records, person, None)
        if visit is None:
            return None
        return Reply(person, await centre_routes.sent(visit, listed.text))

    async def _tapped(
        self, records: Transaction, tap: Tap, upload: Upload | NotRead | None
    ) -> Reply:
        person = tap.person
        if tap.chat != person:
            return Reply(person, tap=tap.id)
        button = decode(tap.data)
        staffs = alerts.BUTTONS.get(type(button))
        if staffs is not None:
            staff = alerts.Staff(records, person, tap.message, datetime.now(UTC))
            return Reply(person, await staffs(staff, button), tap=tap.id)
        desk = self._desk(records, person, tap.message)
        published = await publishing.tapped(desk, button, upload)
        if published is not None:
            return Reply(person, published, tap=tap.id)
        visit = await self._visit(records, person, tap.message)
        if visit is not None:
            owed = await _answered(visit, partial(routes.follow, visit, button))
        elif isinstance(button, Under16):
            told = _say(person, f"{words.TOO_YOUNG} {words.NOTHING_KEPT}", words.ELSEWHERE)
            owed = [*_without_buttons(person, tap.message), *told]
        elif isinstance(button, Agree):
            owed = await self._agreed(records, person, tap.message, button.link)
        elif isinstance(button, DeleteEverything | KeepIt):
            owed = _say(person, own_data.NOTHING_HELD)
        else:
            owed = calls.send(person, pages.consent(""))
        played = Played() if visit is None else visit.played
        return Reply(person, owed, tap=tap.id, played=played)

    async def _agreed(
        self, records: Transaction, person: int, tapped: int | None, link: str
    ) -> list[Call]:
        await records.agree(person, datetime.now(UTC))
        visit = await self._visit(records, person, None)
        if visit is None:
            raise LookupError("a learner who just agreed is not known")
        return [
            *_without_buttons(person, tapped),
            *await _answered(visit, partial(routes.agreed, visit, link)),
        ]

    async def _written(
        self, records: Transaction, message: Written, upload: Upload | NotRead | None
    ) -> Reply | None:
        chat, text, username = message.chat, message.text, self._api.bot.username
        command, link = _command(text, username)
        if not message.private:
            if command is None:
                return None
            return Reply(chat, _say(chat, words.PRIVATE_ONLY.format(username=username)))
        desk = self._desk(records, chat, None)
        if (owed := await publishing.sent(desk, command, text, upload)) is not None:
            return Reply(chat, owed)
        visit = await self._visit(records, chat, None)
        said = text or message.caption
        match = None if command in routes.WITH_CODES else self._phrases.sounds_real(said)
        if visit is not None:
            step = partial(routes.do, visit, command, link, said if match else text, match)
            return Reply(chat, await _answered(visit, step), played=visit.played)
        if match is not None:
            return Reply(chat, calls.send(chat, real.asked(None, ())))
        if command == "privacy":
            return Reply(chat, _say(chat, *words.PRIVACY))
        if command == "help":
            return Reply(chat, calls.send(chat, pages.help_page(None)))
        if command in {"mydata", "deleteme"}:
            return Reply(chat, _say(chat, own_data.NOTHING_HELD))
        if command == "move":
            link = moving.link_of(link)
        return Reply(chat, calls.send(chat, pages.consent(link if _fits(link) else "")))

    async def _visit(self, records: Transaction, person: int, tapped: int | None) -> Visit | None:
        """Return the visit of a learner, or None for somebody who has not agreed."""
        learner = await records.learner(person)
        if learner is None:
            return None
        published = await records.published_for(person)
        library = await self._library.with_versions(records, published)
        practice = Practice(records, library, datetime.now(UTC))
        return Visit(records, practice, learner, tapped, self._api.bot.username, self._page)

    def _desk(self, records: Transaction, person: int, tapped: int | None) -> Desk:
        username = self._api.bot.username
        return Desk(records, self._library, person, tapped, username, datetime.now(UTC))


async def _answered(visit: Visit, step: Callable[[], Awaitable[list[Call]]]) -> list[Call]:
    try:
        return await step()
    except PinnedVersionUnreadable as lost:
        return await playing.unreadable(visit, lost.scenario, lost.version)


async def _seen(records: Transaction, reach: Reach) -> Reply:
    """Note that somebody blocked the bot, or came back; a lead's centre hears of it."""
    if reach.blocked:
        await records.unreachable(reach.person, datetime.now(UTC), None)
        return Reply(reach.person, await alerts.blocked(records, reach.person))
    await records.reachable(reach.person)
    await records.forget_tests(reach.person, back=True)
    return Reply(reach.person)


def _command(text: str, username: str) -> tuple[str | None, str]:
    """Return the command that a text begins with, and what follows; None for another bot's."""
    found = _COMMAND.fullmatch(text)
    if found is None or (found["bot"] or username).lower() != username.lower():
        return None, ""
    return found["name"].lower(), (found["rest"] or "").strip()


def _fits(link: str) -> bool:
    return _LINK.fullmatch(link) is not None


def _say(chat: int, *paragraphs: str) -> list[Call]:
    return calls.send(chat, pages.plain(*paragraphs))


def _without_buttons(chat: int, message: int | None) -> list[Call]:
    return [] if message is None else [calls.without_buttons(chat, message)]
