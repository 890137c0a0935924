"""Office hours, where the centre is."""

from datetime import UTC, datetime

import pytest

from bot.centre.errors import BadValue
from bot.centre.hours import in_office, tidied
from bot.centre.records import Centre


def _centre(hours: str, zone: str = "Europe/London") -> Centre:
    now = datetime(2031, 5, 6, tzinfo=UTC)
    return Centre("riverside", "Riverside", zone, tidied(hours), "", False, now)


@pytest.mark.parametrize(
    ("hours", "zone", "at", "expected"),
    [
        ("mon-fri 09:00-17:00", "Europe/London", "2031-01-06T09:00", True),
        ("mon-fri 09:00-17:00", "Europe/London", "2031-01-06T08:59", False),
        ("mon-fri 09:00-17:00", "Europe/London", "2031-01-06T17:00", False),
        ("mon-fri 09:00-17:00", "Europe/London", "2031-07-07T08:30", True),
        ("mon-fri 09:00-17:00", "Europe/London", "2031-07-07T16:30", False),
        ("mon-fri 09:00-17:00", "America/New_York", "2031-01-06T21:30", True),
        ("mon-fri 09:00-17:00", "Europe/London", "2031-01-11T12:00", False),
        ("Mon-Fri 09:00-17:00 ; sat 10:00-12:30", "Europe/London", "2031-01-11T12:00", True),
    ],
)
def test_somebody_is_there_in_office_hours(hours: str, zone: str, at: str, expected: bool) -> None:
    """By the clock of the centre, summer and winter; the last minute is not in it."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert in_office(_centre(hours, zone), moment) is expected


@pytest.mark.parametrize(
    "hours",
    ["", ";", "mon", "09:00-17:00", "mon 9:00-17:00", "mon 24:00-25:00", "tue-mon 09:00-10:00"],
)
def test_hours_that_make_no_sense_are_refused(hours: str) -> None:
    """The error carries what they are meant to be."""
    with pytest.raises(BadValue, match="office hours") as refused:
        tidied(hours)
    assert "mon-fri" in refused.value.meaning
