"""One visitor's phone, and why something can't be done with it."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from functools import partial

from aiolimiter import AsyncLimiter

from bot.standin.chats import Chat
from bot.standin.people import Person

_MOST_ACTS, _IN_SECONDS = 20, 10


class NotTaken(Exception):
    """The bot could not take what a visitor did; it may be tried again."""


class TooFast(Exception):
    """A visitor does more than a person can; it may be tried again in a moment."""


class NoPhone(Exception):
    """There is no such visitor, or no longer."""


@dataclass(slots=True)
class Phone:
    """A visitor's phone: the person, whose chat is what it shows, and how much of that is kept.

    `epoch` names the chat as it was opened; its revisions count anew when it is opened again. A
    visit that `is_over` was ended by the bot, and shows the bot's last words.
    """

    person: Person
    kept: int = 0
    watchers: int = 0
    is_over: bool = False
    epoch: str = field(default_factory=partial(secrets.token_hex, 8))
    pace: AsyncLimiter = field(default_factory=partial(AsyncLimiter, _MOST_ACTS, _IN_SECONDS))
    saving: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def chat(self) -> Chat:
        """The chat with the bot."""
        return self.person.chat

    @property
    def is_typing(self) -> bool:
        """Whether the bot is shown to be typing."""
        return self.chat.action is not None and self.chat.action[1] > time.time()
