"""What `rehearse centre show` says of a centre."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.centre.errors import NoSuch, NotReadyForLearners
from bot.centre.hours import in_office
from bot.centre.people import check_ready
from bot.centre.records import Centre, Cohort, HeldRole, Invitation, JoiningRecords, Member
from bot.centre.roles import DEPUTY, LEAD, Role


@dataclass(frozen=True, slots=True)
class Shown:
    """A centre with all that belongs to it, at a moment."""

    centre: Centre
    members: Sequence[Member]
    cohorts: Sequence[Cohort]
    links: Sequence[Invitation]
    missing: NotReadyForLearners | None
    in_office: bool


async def read(records: JoiningRecords, centre: str, now: datetime) -> Shown:
    """Read a centre. Raises NoSuch."""
    found = await records.centre(centre)
    if found is None:
        raise NoSuch("centre", centre)
    members = await records.members(centre)
    missing = None
    try:
        check_ready(centre, members)
    except NotReadyForLearners as error:
        missing = error
    return Shown(
        centre=found,
        members=[member for member in members if member.roles],
        cohorts=await records.cohorts(centre),
        links=await records.open_invitations(centre, now),
        missing=missing,
        in_office=in_office(found, now),
    )


def as_text(shown: Shown) -> str:
    """Return a centre as people read it."""
    return "\n".join(_lines(shown))


def as_data(shown: Shown) -> dict[str, Any]:
    """Return a centre as programs read it."""
    centre = shown.centre
    return {
        "centre": centre.id,
        "name": centre.name,
        "time_zone": centre.time_zone,
        "office_hours": centre.office_hours,
        "in_office": shown.in_office,
        "out_of_hours": centre.out_of_hours,
        "page": centre.page_allowed,
        "keep_real_days": centre.disclosure_days,
        "founded": centre.founded_at.isoformat(timespec="seconds"),
        "closed": centre.closed_at and centre.closed_at.isoformat(timespec="seconds"),
        "ready": shown.missing is None,
        "members": [
            {"member": each.id, "name": each.name, "roles": [held.role for held in each.roles]}
            for each in shown.members
        ],
        "cohorts": [each.slug for each in shown.cohorts if each.closed_at is None],
        "links": [
            {
                "link": each.id,
                "role": each.role,
                "name": each.name,
                "cohort": _slug(shown, each),
                "uses_left": each.uses_left,
                "expires": each.expires_at.isoformat(timespec="seconds"),
            }
            for each in shown.links
        ],
    }


def missing_words(error: NotReadyForLearners) -> str:
    """Say what a centre lacks before it can open to learners, and what to do about it."""
    parts = []
    if error.without:
        parts.append(
            f"it has no {' and no '.join(error.without)} for safeguarding"
            " (`rehearse invite safeguarding_lead` invites one)"
        )
    if error.untested:
        parts.append(f"its {' and '.join(error.untested)} did not answer a test alert yet")
    return "; ".join(parts)


def _lines(shown: Shown) -> Iterator[str]:
    centre = shown.centre
    yield f"{centre.id}: {centre.name}{', closed' if centre.closed_at else ''}"
    there = "somebody is there now" if shown.in_office else "nobody is there now"
    yield f"  office hours  {centre.office_hours} ({centre.time_zone}): {there}"
    yield f"  out of hours  {centre.out_of_hours or 'no text of its own'}"
    yield f"  the page      {'allowed' if centre.page_allowed else 'not allowed'}"
    yield f"  what is real  kept {centre.disclosure_days} days after a lead took it on"
    ready = "yes" if shown.missing is None else f"no: {missing_words(shown.missing)}"
    yield f"  for learners  {ready}"
    yield "People" if shown.members else "Nobody has a role yet."
    for member in shown.members:
        yield f"  {member.id}  {member.name}: {', '.join(map(_role, member.roles))}"
    yield "Cohorts" if shown.cohorts else "No cohort yet."
    for cohort in shown.cohorts:
        closed = ", closed" if cohort.closed_at else ""
        yield f"  {cohort.slug}  {cohort.name}, {cohort.starts_on} to {cohort.ends_on}{closed}"
    yield "Open links" if shown.links else "No link is open."
    for link in shown.links:
        use = f"cohort {_slug(shown, link)}" if link.role is None else _invited(link)
        yield f"  {link.id}  {use}, until {link.expires_at:%d %B %Y, %H:%M} UTC"


def _invited(link: Invitation) -> str:
    return f"{(link.role or '').replace('_', ' ')} for {link.name}"


def _slug(shown: Shown, link: Invitation) -> str | None:
    return next((each.slug for each in shown.cohorts if each.id == link.cohort), None)


def _role(held: HeldRole) -> str:
    if held.role is not Role.SAFEGUARDING_LEAD:
        return held.role.replace("_", " ")
    place = {LEAD: "", DEPUTY: " (deputy)"}.get(held.place or 0, " (further)")
    tested = "test alert answered" if held.tested_at else "test alert not answered"
    return f"safeguarding lead{place}, {tested}"
