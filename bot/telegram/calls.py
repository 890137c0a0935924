"""Messages as calls of the Bot API, ready to be owed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.storage.calls import Call
from bot.telegram.buttons import encode
from bot.telegram.views.layout import Message, Rows

_NO_PREVIEW = {"is_disabled": True}


def send(
    chat: int, messages: Sequence[Message], *, purpose: str = "", typing: bool = False
) -> list[Call]:
    """Send messages, the first after a moment of "typing..." if it is asked for.

    `purpose` names what the buttons of the last are for (see `Call`).
    """
    calls = []
    for number, message in enumerate(messages):
        payload = {"chat_id": chat, **_content(message)}
        buttons = purpose if message.rows else None
        waits = typing and number == 0
        calls.append(Call("sendMessage", payload, buttons=buttons, typing=waits))
    return calls


def beside(owed: Sequence[Call]) -> list[Call]:
    """Let buttons stand beside those in use: they replace none, and a typed number is no answer.

    They work however old they are.
    """
    return [replace(call, buttons=None) for call in owed]


def answering(message_id: int, owed: Sequence[Call]) -> list[Call]:
    """Let messages stand as answers to one that the chat's person sent; to none if it is gone."""
    answered = {"message_id": message_id, "allow_sending_without_reply": True}
    return [replace(call, payload={**call.payload, "reply_parameters": answered}) for call in owed]


def edit(chat: int, message_id: int, message: Message) -> Call:
    """Replace the text and the buttons of a message sent before."""
    payload = {"chat_id": chat, "message_id": message_id, **_content(message)}
    return Call("editMessageText", payload)


def without_buttons(chat: int, message_id: int) -> Call:
    """Take the buttons from a message sent before."""
    return Call("editMessageReplyMarkup", {"chat_id": chat, "message_id": message_id})


def _content(message: Message) -> dict[str, Any]:
    content: dict[str, Any] = {
        "text": message.html,
        "parse_mode": "HTML",
        "link_preview_options": _NO_PREVIEW,
    }
    if message.rows:
        content["reply_markup"] = _keyboard(message.rows)
    return content


def _keyboard(rows: Rows) -> dict[str, Any]:
    return {
        "inline_keyboard": [
            [{"text": label, "callback_data": encode(button)} for label, button in row]
            for row in rows
        ]
    }
