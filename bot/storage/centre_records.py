"""Centres and their staff, as statements (the `CentreRecords` of `bot.centre.records`)."""

from collections.abc import AsyncIterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from bot.centre.records import Centre, HeldRole, Member
from bot.centre.roles import Role
from bot.storage.moments import micros, moment, moment_if
from bot.storage.statements import Row, Statements


class CentreRecords:
    """Centres, members and the roles they hold, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def add_centre(self, centre: Centre) -> bool:
        """Keep a new centre; False when there is one with its id."""
        added = await self._sql.add_centre(
            self._connection,
            centre=centre.id,
            name=centre.name,
            time_zone=centre.time_zone,
            office_hours=centre.office_hours,
            out_of_hours=centre.out_of_hours,
            page_allowed=centre.page_allowed,
            days=centre.disclosure_days,
            at=micros(centre.founded_at),
        )
        return added is not None

    async def centre(self, centre: str) -> Centre | None:
        """Return a centre, also one that is closed."""
        row = await self._sql.centre(self._connection, centre=centre)
        return None if row is None else _centre(*row)

    async def centres(self) -> Sequence[Centre]:
        """Return every centre, by id."""
        return [_centre(*row) async for row in self._sql.centres(self._connection)]

    async def set_centre(self, centre: Centre) -> None:
        """Keep everything about a centre that can be changed."""
        await self._sql.set_centre(
            self._connection,
            name=centre.name,
            time_zone=centre.time_zone,
            office_hours=centre.office_hours,
            out_of_hours=centre.out_of_hours,
            page_allowed=centre.page_allowed,
            days=centre.disclosure_days,
            closed_at=None if centre.closed_at is None else micros(centre.closed_at),
            centre=centre.id,
        )

    async def hold_centre(self, centre: str) -> None:
        """Let nobody else hold the centre until this transaction ends."""
        await self._sql.hold_centre(self._connection, centre=centre)

    async def add_member(self, member: Member) -> str:
        """Keep a member, without their roles; return their id, the earlier one if they had one."""
        found: str = await self._sql.add_member(
            self._connection,
            member=member.id,
            centre=member.centre,
            person=member.person,
            name=member.name,
        )
        return found

    async def members(self, centre: str) -> Sequence[Member]:
        """Return everybody who is or was staff of a centre, by name, with the roles held now."""
        return await members_of_rows(self._sql.members(self._connection, centre=centre))

    async def member(self, centre: str, member: str) -> Member | None:
        """Return a member of a centre."""
        rows = self._sql.member(self._connection, centre=centre, member=member)
        return next(iter(await members_of_rows(rows)), None)

    async def memberships(self, person: int) -> Sequence[Member]:
        """Return a person's memberships with a role now, in centres that are not closed."""
        return await members_of_rows(self._sql.memberships(self._connection, person=person))

    async def give_role(self, member: str, held: HeldRole) -> bool:
        """Give a member a role; False when they hold it."""
        given = await self._sql.give_role(
            self._connection,
            member=member,
            role=held.role,
            place=held.place,
            at=micros(held.since),
            given_by=held.given_by,
        )
        return given is not None

    async def end_role(self, member: str, role: Role, at: datetime) -> bool:
        """End a member's role; False when they don't hold it."""
        ended = await self._sql.end_role(
            self._connection, at=micros(at), member=member, role=role.value
        )
        return ended is not None

    async def lead_answered(self, member: str, at: datetime) -> bool:
        """Note that a safeguarding lead answered a test alert; False for anybody else."""
        answered = await self._sql.lead_answered(self._connection, at=micros(at), member=member)
        return answered is not None


async def members_of_rows(rows: AsyncIterable[Row]) -> list[Member]:
    """Build members from their rows: one for each role, or a single one without."""
    each = [_member(*row) async for row in rows]
    return [
        Member(first.id, first.centre, first.person, first.name, _roles(first, *others))
        for first, *others in (list(own) for _, own in groupby(each, attrgetter("id")))
    ]


def _roles(*members: Member) -> tuple[HeldRole, ...]:
    return tuple(held for member in members for held in member.roles)


def _member(  # noqa: PLR0917 - one for each column
    id_: str,
    centre: str,
    person: int | None,
    name: str,
    role: str | None,
    place: int | None,
    since: int,
    given_by: str | None,
    tested_at: int | None,
) -> Member:
    held = (
        ()
        if role is None
        else (HeldRole(Role(role), moment(since), given_by, place, moment_if(tested_at)),)
    )
    return Member(id_, centre, person, name, held)


def _centre(  # noqa: PLR0917 - one for each column
    id_: str,
    name: str,
    time_zone: str,
    office_hours: str,
    out_of_hours: str,
    page_allowed: int,
    founded_at: int,
    closed_at: int | None,
    disclosure_days: int,
) -> Centre:
    return Centre(
        id=id_,
        name=name,
        time_zone=time_zone,
        office_hours=office_hours,
        out_of_hours=out_of_hours,
        page_allowed=bool(page_allowed),
        founded_at=moment(founded_at),
        closed_at=moment_if(closed_at),
        disclosure_days=disclosure_days,
    )
