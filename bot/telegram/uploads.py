"""Files that tutors send, fetched and checked before anything is changed.

Only from somebody who may publish is a file fetched at all. That happens outside a transaction,
since fetching and checking take a while.
"""

import asyncio
from dataclasses import dataclass
from enum import Enum, auto

from telegram.error import TelegramError

from bot.centre.roles import Role
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.telegram.api import Api, TooLarge
from bot.telegram.updates import Written
from scenarios.catalogue import Catalogue
from scenarios.document import LARGEST_FILE
from scoring.checking import Checked, check_scenario


class Unread(Enum):
    """Why there is nothing to say of what is in a file."""

    TOO_LARGE = auto()
    NOT_FETCHED = auto()


@dataclass(frozen=True, slots=True)
class Upload:
    """A scenario as a file: its text, and what was found in it."""

    name: str
    text: bytes
    checked: Checked


@dataclass(frozen=True, slots=True)
class NotRead:
    """A file that was not read."""

    name: str
    why: Unread


class Uploads:
    """Fetches and checks the files of those who may publish."""

    def __init__(self, database: Database, catalogue: Catalogue, api: Api) -> None:
        self._database = database
        self._catalogue = catalogue
        self._api = api

    async def receive(self, message: Written) -> Upload | NotRead | None:
        """Return what is in the file of a message; None if nobody here looks at it.

        Raises DatabaseUnavailable.
        """
        document = message.document
        if document is None or not message.private:
            return None
        if not await self._database.transact(lambda tx: may_send(tx, message.chat)):
            return None
        if document.size is not None and document.size > LARGEST_FILE:
            return NotRead(document.name, Unread.TOO_LARGE)
        try:
            text = await self._api.download(document.id, LARGEST_FILE)
        except TooLarge:
            return NotRead(document.name, Unread.TOO_LARGE)
        except TelegramError:
            return NotRead(document.name, Unread.NOT_FETCHED)
        name = document.name or "your file"
        checked = await asyncio.to_thread(check_scenario, text, name, self._catalogue)
        return Upload(name, text, checked)


async def may_send(records: Transaction, person: int) -> bool:
    """Whether somebody writes scenarios for a centre."""
    memberships = await records.memberships(person)
    return any(each.held(Role.TUTOR) is not None for each in memberships)
