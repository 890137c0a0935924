"""One learner's update: who it is from, and how it is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.practice.attempts import Practice
from bot.practice.library import Library
from bot.practice.records import Learner
from bot.storage.calls import Call, Keyboard
from bot.storage.transaction import Transaction
from bot.telegram import calls
from bot.telegram.views.layout import Message

PAUSE = "real "
"""What the purpose of buttons begins with that ask whether something is real: these are never
taken away but by an answer."""


@dataclass(frozen=True, slots=True)
class Played:
    """The turns and endings that an update recorded, each by the mode of its attempt.

    They count once the update is committed.
    """

    turns: list[str] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Visit:
    """One update of a learner who agreed, inside its transaction.

    `message` is the message whose button was tapped; None for typed text. `bot` is the bot's user
    name, for links, and `page` the address of the page for learners without Telegram, if there is
    one. `played` is added to as the update is answered.
    """

    records: Transaction
    practice: Practice
    learner: Learner
    message: int | None
    bot: str
    page: str | None = None
    played: Played = field(default_factory=Played)

    @property
    def chat(self) -> int:
        """The learner's private chat with the bot."""
        return self.learner.telegram_id

    async def library_of(self, centre: str) -> Library:
        """Return what is practised at one centre, whatever others the learner belongs to."""
        published = await self.records.published_by(centre)
        return await self.practice.library.with_versions(self.records, published)

    def say(self, messages: Sequence[Message]) -> list[Call]:
        """Send messages whose buttons, if any, work however old they are."""
        return calls.send(self.chat, messages)

    async def offer(self, messages: Sequence[Message], purpose: str) -> list[Call]:
        """Send messages with buttons, unless the same are still on their way to the learner.

        If the same were the newest buttons sent, those go, so that only one set works.
        """
        newest = await self.records.newest_keyboard(self.chat)
        offered = calls.send(self.chat, messages, purpose=purpose)
        if newest is None or newest.purpose != purpose:
            return offered
        if newest.message_id is None:
            return []
        return [calls.without_buttons(self.chat, newest.message_id), *offered]

    def in_place(self, messages: Sequence[Message]) -> list[Call]:
        """Show a page in place of the message tapped; typed, or too long for one, it is sent."""
        if self.message is not None and len(messages) == 1:
            return [calls.edit(self.chat, self.message, messages[0])]
        return self.say(messages)

    async def answered(self, question: Keyboard) -> list[Call]:
        """Close a question that typed text was the answer to: nothing more is taken for it."""
        await self.records.withdraw_question(self.chat, question.purpose)
        message = question.message_id
        return [] if message is None else [calls.without_buttons(self.chat, message)]

    def tapped_off(self) -> list[Call]:
        """Take the buttons from the message tapped: they did what they were for."""
        return [] if self.message is None else [calls.without_buttons(self.chat, self.message)]
