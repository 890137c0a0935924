"""Files that tutors send, fetched and checked before anything is changed.

Only from somebody who may publish is a file fetched at all. That happens outside a transaction,
since fetching and checking take a while. Nothing of a file is kept before it is a draft: what is
asked about one is a reply to it, and a tap there brings it again.
"""

import asyncio
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from telegram.error import TelegramError

from bot.centre.roles import Role
from bot.inspecting import Inspected, inspect
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.telegram.api import Api, TooLarge
from bot.telegram.buttons import decode
from bot.telegram.conversation.cohort_learners import asks_list
from bot.telegram.publishing_buttons import FindingsPage, SendTo
from bot.telegram.updates import Document, Reach, Tap, Written
from scenarios.catalogue import Catalogue
from scenarios.document import LARGEST_FILE
from scenarios.loading import load_scenario
from scenarios.model import Scenario

_FETCHED_WITHIN_SECONDS = 10.0
_NAME = 100
_AT_ONCE = 2
"""How many files are checked side by side; others wait."""


class Unread(Enum):
    """Why there is nothing to say of what is in a file."""

    TOO_LARGE = auto()
    NOT_FETCHED = auto()
    TOO_INTRICATE = auto()


@dataclass(frozen=True, slots=True)
class Upload:
    """A scenario as a file: its text, what was found in it, and the message that it came in.

    `scenario` is None while there are errors.
    """

    message: int
    name: str
    text: bytes
    inspected: Inspected
    scenario: Scenario | None


@dataclass(frozen=True, slots=True)
class NotRead:
    """A file that was not read."""

    name: str
    why: Unread


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """A file that was asked for, with references; `text` is None if it can't be read."""

    text: str | None


class Uploads:
    """Fetches and checks the files of those who may publish, and lists that were asked for."""

    def __init__(self, database: Database, catalogue: Catalogue, api: Api) -> None:
        self._database = database
        self._catalogue = catalogue
        self._api = api
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def receive(self, update: Tap | Written | Reach | None) -> "Sent":
        """Return what is in the file that an update is about; None if nobody here looks at it.

        Raises DatabaseUnavailable.
        """
        sent = _file_of(update)
        if sent is None:
            return None
        person, document = sent
        newest = await self._database.transact(lambda tx: tx.newest_keyboard(person))
        if isinstance(update, Written) and asks_list(newest):
            return await self._list(document)
        if not await self._database.transact(lambda tx: may_send(tx, person)):
            return None
        text = await self._fetched(document)
        return (
            NotRead(document.name, text)
            if isinstance(text, Unread)
            else await self._read(document, text)
        )

    async def _fetched(self, document: Document) -> bytes | Unread:
        if document.size is not None and document.size > LARGEST_FILE:
            return Unread.TOO_LARGE
        try:
            async with asyncio.timeout(_FETCHED_WITHIN_SECONDS):
                return await self._api.download(document.id, LARGEST_FILE)
        except TooLarge:
            return Unread.TOO_LARGE
        except (TelegramError, TimeoutError):
            return Unread.NOT_FETCHED

    async def _list(self, document: Document) -> ReferenceList:
        text = await self._fetched(document)
        try:
            return ReferenceList(None if isinstance(text, Unread) else text.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return ReferenceList(None)

    async def _read(self, document: Document, text: bytes) -> Upload | NotRead:
        try:
            async with self._room:
                inspected = await inspect(text)
        except TimeoutError:
            return NotRead(document.name, Unread.TOO_INTRICATE)
        scenario = None
        if not inspected.has_errors:
            scenario = await asyncio.to_thread(load_scenario, text, "", self._catalogue)
        name = document.name[:_NAME] or "your file"
        return Upload(document.message, name, text, inspected, scenario)


Sent: TypeAlias = Upload | NotRead | ReferenceList | None
"""What the file came to that an update is about."""


async def may_send(records: Transaction, person: int) -> bool:
    """Whether somebody writes scenarios for a centre."""
    memberships = await records.memberships(person)
    return any(each.held(Role.TUTOR) is not None for each in memberships)


def _file_of(update: Tap | Written | Reach | None) -> tuple[int, Document] | None:
    """Return who sent the file that an update is about, and the file."""
    match update:
        case Written(chat=chat, private=True, document=Document() as document):
            return chat, document
        case Tap(person=person, chat=chat, about=Document() as document) if person == chat:
            asks = isinstance(decode(update.data), SendTo | FindingsPage)
            return (person, document) if asks else None
    return None
