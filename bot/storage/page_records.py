"""The try-it page's links, visitors and messages, as statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.storage.moments import micros, moment
from bot.storage.statements import Statements


@dataclass(frozen=True, slots=True)
class PageGuest:
    """Whom a link lets in: somebody new, or the `person` it was made for.

    `opening` is what Start says on their phone, None for what it says to everybody.
    """

    person: int | None
    opening: str | None


@dataclass(frozen=True, slots=True)
class PageVisitor:
    """Somebody with a phone on the page: the number that names them, and when they last came."""

    person: int
    seen_at: datetime
    opening: str | None = None


@dataclass(frozen=True, slots=True)
class PageMessage:
    """A message on a visitor's phone: its number, what it shows as JSON, its file if it has one."""

    number: int
    shown: str
    file: bytes | None


class PageRecords:
    """What the page keeps, within one transaction. Secrets come and go as digests."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def add_page_link(
        self,
        digest: str,
        expires_at: datetime,
        person: int | None = None,
        opening: str | None = None,
    ) -> None:
        """Keep a link that lets one visitor in until a moment."""
        await self._sql.add_page_link(
            self._connection,
            digest=digest,
            expires_at=micros(expires_at),
            person=person,
            opening=opening,
        )

    async def page_link_holds(self, digest: str, now: datetime) -> bool:
        """Whether a link would let somebody in."""
        found = await self._sql.page_link_holds(self._connection, digest=digest, now=micros(now))
        return found is not None

    async def use_page_link(self, digest: str, now: datetime) -> PageGuest | None:
        """Use a link up; return whom it lets in, if anybody."""
        row = await self._sql.use_page_link(self._connection, digest=digest, now=micros(now))
        return None if row is None else PageGuest(*row)

    async def forget_page_links(self, now: datetime) -> None:
        """Delete the links that have expired."""
        await self._sql.forget_page_links(self._connection, now=micros(now))

    async def add_page_visitor(
        self, person: int, session: str, now: datetime, opening: str | None = None
    ) -> None:
        """Give a visitor a phone, which `session` opens from now on."""
        await self._sql.add_page_visitor(
            self._connection, person=person, session=session, opening=opening, now=micros(now)
        )

    async def page_visitor(self, session: str) -> PageVisitor | None:
        """Return whose phone a session opens."""
        row = await self._sql.page_visitor(self._connection, session=session)
        return None if row is None else PageVisitor(row[0], moment(row[1]), row[2])

    async def page_visitor_exists(self, person: int) -> bool:
        """Whether somebody still has a phone on the page."""
        found = await self._sql.page_visitor_exists(self._connection, person=person)
        return found is not None

    async def page_visitor_seen(self, person: int, now: datetime) -> None:
        """Note that a visitor is here."""
        await self._sql.page_visitor_seen(self._connection, person=person, now=micros(now))

    async def page_visitors_gone(self, before: datetime) -> Sequence[int]:
        """Return the visitors who have not been here since a moment."""
        rows = self._sql.page_visitors_gone(self._connection, before=micros(before))
        return [person async for (person,) in rows]

    async def forget_page_visitor(self, person: int) -> None:
        """Take a visitor's phone away, with all it shows, and the links to it."""
        await self._sql.forget_page_links_of(self._connection, person=person)
        await self._sql.forget_page_visitor(self._connection, person=person)

    async def keep_page_message(self, person: int, message: PageMessage) -> None:
        """Keep a new or changed message."""
        await self._sql.keep_page_message(
            self._connection,
            person=person,
            message=message.number,
            shown=message.shown,
            file=message.file,
        )

    async def forget_page_message(self, person: int, number: int) -> None:
        """Forget a message that was deleted."""
        await self._sql.forget_page_message(self._connection, person=person, message=number)

    async def page_messages(self, person: int) -> Sequence[PageMessage]:
        """Return what a visitor's phone shows, the oldest message first."""
        rows = self._sql.page_messages(self._connection, person=person)
        return [PageMessage(*row) async for row in rows]
