"""Updates that break their handler: set aside after a few tries, told, and handled later."""

import json

import pytest

from bot.standin.updates import MESSAGE_SECONDS
from tests.faults.processes import Ended, rehearse
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot

_WORDS = "something I would rather keep to myself"
_SORRY = "Sorry, something went wrong"


async def test_an_update_that_keeps_breaking_is_set_aside_and_the_learner_told(
    bot: RunningBot,
) -> None:
    """After its tries a poisonous update is kept for the operator; its sender reads an apology."""
    sam = await _stuck(bot)
    await sam.send(_WORDS)
    told = await sam.until(_SORRY)
    assert "/resume" in told.text
    await bot.settled()
    ((tries, error),) = bot.rows("SELECT tries, error FROM set_aside")
    assert tries == 3
    assert error.startswith("JSONDecodeError in ")


async def test_the_words_of_a_poisonous_update_are_in_no_log(
    bot: RunningBot, caplog: pytest.LogCaptureFixture
) -> None:
    """The log names the kind of error and its place, never what a learner wrote."""
    sam = await _stuck(bot)
    await sam.send(_WORDS)
    await sam.until(_SORRY)
    assert "an update broke its handler" in bot.log
    assert "JSONDecodeError" in bot.log
    assert _WORDS not in bot.log + caplog.text
    listed = await _command(bot, "updates", "list", "--json")
    assert _WORDS not in listed.output + listed.errors


async def test_others_are_served_meanwhile(bot: RunningBot) -> None:
    """One learner's poisonous updates hold up nobody else, and do not stop the bot."""
    sam = await _stuck(bot)
    for _ in range(3):
        await sam.send(_WORDS)
    kim = await bot.playing("short", "Kim")
    await kim.choose("What kept you?")
    await kim.until("Work did.")
    await sam.until(lambda: sum(_SORRY in text for text in sam.texts) == 3)


async def test_a_poisonous_tap_is_answered_too(bot: RunningBot) -> None:
    """The waiting sign on a button goes away although its tap could not be handled."""
    sam = await _stuck(bot)
    tap = await sam.tap("1")
    await sam.until(_SORRY)
    await sam.until(lambda: tap.answer)


async def test_what_breaks_for_a_stranger_is_not_kept(bot: RunningBot) -> None:
    """Somebody who has not agreed is told of the fault, and nothing of them stays."""
    sam = bot.phone()
    await sam.send("/start")
    await sam.until("By tapping")
    message = {"message_id": 2, "chat": {"id": sam.person.id}, "text": _WORDS}
    lane = ("message", sam.person.id)
    bot.server.api.world.queue.add("message", message, lane, MESSAGE_SECONDS)
    await sam.until(_SORRY)
    await bot.settled()
    kept = bot.kept()
    assert str(sam.person.id) not in kept
    assert _WORDS not in kept


async def test_updates_that_name_nobody_stop_nothing(bot: RunningBot) -> None:
    """An update without sense is given up, and the bot goes on."""
    for payload in ({}, {"chat": 5}, {"chat": {"id": "x"}, "text": 5}, {"from": None}):
        for kind in ("message", "callback_query", "my_chat_member"):
            bot.server.api.world.queue.add(kind, payload, (kind, 0), MESSAGE_SECONDS)
    await bot.learner()
    await bot.settled()


async def test_the_operator_lists_and_retries_what_was_set_aside(bot: RunningBot) -> None:
    """Once the fault is mended, `rehearse updates retry` handles the update and sends its reply."""
    sam = await _stuck(bot)
    await sam.send("1")
    await sam.until(_SORRY)
    await bot.settled()
    listed = await _command(bot, "updates", "list", "--json")
    facts = json.loads(listed.output)
    assert facts["tries"] == 3

    failed = await _command(bot, "updates", "retry", str(facts["update"]))
    assert (failed.code, failed.output) == (1, "0 handled, 1 still set aside.\n")

    _mend(bot)
    done = await _command(bot, "updates", "retry")
    assert (done.code, done.output) == (0, "1 handled, 0 still set aside.\n")
    await sam.until("Work did.")
    await bot.settled()
    assert len(bot.rows("SELECT * FROM turns")) == 1
    listed = await _command(bot, "updates", "list")
    assert listed.output == "No update is set aside.\n"


async def test_a_retried_update_leaves_no_words_behind(bot: RunningBot) -> None:
    """What was kept of a message only because it broke something goes once it is handled."""
    sam = await _stuck(bot)
    await sam.send(_WORDS)
    await sam.until(_SORRY)
    await bot.settled()
    assert _WORDS in bot.kept()
    _mend(bot)
    await _command(bot, "updates", "retry")
    await sam.until("I can't read messages here")
    await bot.settled()
    assert _WORDS not in bot.kept()


async def test_an_update_that_is_not_set_aside_cannot_be_retried(bot: RunningBot) -> None:
    """Naming an unknown update says so and where to look, with exit code 1."""
    ended = await _command(bot, "updates", "retry", "5")
    assert ended.code == 1
    assert "rehearse updates list" in ended.output


async def _command(bot: RunningBot, *arguments: str) -> Ended:
    return await rehearse(*arguments, settings=bot.environment, folder=bot.scenarios)


async def _stuck(bot: RunningBot) -> Phone:
    """Return the phone of a learner whose attempt breaks whatever reads it."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    assert labels(asked)
    bot.rows("UPDATE attempts SET shown = '[' || shown")
    return sam


def _mend(bot: RunningBot) -> None:
    bot.rows("UPDATE attempts SET shown = substr(shown, 2)")
