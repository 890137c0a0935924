"""Keyboards under messages, as a bot may attach them."""

from collections.abc import Mapping
from typing import Any

from bot.standin.errors import bad_request
from bot.standin.text import Json

_MAX_DATA_BYTES = 64
_MAX_IN_ROW = 12
_OTHER_ACTIONS = frozenset(
    {"url", "callback_game", "pay", "switch_inline_query", "switch_inline_query_current_chat"}
    | {"switch_inline_query_chosen_chat", "login_url", "web_app", "copy_text"}
)


def read_keyboard(markup: Mapping[str, Any] | None) -> Json | None:
    """Return the keyboard as Telegram keeps it, None when there is no button or request in it.

    Buttons without text are left out silently. Raises ApiError for a malformed one.
    """
    if markup is None:
        return None
    for kind, read in (("keyboard", _reply_button), ("inline_keyboard", _inline_button)):
        rows = _rows(markup.get(kind), kind, read)
        if rows:
            return {**markup, kind: rows}
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return dict(markup)
    return None


def read_inline_keyboard(markup: Mapping[str, Any] | None) -> Json | None:
    """Return an inline keyboard, the only kind that a sent message can be given."""
    keyboard = read_keyboard(markup)
    if keyboard is not None and "inline_keyboard" not in keyboard:
        raise bad_request("inline keyboard expected")
    return keyboard


def callback_data(markup: Mapping[str, Any] | None) -> frozenset[str]:
    """Return what the buttons of an inline keyboard send when tapped."""
    rows = markup.get("inline_keyboard", ()) if markup else ()
    return frozenset(button["callback_data"] for row in rows for button in row if _sends(button))


def _sends(button: Mapping[str, Any]) -> bool:
    return "callback_data" in button


def _rows(rows: object, kind: str, read: Any) -> list[list[Json]]:
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{kind}" must be an Array of Arrays')
    kept = [[button for button in map(read, row) if button["text"]][:_MAX_IN_ROW] for row in rows]
    return [row for row in kept if row]


def _reply_button(button: object) -> Json:
    if isinstance(button, str):
        return {"text": button}
    return _with_text(button, "keyboard button")


def _inline_button(button: object) -> Json:
    read = _with_text(button, "inline keyboard button")
    data = read.get("callback_data")
    if data:
        if not isinstance(data, str):
            raise bad_request(
                'can\'t parse inline keyboard button: field "callback_data" must be of type String'
            )
        if len(data.encode()) > _MAX_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif not read.keys() & _OTHER_ACTIONS:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    return read


def _with_text(button: object, what: str) -> Json:
    if not isinstance(button, Mapping):
        raise bad_request(f"can't parse {what}: expected an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'can\'t parse {what}: field "text" must be of type String')
    return dict(button)
