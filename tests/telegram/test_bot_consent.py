"""First contact: what a person reads before anything about them is kept."""

import pytest

from bot.standin.chats import Message
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot

_NUMBERS = ("999", "116 123", "0800 1111", "85258", "111")


async def test_the_first_message_ends_with_the_fixed_sentence_and_its_two_buttons(
    bot: RunningBot,
) -> None:
    """First contact is one message that ends as agreed, with `I agree` before `I am under 16`."""
    sam = bot.phone()
    await sam.send("/start")
    await sam.until("By tapping")
    (consent,) = sam.received
    assert consent.text.endswith(
        "By tapping I agree you confirm that you are 16 or over and accept these rules"
    )
    assert list(labels(consent)) == ["I agree", "I am under 16"]


@pytest.mark.parametrize(
    "text", ["/start", "/start play-short", "/practise", "/resume", "hello", "2", "/join x"]
)
async def test_whatever_a_stranger_writes_meets_the_rules_first(bot: RunningBot, text: str) -> None:
    """Nobody gets further than the rules before they agree."""
    sam = bot.phone()
    await sam.send(text)
    await sam.until("By tapping")
    await bot.settled()
    assert len(sam.received) == 1


async def test_nothing_is_kept_of_a_person_before_they_agree(bot: RunningBot) -> None:
    """After everything a stranger can do, no table holds their number or their words."""
    sam = bot.phone()
    await sam.send("/start play-short")
    await sam.send("my secret words")
    await sam.send("/help")
    await sam.send("/privacy")
    await sam.until("What is not kept")
    await sam.forge("begin:short:")
    await bot.settled()
    _assert_nothing_kept(bot, sam)


async def test_someone_under_16_is_sent_elsewhere_and_nothing_is_kept(bot: RunningBot) -> None:
    """`I am under 16` takes the buttons away, names Childline and keeps nothing."""
    sam = bot.phone()
    await sam.send("/start")
    await sam.tap("I am under 16")
    answer = await sam.until("0800 1111")
    assert "Nothing about you has been kept" in answer.text
    await bot.settled()
    assert sam.buttons == []
    _assert_nothing_kept(bot, sam)


async def test_a_learner_who_is_under_16_after_all_is_offered_to_go(bot: RunningBot) -> None:
    """Somebody who agreed before is told what is kept, and `Delete everything` is all there is."""
    sam = bot.phone()
    await sam.send("/start")
    await sam.send("/start")
    await sam.until(lambda: len(sam.received) == 2)
    first, second = sam.received
    await sam.tap("I agree", first)
    await bot.settled()
    await sam.tap("I am under 16", second)
    answer = await sam.until("0800 1111")
    assert "Nothing about you has been kept" not in answer.text
    assert "still kept" in answer.text
    assert list(labels(answer)) == ["Delete everything"]
    await sam.tap("Delete everything")
    await sam.until("is deleted")
    await bot.settled()
    _assert_nothing_kept(bot, sam)


async def test_a_link_survives_consent(bot: RunningBot) -> None:
    """Agreeing after `/start play-<id>` goes straight on to that scenario's briefing."""
    sam = bot.phone()
    await sam.send("/start play-short")
    await sam.tap("I agree")
    briefing = await sam.until("You meet Jo in short.")
    await bot.settled()
    assert list(labels(briefing)) == ["Begin", "Leave"]
    assert [list(labels(message)) for message in sam.received] == [[], ["Begin", "Leave"]]


async def test_the_longest_scenario_id_survives_consent(bot: RunningBot) -> None:
    """A link of 40 characters still fits into the button that carries it."""
    sam = bot.phone()
    await sam.send("/start play-" + "x" * 40)
    await sam.tap("I agree")
    await sam.until("That conversation is not here")


@pytest.mark.parametrize(
    "link", ["play-nowhere", "play-", "play-<b>&", "play-" + "x" * 59, "join-1"]
)
async def test_a_link_to_nothing_still_leads_to_what_there_is(bot: RunningBot, link: str) -> None:
    """An unknown link ends, after consent, at a message that names /practise."""
    sam = bot.phone()
    await sam.send(f"/start {link}")
    await sam.tap("I agree")
    await sam.until("/practise")


async def test_agreeing_without_a_link_welcomes_and_shows_the_scenarios(bot: RunningBot) -> None:
    """A learner who came without a link reads the welcome and the first page of the list."""
    sam = await bot.learner()
    assert any("welcome to Rehearse" in text for text in sam.texts)
    shown = await sam.until("Tap a title to read about it.")
    assert len(labels(shown)) > 1


async def test_agreeing_again_shows_where_the_learner_is(bot: RunningBot) -> None:
    """`I agree` on an older message, in the middle of a practice, shows the practice."""
    sam = bot.phone()
    await sam.send("/start")
    await sam.send("/start play-short")
    await sam.until(lambda: len(sam.received) == 2)
    old = sam.received[0]
    await sam.tap("I agree")
    await sam.tap("Begin")
    await sam.until("What do you say?")
    await bot.settled()
    before = len(sam.received)
    await sam.tap("I agree", old)
    shown = await sam.until(lambda: sam.received[before:])
    await bot.settled()
    assert "What do you say?" in shown[-1].text
    assert bot.rows("SELECT count(*) FROM learners") == [(1,)]


async def test_agreeing_twice_leads_to_the_link_both_times(bot: RunningBot) -> None:
    """A double tap on `I agree` shows the briefing asked for, not a welcome besides."""
    sam = bot.phone()
    await sam.send("/start play-short")
    await sam.tap("I agree")
    await sam.tap_again()
    await bot.settled()
    assert not any("welcome to Rehearse" in text for text in sam.texts)
    assert bot.rows("SELECT count(*) FROM learners") == [(1,)]


async def test_help_has_every_number_in_every_state(bot: RunningBot) -> None:
    """/help works before and after consent, at a briefing, in a practice, left and at its end."""
    sam = bot.phone()
    await _assert_help(sam)
    await sam.send("/start play-short")
    await sam.until("By tapping")
    await _assert_help(sam)
    await sam.tap("I agree")
    await sam.until("You meet Jo")
    await _assert_help(sam)
    await sam.tap("Begin")
    await sam.until("What do you say?")
    assert "The short one" in (await _assert_help(sam)).text
    await sam.tap("Leave")
    await sam.until("You have left")
    assert "The short one" in (await _assert_help(sam)).text
    await sam.tap("Resume")
    await sam.choose("Sit up.")
    await sam.choose("Quit.")
    await sam.until("What you showed")
    assert "The short one" not in (await _assert_help(sam)).text


async def test_privacy_says_the_same_before_and_after_consent(bot: RunningBot) -> None:
    """/privacy says what is kept, what is not and who sees it, to anyone at any time."""
    sam = bot.phone()
    await sam.send("/privacy")
    before = await sam.until("What is not kept")
    await sam.send("/start")
    await sam.tap("I agree")
    await sam.until("/practise shows")
    await sam.send("/privacy")
    after = await sam.until(lambda: sam.received[-1] if "Who sees" in sam.texts[-1] else None)
    assert after.text == before.text
    for words in ("What is kept", "What is not kept", "Who sees it", "/mydata", "/deleteme"):
        assert words in after.text


async def _assert_help(phone: Phone) -> Message:
    await phone.send("/help")
    asked = phone.messages[-1].id
    shown = await phone.until(lambda: next((m for m in phone.received if m.id > asked), None))
    assert all(number in shown.text for number in _NUMBERS)
    assert "safeguarding lead" in shown.text
    return shown


def _assert_nothing_kept(bot: RunningBot, phone: Phone) -> None:
    kept = bot.kept()
    assert str(phone.person.id) not in kept
    assert "secret" not in kept
    assert "secret" not in bot.log
