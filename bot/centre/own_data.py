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
class KeptAlert:
    """Which of the leads was told, how often, and when they read the person's words."""

    to: str
    first_at: datetime
    last_at: datetime
    times: int
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptDisclosure:
    """Words of the person's that sounded real, as one centre has them; without one nobody does.

    `in_answer` says that they were typed under a question of a debrief. `taken_on_by` is a name.
    """

    centre: str | None
    text: str | None
    at: datetime
    phrases: int | None
    in_answer: bool
    answer: str | None
    answered_at: datetime | None
    next_alert_at: datetime | None
    rounds: int
    taken_on_at: datetime | None
    taken_on_by: str | None
    kept_until: datetime | None
    alerts: Sequence[KeptAlert]


@dataclass(frozen=True, slots=True)
class KeptAtCentres:
    """Everything about a person at centres.

    `wrong_codes` is how many they tried lately and when the last; `done` is what the audit says
    that they did as staff, `about` what others did with their record. `preview` is what they are
    trying out: the title of a scenario, how many turns they took and when they began.
    """

    roles: Sequence[KeptRole] = ()
    enrolments: Sequence[KeptEnrolment] = ()
    wrong_codes: tuple[int, datetime] | None = None
    preview: tuple[str, int, datetime] | None = None
    done: Sequence[Noted] = ()
    about: Sequence[Noted] = ()
    disclosures: Sequence[KeptDisclosure] = ()


def at_centres(kept: KeptAtCentres) -> dict[str, Any]:
    """Return it as JSON; docs/learners/your-copy.md explains the keys."""
    wrong, preview = kept.wrong_codes, kept.preview
    return {
        "roles": [_role(each) for each in kept.roles],
        "cohorts": [_enrolment(each) for each in kept.enrolments],
        "wrong_codes": wrong and {"wrong": wrong[0], "last_at": _iso(wrong[1])},
        "preview": preview
        and {"title": preview[0], "turns": preview[1], "began_at": _iso(preview[2])},
        "done_by_you": [_noted(each) for each in kept.done],
        "done_with_your_record": [_noted(each) for each in kept.about],
        "sounded_real": [_disclosure(each) for each in kept.disclosures],
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


def _disclosure(kept: KeptDisclosure) -> dict[str, Any]:
    return {
        "centre": kept.centre,
        "text": kept.text,
        "at": _iso(kept.at),
        "list_version": kept.phrases,
        "in_an_answer": kept.in_answer,
        "you_said": kept.answer,
        "you_said_at": kept.answered_at and _iso(kept.answered_at),
        "next_alert_at": kept.next_alert_at and _iso(kept.next_alert_at),
        "rounds_of_alerts": kept.rounds,
        "taken_on_by": kept.taken_on_by,
        "taken_on_at": kept.taken_on_at and _iso(kept.taken_on_at),
        "kept_until": kept.kept_until and _iso(kept.kept_until),
        "alerts": [
            {
                "to": alert.to,
                "first_at": _iso(alert.first_at),
                "last_at": _iso(alert.last_at),
                "times": alert.times,
                "read_at": alert.opened_at and _iso(alert.opened_at),
            }
            for alert in kept.alerts
        ],
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
