"""What centres hold about one person, for the copy that they can ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.centre.records import Noted


@dataclass(frozen=True, slots=True)
class KeptRole:
    """A role that the person holds or held, and the name and id they have there."""

    centre: str
    centre_name: str
    member: str
    name: str
    role: str
    since: datetime
    until: datetime | None
    tested_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptEnrolment:
    """A cohort (its name) that the person is or was in; `added_by` is a name."""

    id: int
    centre: str
    centre_name: str
    cohort: str
    reference: str | None
    joined_at: datetime
    left_at: datetime | None
    added_by: str | None


@dataclass(frozen=True, slots=True)
class KeptAtCentres:
    """Everything about a person at centres.

    `wrong_codes` is how many they tried lately and when the last; `done` is what the audit says
    that they did as staff, `about` what others did with their record.
    """

    roles: Sequence[KeptRole] = ()
    enrolments: Sequence[KeptEnrolment] = ()
    wrong_codes: tuple[int, datetime] | None = None
    done: Sequence[Noted] = ()
    about: Sequence[Noted] = ()


def at_centres(kept: KeptAtCentres) -> dict[str, Any]:
    """Return it as JSON; docs/learners/your-copy.md explains the keys."""
    wrong = kept.wrong_codes
    return {
        "roles": [_role(each) for each in kept.roles],
        "cohorts": [_enrolment(each) for each in kept.enrolments],
        "wrong_codes": wrong and {"wrong": wrong[0], "last_at": _iso(wrong[1])},
        "done_by_you": [_noted(each) for each in kept.done],
        "done_with_your_record": [_noted(each) for each in kept.about],
    }


def _role(kept: KeptRole) -> dict[str, Any]:
    return {
        "centre": kept.centre_name,
        "centre_id": kept.centre,
        "member_id": kept.member,
        "shown_as": kept.name,
        "role": kept.role,
        "since": _iso(kept.since),
        "until": kept.until and _iso(kept.until),
        "test_alert_answered_at": kept.tested_at and _iso(kept.tested_at),
    }


def _enrolment(kept: KeptEnrolment) -> dict[str, Any]:
    return {
        "centre": kept.centre_name,
        "centre_id": kept.centre,
        "cohort": kept.cohort,
        "reference": kept.reference,
        "joined_at": _iso(kept.joined_at),
        "left_at": kept.left_at and _iso(kept.left_at),
        "added_by": kept.added_by,
    }


def _noted(noted: Noted) -> dict[str, Any]:
    return {
        "at": _iso(noted.at),
        "centre_id": noted.centre,
        "by": noted.name,
        "action": noted.action,
        "subject": noted.subject,
        "detail": noted.detail,
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
