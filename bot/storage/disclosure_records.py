"""Text that sounded real, as statements (the `AlertRecords` of `bot.centre.alerts`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.centre.disclosure import Answer, Disclosure
from bot.centre.records import Member
from bot.storage.centre_records import members_of_rows
from bot.storage.moments import micros, moment, moment_if
from bot.storage.statements import Statements


class DisclosureRecords:
    """What sounded real and who was told, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def keep_disclosure(self, disclosure: Disclosure) -> None:
        """Keep what a learner typed."""
        await self._sql.keep_disclosure(
            self._connection,
            id=disclosure.id,
            said=disclosure.said,
            learner=disclosure.learner,
            centre=disclosure.centre,
            cohort=disclosure.cohort,
            reference=disclosure.reference,
            text=disclosure.text,
            at=micros(disclosure.at),
            phrases=disclosure.phrases,
            asked=disclosure.asked,
            answer=disclosure.answer,
            answered_at=_micros_if(disclosure.answered_at),
            alert_at=_micros_if(disclosure.alert_at),
        )

    async def unanswered(self, learner: int) -> Sequence[Disclosure]:
        """Return what a learner has not answered yet, the first first."""
        rows = self._sql.unanswered(self._connection, learner=learner)
        return [_disclosure(*row) async for row in rows]

    async def said(self, learner: int, said: str) -> Sequence[Disclosure]:
        """Return all that one answer of a learner is about, the first first."""
        rows = self._sql.said(self._connection, learner=learner, said=said)
        return [_disclosure(*row) async for row in rows]

    async def told_without_words(self, learner: int) -> Sequence[Disclosure]:
        """Return what a learner told without words and nobody has taken on."""
        rows = self._sql.told_without_words(self._connection, learner=learner)
        return [_disclosure(*row) async for row in rows]

    async def answer_disclosure(
        self, disclosure: str, answer: Answer, at: datetime, alert_at: datetime | None
    ) -> None:
        """Keep a learner's answer, and when the leads are told next."""
        await self._sql.answer_disclosure(
            self._connection,
            answer=answer,
            at=micros(at),
            alert_at=_micros_if(alert_at),
            disclosure=disclosure,
        )

    async def forget_disclosure(self, disclosure: str) -> None:
        """Delete what a learner typed."""
        await self._sql.forget_disclosure(self._connection, disclosure=disclosure)

    async def disclosure(self, centre: str, disclosure: str) -> Disclosure | None:
        """Return what a centre has under an id."""
        row = await self._sql.disclosure(self._connection, centre=centre, disclosure=disclosure)
        return None if row is None else _disclosure(*row)

    async def typed_together(self, disclosure: Disclosure) -> Sequence[Disclosure]:
        """Return all that its centre has of what one answer is about, the first first."""
        rows = self._sql.typed_together(
            self._connection, centre=disclosure.centre, said=disclosure.said
        )
        return [_disclosure(*row) async for row in rows]

    async def note_opened(self, disclosure: str, member: str, at: datetime) -> None:
        """Note when a lead first read a learner's words."""
        await self._sql.note_opened(
            self._connection, disclosure=disclosure, member=member, at=micros(at)
        )

    async def acknowledge(self, disclosure: str, member: str, at: datetime) -> bool:
        """Let a lead take it on; False when somebody did before."""
        taken = await self._sql.acknowledge(
            self._connection, at=micros(at), member=member, disclosure=disclosure
        )
        return taken is not None

    async def take_due(
        self, now: datetime, often: tuple[datetime, int], seldom: datetime, most: int
    ) -> Sequence[Disclosure]:
        """Take what the leads are to be told of now; nobody else takes it then."""
        again, rounds = often
        rows = self._sql.take_due(
            self._connection,
            often=micros(again),
            rounds=rounds,
            seldom=micros(seldom),
            now=micros(now),
            most=most,
        )
        return [_disclosure(*row) async for row in rows]

    async def note_alert(self, disclosure: str, member: str, at: datetime) -> None:
        """Note that a lead is told."""
        await self._sql.note_alert(
            self._connection, disclosure=disclosure, member=member, at=micros(at)
        )

    async def take_untested(self, now: datetime) -> Sequence[Member]:
        """Return the leads who were never sent a test alert, and note that they are now."""
        rows = self._sql.take_untested(self._connection, at=micros(now))
        return [await self._member(member) for (member,) in [row async for row in rows]]

    async def forget_tests(self, person: int, *, back: bool) -> None:
        """Let a lead's answers to test alerts count no more; `back` lets them be sent new ones."""
        await self._sql.forget_tests(self._connection, person=person, back=back)

    async def forget_served_disclosures(self, now: datetime) -> None:
        """Delete what was kept for as long as its centre keeps it."""
        await self._sql.forget_served_disclosures(self._connection, now=micros(now))

    async def disclosures_staying(self, learner: int) -> int:
        """Return how many records of a learner's words centres keep when the learner goes."""
        staying: int = await self._sql.disclosures_staying(self._connection, learner=learner)
        return staying

    async def person_of_learner(self, learner: int) -> int | None:
        """Return the number of a learner by the id of their row."""
        person: int | None = await self._sql.person_of_learner(self._connection, learner=learner)
        return person

    async def _member(self, member: str) -> Member:
        rows = self._sql.members_by_id(self._connection, member=member)
        (found,) = await members_of_rows(rows)
        return found


def _micros_if(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def _disclosure(  # noqa: PLR0917 - one for each column
    id_: str,
    said: str,
    learner: int | None,
    centre: str | None,
    cohort: str | None,
    reference: str | None,
    text: str | None,
    at: int,
    phrases: int | None,
    asked: str | None,
    answer: str | None,
    answered_at: int | None,
    alert_at: int | None,
    rounds: int,
    acknowledged_at: int | None,
    acknowledged_by: str | None,
    keep_until: int | None,
) -> Disclosure:
    return Disclosure(
        id=id_,
        said=said,
        learner=learner,
        centre=centre,
        cohort=cohort,
        reference=reference,
        text=text,
        at=moment(at),
        phrases=phrases,
        asked=asked,
        answer=None if answer is None else Answer(answer),
        answered_at=moment_if(answered_at),
        alert_at=moment_if(alert_at),
        rounds=rounds,
        acknowledged_at=moment_if(acknowledged_at),
        acknowledged_by=acknowledged_by,
        keep_until=moment_if(keep_until),
    )
