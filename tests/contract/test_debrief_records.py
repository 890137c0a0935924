"""What learners wrote when they looked back."""

from bot.practice.debrief import Answer
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.contract.plain import LATER, NOW, attempt_under_way, look, remove_learners


async def test_an_attempt_without_a_debrief_has_no_answers(database: Database) -> None:
    attempt = await attempt_under_way(database)
    assert await database.transact(lambda tx: tx.debrief(attempt)) == []
    assert await database.transact(lambda tx: tx.debrief_answers(attempt)) == {}


async def test_answers_come_in_the_order_of_the_questions_with_their_time(
    database: Database,
) -> None:
    attempt = await attempt_under_way(database)
    other = await attempt_under_way(database, 8)
    text = "Ça va? 😀 <b>'\"\n" * 100

    async def write(tx: Transaction) -> None:
        assert await tx.answer_question(attempt, Answer(2, None, LATER))
        assert await tx.answer_question(attempt, Answer(1, text, NOW))
        assert await tx.answer_question(other, Answer(1, "Somebody else's", NOW))

    await database.transact(write)
    assert await database.transact(lambda tx: tx.debrief(attempt)) == [
        Answer(1, text, NOW),
        Answer(2, None, LATER),
    ]
    assert await database.transact(lambda tx: tx.debrief_answers(attempt)) == {1: text, 2: None}


async def test_a_question_is_answered_once(database: Database) -> None:
    attempt = await attempt_under_way(database)

    async def write(tx: Transaction) -> tuple[bool, bool]:
        return (
            await tx.answer_question(attempt, Answer(1, "first", NOW)),
            await tx.answer_question(attempt, Answer(1, "second", LATER)),
        )

    assert await database.transact(write) == (True, False)
    assert await database.transact(lambda tx: tx.debrief(attempt)) == [Answer(1, "first", NOW)]


async def test_a_changed_answer_keeps_the_time_when_it_was_first_given(database: Database) -> None:
    attempt = await attempt_under_way(database)

    async def write(tx: Transaction) -> None:
        await tx.answer_question(attempt, Answer(1, None, NOW))
        await tx.answer_question(attempt, Answer(2, "stays", NOW))
        await tx.change_answer(attempt, 1, "after all")

    await database.transact(write)
    assert await database.transact(lambda tx: tx.debrief(attempt)) == [
        Answer(1, "after all", NOW),
        Answer(2, "stays", NOW),
    ]


async def test_answers_go_with_their_learner(database: Database, url: str) -> None:
    attempt = await attempt_under_way(database)
    await database.transact(lambda tx: tx.answer_question(attempt, Answer(1, "mine", NOW)))
    await remove_learners(url)
    assert await look(url, "SELECT * FROM debrief_answers") == []
