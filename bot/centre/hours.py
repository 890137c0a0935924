"""Office hours: `mon-fri 09:00-17:00`, several parts with a semicolon between."""

import re
from datetime import datetime, time

from bot.centre.errors import BadValue
from bot.centre.records import Centre
from bot.practice.zones import zone

USUAL = "mon-fri 09:00-17:00"
MEANING = f"days and times, as in {USUAL}; sat 10:00-12:30"

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "|".join(_DAYS)
_TIME = r"([01]\d|2[0-3]):([0-5]\d)"
_PART = re.compile(rf"({_DAY})(?:-({_DAY}))? {_TIME}-{_TIME}")


def tidied(hours: str) -> str:
    """Return office hours as they are kept. Raises BadValue."""
    parts = [" ".join(part.split()) for part in hours.lower().split(";")]
    for part in parts:
        _read(part, hours)
    return "; ".join(parts)


def in_office(centre: Centre, now: datetime) -> bool:
    """Whether a moment lies in a centre's office hours, where the centre is."""
    there = now.astimezone(zone(centre.time_zone))
    return any(
        there.weekday() in days and start <= there.time() < end
        for days, start, end in (
            _read(part, centre.office_hours) for part in centre.office_hours.split("; ")
        )
    )


def _read(part: str, hours: str) -> tuple[range, time, time]:
    found = _PART.fullmatch(part)
    if found is None:
        raise BadValue("office hours", hours, MEANING)
    first = _DAYS.index(found[1])
    last = _DAYS.index(found[2] or found[1])
    start, end = time(int(found[3]), int(found[4])), time(int(found[5]), int(found[6]))
    if last < first or end <= start:
        raise BadValue("office hours", hours, MEANING)
    return range(first, last + 1), start, end
