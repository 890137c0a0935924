"""What is asked or answered twice: nothing owed is forgotten, and only one set of buttons works."""

from typing import Any

import pytest

from bot.standin.faults import Fault
from bot.storage.database import Database, Work
from bot.storage.errors import DatabaseUnavailable, Reason
from bot.storage.sqlite import SqliteDatabase
from tests.telegram.authored import choice, ending, scenario
from tests.telegram.phone import labels
from tests.telegram.running import RunningBot, until

_SENDING = ("sendMessage", "editMessageText", "editMessageReplyMarkup")


async def test_a_commit_whose_answer_was_lost_is_still_replied_to(
    bot: RunningBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update that was committed without the bot knowing is answered when it comes again."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    commit = SqliteDatabase.transact
    lost: list[Reason] = []

    async def forgetful(database: Database, work: Work[Any]) -> Any:
        result = await commit(database, work)  # type: ignore[arg-type]  # the one it stands for
        if bot.rows("SELECT 1 FROM turns") and not lost:
            lost.append(Reason.LOST)
            raise DatabaseUnavailable("postgresql://host/rehearse", Reason.LOST)
        return result

    monkeypatch.setattr(SqliteDatabase, "transact", forgetful)
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    assert bot.rows("SELECT turn FROM turns") == [(1,)]
    assert asked.text.endswith("You\nWhat kept you?")


async def test_a_double_tap_on_the_last_choice_shows_one_result(bot: RunningBot) -> None:
    """While the result is on its way, the last choice tapped again sends no second one."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=_SENDING)
    await sam.choose("What could you try?")
    await sam.tap_again()
    await bot.heard()
    bot.server.api.faults.clear()
    await sam.until("What you showed")
    await bot.settled()
    assert sum("What you showed" in text for text in sam.texts) == 1


async def test_only_the_newest_of_two_briefings_has_buttons(bot: RunningBot) -> None:
    """A briefing asked for twice is shown twice, and the first loses its buttons."""
    sam = await bot.learner()
    await sam.send("/start play-short")
    await sam.until("You meet Jo in short.")
    await bot.settled()
    await sam.send("/start play-short")
    await until(lambda: sum("You meet Jo" in text for text in sam.texts) == 2)
    await bot.settled()
    first, second = (message for message in sam.received if "You meet Jo" in message.text)
    assert list(labels(first)) == []
    assert list(labels(second)) == ["Begin", "Leave"]


async def test_every_part_of_a_long_sensitive_turn_begins_neutrally(bot: RunningBot) -> None:
    """However many messages a turn needs, none shows its words first, and typing shows once."""
    nodes = {
        "opening": {
            "mentee": ["word " * 700, "again " * 600],
            "choices": {"go": choice("Go on.", "end"), "stop": choice("Stop.", "end")},
        },
        "end": ending("Bye."),
    }
    bot.publish(scenario("long", nodes, content_note="It is long."))
    await bot.restart()
    sam = await bot.playing("long")
    parts = [text for text in sam.texts if "word word" in text or "again again" in text]
    assert len(parts) > 1
    assert all(text.startswith("Your practice, turn 1.") for text in parts)
    typing = bot.rows("SELECT count(*) FROM outbox WHERE typing")
    assert typing == [(1,)]
