"""The audit: who did what, noted in the transaction that does it."""

from datetime import datetime

from bot.centre.authorisation import Action
from bot.centre.records import AuditRecords, Member, Noted

EVERY_RECORD = "all attempts"
"""The subject of what is done with the records of every learner at once."""


async def note(  # noqa: PLR0917 - one for each fact
    records: AuditRecords,
    by: Member | None,
    action: Action,
    centre: str | None,
    subject: str,
    now: datetime,
    detail: str = "",
) -> None:
    """Note what a member did, or the operator (None); `centre` None concerns all centres.

    What is said of a record names it and holds none of its words.
    """
    actor = None if by is None else by.id
    await records.note(Noted(now, centre, actor, None, action, subject, detail))


def learner_record(learner: int) -> str:
    """Return how the audit names everything about a learner, by the id of their row."""
    return f"learner {learner}"
