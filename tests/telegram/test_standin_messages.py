"""What a bot can write, edit, delete and answer on the stand-in, and what it cannot."""

from typing import Any

import pytest

from bot.standin.files import Upload
from bot.standin.people import Person
from bot.standin.world import Answer
from tests.telegram.conftest import Caller

BUTTON = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big")
JPEG = b"\xff\xd8\xff\xe0\x00\x04xx\xff\xc0\x00\x11\x08" + bytes([1, 224, 2, 128]) + b"\x03" * 8


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


async def test_a_message_is_stored_as_text_and_entities_with_its_keyboard(
    call: Caller, learner: Person
) -> None:
    sent = await call(
        "sendMessage",
        chat_id=learner.id,
        text=" <b>Now</b> &lt;you&gt;\n",
        parse_mode="HTML",
        reply_markup=BUTTON,
    )
    assert sent == {
        "message_id": 2,
        "from": {
            "id": 731000,
            "is_bot": True,
            "first_name": "Rehearse",
            "username": "rehearse_bot",
        },
        "chat": {"id": learner.id, "first_name": "Sam", "type": "private"},
        "date": int(call.clock.now()),
        "text": "Now <you>",
        "entities": [{"type": "bold", "offset": 0, "length": 3}],
        "reply_markup": BUTTON,
    }
    assert learner.chat.messages[2].json() == sent


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        ("👍" * 2049, "message is too long"),
        ("x" * 32769, "text is too long"),
        pytest.param("\ud83d", "strings must be encoded in UTF-8", id="half a character"),
    ],
)
async def test_empty_and_too_long_texts_are_refused(
    call: Caller, learner: Person, text: str, problem: str
) -> None:
    refused = await call.refusal("sendMessage", chat_id=learner.id, text=text)
    assert refused.description == f"Bad Request: {problem}"


async def test_length_counts_after_the_html_is_read(call: Caller, learner: Person) -> None:
    text = "<b>" + "&amp;" * 4096 + "</b>"
    sent = await call("sendMessage", chat_id=learner.id, text=text, parse_mode="HTML")
    assert sent["text"] == "&" * 4096
    assert await call("sendMessage", chat_id=learner.id, text="👍" * 2048)


async def test_html_that_nothing_is_left_of_is_refused(call: Caller, learner: Person) -> None:
    refused = await call.refusal(
        "sendMessage", chat_id=learner.id, text="<b> </b>", parse_mode="HTML"
    )
    assert refused.description == "Bad Request: text must be non-empty"


async def test_without_a_parse_mode_html_is_plain_text(call: Caller, learner: Person) -> None:
    sent = await call("sendMessage", chat_id=learner.id, text="a < b")
    assert sent["text"] == "a < b"


@pytest.mark.parametrize(("mode", "code"), [("BBCode", 400), ("MarkdownV2", 501)])
async def test_other_parse_modes_are_refused(
    call: Caller, learner: Person, mode: str, code: int
) -> None:
    refused = await call.refusal("sendMessage", chat_id=learner.id, text="x", parse_mode=mode)
    assert refused.code == code


async def test_a_bot_cannot_write_first(call: Caller) -> None:
    stranger = call.api.person("Kim")
    refused = await call.refusal("sendMessage", chat_id=stranger.id, text="Hello")
    assert refused.description == "Bad Request: chat not found"
    assert stranger.chat.messages == {}


@pytest.mark.parametrize("chat_id", [12345, "@somebody", "-100123"])
async def test_unknown_chats_are_not_found(call: Caller, chat_id: object) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("sendMessage", {"text": "x"}),
        ("sendChatAction", {"action": "typing"}),
        ("editMessageText", {"text": "x", "message_id": 1}),
        ("deleteMessage", {"message_id": 1}),
        ("getChat", {}),
    ]
    for method, params in calls:
        refused = await call.refusal(method, chat_id=chat_id, **params)
        assert refused.description == "Bad Request: chat not found"


async def test_a_bot_that_was_blocked_may_not_write_until_it_is_unblocked(
    call: Caller, learner: Person
) -> None:
    learner.blocks()
    refused = await call.refusal("sendMessage", chat_id=learner.id, text="Hello")
    assert refused.code == 403
    assert refused.description == "Forbidden: bot was blocked by the user"
    learner.unblocks()
    assert await call("sendMessage", chat_id=learner.id, text="Hello")


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        (keyboard(text="Go", callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (keyboard(text="Go", callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (
            keyboard(text="Go", callback_data=""),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            keyboard(callback_data="go"),
            'can\'t parse inline keyboard button: field "text" must be of type String',
        ),
        (
            keyboard(text="Go", callback_data=7),
            'can\'t parse inline keyboard button: field "callback_data" must be of type String',
        ),
        ({"inline_keyboard": [["Go"]]}, "can't parse inline keyboard button: expected an Object"),
        ({"inline_keyboard": ["Go"]}, 'field "inline_keyboard" must be an Array of Arrays'),
    ],
)
async def test_malformed_buttons_are_refused(
    call: Caller, learner: Person, markup: dict[str, Any], problem: str
) -> None:
    refused = await call.refusal("sendMessage", chat_id=learner.id, text="x", reply_markup=markup)
    assert refused.description == f"Bad Request: {problem}"


async def test_callback_data_may_have_sixty_four_bytes(call: Caller, learner: Person) -> None:
    markup = keyboard(text="Go", callback_data="é" * 32)
    sent = await call("sendMessage", chat_id=learner.id, text="x", reply_markup=markup)
    assert sent["reply_markup"] == markup


async def test_buttons_without_text_and_empty_rows_vanish(call: Caller, learner: Person) -> None:
    rows = [[{"text": "", "callback_data": "a"}], [], [{"text": "B", "callback_data": "b"}]]
    markup = {"inline_keyboard": rows}
    sent = await call("sendMessage", chat_id=learner.id, text="x", reply_markup=markup)
    assert sent["reply_markup"] == {"inline_keyboard": [rows[2]]}
    markup = {"inline_keyboard": rows[:2]}
    sent = await call("sendMessage", chat_id=learner.id, text="x", reply_markup=markup)
    assert "reply_markup" not in sent


async def test_an_edit_changes_text_and_keyboard(call: Caller, learner: Person) -> None:
    place = {"chat_id": learner.id, "message_id": 2}
    await call("sendMessage", chat_id=learner.id, text="Ready?", reply_markup=BUTTON)
    edited = await call("editMessageText", text="You said: go", **place)
    assert (edited["text"], "reply_markup" in edited) == ("You said: go", False)
    assert edited["edit_date"] == int(call.clock.now())
    await call("editMessageReplyMarkup", reply_markup=BUTTON, **place)
    assert learner.chat.messages[2].inline_keyboard == BUTTON
    await call("editMessageReplyMarkup", **place)
    assert learner.chat.messages[2].inline_keyboard is None


async def test_an_edit_that_changes_nothing_is_refused(call: Caller, learner: Person) -> None:
    place = {"chat_id": learner.id, "message_id": 2}
    await call("sendMessage", chat_id=learner.id, text="Hello", reply_markup=BUTTON)
    again: list[tuple[str, dict[str, Any]]] = [
        ("editMessageText", {"text": "Hello ", "reply_markup": BUTTON}),
        ("editMessageReplyMarkup", {"reply_markup": BUTTON}),
    ]
    for method, params in again:
        refused = await call.refusal(method, **place, **params)
        assert refused.description == (
            "Bad Request: message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message"
        )


@pytest.mark.parametrize(
    ("message_id", "problem"),
    [(1, "message can't be edited"), (99, "message to edit not found")],
)
async def test_only_messages_of_the_bot_can_be_edited(
    call: Caller, learner: Person, message_id: int, problem: str
) -> None:
    for method in ("editMessageText", "editMessageReplyMarkup"):
        refused = await call.refusal(
            method, chat_id=learner.id, message_id=message_id, text="x", reply_markup=BUTTON
        )
        assert refused.description == f"Bad Request: {problem}"


async def test_an_edit_names_its_message(call: Caller, learner: Person) -> None:
    refused = await call.refusal("editMessageText", chat_id=learner.id, text="x")
    assert refused.description == "Bad Request: message identifier is not specified"


async def test_a_message_takes_inline_keyboards_only_and_none_beside_another(
    call: Caller, learner: Person
) -> None:
    place = {"chat_id": learner.id, "message_id": 2}
    reply_keyboard = {"keyboard": [["Yes", "No"]]}
    sent = await call("sendMessage", chat_id=learner.id, text="x", reply_markup=reply_keyboard)
    assert "reply_markup" not in sent
    assert learner.chat.messages[2].keyboard == {"keyboard": [[{"text": "Yes"}, {"text": "No"}]]}
    refused = await call.refusal("editMessageText", text="y", **place)
    assert refused.description == "Bad Request: message can't be edited"
    refused = await call.refusal("editMessageText", text="y", reply_markup=reply_keyboard, **place)
    assert refused.description == "Bad Request: inline keyboard expected"


async def test_messages_are_deleted_within_two_days(call: Caller, learner: Person) -> None:
    await call("sendMessage", chat_id=learner.id, text="Hello")
    assert await call("deleteMessage", chat_id=learner.id, message_id=2)
    refused = await call.refusal("deleteMessage", chat_id=learner.id, message_id=2)
    assert refused.description == "Bad Request: message to delete not found"
    call.clock.advance(48 * 3600 + 1)
    refused = await call.refusal("deleteMessage", chat_id=learner.id, message_id=1)
    assert refused.description == "Bad Request: message can't be deleted for everyone"


async def test_deleting_many_passes_over_what_is_not_there(call: Caller, learner: Person) -> None:
    await call("sendMessage", chat_id=learner.id, text="Hello")
    assert await call("deleteMessages", chat_id=learner.id, message_ids=[1, 2, 2, 99])
    assert learner.chat.messages == {}
    for ids in ([], list(range(1, 102))):
        assert (
            await call.refusal("deleteMessages", chat_id=learner.id, message_ids=ids)
        ).code == 400


async def test_a_tap_is_answered_once(call: Caller, learner: Person) -> None:
    await call("sendMessage", chat_id=learner.id, text="Ready?", reply_markup=BUTTON)
    tap = learner.taps(2, "go")
    assert await call(
        "answerCallbackQuery", callback_query_id=tap.id, text="Right", show_alert=True
    )
    assert tap.answer == Answer("Right", alert=True)
    refused = await call.refusal("answerCallbackQuery", callback_query_id=tap.id)
    assert refused.description == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_a_late_answer_to_a_tap_is_refused(call: Caller, learner: Person) -> None:
    tap = learner.taps(1, "go", forged=True)
    call.clock.advance(16)
    refused = await call.refusal("answerCallbackQuery", callback_query_id=tap.id)
    assert "query is too old" in refused.description
    assert tap.answer is None


async def test_an_answer_has_at_most_two_hundred_units(call: Caller, learner: Person) -> None:
    tap = learner.taps(1, "go", forged=True)
    refused = await call.refusal("answerCallbackQuery", callback_query_id=tap.id, text="👍" * 101)
    assert refused.description == "Bad Request: MESSAGE_TOO_LONG"
    assert await call("answerCallbackQuery", callback_query_id=tap.id, text="👍" * 100)


async def test_typing_shows_until_the_next_message(call: Caller, learner: Person) -> None:
    await call("sendChatAction", chat_id=learner.id, action="typing")
    assert learner.chat.action == ("typing", call.clock.now() + 5)
    await call("sendMessage", chat_id=learner.id, text="Hello")
    assert learner.chat.action is None
    refused = await call.refusal("sendChatAction", chat_id=learner.id, action="yawning")
    assert refused.description == "Bad Request: wrong parameter action in request"


async def test_a_reply_shows_what_it_answers(call: Caller, learner: Person) -> None:
    sent = await call(
        "sendMessage", chat_id=learner.id, text="Welcome", reply_parameters={"message_id": 1}
    )
    assert sent["reply_to_message"]["text"] == "/start"
    missing = {"message_id": 99}
    refused = await call.refusal(
        "sendMessage", chat_id=learner.id, text="x", reply_parameters=missing
    )
    assert refused.description == "Bad Request: message to be replied not found"
    lenient = {**missing, "allow_sending_without_reply": True}
    assert await call("sendMessage", chat_id=learner.id, text="x", reply_parameters=lenient)


async def test_a_chat_tells_who_is_in_it(call: Caller, learner: Person) -> None:
    chat = await call("getChat", chat_id=learner.id)
    assert (chat["id"], chat["type"], chat["first_name"]) == (learner.id, "private", "Sam")


@pytest.mark.parametrize("data", [PNG, JPEG])
async def test_a_picture_is_sent_with_its_size_and_again_by_its_id(
    call: Caller, learner: Person, data: bytes
) -> None:
    upload = Upload("chart.png", "image/png", data)
    sent = await call(
        "sendPhoto",
        chat_id=learner.id,
        photo="attach://chart",
        chart=upload,
        caption="<i>You</i>",
        parse_mode="HTML",
    )
    (photo,) = sent["photo"]
    assert (photo["width"], photo["height"], sent["caption"]) == (640, 480, "You")
    assert sent["caption_entities"] == [{"type": "italic", "offset": 0, "length": 3}]
    assert call.api.files[photo["file_id"]] == upload
    again = await call("sendPhoto", chat_id=learner.id, photo=photo["file_id"])
    assert again["photo"] == sent["photo"]


async def test_a_document_is_sent_with_its_name(call: Caller, learner: Person) -> None:
    upload = Upload("report.pdf", "application/pdf", b"%PDF-1.7")
    sent = await call("sendDocument", chat_id=learner.id, document=upload)
    document = sent["document"]
    assert (document["file_name"], document["file_size"]) == ("report.pdf", 8)
    refused = await call.refusal(
        "editMessageText", chat_id=learner.id, message_id=sent["message_id"], text="x"
    )
    assert refused.description == "Bad Request: there is no text in the message to edit"


@pytest.mark.parametrize(
    ("photo", "caption", "problem"),
    [
        (b"", "", "file must be non-empty"),
        (b"no picture", "", "IMAGE_PROCESS_FAILED"),
        (PNG[:20], "", "IMAGE_PROCESS_FAILED"),
        (JPEG[:12], "", "IMAGE_PROCESS_FAILED"),
        (PNG[:16] + (9999).to_bytes(4, "big") * 2, "", "PHOTO_INVALID_DIMENSIONS"),
        (PNG, "x" * 1025, "message caption is too long"),
        ("file-99", "", "wrong remote file identifier specified"),
        ("https://example.org/x.png", "", "failed to get HTTP URL content"),
        ("attach://nothing", "", "failed to get HTTP URL content"),
    ],
)
async def test_what_is_no_picture_or_says_too_much_is_refused(
    call: Caller, learner: Person, photo: bytes | str, caption: str, problem: str
) -> None:
    source = Upload("x.png", "image/png", photo) if isinstance(photo, bytes) else photo
    refused = await call.refusal("sendPhoto", chat_id=learner.id, photo=source, caption=caption)
    assert refused.description == f"Bad Request: {problem}"
