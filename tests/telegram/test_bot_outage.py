"""Owed replies and a Telegram that is away: nothing is lost, and nobody waits for another."""

from bot.standin.faults import Fault
from tests.telegram.phone import labels
from tests.telegram.running import RunningBot, until

_OWED = "SELECT method FROM outbox WHERE sent_at IS NULL AND failed IS NULL ORDER BY id"
_SENDING = ("sendMessage", "editMessageText", "editMessageReplyMarkup")


async def test_replies_owed_when_the_bot_stops_are_sent_when_it_starts(bot: RunningBot) -> None:
    """What Telegram would not take before a stop is sent after the start, in its order."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=_SENDING)
    await sam.choose("What kept you?")
    await bot.heard()
    await bot.stop()
    assert bot.rows(_OWED) == [("editMessageText",), ("sendMessage",)]
    before = len(sam.received)
    bot.server.api.faults.clear()
    await bot.start()
    await sam.until("Work did.")
    await bot.settled()
    assert asked.text.endswith("You\nWhat kept you?")
    assert len(sam.received) == before + 1


async def test_replies_wait_out_a_telegram_that_is_gone(bot: RunningBot) -> None:
    """A server that does not answer for a while is asked again until it does."""
    sam = await bot.playing("short")
    bot.server.api.faults.plan(Fault.CUT_BEFORE, methods=_SENDING, times=1)
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=_SENDING, times=1)
    await sam.choose("What kept you?")
    await sam.until("Work did.")


async def test_an_answer_that_was_lost_repeats_a_message_and_no_turn(bot: RunningBot) -> None:
    """A message whose answer never came may come twice; its turn is recorded once."""
    sam = await bot.playing("short")
    bot.server.api.faults.plan(Fault.CUT_AFTER, methods=["sendMessage"], times=1)
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    assert sum("Work did." in text for text in sam.texts) == 2
    assert bot.rows("SELECT turn FROM turns") == [(1,)]
    await sam.choose("What could you try?")
    await sam.until("What you showed")


async def test_the_older_of_two_copies_can_be_tapped_as_well(bot: RunningBot) -> None:
    """When a message came twice, the buttons of either copy take the turn."""
    sam = await bot.playing("short")
    bot.server.api.faults.plan(Fault.CUT_AFTER, methods=["sendMessage"], times=1)
    await sam.choose("What kept you?")
    await until(lambda: sum("Work did." in text for text in sam.texts) == 2)
    await bot.settled()
    first, second = (message for message in sam.received if "Work did." in message.text)
    await sam.tap("1", first)
    await sam.until("What you showed")
    await bot.settled()
    assert labels(first) == {}
    before = len(sam.received)
    await sam.tap("1", second)
    await sam.until(lambda: sam.received[before:])
    await bot.settled()
    assert labels(second) == {}
    assert bot.rows("SELECT turn FROM turns") == [(1,), (2,)]


async def test_a_chat_told_to_wait_holds_up_nobody_else(bot: RunningBot) -> None:
    """A 429 for one learner leaves the others' replies on time."""
    sam = await bot.playing("short")
    kim = await bot.playing("short", "Kim")
    bot.server.api.faults.plan(
        Fault.TOO_MANY_REQUESTS, methods=["editMessageText"], times=1, retry_after=2
    )
    await sam.choose("What kept you?")
    await until(lambda: any(call.error for call in bot.server.calls))
    await kim.choose("What kept you?")
    await kim.until("Work did.")
    assert not any("Work did." in text for text in sam.texts)
    await sam.until("Work did.")


async def test_what_telegram_will_never_take_is_given_up(bot: RunningBot) -> None:
    """A reply that is refused for good is noted, and what comes after it still arrives."""
    sam = await bot.playing("short")
    bot.rows(
        "INSERT INTO outbox (chat_id, method, payload, typing, owed_at)"
        " VALUES (?1, 'sendMessage', json_object('chat_id', ?1, 'text', ' '), 0, 0)",
        sam.person.id,
    )
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    failed = bot.rows("SELECT failed, payload FROM outbox WHERE failed IS NOT NULL")
    assert failed == [("Text must be non-empty", None)]
    assert "a reply can't be sent" in bot.log


async def test_what_was_to_be_sent_before_a_moment_is_dropped_after_it(bot: RunningBot) -> None:
    """What is held up for too long does not come at a bad time, and holds up nothing itself."""
    sam = await bot.playing("short")
    bot.rows(
        "INSERT INTO outbox (chat_id, method, payload, typing, owed_at, send_before)"
        " VALUES (?1, 'sendMessage', json_object('chat_id', ?1, 'text', 'Too late.'), 0, 0, 1)",
        sam.person.id,
    )
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    assert "Too late." not in sam.texts
    assert bot.rows("SELECT failed, payload FROM outbox WHERE failed IS NOT NULL") == [
        ("too late", None)
    ]


async def test_a_late_answer_to_a_tap_is_no_fault(bot: RunningBot) -> None:
    """Telegram refusing the answer to a tap changes nothing: the turn and its replies stand."""
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["answerCallbackQuery"])
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    assert bot.rows("SELECT turn FROM turns") == [(1,)]


async def test_a_stop_with_everything_confirmed_asks_nothing_more(bot: RunningBot) -> None:
    """A bot that has confirmed all it took stops without another call, not even one refused."""
    await bot.learner()
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["getUpdates"])
    count = len(bot.server.calls)
    await bot.stop()
    asked = [call.method for call in bot.server.calls[count:] if call.fault]
    bot.server.api.faults.clear()
    assert asked == []
    await bot.start()
