"""Everything else people do in Telegram: an answer that makes sense, or silence."""

import pytest

from bot.standin.chats import Message
from bot.standin.faults import Fault
from tests.telegram.phone import Phone
from tests.telegram.running import RunningBot, until

_UNREACHABLE = "SELECT unreachable_since IS NOT NULL FROM learners"


@pytest.mark.parametrize("kind", ["sticker", "voice", "photo", "photo with words", "forward"])
async def test_what_is_no_text_gets_the_kind_line(bot: RunningBot, kind: str) -> None:
    """Stickers, voice, pictures with or without words and forwards are answered kindly."""
    sam = await bot.playing("short")
    match kind:
        case "sticker":
            sam.person.sends_sticker()
        case "voice":
            sam.person.sends_voice()
        case "photo":
            sam.person.sends_photo()
        case "photo with words":
            sam.person.sends_photo("2")
        case "forward":
            sam.person.forwards("hello")
    await sam.until("I can't read messages here")
    await bot.settled()
    assert bot.rows("SELECT * FROM turns") == []


@pytest.mark.parametrize("kind", ["poll", "location", "contact", "dice"])
async def test_attachments_of_every_kind_get_the_kind_line(bot: RunningBot, kind: str) -> None:
    """A poll, a place, somebody's number or a die is answered like any other message."""
    contents = {
        "poll": {
            "id": "1",
            "question": "Well?",
            "options": [{"text": "Yes", "voter_count": 0, "persistent_id": "1"}],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        },
        "location": {"latitude": 51.5, "longitude": -0.1},
        "contact": {"phone_number": "+440000", "first_name": "Kim"},
        "dice": {"emoji": "🎲", "value": 3},
    }
    sam = await bot.playing("short")
    _post(bot, sam, {kind: contents[kind]})
    await sam.until("I can't read messages here")
    await bot.settled()
    assert "+440000" not in bot.kept()


async def test_forwarded_words_are_never_obeyed(bot: RunningBot) -> None:
    """A forwarded command starts nothing, and a forwarded number takes no turn."""
    sam = await bot.playing("short")
    before = len(sam.received)
    sam.person.forwards("/practise")
    sam.person.forwards("1")
    await bot.settled()
    assert all("I can't read messages here" in text for text in sam.texts[before:])
    assert len(sam.received) == before + 2
    assert bot.rows("SELECT * FROM turns") == []


async def test_what_telegram_itself_notes_in_a_chat_is_met_with_silence(bot: RunningBot) -> None:
    """Pinning a message or setting a timer is nothing said to the bot."""
    sam = await bot.playing("short")
    before = len(sam.received)
    pinned = {"message_id": 1, "date": 0, "chat": sam.chat.profile}
    _post(bot, sam, {"pinned_message": pinned})
    _post(bot, sam, {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}})
    await bot.settled()
    assert len(sam.received) == before


async def test_an_edited_message_is_met_with_silence(bot: RunningBot) -> None:
    """Changing a message into a number takes no turn."""
    sam = await bot.playing("short")
    message = await sam.send("hello")
    await sam.until("I can't read messages here")
    before = len(sam.received)
    sam.person.edits(message, "1")
    await bot.settled()
    assert len(sam.received) == before
    assert bot.rows("SELECT * FROM turns") == []


async def test_a_blocked_bot_goes_quiet_and_comes_back(bot: RunningBot) -> None:
    """A learner who blocks the bot is noted as out of reach, and plays on after coming back."""
    sam = await bot.playing("short")
    sam.person.blocks()
    await bot.settled()
    assert bot.rows(_UNREACHABLE) == [(1,)]
    sam.person.unblocks()
    await sam.send("/start")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    assert bot.rows(_UNREACHABLE) == [(0,)]


async def test_replies_to_someone_who_just_blocked_the_bot_are_given_up(bot: RunningBot) -> None:
    """A block that comes before the reply leaves nothing owed, and nobody else waits."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    sam.person.blocks()
    kim = await bot.playing("short", "Kim")
    await kim.until("What do you say?")
    await bot.settled()
    assert bot.rows("SELECT unreachable_since IS NOT NULL FROM learners ORDER BY id") == [
        (1,),
        (0,),
    ]
    assert bot.rows("SELECT turn FROM turns") == [(1,)]


async def test_a_block_between_two_replies_is_noted(bot: RunningBot) -> None:
    """What was sent just before the block does not count as a learner who is back."""
    sam = await bot.playing("short")
    await bot.settled()
    faults = bot.server.api.faults
    faults.plan(Fault.TOO_MANY_REQUESTS, methods=["sendMessage"], times=1, retry_after=1)
    await sam.choose("What kept you?")
    await until(lambda: bot.server.calls[-1].method == "sendMessage" and bot.server.calls[-1].error)
    sam.person.blocks()
    await until(lambda: "can't be reached any more" in bot.log)
    await bot.restart()  # once nothing is on its way
    assert bot.rows(_UNREACHABLE) == [(1,)]


async def test_a_stranger_who_blocks_the_bot_leaves_nothing_behind(bot: RunningBot) -> None:
    """Blocking and unblocking keeps nothing of somebody who never agreed."""
    sam = bot.phone()
    await sam.send("/start")
    sam.person.blocks()
    await bot.settled()
    sam.person.unblocks()
    await bot.settled()
    assert str(sam.person.id) not in bot.kept()


async def test_a_group_is_told_once_where_practice_is(bot: RunningBot) -> None:
    """A command in a group gets the way to the private chat; talk there gets silence."""
    sam = await bot.learner()
    group = sam.person.adds_bot_to_group("Mentors")
    sam.person.sends("hello all", group)
    sam.person.sends("1", group)
    sam.person.sends("/practise@rehearse_bot", group)
    sam.person.sends("/practise@another_bot", group)
    await bot.settled()
    answers = [
        message for message in group.messages.values() if message.sender != sam.person.profile
    ]
    assert len(answers) == 1
    assert "https://t.me/rehearse_bot" in answers[0].text


async def test_a_group_that_put_the_bot_out_is_forgotten(bot: RunningBot) -> None:
    """A reply that a group no longer takes is given up, and nothing of the group stays."""
    sam = await bot.learner()
    group = sam.person.adds_bot_to_group("Mentors")
    sam.person.sends("/help@rehearse_bot", group)
    sam.person.removes_bot(group)
    await bot.settled()
    assert str(group.id) not in bot.kept()


async def test_a_tap_in_a_group_does_nothing(bot: RunningBot) -> None:
    """A forged tap on a message of a group takes no turn, there or in the private chat."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    keyboard = asked.inline_keyboard or {}
    data = keyboard["inline_keyboard"][0][0]["callback_data"]
    group = sam.person.adds_bot_to_group("Mentors")
    before = len(sam.received)
    sam.person.taps(1, data, group, forged=True)
    await bot.settled()
    assert len(sam.received) == before
    assert bot.rows("SELECT * FROM turns") == []


async def test_a_channel_is_met_with_silence(bot: RunningBot) -> None:
    """Posts in a channel that the bot is in are nothing to it."""
    sam = await bot.learner()
    channel = sam.person.adds_bot_to_channel("News")
    sam.person.sends("/practise", channel)
    await bot.settled()
    assert len(channel.messages) == 1


def _post(bot: RunningBot, phone: Phone, content: dict[str, object]) -> Message:
    """Put a message of a kind that the stand-in's people can't send into a chat."""
    message = phone.chat.add(phone.person.profile, content)
    bot.server.api.world.tell(message)
    return message
