"""Who may see which phone: one-time links, and the visits they begin.

A link lets one browser in, once, and expires. The browser then holds a session; the database holds
a digest of each, so nobody who reads it can come in. A visit ends when its visitor ends it, or some
days after they were last seen. All that is known of them goes with it, but for learners of a
cohort: their records are their centre's to keep, and another link gives them a phone again.
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from bot.centre.codes import digest, new_code
from bot.people import new_visitor
from bot.storage.database import Database
from bot.storage.page_records import PageVisitor
from bot.storage.transaction import Transaction

LINK_LASTS = timedelta(hours=24)
VISIT_LASTS = timedelta(days=7)

_SEEN_EVERY = timedelta(hours=1)
_SECRET_BYTES = 18


class Visitors:
    """The links and visits of one page."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def invite(self) -> str:
        """Make a link for somebody new; return the code in it.

        Raises DatabaseUnavailable, as all of these do.
        """
        code = new_code()
        until = _now() + LINK_LASTS
        await self._database.transact(lambda tx: tx.add_page_link(digest(code), until))
        return code

    async def is_invited(self, link: str) -> bool:
        """Whether a link would still let somebody in."""
        return await self._database.transact(lambda tx: tx.page_link_holds(digest(link), _now()))

    async def enter(self, link: str) -> str | None:
        """Use a link up; return the session it begins, None when it lets nobody in."""
        session = secrets.token_urlsafe(_SECRET_BYTES)

        async def work(tx: Transaction) -> bool:
            guest = await tx.use_page_link(digest(link), _now())
            if guest is None:
                return False
            person = new_visitor() if guest.person is None else guest.person
            await tx.add_page_visitor(person, _digest(session), _now(), guest.opening)
            return True

        return session if await self._database.transact(work) else None

    async def visitor(self, session: str) -> PageVisitor | None:
        """Return whose session this is."""

        async def work(tx: Transaction) -> PageVisitor | None:
            found = await tx.page_visitor(_digest(session))
            if found is None or _now() - found.seen_at > VISIT_LASTS:
                return None
            if _now() - found.seen_at > _SEEN_EVERY:
                await tx.page_visitor_seen(found.person, _now())
            return found

        return await self._database.transact(work)

    async def leave(self, person: int) -> None:
        """End a visit, with all that goes with it."""
        await self._database.transact(lambda tx: _forget(tx, person))

    async def expire(self) -> list[int]:
        """Forget old links, and end the visits of those who stayed away; return who they were."""

        async def work(tx: Transaction) -> list[int]:
            await tx.forget_page_links(_now())
            gone = list(await tx.page_visitors_gone(_now() - VISIT_LASTS))
            for person in gone:
                await _forget(tx, person)
            return gone

        return await self._database.transact(work)


async def _forget(tx: Transaction, person: int) -> None:
    learner = await tx.learner(person)
    await tx.forget_page_visitor(person)
    if learner is None:
        await tx.forget_chat(person, _now())
    elif not await tx.enrolments_of(learner.id):
        await tx.erase(learner, _now())


def _digest(secret: str) -> str:
    """Return what is kept of a session. It is random and long, so nothing slow is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
