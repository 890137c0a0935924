"""What sounded real, in the database: per centre, told again in time, taken on once, then gone."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.centre.alerts import (
    OFTEN,
    OFTEN_ROUNDS,
    SELDOM,
    answer_test,
    lose_lead,
    read,
    take_alerts,
    take_on,
)
from bot.centre.disclosure import (
    ANSWER_WITHIN,
    Answer,
    Disclosure,
    heard,
    is_practice,
    is_real,
    tell,
)
from bot.centre.errors import NotAllowed
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.contract.centre import HILLTOP, People, a_centre, a_cohort
from tests.contract.plain import NOW, a_learner, look

_WORDS = "he hit me again"
_LATE = NOW + ANSWER_WITHIN


async def _enrolled(tx: Transaction, *centres: People) -> int:
    learner = await a_learner(tx)
    for people in centres:
        cohort = await a_cohort(tx, people)
        await tx.enrol(cohort.id, learner.id, "R1", NOW, None)
    return learner.id


async def _heard(tx: Transaction, learner: int, at: datetime = NOW) -> str:
    return await heard(tx, learner, _WORDS, 1, None, at)


async def test_each_centre_of_a_learner_has_its_own(database: Database) -> None:
    """Words are kept once for each centre, and a centre asks for its own alone."""

    async def work(tx: Transaction) -> None:
        riverside, hilltop = await a_centre(tx), await a_centre(tx, HILLTOP, 200)
        learner = await _enrolled(tx, riverside, hilltop)
        said = await _heard(tx, learner)
        found = await tx.said(learner, said)
        assert {each.centre for each in found} == {"riverside", "hilltop"}
        for each in found:
            assert (each.text, each.reference, each.alert_at) == (_WORDS, "R1", _LATE)
            assert each.centre is not None
            other = "hilltop" if each.centre == "riverside" else "riverside"
            assert await tx.disclosure(each.centre, each.id) == each
            assert await tx.disclosure(other, each.id) is None

    await database.transact(work)


async def test_nothing_is_due_before_ten_minutes_and_then_once(database: Database) -> None:
    """The leads are told when the learner's time is up, then after five and fifteen minutes."""

    async def prepared(tx: Transaction) -> int:
        people = await a_centre(tx)
        return await _enrolled(tx, people)

    learner = await database.transact(prepared)
    await database.transact(lambda tx: _heard(tx, learner))
    early = await database.transact(lambda tx: take_alerts(tx, _LATE - timedelta(seconds=1), 9))
    assert early == (0, [])
    gaps: list[timedelta] = []
    now = _LATE
    for _ in range(OFTEN_ROUNDS + 3):
        count, (alert,) = await database.transact(lambda tx, at=now: take_alerts(tx, at, 9))  # type: ignore[misc]
        assert count == 1
        assert [lead.name for lead in alert.leads] == ["Lee Lead", "Dee Deputy"]
        assert alert.unanswered == (not gaps)
        again = await database.transact(lambda tx, at=now: take_alerts(tx, at, 9))  # type: ignore[misc]
        assert again == (0, [])
        (kept,) = await database.transact(lambda tx: tx.unanswered(learner))
        assert kept.alert_at is not None
        gaps.append(kept.alert_at - now)
        now = kept.alert_at
    assert gaps == [OFTEN] * OFTEN_ROUNDS + [SELDOM] * 3


async def test_two_that_look_at_once_never_take_the_same(database: Database) -> None:
    """However many look, each round of alerts is owed by one."""

    async def prepared(tx: Transaction) -> None:
        learner = await _enrolled(tx, await a_centre(tx))
        for second in range(8):
            await _heard(tx, learner, NOW + timedelta(seconds=second))

    await database.transact(prepared)
    at = _LATE + timedelta(minutes=1)
    looks = [database.transact(lambda tx: take_alerts(tx, at, 3)) for _ in range(6)]
    taken = [count for count, _ in await asyncio.gather(*looks)]
    passed_over, _ = await database.transact(lambda tx: take_alerts(tx, at, 9))
    assert sum(taken) + passed_over == 8


async def test_what_is_typed_one_after_the_other_is_one_alert(database: Database) -> None:
    """The leads are told of it together, read all of it and take all of it on."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        learner = await _enrolled(tx, people)
        await _heard(tx, learner)
        await heard(tx, learner, "and nobody knows", 1, None, NOW + timedelta(minutes=3))
        assert await take_alerts(tx, _LATE - timedelta(seconds=1), 9) == (0, [])
        count, (alert,) = await take_alerts(tx, _LATE, 9)
        assert (count, alert.unanswered) == (2, True)
        await heard(tx, learner, "I can't sleep", 1, None, _LATE + timedelta(minutes=1))
        count, (again,) = await take_alerts(tx, _LATE + OFTEN, 9)
        assert (count, again.unanswered) == (3, False)
        assert again.disclosure.id == alert.disclosure.id
        opened = await read(tx, people.lead, alert.disclosure.id, NOW)
        assert [each.text for each in opened] == [_WORDS, "and nobody knows", "I can't sleep"]
        await take_on(tx, people.lead, opened[1].id, _LATE + OFTEN)
        assert await take_alerts(tx, _LATE + timedelta(days=1), 9) == (0, [])
        more = _LATE + timedelta(days=1)
        await heard(tx, learner, "he is back", 1, None, more)
        _, (new,) = await take_alerts(tx, more + ANSWER_WITHIN, 9)
        assert new.leads

    await database.transact(work)


async def test_one_lead_takes_it_on_and_it_is_kept_for_as_long_as_the_centre_says(
    database: Database, url: str
) -> None:
    """The second is too late; nobody is told again; when its time is up it is gone."""

    async def work(tx: Transaction) -> tuple[People, Disclosure, int]:
        people = await a_centre(tx)
        learner = await _enrolled(tx, people)
        said = await _heard(tx, learner)
        told = await is_real(tx, learner, said, NOW)
        assert told is not None
        assert [centre.id for centre in told.centres] == ["riverside"]
        (found,) = await tx.said(learner, said)
        assert found.alert_at == NOW
        return people, found, learner

    people, found, learner = await database.transact(work)
    await look(url, "UPDATE centres SET disclosure_days = 30")
    first = await database.transact(lambda tx: take_on(tx, people.deputy, found.id, NOW))
    second = await database.transact(lambda tx: take_on(tx, people.lead, found.id, NOW))
    assert first is not None
    assert second is not None
    assert (first[1], second[1]) == (True, False)
    assert await database.transact(lambda tx: take_alerts(tx, _LATE, 9)) == (0, [])
    until = NOW + timedelta(days=30)
    for at, left in ((until - timedelta(seconds=1), 1), (until, 0)):
        await database.transact(lambda tx, at=at: tx.forget_served_disclosures(at))  # type: ignore[misc]
        assert len(await database.transact(lambda tx: tx.said(learner, found.said))) == left


async def test_only_leads_read_and_that_is_noted(database: Database) -> None:
    """Tutors and managers are refused, another centre's lead finds nothing; no words are noted."""

    async def work(tx: Transaction) -> None:
        riverside, hilltop = await a_centre(tx), await a_centre(tx, HILLTOP, 200)
        learner = await _enrolled(tx, riverside)
        await _heard(tx, learner)
        (found,) = await tx.unanswered(learner)
        for member in (riverside.tutor, riverside.manager):
            with pytest.raises(NotAllowed):
                await read(tx, member, found.id, NOW)
            with pytest.raises(NotAllowed):
                await take_on(tx, member, found.id, NOW)
        assert not await read(tx, hilltop.lead, found.id, NOW)
        assert await take_on(tx, hilltop.lead, found.id, NOW) is None
        (opened,) = await read(tx, riverside.lead, found.id, NOW)
        assert opened.text == _WORDS

    await database.transact(work)


async def test_practice_deletes_it_unless_a_lead_was_told(database: Database) -> None:
    """Before an alert nothing is left; after one it stays, with the answer."""

    async def work(tx: Transaction) -> None:
        learner = await _enrolled(tx, await a_centre(tx))
        said = await _heard(tx, learner)
        practised = await is_practice(tx, learner, said, NOW)
        assert practised is not None
        assert not practised.alerted
        assert not await tx.said(learner, said)
        said = await _heard(tx, learner)
        await take_alerts(tx, _LATE, 9)
        practised = await is_practice(tx, learner, said, _LATE)
        assert practised is not None
        assert practised.alerted
        (kept,) = await tx.said(learner, said)
        assert kept.answer is Answer.PRACTICE
        assert kept.alert_at is not None
        assert await is_practice(tx, learner, said, _LATE) is None

    await database.transact(work)


async def test_without_a_centre_nobody_has_it(database: Database) -> None:
    """It waits for the answer and goes with it, or when nobody gives it."""

    async def work(tx: Transaction) -> None:
        learner = await _enrolled(tx)
        said = await _heard(tx, learner)
        told = await is_real(tx, learner, said, NOW)
        assert told is not None
        assert told.centres == ()
        assert not await tx.said(learner, said)
        said = await _heard(tx, learner)
        assert await take_alerts(tx, _LATE, 9) == (1, [])
        assert not await tx.said(learner, said)
        assert (await tell(tx, learner, NOW)).centres == ()

    await database.transact(work)


async def test_a_centre_that_lost_its_leads_is_told_nothing(database: Database) -> None:
    """Then nobody keeps words that nobody could read, and the learner is not told otherwise."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        learner = await _enrolled(tx, people)
        for lead in (people.lead, people.deputy):
            await tx.end_role(lead.id, lead.roles[0].role, NOW)
        (found,) = await tx.said(learner, await _heard(tx, learner))
        assert found.centre is None
        assert (await tell(tx, learner, NOW)).centres == ()

    await database.transact(work)


async def test_leads_who_go_afterwards_leave_it_waiting_for_the_next(database: Database) -> None:
    """It stays due, so that whoever becomes a lead is told."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        learner = await _enrolled(tx, people)
        await _heard(tx, learner)
        for lead in (people.lead, people.deputy):
            await tx.end_role(lead.id, lead.roles[0].role, NOW)
        _, (alert,) = await take_alerts(tx, _LATE, 9)
        assert alert.leads == ()
        await tx.give_role(people.lead.id, people.lead.roles[0])
        _, (alert,) = await take_alerts(tx, _LATE + OFTEN, 9)
        assert [lead.name for lead in alert.leads] == ["Lee Lead"]

    await database.transact(work)


async def test_the_learner_can_go_and_a_centre_keeps_what_it_has(database: Database) -> None:
    """After a learner's end it knows no learner any more, and its alerts go on."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        learner = await _enrolled(tx, people)
        await _heard(tx, learner)
        assert await tx.disclosures_staying(learner) == 1
        found = await tx.learner(7)
        assert found is not None
        await tx.erase(found, NOW)
        _, (alert,) = await take_alerts(tx, _LATE, 9)
        assert alert.disclosure.learner is None
        assert alert.disclosure.text == _WORDS
        assert await tx.person_of_learner(learner) is None
        assert await read(tx, people.lead, alert.disclosure.id, NOW)

    await database.transact(work)


async def test_a_test_alert_is_sent_once_and_answered_by_its_lead(database: Database) -> None:
    """Leads who never answered one get it once; nobody else can answer for them."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        assert await tx.take_untested(NOW) == []
        await tx.end_role(people.lead.id, people.lead.roles[0].role, NOW)
        await tx.give_role(people.lead.id, people.lead.roles[0])
        (untested,) = await tx.take_untested(NOW)
        assert untested.id == people.lead.id
        assert await tx.take_untested(NOW) == []
        await answer_test(tx, untested, NOW)
        with pytest.raises(NotAllowed):
            await answer_test(tx, people.tutor, NOW)
        again = await tx.member("riverside", people.lead.id)
        assert again is not None
        assert again.roles[0].tested_at == NOW

    await database.transact(work)


async def test_a_lead_who_blocked_the_bot_counts_again_after_a_new_test(
    database: Database,
) -> None:
    """Their old answer is forgotten; a new test waits until they are back."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        person = people.lead.person
        assert person is not None
        (lost,) = await lose_lead(tx, person)
        assert {each.name for each in lost.told} == {people.manager.name, people.deputy.name}
        kept = await tx.member("riverside", people.lead.id)
        assert kept is not None
        assert kept.roles[0].tested_at is None
        await tx.take_untested(NOW)
        assert await tx.take_untested(NOW) == []
        await tx.forget_tests(person, back=True)
        assert [each.id for each in await tx.take_untested(NOW)] == [people.lead.id]
        assert await lose_lead(tx, people.tutor.person or 0) == []

    await database.transact(work)
