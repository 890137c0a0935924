"""The audit, as statements (the `AuditRecords` of `bot.centre.records`)."""

from collections.abc import AsyncIterable, Sequence
from datetime import datetime
from typing import Any

from bot.centre.records import Noted
from bot.storage.moments import micros, moment
from bot.storage.statements import Row, Statements


class AuditRecords:
    """Who did and saw what, within one transaction; nothing of it is ever changed."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def note(self, noted: Noted) -> None:
        """Add a row to the audit, in the transaction of what it tells; its `name` is not kept."""
        await self._sql.note(
            self._connection,
            at=micros(noted.at),
            centre=noted.centre,
            actor=noted.actor,
            action=noted.action,
            subject=noted.subject,
            detail=noted.detail,
        )

    async def noted(
        self, centre: str | None, person: str | None, since: datetime
    ) -> Sequence[Noted]:
        """Return the audit since a moment, oldest first.

        `centre` leaves out other centres; `person` is a member's id, or the subject of a row.
        """
        rows = self._sql.noted(self._connection, centre=centre, person=person, since=micros(since))
        return await audit_of(rows)


async def audit_of(rows: AsyncIterable[Row]) -> list[Noted]:
    """Build the audit from its rows."""
    return [Noted(moment(at), *rest) async for at, *rest in rows]
