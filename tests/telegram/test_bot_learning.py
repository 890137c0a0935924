"""Revision cards through the chat: one message, each card counted once, and what comes after."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.standin.chats import Message
from bot.storage.moments import micros
from bot.telegram.buttons import EndCards, Rate, SetUnit, ShowCard, encode
from tests.telegram.authored import scenario
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot, running

_CARDS = "SELECT card, due_at, reviewed_at FROM cards ORDER BY reviewed_at, card"
_DAY = timedelta(days=1)


async def _learning(bot: RunningBot) -> Phone:
    """Return the phone of a learner whose first card is on the screen."""
    sam = await bot.learner()
    await sam.send("/learn")
    await sam.tap("1. Understanding Mentoring")
    await sam.until("Card 1")
    await bot.settled()
    return sam


async def _answer(bot: RunningBot, sam: Phone, recall: str = "Yes") -> str:
    """Turn the card on the screen over and say how well it was known; return the card."""
    await sam.tap("Show")
    back = (await sam.until(lambda: _with(sam, recall))).text
    await sam.tap(recall)
    await bot.settled()
    return back


def _with(sam: Phone, label: str) -> Message | None:
    last = sam.received[-1]
    return last if label in labels(last) else None


def _a_while_passes(bot: RunningBot, passed: timedelta) -> None:
    """Make all that is remembered of cards and attempts so much older."""
    by = passed // timedelta(microseconds=1)
    bot.rows("UPDATE cards SET due_at = due_at - ?, reviewed_at = reviewed_at - ?", by, by)
    bot.rows(
        "UPDATE attempts SET started_at = started_at - ?, completed_at = completed_at - ?", by, by
    )


async def test_learn_asks_for_the_unit_first_and_goes_on_to_its_cards(bot: RunningBot) -> None:
    """Somebody who has practised nothing chooses a unit, and the same message becomes a card."""
    sam = await bot.learner()
    await sam.send("/learn")
    asked = await sam.until("Which unit are you studying?")
    await sam.tap("4. Understand Peer Mentoring")
    card = await sam.until("Card 1")
    assert card.id == asked.id
    assert "These cards are for Understand Peer Mentoring." in card.text
    assert list(labels(card)) == ["Show", "Leave", "My unit"]


async def test_who_has_practised_gets_the_cards_of_that_unit_at_once(tmp_path: Path) -> None:
    """The unit of what was begun last is the learner's until they choose another."""
    played = scenario(units=["employment-mentoring"])
    async with running(tmp_path, played) as bot:
        sam = await bot.playing("short")
        await sam.send("/learn")
        await sam.until("These cards are for Prepare for a mentoring role.")


async def test_a_session_leaves_one_message_with_a_summary(bot: RunningBot) -> None:
    """Eight new cards, each shown and rated in the same message, and what is due when."""
    sam = await _learning(bot)
    before = len(sam.received)
    cards = [await _answer(bot, sam, "Yes" if n % 2 else "Not yet") for n in range(8)]
    summary = await sam.until("You went through 8 cards.")
    assert len(sam.received) == before
    assert len({re.sub(r"Card \d+", "", card) for card in cards}) == 8
    assert "Nothing is due now." in summary.text
    assert re.search(r"Due again: \d tomorrow, \d in 2 days\.", summary.text)
    assert list(labels(summary)) == ["More cards", "My unit"]
    assert len(bot.rows(_CARDS)) == 8


async def test_the_back_shows_the_answer_and_asks_how_well_it_was_known(bot: RunningBot) -> None:
    """A term has its meaning on the back, a mistake what puts it right."""
    sam = await _learning(bot)
    front = sam.received[-1].text
    assert "Defining mentoring\nWhat does this mean?" in front
    assert "A good definition" not in front
    back = await _answer(bot, sam)
    assert "A good definition says that it is voluntary" in back
    for _ in range(5):
        await _answer(bot, sam)
    front = sam.received[-1].text
    assert "What went wrong\nThe talk turned into therapy" in front
    assert "What puts this right?" in front
    assert "What puts it right\nA mentor supports and refers." in await _answer(bot, sam)


async def test_tapped_twice_or_late_a_card_counts_once(bot: RunningBot) -> None:
    """A doubled tap, an old one and another answer to the same card change nothing."""
    sam = await _learning(bot)
    message = sam.received[-1]
    show = labels(message)["Show"]
    await sam.tap("Show")
    await sam.until(lambda: _with(sam, "Yes"))
    rate = labels(sam.received[-1])
    await sam.forge(rate["Not yet"], message.id)
    await sam.forge(rate["Not yet"], message.id)
    await sam.forge(rate["Yes"], message.id)
    await sam.forge(show, message.id)
    await bot.settled()
    ((card, due, at),) = bot.rows(_CARDS)
    assert card == "term:defining-mentoring"
    assert due - at == micros(datetime(1970, 1, 2, tzinfo=UTC))
    assert "Card 2" in sam.received[-1].text


async def test_what_was_known_comes_again_when_it_is_due(bot: RunningBot) -> None:
    """After a day the card that was not known yet is the first; the others wait."""
    sam = await _learning(bot)
    first = await _answer(bot, sam, "Not yet")
    await _answer(bot, sam, "Yes")
    await sam.tap("Leave")
    await sam.until("You went through 2 cards.")
    _a_while_passes(bot, _DAY)
    await sam.send("/learn")
    await sam.until("Card 1")
    await bot.settled()
    assert "Defining mentoring" in sam.received[-1].text
    assert await _answer(bot, sam) == first
    assert "Defining mentoring" not in sam.received[-1].text


async def test_a_session_ends_after_five_minutes(bot: RunningBot) -> None:
    """The answer given after five minutes counts, and the summary follows it."""
    sam = await _learning(bot)
    message = sam.received[-1]
    begun = int(datetime.now(UTC).timestamp()) - 301
    start = ""
    while begun:
        begun, digit = divmod(begun, 36)
        start = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + start
    await sam.forge(encode(Rate("ethics", 3, start, 0)), message.id)
    await sam.until("You went through one card.")
    assert [card for card, *_ in bot.rows(_CARDS)] == ["term:ethics"]


@pytest.mark.parametrize(
    "button",
    [
        Rate("ethics", 4, "szabcd", 0),
        Rate("ethics", 3, "zzzzzz", 0),
        Rate("ethics", 3, "not-a-number", 0),
        Rate("no-such-word", 3, "szabcd", 0),
        Rate("employment-mentoring.no-records", 3, "szabcd", 0),
        ShowCard("no-such-word", "szabcd", 0),
        EndCards("zzzzzzzzzz", 0),
    ],
)
async def test_forged_cards_count_nothing_and_show_cards_or_a_summary(
    bot: RunningBot, button: Rate | ShowCard | EndCards
) -> None:
    """A card, a rating or a session that can't be shows where revision stands."""
    sam = await _learning(bot)
    await sam.forge(encode(button), sam.received[-1].id)
    await bot.settled()
    assert bot.rows(_CARDS) == []
    assert {"Show", "More cards"} & set(sam.buttons)


async def test_cards_do_not_disturb_a_practice_under_way(bot: RunningBot) -> None:
    """Revising in the middle of a practice leaves its place, and /resume goes back to it."""
    sam = await bot.playing("short")
    await sam.forge(encode(SetUnit("aim-l2-mentoring", "learn")))
    await sam.until("Card 1")
    await _answer(bot, sam)
    await sam.send("/resume")
    await bot.settled()
    await sam.choose("What kept you?")
    await sam.until("Work did.")


async def test_a_summary_offers_a_practice_for_a_skill_that_is_due(bot: RunningBot) -> None:
    """What was not shown is due the next day: the summary says so and leads to a briefing."""
    sam = await bot.playing("short")
    await sam.choose("Sit up.")
    await sam.choose("Quit.")
    await sam.until("What you showed")
    _a_while_passes(bot, _DAY)
    await sam.forge(encode(SetUnit("aim-l2-mentoring", "learn")))
    await sam.until("Card 1")
    await sam.tap("Leave")
    summary = await sam.until("A practice for you")
    assert "No cards this time." in summary.text
    assert "lets you practise this again: " in summary.text
    await sam.tap("Read about the practice")
    await sam.until("Your mentee")
    await bot.settled()
    assert "Begin" in sam.buttons


async def test_learn_typed_again_starts_anew_and_the_old_message_has_no_buttons(
    bot: RunningBot,
) -> None:
    """Only the newest cards have buttons."""
    sam = await _learning(bot)
    old = sam.received[-1]
    await sam.send("/learn")
    await sam.until(lambda: sam.received[-1].id != old.id)
    await bot.settled()
    assert labels(old) == {}
    assert "Show" in sam.buttons
