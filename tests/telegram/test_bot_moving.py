"""Moving a practice to another Telegram account, with a code."""

import re
from datetime import timedelta

import pytest

from tests.telegram.authored import scenario
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot, until

_LEARNERS = "SELECT telegram_id FROM learners ORDER BY id"
_CODE = re.compile(r"(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}")
_WRONG = "That code does not work."


async def test_a_practice_moves_by_its_link(bot: RunningBot) -> None:
    """After consent the new account stands where the old one did; the old one is told and free."""
    old = await bot.playing("short")
    await old.choose("What kept you?")
    code = await _code(old)
    new = await _by_link(bot, code)
    await new.until("Your practice has moved here.")
    await new.until("Work did.")
    await old.until("moved to another Telegram account")
    await bot.settled()
    assert bot.rows(_LEARNERS) == [(new.person.id,)]
    assert str(old.person.id) not in bot.kept()
    assert bot.rows("SELECT * FROM move_codes") == []
    await new.choose("What could you try?")
    await new.until("Scenario standard reached: 100%.")


async def test_a_practice_moves_by_a_typed_code(bot: RunningBot) -> None:
    """/move with the code, in any case and grouping, does the same, also before consent."""
    old = await bot.playing("short")
    code = await _code(old)
    new = bot.phone("New")
    await new.send(f"/move {code.replace('-', ' ').lower()}")
    await new.tap("I agree")
    await new.until("Your practice has moved here.")
    await bot.settled()
    assert bot.rows(_LEARNERS) == [(new.person.id,)]


async def test_a_learner_with_nothing_of_their_own_can_bring_a_practice(bot: RunningBot) -> None:
    """Somebody who only agreed is replaced by the learner who moves."""
    old = await bot.playing("short")
    code = await _code(old)
    new = await bot.learner("New")
    await new.send(f"/move {code}")
    await new.until("Your practice has moved here.")
    await new.until("What do you say?")
    assert bot.rows(_LEARNERS) == [(new.person.id,)]


async def test_the_old_account_is_a_strangers_afterwards(bot: RunningBot) -> None:
    """Old buttons and commands there meet the rules first, and reach nothing."""
    old = await bot.playing("short")
    asked = await old.until("What do you say?")
    choice = labels(asked)["1"]
    new = await _by_link(bot, await _code(old))
    await new.until("Your practice has moved here.")
    await old.until("moved to another Telegram account")
    await old.forge(choice, asked.id)
    await old.until("By tapping")
    await bot.settled()
    assert bot.rows("SELECT * FROM turns") == []
    assert str(old.person.id) not in bot.kept()


async def test_a_code_works_once(bot: RunningBot) -> None:
    """Another account that uses it gets one clear sentence and nothing else."""
    old = await bot.playing("short")
    code = await _code(old)
    new = await _by_link(bot, code)
    await new.until("Your practice has moved here.")
    thief = await bot.learner("Thief")
    await thief.send(f"/start move-{code}")
    await thief.until(_WRONG)
    assert bot.rows("SELECT learner_id FROM attempts") == [(1,)]


async def test_a_code_sent_twice_moves_once_and_never_asks_to_delete_what_came(
    bot: RunningBot,
) -> None:
    """The practice that has just moved is not mistaken for one of the account's own."""
    code = await _code(await bot.playing("short"))
    new = await bot.learner("Sam's new phone")
    await new.send(f"/move {code}")
    await new.send(f"/move {code}")
    await new.until("If your practice is here already, all is well.")
    await bot.settled()
    assert not any("send /deleteme here first" in text for text in new.texts)


async def test_a_code_works_for_an_hour(bot: RunningBot) -> None:
    """After that it is like any wrong code."""
    old = await bot.playing("short")
    code = await _code(old)
    hour = timedelta(hours=1) // timedelta(microseconds=1)
    bot.rows("UPDATE move_codes SET expires_at = expires_at - ?", hour)
    new = await bot.learner("New")
    await new.send(f"/move {code}")
    await new.until(_WRONG)
    assert bot.rows(_LEARNERS) == [(old.person.id,), (new.person.id,)]


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKMN", "x", "<b>", "é" * 300, "0"])
async def test_a_wrong_code_gets_one_clear_sentence(bot: RunningBot, code: str) -> None:
    """Whatever is wrong with a code, the answer is the same."""
    sam = await bot.learner()
    await sam.send(f"/move {code}")
    await sam.until(_WRONG)


async def test_a_new_code_takes_the_place_of_the_one_before(bot: RunningBot) -> None:
    """`Make a new code` shows another, in place, and the first stops working."""
    old = await bot.playing("short")
    first = await _code(old)
    await old.tap("Make a new code")
    second = await old.until(lambda: _shown(old) if _shown(old) != first else None)
    new = await bot.learner("New")
    await new.send(f"/move {first}")
    await new.until(_WRONG)
    await new.send(f"/move {second}")
    await new.until("Your practice has moved here.")


async def test_a_code_is_kept_as_a_digest_alone(bot: RunningBot) -> None:
    """Nothing in the database, once the message is sent, tells the code."""
    old = await bot.playing("short")
    code = await _code(old)
    await bot.settled()
    assert code not in bot.kept()
    assert code.replace("-", "") not in bot.kept()
    assert code not in bot.log


async def test_an_account_with_practice_of_its_own_is_left_as_it_is(bot: RunningBot) -> None:
    """It is told what to do first; the code still works after that."""
    old = await bot.playing("short", "Old")
    new = await bot.playing("short", "New")
    code = await _code(old)
    await new.send(f"/move {code}")
    told = await new.until("practice of its own")
    assert "/deleteme" in told.text
    assert bot.rows(_LEARNERS) == [(old.person.id,), (new.person.id,)]
    await new.send("/deleteme")
    await new.tap("Delete everything")
    await new.until("is deleted")
    await new.send(f"/start move-{code}")
    await new.tap("I agree")
    await new.until("Your practice has moved here.")


async def test_a_code_used_in_the_account_that_made_it_still_works(bot: RunningBot) -> None:
    """The same account reads a friendly sentence, and the code is not used up."""
    old = await bot.playing("short")
    code = await _code(old)
    await old.send(f"/move {code}")
    await old.until("your practice is here already")
    new = await _by_link(bot, code)
    await new.until("Your practice has moved here.")


async def test_agreeing_twice_with_a_code_moves_once_and_shows_no_error(bot: RunningBot) -> None:
    """A double tap on `I agree` leaves the learner where they are, not at a used code."""
    old = await bot.playing("short")
    new = await _by_link(bot, await _code(old))
    await new.tap_again()
    await new.until("What do you say?")
    await bot.settled()
    assert not any(_WRONG in text for text in new.texts)
    assert sum("moved here" in text for text in new.texts) == 1
    assert sum("moved to another" in text for text in old.texts) == 1


async def test_an_old_account_that_blocked_the_bot_keeps_nobody_waiting(bot: RunningBot) -> None:
    """It can't be told, nothing of it stays, and the learner can be reached in the new one."""
    old = await bot.playing("short")
    code = await _code(old)
    old.person.blocks()
    await until(lambda: bot.rows("SELECT 1 FROM learners WHERE unreachable_since IS NOT NULL"))
    new = await _by_link(bot, code)
    await new.until("Your practice has moved here.")
    await bot.settled()
    assert str(old.person.id) not in bot.kept()
    assert bot.rows("SELECT unreachable_since FROM learners") == [(None,)]


async def test_a_practice_that_can_t_go_on_moves_all_the_same(bot: RunningBot) -> None:
    """With a scenario that can no longer be read, the learner hears of both."""
    old = await bot.playing("short")
    code = await _code(old)
    await bot.settled()
    await bot.stop()
    bot.rows("UPDATE scenario_versions SET text = X'FF' WHERE scenario = 'short'")
    bot.publish(scenario(summary="Changed since."))
    await bot.start()
    new = await _by_link(bot, code)
    await new.until("Your practice has moved here.")
    await new.until("can't go on, because its scenario was changed")
    await old.until("moved to another Telegram account")


async def test_the_way_to_a_code_explains_itself_in_place(bot: RunningBot) -> None:
    """From the settings to the code and back it stays one message."""
    sam = await bot.learner()
    await sam.send("/settings")
    await sam.tap("Move to another account")
    explained = await sam.until("whoever has the code can take your practice")
    await sam.tap("Make a code")
    await sam.until("/move ")
    assert f"start=move-{_shown(sam)}" in explained.text
    await sam.tap("Back")
    await sam.until("Tap what you would like to change.")
    await bot.settled()
    assert sum("Settings" in text for text in sam.texts) == 1


async def test_move_without_a_code_explains_what_it_is(bot: RunningBot) -> None:
    """/move alone leads to the same page."""
    sam = await bot.learner()
    await sam.send("/move")
    shown = await sam.until("whoever has the code can take your practice")
    assert list(labels(shown)) == ["Make a code", "Back"]


async def _code(phone: Phone) -> str:
    await phone.send("/settings")
    await phone.tap("Move to another account")
    await phone.tap("Make a code")
    return await phone.until(lambda: _shown(phone))


def _shown(phone: Phone) -> str | None:
    for text in reversed(phone.texts):
        if text.startswith("Your code\n"):
            found = _CODE.search(text)
            return None if found is None else found[0]
    return None


async def _by_link(bot: RunningBot, code: str) -> Phone:
    new = bot.phone("New")
    await new.send(f"/start move-{code}")
    await new.tap("I agree")
    return new
