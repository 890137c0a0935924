"""A turn: what happens on the screen and in the database when a learner takes a choice."""

import json
from pathlib import Path

from tests.telegram.authored import choice, ending, scenario
from tests.telegram.phone import choices, labels
from tests.telegram.running import RunningBot, running


async def test_the_tapped_message_loses_its_buttons_and_shows_what_was_said(
    bot: RunningBot,
) -> None:
    """After a tap the message reads like a conversation: the mentee's words, then the learner's."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    await sam.choose("What kept you?")
    await bot.settled()
    assert labels(asked) == {}
    assert asked.text == "Jo\nHello.\nI nearly did not come.\n\nYou\nWhat kept you?"


async def test_the_next_message_has_reaction_feedback_thought_and_choices(bot: RunningBot) -> None:
    """The mentee reacts first, then the coach says why, with the thought, then come the choices."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    shown = await sam.until("Work did.")
    parts = (
        "Jo\nWork did.",
        "Coach\nThe coach on: What kept you?\nJo thought: I hope this is quick.",
        "What do you say?\n1. ",
    )
    places = [shown.text.index(part) for part in parts]
    assert places == sorted(places)
    assert list(labels(shown)) == ["1", "2", "Leave"]


async def test_a_button_takes_the_choice_with_its_number(bot: RunningBot) -> None:
    """What stands beside a number in the message is what that button says, and is recorded."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    for number, said in choices(asked).items():
        choice_id = {"What kept you?": "ask", "Sit up.": "tell"}[said]
        assert labels(asked)[number].endswith(f":1:{choice_id}")
    said = choices(asked)["2"]
    await sam.tap("2")
    await bot.settled()
    assert asked.text.endswith(f"You\n{said}")


async def test_a_turn_is_at_most_two_messages(bot: RunningBot) -> None:
    """Through a whole scenario of the library no tap brings more than two new messages."""
    sam = await bot.playing("promise-first")
    while "1" in sam.buttons:
        before = len(sam.received)
        await sam.tap("1")
        await bot.settled()
        assert 1 <= len(sam.received) - before <= 2
    assert "Play again" in sam.buttons


async def test_every_tap_is_answered(bot: RunningBot) -> None:
    """Telegram's waiting sign on the button goes away."""
    sam = await bot.playing("short")
    tap = await sam.choose("What kept you?")
    await sam.until(lambda: tap.answer)


async def test_typing_shows_before_each_part_of_the_conversation(tmp_path: Path) -> None:
    """With a typing time set, "typing..." goes before the message that asks for the next turn."""
    async with running(tmp_path, scenario(), typing_seconds=0.01) as bot:
        sam = await bot.playing("short")
        await sam.choose("What kept you?")
        await sam.until("Work did.")
        await bot.settled()
        shown = [call.method for call in bot.called("sendChatAction", "sendMessage")]
        assert shown[-4:] == ["sendChatAction", "sendMessage"] * 2


async def test_typing_can_be_switched_off(bot: RunningBot) -> None:
    """With a typing time of 0 the bot never shows "typing..."."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    assert bot.called("sendChatAction") == []


async def test_each_attempt_has_an_order_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    """Choices are shuffled for each attempt, and come back in the same order within one."""
    again = {
        "opening": {
            "mentee": "Go on.",
            "choices": {
                **{f"c-{n}": choice(f"Reply {n}", "opening", once=False) for n in range(4)},
                "stop": choice("Stop", "end"),
            },
        },
        "end": ending("Right."),
    }
    async with running(tmp_path, scenario(nodes=again)) as bot:
        sam = await bot.playing("short")
        orders = set()
        for attempt in range(4):
            shown = []
            for _ in range(2):
                await bot.settled()
                shown.append(tuple(choices(sam.received[-1]).values()))
                await sam.choose("Reply 0")
            await sam.choose("Stop")
            if attempt < 3:
                await sam.tap("Play again")
            assert shown[0] == shown[1]
            orders.add(shown[0])
        assert len(orders) > 1


async def test_a_fixed_order_is_never_shuffled(tmp_path: Path) -> None:
    """A node with `fixed_order` shows its choices as the author wrote them."""
    written = [f"Reply {number}" for number in range(6)]
    nodes = {
        "opening": {
            "mentee": "Go on.",
            "fixed_order": True,
            "choices": {f"c-{n}": choice(said, "end") for n, said in enumerate(written)},
        },
        "end": ending("Right."),
    }
    async with running(tmp_path, scenario(nodes=nodes)) as bot:
        sam = await bot.playing("short")
        asked = await sam.until("What do you say?")
        assert list(choices(asked).values()) == written


async def test_the_order_shown_is_stored_with_the_turn(bot: RunningBot) -> None:
    """What stands beside 1, 2 and so on is kept with each turn, as it was on the screen."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    said = list(choices(asked).values())
    await sam.choose("Sit up.")
    await bot.settled()
    ((shown, taken),) = bot.rows("SELECT shown, choice FROM turns")
    words = {"ask": "What kept you?", "tell": "Sit up."}
    assert [words[each] for each in json.loads(shown)] == said
    assert taken == "tell"


async def test_learners_play_side_by_side_without_meeting(bot: RunningBot) -> None:
    """Two learners in one scenario each see their own conversation."""
    sam = await bot.playing("short")
    kim = await bot.playing("short", "Kim")
    await sam.choose("What kept you?")
    await kim.choose("Sit up.")
    await bot.settled()
    assert not any("Sit up." in text and "You\n" in text for text in sam.texts)
    turns = bot.rows(
        "SELECT l.telegram_id, t.choice FROM turns t JOIN attempts a ON a.id = t.attempt_id"
        " JOIN learners l ON l.id = a.learner_id"
    )
    assert set(turns) == {(sam.person.id, "ask"), (kim.person.id, "tell")}
