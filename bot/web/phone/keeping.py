"""A chat as the database keeps it, so that a phone shows the same after a restart."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.standin.chats import Chat, Message
from bot.standin.files import Files, Upload
from bot.storage.page_records import PageMessage

_KEPT_WORDS = re.compile(r"\d{1,2}|/[a-z]{1,32}(?: [a-z0-9-]{1,64})?")
"""What a person sends that is kept: a number, a command. Of other words, and of files, only that
there were some."""


def to_keep(message: Message, files: Files) -> PageMessage:
    """Return what is kept of a message."""
    mine = is_own(message)
    file = file_in(message.content)
    goes = mine and (file is not None or _KEPT_WORDS.fullmatch(message.text) is None)
    shown = {
        "date": message.date,
        "mine": mine,
        "content": {} if goes else message.content,
        "keyboard": message.keyboard,
        "edited_at": message.edited_at,
    }
    data = None if goes or file is None else files[file["file_id"]].data
    return PageMessage(message.id, json.dumps(shown), data)


def restore(chat: Chat, bot: Mapping[str, Any], files: Files, kept: Iterable[PageMessage]) -> None:
    """Put what was kept back into a chat with `bot`."""
    messages = []
    for each in kept:
        shown = json.loads(each.shown)
        message = Message(
            chat,
            each.number,
            shown["date"],
            chat.profile if shown["mine"] else dict(bot),
            shown["content"],
            shown["keyboard"],
            edited_at=shown["edited_at"],
        )
        messages.append(message)
        file = file_in(message.content)
        if file is not None and each.file is not None:
            named = file.get("file_name", "picture.png"), file.get("mime_type", "image/png")
            files.restore(file["file_id"], Upload(*named, each.file))
    chat.restore(messages)


def is_own(message: Message) -> bool:
    """Whether the person sent the message, and not the bot."""
    return message.sender is not None and message.sender["id"] == message.chat.id


def file_in(content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what a message says of the file in it, if there is one."""
    photo: Mapping[str, Any] | None = next(iter(content.get("photo", ())), None)
    return photo or content.get("document")
