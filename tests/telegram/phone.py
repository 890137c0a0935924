"""A learner's phone: what is on its screen, and a thumb that finds buttons by what they say."""

import asyncio
import re
from collections.abc import Callable
from typing import TypeVar, overload

from bot.standin.chats import Message
from bot.standin.people import Person
from bot.standin.text import Json
from bot.standin.world import Tap

PATIENCE_SECONDS = 30.0

T = TypeVar("T")

_NUMBERED = re.compile(r"^(\d+)\. (.*(?:\n(?!\d+\. ).*)*)", re.MULTILINE)


class Phone:
    """One person's chat with the bot. Whatever waits, waits for the screen to change."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.chat = person.chat
        self._spent: dict[int, Json | None] = {}
        self._last: tuple[int, str] = (0, "")

    @property
    def messages(self) -> list[Message]:
        """Every message in the chat, the oldest first."""
        return list(self.chat.messages.values())

    @property
    def received(self) -> list[Message]:
        """The messages that the bot sent."""
        return [one for one in self.messages if one.sender != self.person.profile]

    @property
    def texts(self) -> list[str]:
        """What the bot's messages say."""
        return [message.text for message in self.received]

    @property
    def buttons(self) -> list[str]:
        """The labels of the newest keyboard, in reading order; none without one."""
        for message in reversed(self.messages):
            if message.inline_keyboard is not None:
                return list(labels(message))
        return []

    async def send(self, text: str) -> Message:
        """Send a text."""
        return self.person.sends(text)

    async def tap(self, label: str, on: Message | None = None) -> Tap:
        """Tap a button as soon as there is one with this label.

        Without `on` it is the newest one on a message whose buttons were not tapped since they
        last changed: what is on the screen before the bot answers is not tapped again.
        """
        if on is None:
            on = await self.until(lambda: self._fresh(lambda message: label in labels(message)))
        data = labels(on)[label]
        self._spent[on.id] = on.keyboard
        return self._tap(on.id, data, forged=False)

    async def choose(self, words: str) -> Tap:
        """Tap the number of the choice that says these words, as soon as it is offered."""
        on = await self.until(lambda: self._fresh(lambda message: _number(message, words)))
        number = _number(on, words)
        assert number is not None
        return await self.tap(number, on)

    async def tap_again(self) -> Tap:
        """Repeat the last tap, whether or not its button is still there."""
        return self._tap(*self._last, forged=True)

    async def forge(self, data: str, message_id: int | None = None) -> Tap:
        """Send a tap that no button offers, by default on the newest message."""
        newest = max(self.chat.messages, default=1)
        return self._tap(newest if message_id is None else message_id, data, forged=True)

    @overload
    async def until(self, wanted: str, seconds: float = ...) -> Message: ...

    @overload
    async def until(self, wanted: Callable[[], T | None], seconds: float = ...) -> T: ...

    async def until(
        self, wanted: str | Callable[[], T | None], seconds: float = PATIENCE_SECONDS
    ) -> T | Message:
        """Wait until the bot says the words, or the callable returns something; return that.

        Fails the test with what is on the screen when that takes too long.
        """
        find = _says(self, wanted) if isinstance(wanted, str) else wanted
        try:
            async with asyncio.timeout(seconds):
                while not (found := find()):
                    await self.chat.changed()
        except TimeoutError:
            screen = [(message.text, list(labels(message))) for message in self.messages[-5:]]
            raise AssertionError(f"waited for {wanted!r} in vain; the screen: {screen}") from None
        return found

    def _fresh(self, fits: Callable[[Message], object]) -> Message | None:
        """Return the newest message of the bot that fits and whose buttons were not tapped."""
        for message in reversed(self.received):
            spent = message.id in self._spent and self._spent[message.id] == message.keyboard
            if not spent and fits(message):
                return message
        return None

    def _tap(self, message_id: int, data: str, *, forged: bool) -> Tap:
        self._last = (message_id, data)
        return self.person.taps(message_id, data, forged=forged)


def labels(message: Message) -> dict[str, str]:
    """Return what each button of a message says, and the data that it sends."""
    rows = (message.inline_keyboard or {}).get("inline_keyboard", [])
    return {
        button["text"]: button["callback_data"]
        for row in rows
        for button in row
        if "callback_data" in button
    }


def choices(message: Message) -> dict[str, str]:
    """Return the numbered lines of a message that there are buttons for, by their number."""
    offered = labels(message)
    found = _NUMBERED.findall(message.text)
    return {number: " ".join(words.split()) for number, words in found if number in offered}


def _number(message: Message, words: str) -> str | None:
    words = " ".join(words.split())
    return next((number for number, said in choices(message).items() if words in said), None)


def _says(phone: Phone, words: str) -> Callable[[], Message | None]:
    return lambda: next((one for one in reversed(phone.received) if words in one.text), None)
