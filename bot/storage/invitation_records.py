"""Invitations and codes, as statements (the `JoiningRecords` of `bot.centre.records`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.centre.records import Invitation
from bot.centre.roles import Role
from bot.storage.moments import micros, moment, moment_if
from bot.storage.statements import Statements


class InvitationRecords:
    """Invitations to roles, codes for cohorts, wrong codes, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def add_invitation(self, invitation: Invitation, digest: str) -> None:
        """Keep an invitation, of its code only the digest."""
        await self._sql.add_invitation(
            self._connection,
            invitation=invitation.id,
            digest=digest,
            centre=invitation.centre,
            role=invitation.role,
            name=invitation.name,
            cohort=invitation.cohort,
            at=micros(invitation.made_at),
            made_by=invitation.made_by,
            expires_at=micros(invitation.expires_at),
            uses=invitation.uses_left,
        )

    async def invitation(self, digest: str, now: datetime) -> Invitation | None:
        """Return what a code opens now; None for one that is wrong, used up, closed or expired."""
        row = await self._sql.invitation(self._connection, digest=digest, now=micros(now))
        return None if row is None else _invitation(*row)

    async def use_invitation(self, invitation: str, now: datetime) -> bool:
        """Use an invitation once; False when it does not work any more."""
        used = await self._sql.use_invitation(
            self._connection, invitation=invitation, now=micros(now)
        )
        return used is not None

    async def close_invitation(self, centre: str, invitation: str, at: datetime) -> bool:
        """Close a centre's invitation; False when the centre has none such that is open."""
        closed = await self._sql.close_invitation(
            self._connection, at=micros(at), centre=centre, invitation=invitation
        )
        return closed is not None

    async def open_invitations(self, centre: str, now: datetime) -> Sequence[Invitation]:
        """Return a centre's invitations and codes that work now, the first first."""
        rows = self._sql.open_invitations(self._connection, centre=centre, now=micros(now))
        return [_invitation(*row) async for row in rows]

    async def wrong_codes(self, person: int) -> tuple[int, datetime] | None:
        """Return how many wrong codes a person tried lately, and when the last."""
        row = await self._sql.wrong_codes(self._connection, person=person)
        return None if row is None else (row[0], moment(row[1]))

    async def count_wrong_code(self, person: int, at: datetime) -> int:
        """Count a wrong code; return how many it makes."""
        wrong: int = await self._sql.count_wrong_code(
            self._connection, person=person, at=micros(at)
        )
        return wrong

    async def forget_wrong_codes_of(self, person: int) -> None:
        """Forget the wrong codes of a person."""
        await self._sql.forget_wrong_codes_of(self._connection, person=person)

    async def forget_wrong_codes(self, before: datetime) -> None:
        """Forget the wrong codes of everybody who tried none since a moment."""
        await self._sql.forget_wrong_codes(self._connection, before=micros(before))


def _invitation(  # noqa: PLR0917 - one for each column
    id_: str,
    centre: str,
    role: str | None,
    name: str | None,
    cohort: str | None,
    made_at: int,
    made_by: str | None,
    expires_at: int,
    uses_left: int | None,
    closed_at: int | None,
) -> Invitation:
    return Invitation(
        id=id_,
        centre=centre,
        role=None if role is None else Role(role),
        name=name,
        cohort=cohort,
        made_at=moment(made_at),
        made_by=made_by,
        expires_at=moment(expires_at),
        uses_left=uses_left,
        closed_at=moment_if(closed_at),
    )
