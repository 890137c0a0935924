"""Chats and the messages in them, as everybody in a chat sees them."""

import asyncio
from dataclasses import dataclass
from itertools import count
from typing import Literal, TypeAlias

from bot.standin.clock import Clock
from bot.standin.text import Json

ChatType: TypeAlias = Literal["private", "group", "channel"]


@dataclass(slots=True, eq=False)
class Message:
    """A message in a chat.

    `content` is what it says in the Bot API's fields (`text` and `entities`, `photo` and
    `caption`, ...); it is replaced, never changed. `sender` is None in channels.
    """

    chat: "Chat"
    id: int
    date: int
    sender: Json | None
    content: Json
    keyboard: Json | None = None
    reply_to: "Message | None" = None
    edited_at: int | None = None

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
    every chat.
    """

    def __init__(self, profile: Json, clock: Clock) -> None:
        self.profile = profile
        self.messages: dict[int, Message] = {}
        self.bot_status = "stranger"
        self.action: tuple[str, float] | None = None
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
        self.touch()
        return message

    def edit(self, message: Message, content: Json, keyboard: Json | None) -> None:
        """Give a message another content and keyboard."""
        if content != message.content:
            message.edited_at = int(self._clock.now())
        message.content, message.keyboard = content, keyboard
        self.touch()

    def remove(self, message: Message) -> None:
        """Delete a message for everybody."""
        del self.messages[message.id]
        self.touch()

    def touch(self) -> None:
        """Let those who wait for a change look again."""
        self._change.set()
        self._change = asyncio.Event()

    async def changed(self) -> None:
        """Wait for the next change of anything that is seen in the chat."""
        await self._change.wait()
