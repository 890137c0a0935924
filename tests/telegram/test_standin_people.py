"""What people do on the stand-in, and what the bot hears of it."""

import asyncio
from typing import Any

import pytest

from bot.standin.errors import ApiError, NotInChat, NotOnScreen
from bot.standin.people import Person
from tests.telegram.conftest import Caller

BUTTON = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


async def newest(call: Caller) -> dict[str, Any]:
    return (await call.updates())[-1]


async def test_a_message_tells_who_said_what_where_and_when(call: Caller, learner: Person) -> None:
    (update,) = await call.updates()
    assert update["message"] == {
        "message_id": 1,
        "from": {"id": learner.id, "is_bot": False, "first_name": "Sam", "language_code": "en"},
        "chat": {"id": learner.id, "first_name": "Sam", "type": "private"},
        "date": int(call.clock.now()) - 10,
        "text": "/start",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }


async def test_message_ids_count_in_each_chat(call: Caller, learner: Person) -> None:
    assert learner.sends("again").id == 2
    assert call.api.person("Kim").sends("hello").id == 1


def test_a_person_cannot_send_nothing_or_too_much(learner: Person) -> None:
    for text in (" ", "x" * 4097):
        with pytest.raises(ApiError):
            learner.sends(text)


async def test_a_tap_tells_the_message_as_it_is_now(call: Caller, learner: Person) -> None:
    await call("sendMessage", chat_id=learner.id, text="Ready?", reply_markup=BUTTON)
    tap = learner.taps(2, "go")
    query = (await newest(call))["callback_query"]
    assert (query["id"], query["data"], query["from"]) == (tap.id, "go", learner.profile)
    assert query["message"]["reply_markup"] == BUTTON
    assert query["chat_instance"]


async def test_a_button_that_is_gone_cannot_be_tapped(call: Caller, learner: Person) -> None:
    await call("sendMessage", chat_id=learner.id, text="Ready?", reply_markup=BUTTON)
    await call("editMessageReplyMarkup", chat_id=learner.id, message_id=2)
    for message_id, data in [(2, "go"), (1, "go"), (99, "go")]:
        with pytest.raises(NotOnScreen) as impossible:
            learner.taps(message_id, data)
        assert impossible.value.message_id == message_id


async def test_a_forged_tap_arrives_all_the_same(call: Caller, learner: Person) -> None:
    learner.taps(99, "anything", forged=True)
    query = (await newest(call))["callback_query"]
    assert query["data"] == "anything"
    assert (query["message"]["message_id"], query["message"]["date"]) == (99, 0)


async def test_an_edited_message_arrives_as_such_and_once(call: Caller, learner: Person) -> None:
    message = learner.sends("one")
    learner.edits(message, "two")
    learner.edits(message, "two")
    *_, sent, edited = await call.updates()
    assert sent["message"]["text"] == "one"
    assert edited["edited_message"]["text"] == "two"
    assert "edit_date" in edited["edited_message"]


async def test_a_forwarded_command_says_that_it_was_forwarded(
    call: Caller, learner: Person
) -> None:
    learner.forwards("/start play-x", author="Alex")
    message = (await newest(call))["message"]
    assert message["forward_origin"]["sender_user_name"] == "Alex"
    assert message["entities"][0]["type"] == "bot_command"


async def test_stickers_voices_and_pictures_have_no_text(call: Caller, learner: Person) -> None:
    for act in (learner.sends_sticker, learner.sends_voice, learner.sends_photo):
        act()
        assert "text" not in (await newest(call))["message"]
    learner.sends_photo("my face")
    assert (await newest(call))["message"]["caption"] == "my face"


async def test_blocking_and_unblocking_are_told(call: Caller, learner: Person) -> None:
    learner.blocks()
    with pytest.raises(NotInChat):
        learner.sends("hello?")
    learner.unblocks()
    learner.sends("hello")
    *_, blocked, unblocked, hello = await call.updates()
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["old_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert hello["message"]["text"] == "hello"


async def test_in_a_group_the_bot_hears_commands_and_replies_only(
    call: Caller, learner: Person
) -> None:
    group = learner.adds_bot_to_group("Tuesday mentors")
    await call("sendMessage", chat_id=group.id, text="Hello all")
    learner.sends("between us", chat=group)
    learner.sends("/help@other_bot", chat=group)
    learner.sends("/help@rehearse_bot", chat=group)
    learner.sends("/practise", chat=group)
    learner.sends("thanks", chat=group, reply_to=group.messages[2])
    _, joined, service, *heard = await call.updates()
    assert joined["my_chat_member"]["chat"]["type"] == "group"
    assert service["message"]["new_chat_members"][0]["id"] == 731000
    assert [update["message"]["text"] for update in heard] == [
        "/help@rehearse_bot",
        "/practise",
        "thanks",
    ]


async def test_a_bot_put_out_of_a_group_may_not_write_there(call: Caller, learner: Person) -> None:
    group = learner.adds_bot_to_group("Tuesday mentors")
    learner.removes_bot(group)
    refused = await call.refusal("sendMessage", chat_id=group.id, text="Hello?")
    assert refused.description == "Forbidden: bot was kicked from the group chat"


async def test_in_a_group_the_bot_deletes_its_own_messages_only(
    call: Caller, learner: Person
) -> None:
    group = learner.adds_bot_to_group("Tuesday mentors")
    learner.sends("/help", chat=group)
    await call("sendMessage", chat_id=group.id, text="Hello all")
    refused = await call.refusal("deleteMessage", chat_id=group.id, message_id=2)
    assert refused.description == "Bad Request: message can't be deleted"
    assert await call("deleteMessage", chat_id=group.id, message_id=3)


async def test_channel_posts_have_no_sender(call: Caller, learner: Person) -> None:
    channel = learner.adds_bot_to_channel("News")
    post = learner.sends("/start", chat=channel)
    learner.edits(post, "/start again")
    *_, posted, edited = await call.updates()
    assert "from" not in posted["channel_post"]
    assert edited["edited_channel_post"]["text"] == "/start again"


async def test_waiting_for_a_change_ends_with_it(call: Caller, learner: Person) -> None:
    waiting = asyncio.ensure_future(learner.chat.changed())
    await asyncio.sleep(0)
    await call("sendMessage", chat_id=learner.id, text="Hello")
    await waiting
