"""What is owed to chats, and what stays of it."""

from typing import Any

import pytest

from bot.storage.calls import Call, Keyboard
from bot.storage.database import Database
from bot.storage.opening import open_database
from bot.storage.transaction import Transaction
from tests.contract.plain import LATER, NOW, look

LEARNER, STRANGER = 7, 8
COUNT = "SELECT count(*) FROM outbox"


def say(text: str, buttons: str | None = None) -> Call:
    payload: dict[str, Any] = {"chat_id": LEARNER, "text": text}
    return Call("sendMessage", payload, buttons=buttons)


async def owe(database: Database, chat_id: int, *calls: Call) -> list[int]:
    """Let the learner agree and owe calls to a chat; return the ids of all that it is owed."""
    await database.transact(lambda tx: tx.agree(LEARNER, NOW))
    return await owe_only(database, chat_id, *calls)


async def owe_only(database: Database, chat_id: int, *calls: Call) -> list[int]:
    async def work(tx: Transaction) -> list[int]:
        await tx.owe(chat_id, calls, NOW)
        return [owed.id for owed in await tx.owed(chat_id, 100)]

    return await database.transact(work)


async def texts(database: Database, chat_id: int, most: int = 100) -> list[str]:
    owed = await database.transact(lambda tx: tx.owed(chat_id, most))
    return [call.payload["text"] for call in owed]


async def keyboard(database: Database, chat_id: int) -> Keyboard | None:
    return await database.transact(lambda tx: tx.newest_keyboard(chat_id))


async def test_a_chat_is_owed_its_calls_in_the_order_they_were_owed(database: Database) -> None:
    await owe(database, LEARNER, say("one"), say("two"))
    await owe(database, STRANGER, say("elsewhere"))
    await owe(database, LEARNER, say("three"))

    assert await texts(database, LEARNER) == ["one", "two", "three"]
    assert await texts(database, LEARNER, most=2) == ["one", "two"]
    assert await texts(database, STRANGER) == ["elsewhere"]
    assert sorted(await database.transact(lambda tx: tx.owed_chats())) == [LEARNER, STRANGER]


async def test_what_waits_for_all_chats_is_counted_as_far_as_asked(database: Database) -> None:
    """Calls sent or given up wait no more, and a long queue is not counted to its end."""
    sent, failed, _ = await owe(database, LEARNER, say("one"), say("two"), say("three"))
    await owe(database, STRANGER, say("elsewhere"))
    assert await database.transact(lambda tx: tx.waiting(100)) == 4
    assert await database.transact(lambda tx: tx.waiting(3)) == 3

    await database.transact(lambda tx: tx.sent([(sent, 1)], NOW))
    await database.transact(lambda tx: tx.failed(failed, "no"))
    assert await database.transact(lambda tx: tx.waiting(100)) == 2


async def test_a_call_is_owed_as_it_was_asked_for(database: Database) -> None:
    call = Call("sendMessage", {"text": "Zoë \ud83d \0 👍", "reply_markup": {}}, typing=True)
    await owe(database, LEARNER, call)
    (owed,) = await database.transact(lambda tx: tx.owed(LEARNER, 1))
    assert (owed.chat_id, owed.method, owed.payload, owed.typing) == (
        LEARNER,
        call.method,
        call.payload,
        True,
    )


async def test_owing_nothing_is_nothing(database: Database) -> None:
    assert await owe(database, LEARNER) == []
    assert await database.transact(lambda tx: tx.owed_chats()) == []
    await database.transact(lambda tx: tx.sent([], NOW))


async def test_what_is_owed_is_still_owed_after_opening_again(url: str) -> None:
    async with open_database(url) as database:
        await owe(database, LEARNER, say("one"))
    async with open_database(url) as database:
        assert await texts(database, LEARNER) == ["one"]


async def test_what_was_sent_is_owed_no_more_and_its_text_is_gone(
    database: Database, url: str
) -> None:
    first, second, _ = await owe(database, LEARNER, say("one"), say("two"), say("three"))
    await database.transact(lambda tx: tx.sent([(first, 101), (second, None)], LATER))

    assert await texts(database, LEARNER) == ["three"]
    kept = await look(url, "SELECT message_id, payload FROM outbox ORDER BY id LIMIT 2")
    assert kept == [(101, None), (None, None)]


async def test_what_telegram_refuses_is_owed_no_more_and_its_text_is_gone(
    database: Database, url: str
) -> None:
    first, _ = await owe(database, LEARNER, say("one"), say("two"))
    await database.transact(lambda tx: tx.failed(first, "message is too long"))

    assert await texts(database, LEARNER) == ["two"]
    kept = await look(url, "SELECT failed, payload FROM outbox ORDER BY id LIMIT 1")
    assert kept == [("message is too long", None)]


async def test_nothing_stays_of_what_was_sent_to_somebody_who_never_agreed(
    database: Database, url: str
) -> None:
    first, second = await owe(database, STRANGER, say("welcome", "consent"), say("help"))
    await database.transact(lambda tx: tx.sent([(first, 101)], NOW))
    await database.transact(lambda tx: tx.failed(second, "refused"))

    assert await look(url, COUNT) == [(0,)]
    assert await keyboard(database, STRANGER) is None


async def test_the_newest_keyboard_is_the_last_one_sent_or_owed(database: Database) -> None:
    assert await keyboard(database, LEARNER) is None
    first, plain = await owe(database, LEARNER, say("one", "turn"), say("two"))
    assert await keyboard(database, LEARNER) == Keyboard("turn", None)

    await database.transact(lambda tx: tx.sent([(first, 101), (plain, 102)], NOW))
    assert await keyboard(database, LEARNER) == Keyboard("turn", 101)

    (second,) = await owe(database, LEARNER, say("three", "leave"))
    assert await keyboard(database, LEARNER) == Keyboard("leave", None)

    await database.transact(lambda tx: tx.failed(second, "refused"))
    assert await keyboard(database, LEARNER) == Keyboard("turn", 101)


async def test_a_chat_that_blocks_the_bot_is_owed_nothing_more(
    database: Database, url: str
) -> None:
    await owe(database, LEARNER, say("one"), say("two"))
    await owe(database, STRANGER, say("welcome"))
    await database.transact(lambda tx: tx.unreachable(LEARNER, NOW, None))
    await database.transact(lambda tx: tx.unreachable(LEARNER, LATER, None))
    await database.transact(lambda tx: tx.unreachable(STRANGER, NOW, None))

    assert await database.transact(lambda tx: tx.owed_chats()) == []
    assert await look(url, "SELECT payload FROM outbox") == [(None,), (None,)]
    assert not await reachable(url)


async def test_what_was_owed_after_a_refused_call_stays_owed(database: Database, url: str) -> None:
    _, refused, _ = await owe(database, LEARNER, say("one"), say("two"), say("three"))
    welcome, _ = await owe(database, STRANGER, say("welcome"), say("welcome back"))
    await database.transact(lambda tx: tx.unreachable(LEARNER, NOW, refused))
    await database.transact(lambda tx: tx.unreachable(STRANGER, NOW, welcome))

    assert await texts(database, LEARNER) == ["three"]
    assert await texts(database, STRANGER) == ["welcome back"]
    assert not await reachable(url)


async def test_a_learner_can_be_reached_again_once_seen_or_agreeing_again(
    database: Database, url: str
) -> None:
    await owe(database, LEARNER)
    await database.transact(lambda tx: tx.unreachable(LEARNER, NOW, None))
    await database.transact(lambda tx: tx.reachable(LEARNER))
    assert await reachable(url)

    await database.transact(lambda tx: tx.unreachable(LEARNER, NOW, None))
    await database.transact(lambda tx: tx.agree(LEARNER, LATER))
    assert await reachable(url)


async def test_a_learner_who_was_sent_something_can_be_reached_again(
    database: Database, url: str
) -> None:
    (elsewhere,) = await owe(database, STRANGER, say("welcome"))
    await database.transact(lambda tx: tx.unreachable(LEARNER, NOW, None))
    (own,) = await owe_only(database, LEARNER, say("one"))

    await database.transact(lambda tx: tx.sent([(elsewhere, 101)], LATER))
    assert not await reachable(url)
    await database.transact(lambda tx: tx.sent([(own, 102)], LATER))
    assert await reachable(url)


async def test_old_calls_are_forgotten_but_for_those_owed_and_the_newest_keyboard(
    database: Database, url: str
) -> None:
    ids = await owe(
        database, LEARNER, say("a", "turn"), say("b", "turn"), say("c"), say("d"), say("e")
    )

    async def settle(tx: Transaction) -> None:
        await tx.sent([(id_, 100 + id_) for id_ in ids[:3]], NOW)
        await tx.failed(ids[3], "refused")

    await database.transact(settle)
    await database.forget_old(NOW)
    assert await look(url, COUNT) == [(5,)], "nothing is older than its own moment"
    await database.forget_old(LATER)
    assert await look(url, "SELECT id FROM outbox ORDER BY id") == [(ids[1],), (ids[4],)]
    assert await texts(database, LEARNER) == ["e"]
    assert await keyboard(database, LEARNER) == Keyboard("turn", 100 + ids[1])


async def test_old_calls_are_forgotten_however_many_there_are(
    database: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database._FORGOTTEN_AT_ONCE", 2)
    ids = await owe(database, LEARNER, say("a", "turn"), *[say("b")] * 6)
    await database.transact(lambda tx: tx.owe(LEARNER, [say("new")], LATER))
    await database.transact(lambda tx: tx.sent([(id_, id_) for id_ in (*ids, ids[-1] + 1)], NOW))

    await database.forget_old(LATER)
    assert await look(url, "SELECT id FROM outbox ORDER BY id") == [(ids[0],), (ids[-1] + 1,)]


async def test_a_later_call_never_gets_an_earlier_id(database: Database) -> None:
    (first,) = await owe(database, STRANGER, say("welcome"))
    await database.transact(lambda tx: tx.sent([(first, 1)], NOW))
    (second,) = await owe(database, STRANGER, say("welcome"))
    assert second > first


async def reachable(url: str) -> bool:
    return await look(url, "SELECT unreachable_since FROM learners") == [(None,)]
