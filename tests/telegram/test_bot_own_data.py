"""A learner's own data in the chat: /mydata gives a copy, /deleteme ends everything."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.standin.chats import Message
from bot.standin.faults import Fault
from bot.storage.moments import micros
from tests.telegram.authored import scenario
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot, running


async def test_mydata_sends_a_page_to_read_and_a_file_for_programs(bot: RunningBot) -> None:
    """Two documents, the one to read first; both say what was chosen, in words and by its id."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.choose("Quit.")
    await bot.settled()
    before = len(sam.received)
    await sam.send("/mydata")
    await sam.until(lambda: len(sam.received) == before + 2)
    page, file = sam.received[before:]
    assert _name(page) == "my-rehearse-data.html"
    assert _name(file) == "my-rehearse-data.json"
    assert "What kept you?" in _content(bot, page)
    copy = json.loads(_content(bot, file))
    (practice,) = copy["practices"]
    assert practice["title"] == "The short one"
    assert [(turn["choice"], turn["said"]) for turn in practice["turns"]] == [
        ("ask", "What kept you?"),
        ("order", "Quit."),
    ]
    assert practice["percent"] == 67
    assert practice["marks"][0]["title"] == "Active listening"


async def test_mydata_asked_twice_is_sent_once_while_it_is_on_its_way(bot: RunningBot) -> None:
    """While the files are still owed, asking again owes nothing more; afterwards it does."""
    sam = await bot.learner()
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["sendDocument"])
    await sam.send("/mydata")
    await sam.send("/mydata")
    await bot.heard()
    bot.server.api.faults.clear()
    await bot.settled()
    assert len(_documents(sam)) == 2
    await sam.send("/mydata")
    await sam.until(lambda: len(_documents(sam)) == 4)


async def test_mydata_of_somebody_who_has_done_nothing_yet(bot: RunningBot) -> None:
    """A learner without a single practice gets their copy like anybody else."""
    sam = await bot.learner()
    await sam.send("/mydata")
    await sam.until(lambda: len(_documents(sam)) == 2)
    assert json.loads(_content(bot, _documents(sam)[1]))["practices"] == []


async def test_a_practice_whose_scenario_can_no_longer_be_read_is_in_the_copy(
    bot: RunningBot,
) -> None:
    """Without its text an attempt still shows each choice by its id."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    await bot.stop()
    bot.rows("UPDATE scenario_versions SET text = X'FF' WHERE scenario = 'short'")
    bot.publish(scenario(summary="Changed since."))
    await bot.start()
    await sam.send("/mydata")
    await sam.until(lambda: len(_documents(sam)) == 2)
    (practice,) = json.loads(_content(bot, _documents(sam)[1]))["practices"]
    assert practice["turns"][0]["choice"] == "ask"
    assert practice["turns"][0]["said"] is None


async def test_a_stranger_is_told_that_nothing_is_kept(bot: RunningBot) -> None:
    """/mydata and /deleteme of somebody who never agreed have nothing to give or to take."""
    sam = bot.phone()
    for command in ("/mydata", "/deleteme"):
        before = len(sam.received)
        await sam.send(command)
        await sam.until(lambda seen=before: len(sam.received) > seen)  # type: ignore[misc]
        assert "Nothing about you is kept here" in sam.texts[-1]


async def test_deleteme_asks_first_and_names_the_way_to_a_copy(bot: RunningBot) -> None:
    """The question says what goes, that it can't be undone, and that /mydata gives a copy."""
    sam = await bot.playing("short")
    await sam.send("/deleteme")
    question = await sam.until("Delete everything?")
    assert "can't be undone" in question.text
    assert "/mydata" in question.text
    assert list(labels(question)) == ["Delete everything", "Keep it"]
    assert bot.rows("SELECT count(*) FROM attempts") == [(1,)]


async def test_after_the_end_nothing_is_kept_and_the_chat_is_cleared(bot: RunningBot) -> None:
    """The bot's messages go, a last one says what became of everything, and no row is left."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await _erase(bot, sam)
    rules, goodbye = sam.received
    assert "By tapping I agree" in rules.text
    for part in ("is deleted", "Delete chat", "safety copies", "/start"):
        assert part in goodbye.text
    assert str(sam.person.id) not in bot.kept()
    assert "a learner was erased" in bot.log
    assert str(sam.person.id) not in bot.log


async def test_after_the_end_one_is_a_stranger(bot: RunningBot) -> None:
    """Whatever is tapped or sent afterwards meets the rules first, as for anybody new."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    choice = labels(asked)["1"]
    await _erase(bot, sam)
    await sam.forge(choice, asked.id)
    await sam.until("By tapping")
    await bot.settled()
    assert str(sam.person.id) not in bot.kept()


async def test_a_double_tap_on_delete_everything_says_that_nothing_is_left(
    bot: RunningBot,
) -> None:
    """The second tap finds nobody; it is told so, and neither breaks nor greets."""
    sam = await bot.learner()
    await sam.send("/deleteme")
    await sam.tap("Delete everything")
    await sam.tap_again()
    await sam.until("Nothing about you is kept here")
    await bot.settled()
    assert sum("is deleted" in text for text in sam.texts) == 1
    assert str(sam.person.id) not in bot.kept()


async def test_keep_it_deletes_nothing_and_spends_the_question(bot: RunningBot) -> None:
    """After `Keep it` the same question can't be answered otherwise, and play goes on."""
    sam = await bot.playing("short")
    await sam.send("/deleteme")
    question = await sam.until("Delete everything?")
    delete = labels(question)["Delete everything"]
    await sam.tap("Keep it")
    await sam.until("Nothing was deleted.")
    await sam.forge(delete, question.id)
    await sam.until("too old, so nothing was deleted")
    await sam.send("1")
    await sam.until("Work did.")
    assert bot.rows("SELECT count(*) FROM turns") == [(1,)]


async def test_only_the_newest_question_deletes(bot: RunningBot) -> None:
    """Asked twice, the first question loses its buttons, and tapping it changes nothing."""
    sam = await bot.learner()
    await sam.send("/deleteme")
    first = await sam.until("Delete everything?")
    await bot.settled()
    delete = labels(first)["Delete everything"]
    await sam.send("/deleteme")
    await sam.until(lambda: sum("Delete everything?" in text for text in sam.texts) == 2)
    await bot.settled()
    assert labels(first) == {}
    await sam.forge(delete, first.id)
    await sam.until("too old, so nothing was deleted")
    assert bot.rows("SELECT count(*) FROM learners") == [(1,)]
    await sam.tap("Delete everything")
    await sam.until("is deleted")


async def test_a_question_can_be_answered_for_ten_minutes(bot: RunningBot) -> None:
    """A tap after that deletes nothing and says how to be asked again."""
    sam = await bot.learner()
    await sam.send("/deleteme")
    question = await sam.until("Delete everything?")
    await bot.settled()
    late = micros(datetime.now(UTC) - timedelta(minutes=10, seconds=1))
    bot.rows("UPDATE outbox SET buttons = ? WHERE buttons LIKE 'deletion %'", f"deletion {late}")
    await sam.forge(f"delete:{late}", question.id)
    told = await sam.until("too old, so nothing was deleted")
    assert "/deleteme" in told.text
    assert bot.rows("SELECT count(*) FROM learners") == [(1,)]


@pytest.mark.parametrize("forged", ["delete:1", "delete:x", "delete:", "delete:" + "9" * 50])
async def test_a_question_that_was_never_put_can_t_be_answered(
    bot: RunningBot, forged: str
) -> None:
    """A forged tap deletes nothing."""
    sam = await bot.learner()
    await sam.forge(forged)
    await sam.until("nothing was deleted")
    assert bot.rows("SELECT count(*) FROM learners") == [(1,)]


async def test_what_is_still_owed_is_not_sent_after_the_end(bot: RunningBot) -> None:
    """Replies that wait while somebody deletes everything go with the rest."""
    sam = await bot.playing("short")
    await sam.send("/deleteme")
    question = await sam.until("Delete everything?")
    await bot.settled()
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["sendMessage", "sendDocument"])
    for _ in range(5):
        await sam.send("/mydata")
        await sam.send("hello")
    await sam.tap("Delete everything", question)
    await bot.heard()
    bot.server.api.faults.clear()
    await sam.until("is deleted")
    await bot.settled()
    assert _documents(sam) == []
    assert not any("can't read messages" in text for text in sam.texts)
    assert str(sam.person.id) not in bot.kept()


async def test_more_than_a_hundred_messages_are_cleared(bot: RunningBot) -> None:
    """Telegram takes a hundred at once, so there are as many calls as that needs."""
    sam = await bot.learner()
    rows = bot.rows("SELECT chat_id, owed_at FROM outbox")
    for number in range(1000, 1150):
        bot.rows(
            "INSERT INTO outbox (chat_id, method, typing, owed_at, sent_at, message_id) "
            "VALUES (?, 'sendMessage', 0, ?, ?, ?)",
            rows[0][0], rows[0][1], rows[0][1] + 1, number,
        )  # fmt: skip
    await _erase(bot, sam)
    sizes = [len(_ids(call.params)) for call in bot.called("deleteMessages")]
    assert sizes[0] == 100
    assert 50 <= sum(sizes[1:]) <= 100
    assert len(sam.received) == 2


async def test_messages_that_telegram_won_t_delete_stop_nothing(bot: RunningBot) -> None:
    """The goodbye comes, nothing is kept, and the operator is not alarmed."""
    sam = await bot.playing("short")
    await bot.settled()
    for message in sam.received:
        message.date -= 60 * 60 * 60
    await _erase(bot, sam)
    assert "is deleted" in sam.texts[-1]
    assert str(sam.person.id) not in bot.kept()
    assert "a reply can't be sent" not in bot.log


async def test_old_messages_are_not_asked_to_be_deleted(bot: RunningBot) -> None:
    """Of what was sent more than two days ago the ids are left out, edited since or not."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    await bot.settled()
    for message in sam.received:
        message.date -= 60 * 60 * 60
    bot.rows("UPDATE outbox SET sent_at = sent_at - ?", 60 * 60 * 60 * 1_000_000)
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    await _erase(bot, sam)
    (call,) = bot.called("deleteMessages")
    assert asked.id not in _ids(call.params)
    assert asked in sam.received


async def test_an_end_that_was_not_committed_happens_when_the_update_comes_again(
    tmp_path: Path,
) -> None:
    """A bot that is stopped with everything owed sends the goodbye when it starts again."""
    async with running(tmp_path, scenario()) as bot:
        sam = await bot.learner()
        await sam.send("/deleteme")
        await sam.until("Delete everything?")
        await bot.settled()
        bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["deleteMessages"])
        await sam.tap("Delete everything")
        await bot.heard()
        await bot.stop()
        bot.server.api.faults.clear()
        await bot.start()
        await sam.until("is deleted")
        await bot.settled()
        assert str(sam.person.id) not in bot.kept()


async def _erase(bot: RunningBot, phone: Phone) -> None:
    await phone.send("/deleteme")
    await phone.tap("Delete everything")
    await phone.until("is deleted")
    await bot.settled()


def _documents(phone: Phone) -> list[Message]:
    return [message for message in phone.received if "document" in message.content]


def _name(message: Message) -> str:
    return str(message.content["document"]["file_name"])


def _content(bot: RunningBot, message: Message) -> str:
    return bot.server.api.files[message.content["document"]["file_id"]].data.decode()


def _ids(params: Any) -> list[int]:
    ids = params["message_ids"]
    return list(json.loads(ids) if isinstance(ids, str) else ids)
