"""Updates as this bot reads them: the few fields it needs of Telegram's JSON.

The library reads every field, at several times the cost, and refuses an update for one field
that it misses; what is not read here can break nothing.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import ChatMember
from telegram.constants import ChatType, MessageAttachmentType

Raw: TypeAlias = dict[str, Any]
"""An update as Telegram's JSON has it."""

_ATTACHMENTS = frozenset(MessageAttachmentType)


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap on a button of the message `message` (None when it is too old to be named).

    `about` is the file that this message answers, if it answers one.
    """

    id: str
    person: int
    chat: int
    message: int | None
    data: str
    about: "Document | None" = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file in the message `message`: the id to fetch it by, and what its sender calls it.

    `size` is in bytes, None where Telegram does not say.
    """

    message: int
    id: str
    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """A message; its `text` is empty when it has none or somebody else wrote it.

    `document` is the file in it, if its sender attached one, and `caption` what they wrote under
    that or under a picture.
    """

    chat: int
    private: bool
    text: str
    document: Document | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """A person blocked the bot, or can be reached from now on."""

    person: int
    blocked: bool


def read(raw: Raw) -> Tap | Written | Reach | None:
    """Return what an update tells; None for what needs no answer.

    Raises KeyError or TypeError for what is no update.
    """
    if "callback_query" in raw:
        return _tap(raw["callback_query"])
    if "message" in raw:
        return _written(raw["message"])
    if "my_chat_member" in raw:
        return _reach(raw["my_chat_member"])
    return None


def chat_of(raw: Raw) -> int:
    """Return the chat that an update belongs to, whatever is wrong with it; 0 if it names none."""
    for kind in raw.values():
        if isinstance(kind, dict):
            chat = kind.get("from") if "chat_instance" in kind else kind.get("chat")
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return 0


def tap_of(raw: Raw) -> str | None:
    """Return the tap that an update tells of, whatever is wrong with it, if it names one."""
    query = raw.get("callback_query")
    tap = query.get("id") if isinstance(query, dict) else None
    return tap if isinstance(tap, str) else None


def _tap(query: Raw) -> Tap:
    person, message = query["from"]["id"], query.get("message")
    if message is None:
        return Tap(query["id"], person, person, None, query.get("data", ""))
    chat, number = message["chat"]["id"], message["message_id"]
    answers = message.get("reply_to_message", {})
    return Tap(query["id"], person, chat, number, query.get("data", ""), _document(answers))


def _written(message: Raw) -> Written | None:
    """Read a message; Telegram's own notes, such as that one was pinned, are none."""
    if "text" not in message and _ATTACHMENTS.isdisjoint(message):
        return None
    own = {} if "forward_origin" in message else message
    chat, private = message["chat"], message["chat"]["type"] == ChatType.PRIVATE
    text, caption = own.get("text", ""), own.get("caption", "")
    return Written(chat["id"], private, text, _document(message), caption)


def _document(message: Raw) -> Document | None:
    sent = message.get("document")
    if sent is None:
        return None
    number = message["message_id"]
    return Document(number, sent["file_id"], sent.get("file_name", ""), sent.get("file_size"))


def _reach(change: Raw) -> Reach | None:
    chat = change["chat"]
    if chat["type"] != ChatType.PRIVATE:
        return None
    return Reach(chat["id"], change["new_chat_member"]["status"] == ChatMember.BANNED)
