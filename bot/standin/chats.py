"""Chats and the messages in them, as everybody in a chat sees them."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal, TypeAlias

from bot.standin.clock import Clock
from bot.standin.text import Json

ChatType: TypeAlias = Literal["private", "group", "channel"]


@dataclass(slots=True, eq=False)
class Message:
    """A message in a chat.

    `content` is what it says in the Bot API's fields (`text` and `entities`, `photo` and
    `caption`, ...); it is replaced, never changed. `sender` is None in channels. `revision` is
    the chat's when the message last changed.
    """

    chat: "Chat"
    id: int
    date: int
    sender: Json | None
    content: Json
    keyboard: Json | None = None
    reply_to: "Message | None" = None
    edited_at: int | None = None
    revision: int = 0

    @property
    def text(self) -> str:
        """What can be read in it: its text or its caption."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def inline_keyboard(self) -> Json | None:
        """The keyboard that belongs to the message, rather than to the whole chat."""
        keyboard = self.keyboard
        return keyboard if keyboard is not None and "inline_keyboard" in keyboard else None

    def json(self) -> Json:
        """Return the message as the Bot API shows it."""
        shown: Json = {"message_id": self.id}
        if self.sender is None:
            shown["sender_chat"] = self.chat.profile
        else:
            shown["from"] = self.sender
        shown.update(chat=self.chat.profile, date=self.date)
        if self.edited_at is not None:
            shown["edit_date"] = self.edited_at
        if self.reply_to is not None:
            replied = self.reply_to.json()
            replied.pop("reply_to_message", None)
            shown["reply_to_message"] = replied
        shown.update(self.content)
        if self.inline_keyboard is not None:
            shown["reply_markup"] = self.inline_keyboard
        return shown


class Chat:
    """A private chat, a group or a channel.

    `profile` is the chat as the Bot API shows it. `bot_status` is "stranger" until the bot is
    met there, then "member", "administrator" or "kicked" (in a private chat: blocked).
    `action` is what the bot is shown to be doing, and until when. Message ids count from 1 in
    every chat. `revision` counts the changes, and `removed` has that of each message deleted;
    `on_remove`, when set, is called with it.
    """

    def __init__(self, profile: Json, clock: Clock) -> None:
        self.profile = profile
        self.messages: dict[int, Message] = {}
        self.bot_status = "stranger"
        self.action: tuple[str, float] | None = None
        self.revision = 0
        self.removed: dict[int, int] = {}
        self.on_remove: Callable[[Message], None] | None = None
        self._clock = clock
        self._ids = count(1)
        self._change = asyncio.Event()

    @property
    def id(self) -> int:
        """The number that names the chat; negative for groups and channels."""
        return int(self.profile["id"])

    @property
    def type(self) -> ChatType:
        """What kind of chat it is."""
        kind: ChatType = self.profile["type"]
        return kind

    def add(
        self,
        sender: Json | None,
        content: Json,
        keyboard: Json | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Put a new message at the end."""
        date = int(self._clock.now())
        message = Message(self, next(self._ids), date, sender, content, keyboard, reply_to)
        self.messages[message.id] = message
        self._changed(message)
        return message

    def restore(self, messages: Iterable[Message]) -> None:
        """Put messages back that were in the chat before this server was started."""
        self.messages.update((message.id, message) for message in messages)
        if self.messages:
            self.bot_status = "member"
            self._ids = count(max(self.messages) + 1)

    def edit(self, message: Message, content: Json, keyboard: Json | None) -> None:
        """Give a message another content and keyboard."""
        if content != message.content:
            message.edited_at = int(self._clock.now())
        message.content, message.keyboard = content, keyboard
        self._changed(message)

    def remove(self, message: Message) -> None:
        """Delete a message for everybody."""
        del self.messages[message.id]
        self.touch()
        self.removed[message.id] = self.revision
        if self.on_remove is not None:
            self.on_remove(message)

    def _changed(self, message: Message) -> None:
        self.touch()
        message.revision = self.revision

    def touch(self) -> None:
        """Let those who wait for a change look again."""
        self.revision += 1
        self._change.set()
        self._change = asyncio.Event()

    def changed(self) -> Coroutine[Any, Any, object]:
        """Return what waits for the next change, from now on, of anything seen in the chat."""
        return self._change.wait()
