"""Moments as the database keeps them: whole microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Return what is kept of an aware moment."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(kept: int) -> datetime:
    """Return the moment kept as `kept`, in UTC."""
    return _EPOCH + timedelta(microseconds=kept)


def moment_if(kept: int | None) -> datetime | None:
    """Return the moment kept as `kept`, if there is one."""
    return None if kept is None else moment(kept)
