"""The audit, on each kind of database."""

from datetime import datetime
from functools import partial

import pytest

from bot.centre.audit import EVERY_RECORD, learner_record, note
from bot.centre.authorisation import Action
from bot.centre.cohorts import close_cohort
from bot.centre.errors import NotAllowed
from bot.centre.joining import invite
from bot.centre.records import Noted
from bot.centre.roles import Role
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.contract.centre import HILLTOP, a_centre, a_cohort
from tests.contract.plain import LATER, NOW, a_learner, look


async def _noted(
    database: Database, centre: str | None = None, person: str | None = None, since: datetime = NOW
) -> list[Noted]:
    return list(await database.transact(lambda tx: tx.noted(centre, person, since)))


async def test_what_is_done_is_noted_with_who_did_it(database: Database) -> None:
    """Each use case notes itself; what is refused notes nothing."""
    people = await database.transact(a_centre)
    await database.transact(lambda tx: a_cohort(tx, people))
    with pytest.raises(NotAllowed):
        await database.transact(
            lambda tx: close_cohort(tx, people.lead, "riverside", "autumn", LATER)
        )
    await database.transact(lambda tx: close_cohort(tx, people.tutor, "riverside", "autumn", LATER))
    (closed,) = await _noted(database, since=LATER)
    assert closed == Noted(
        LATER, "riverside", people.tutor.id, "Jo Price", "close cohort", "cohort autumn", ""
    )


async def test_the_audit_is_told_by_centre_person_and_day(database: Database) -> None:
    """What concerns all centres is found for each."""
    people = await database.transact(a_centre)
    await database.transact(lambda tx: a_centre(tx, HILLTOP, 200))

    async def more(tx: Transaction) -> None:
        await note(tx, None, Action.EXPORT_ATTEMPTS, None, EVERY_RECORD, LATER)
        await invite(tx, people.manager, "riverside", Role.TUTOR, "Al", LATER)

    await database.transact(more)
    assert {each.centre for each in await _noted(database, "hilltop")} == {"hilltop", None}
    own = await _noted(database, person=people.manager.id)
    assert [each.action for each in own] == ["take role", "invite"]
    assert [each.centre for each in await _noted(database, since=LATER)] == [None, "riverside"]


async def test_no_code_is_in_the_audit_or_anywhere(database: Database, url: str) -> None:
    """Of a code only its digest is kept."""
    people = await database.transact(a_centre)
    made = await database.transact(
        lambda tx: invite(tx, people.manager, "riverside", Role.TUTOR, "Al", NOW)
    )
    for table in ("audit", "invitations"):
        assert made.code not in repr(await look(url, f"SELECT * FROM {table}"))  # noqa: S608 - ours


@pytest.mark.parametrize("change", ["UPDATE audit SET detail = 'x'", "DELETE FROM audit"])
async def test_the_database_refuses_to_change_the_audit(
    database: Database, url: str, change: str
) -> None:
    """Also to whoever comes past the program."""
    await database.transact(a_centre)
    before = await look(url, "SELECT * FROM audit ORDER BY id")
    with pytest.raises(Exception, match="append-only"):
        await look(url, change)
    assert await look(url, "SELECT * FROM audit ORDER BY id") == before


async def test_a_copy_of_all_records_is_in_the_copy_of_each_learner_who_was_there(
    database: Database,
) -> None:
    """Not in that of somebody who came afterwards."""

    async def export(tx: Transaction) -> None:
        await note(tx, None, Action.EXPORT_ATTEMPTS, None, EVERY_RECORD, NOW)

    first = await database.transact(a_learner)
    await database.transact(export)
    second = await database.transact(lambda tx: tx.agree(8, LATER))
    about = [
        (await database.transact(partial(Transaction.kept, learner=each))).centres.about
        for each in (first, second)
    ]
    assert [len(rows) for rows in about] == [1, 0]


async def test_what_was_done_with_a_learners_record_outlives_them(database: Database) -> None:
    """Their copy shows it; after the end its number leads to nobody."""
    people = await database.transact(a_centre)
    learner = await database.transact(a_learner)
    subject = learner_record(learner.id)
    await database.transact(
        lambda tx: note(tx, people.tutor, Action.SEE_ATTEMPT, "riverside", subject, LATER)
    )
    kept = await database.transact(lambda tx: tx.kept(learner))
    (seen,) = kept.centres.about
    assert (seen.name, seen.action, seen.at) == ("Jo Price", "see attempt", LATER)
    await database.transact(lambda tx: tx.erase(learner, LATER))
    assert await _noted(database, person=subject) == [seen]
