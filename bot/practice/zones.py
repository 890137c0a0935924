"""Time zones of learners, by their IANA names."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

HOME = "Europe/London"

OFFERED = (
    HOME,
    "Europe/Dublin",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Rome",
    "Europe/Warsaw",
    "Europe/Bucharest",
    "Europe/Istanbul",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Dhaka",
    "Asia/Hong_Kong",
    "Australia/Sydney",
    "America/Jamaica",
    "America/New_York",
)
"""The zones to choose from: home, and where learners in the United Kingdom often travel."""


def zone(name: str) -> ZoneInfo:
    """Return the zone with this name; home when there is none, as after a change of the names."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(HOME)


def place(name: str) -> str:
    """Return the place that a zone is named after."""
    return name.rpartition("/")[2].replace("_", " ")
