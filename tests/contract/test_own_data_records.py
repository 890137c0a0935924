"""Everything held about one learner, and its end."""

from datetime import timedelta

import pytest

from bot.practice.debrief import Answer
from bot.practice.own_data import Kept, KeptAccount
from bot.practice.records import Learner
from bot.storage.calls import Attachment, Call
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.storage.update_log import SetAside
from tests.contract.plain import LATER, NOW, a_learner, a_turn, an_attempt

_HELLO = Call("sendMessage", {"chat_id": 7, "text": "Hello"})


async def _learner(tx: Transaction, telegram_id: int = 7) -> Learner:
    """Let a learner leave something in every place."""
    learner = await a_learner(tx, telegram_id)
    token = f"token-{telegram_id}"
    assert await tx.start_attempt(an_attempt(learner, token))
    attempt = await tx.attempt(token)
    assert attempt is not None
    await tx.append_turn(attempt.id, 1, a_turn())
    await tx.append_turn(attempt.id, 2, a_turn("b"))
    assert await tx.answer_question(attempt.id, Answer(1, f"Mine, {telegram_id}", NOW))
    await tx.keep_move_code(learner.id, f"digest-{telegram_id}", LATER)
    await tx.owe(telegram_id, [_HELLO], NOW)
    aside = SetAside(1, telegram_id, telegram_id, '{"update_id": 1}', "KeyError", 3, NOW)
    await tx.set_aside(aside)
    return learner


async def _kept(database: Database, learner: Learner) -> Kept:
    return await database.transact(lambda tx: tx.kept(learner))


async def test_everything_of_one_learner_is_given_and_nothing_of_another(
    database: Database,
) -> None:
    learner = await database.transact(_learner)
    await database.transact(lambda tx: _learner(tx, 8))
    kept = await _kept(database, learner)
    assert kept.account == KeptAccount(7, NOW, None, None, True, False, "Europe/London", None, None)
    (attempt,) = kept.attempts
    assert [turn.choice for turn in attempt.turns] == ["a", "b"]
    assert kept.answers == {attempt.id: [Answer(1, "Mine, 7", NOW)]}
    assert kept.move_code_until == LATER
    (message,) = kept.messages
    assert (message.method, message.text, message.owed_at) == ("sendMessage", "Hello", NOW)
    (update,) = kept.set_aside
    assert (update.payload, update.tries, update.at) == ('{"update_id": 1}', 3, NOW)


async def test_a_learner_with_nothing_has_an_account_alone(database: Database) -> None:
    learner = await database.transact(a_learner)
    kept = await _kept(database, learner)
    assert (kept.attempts, kept.answers, kept.cards) == ([], {}, [])
    assert kept.move_code_until is None
    assert kept.account.telegram_id == 7


async def test_the_end_of_a_learner_leaves_others_as_they_are(database: Database) -> None:
    learner = await database.transact(_learner)
    other = await database.transact(lambda tx: _learner(tx, 8))
    before = await _kept(database, other)
    await database.transact(lambda tx: tx.erase(learner, LATER))
    assert await database.transact(lambda tx: tx.learner(7)) is None
    assert await database.transact(lambda tx: tx.attempt("token-7")) is None
    assert await database.transact(lambda tx: tx.owed(7, 9)) == []
    assert await _kept(database, other) == before
    assert [one.chat_id for one in await database.transact(_set_aside)] == [8]


async def _set_aside(tx: Transaction) -> list[SetAside]:
    return await tx.set_aside_updates()


async def test_a_file_is_owed_until_it_is_sent(database: Database) -> None:
    file = Call("sendDocument", {"chat_id": 7}, attachment=Attachment("document", "a-file", {}))

    async def owed(tx: Transaction) -> tuple[bool, bool, bool]:
        return (
            await tx.is_owed(7, "a-file"),
            await tx.is_owed(7, "b"),
            await tx.is_owed(8, "a-file"),
        )

    await database.transact(a_learner)
    await database.transact(lambda tx: tx.owe(7, [_HELLO, file], NOW))
    assert await database.transact(owed) == (True, False, False)
    calls = await database.transact(lambda tx: tx.owed(7, 9))
    await database.transact(lambda tx: tx.sent([(call.id, 1) for call in calls], NOW))
    assert await database.transact(owed) == (False, False, False)


async def test_the_newest_question_is_found_until_it_is_withdrawn(database: Database) -> None:
    calls = [
        Call("sendMessage", {"chat_id": 7}, buttons=purpose)
        for purpose in ("deletion 1", "deletion 2", "token:1", "%")
    ]

    async def newest(tx: Transaction) -> str | None:
        return await tx.newest_question(7, "deletion ")

    await database.transact(a_learner)
    assert await database.transact(newest) is None
    await database.transact(lambda tx: tx.owe(7, calls, NOW))
    assert await database.transact(newest) == "deletion 2"
    await database.transact(lambda tx: tx.withdraw_question(7, "deletion 2"))
    assert await database.transact(newest) == "deletion 1"


@pytest.mark.parametrize(("ago", "known"), [(1, [5]), (0, [5]), (-1, [])])
async def test_messages_are_known_by_when_they_were_sent(
    database: Database, ago: int, known: list[int]
) -> None:
    """Edits carry the id of a message that may be older, so they do not count."""
    edit = Call("editMessageText", {"chat_id": 7, "message_id": 4})

    async def send(tx: Transaction) -> list[int]:
        await a_learner(tx)
        await tx.owe(7, [_HELLO, edit], NOW)
        hello, edited = await tx.owed(7, 9)
        await tx.sent([(hello.id, 5), (edited.id, 4)], NOW)
        return await tx.messages_since(7, NOW - timedelta(seconds=ago))

    assert await database.transact(send) == known
