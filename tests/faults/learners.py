"""Scripted learners, who play by what is on the screen and lose patience like real people."""

import asyncio
import contextlib
import random
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from bot.standin.chats import Message
from bot.telegram.buttons import Take, decode
from tests.telegram.phone import Phone, labels

Buttons: TypeAlias = dict[str, str]
"""What each button says, and the data that it sends."""

_PATIENCE_SECONDS = (3.0, 9.0)
_MESSAGES_ON_A_SCREEN = 12
_ON_THE_WAY = ("I agree", "Resume", "Begin")
_ONWARD = ("Play again", "Next", "Try another way from here")
_MOST_SECONDS = 300.0


class Screen(NamedTuple):
    """The newest buttons on the screen, and the message they are on."""

    message: Message
    buttons: Buttons


class Learner:
    """One person who plays scenarios to their reports, with choices that a seed fixes.

    `done` counts what they did, each of which Telegram has to tell the bot. `meant` holds the
    choices they tapped for each (attempt token, turn), and `reports` the tokens of the attempts
    whose report they have seen.
    """

    def __init__(self, phone: Phone, scenario: str, seed: int) -> None:
        self.phone = phone
        self.done = 0
        self.meant: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        self.reports: set[str] = set()
        self._link = f"/start play-{scenario}"
        self._random = random.Random(seed)

    async def play(self) -> None:
        """Play until the report of an attempt comes that was not there before."""
        before = len(self.reports)
        seen: Buttons = {}
        if not before:
            await self._write(self._link)
        while True:
            screen = await self._other_than(seen)
            self._read_reports()
            if len(self.reports) > before:
                return
            if screen is not None and (screen.buttons != seen or self._likely(0.5)):
                await self._act(screen)
                seen = screen.buttons
            else:
                await self._write("/resume" if self._likely(0.5) else self._link)

    async def _other_than(self, seen: Buttons) -> Screen | None:
        """Return what is on the screen: at once if its buttons differ, or when patience is out."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._random.uniform(*_PATIENCE_SECONDS)):
                while (screen := self._screen()) is None or screen.buttons == seen:
                    await self.phone.chat.changed()
        return self._screen()

    def _screen(self) -> Screen | None:
        found = ((message, labels(message)) for message in reversed(self.phone.received))
        return next((Screen(*each) for each in found if each[1]), None)

    def _read_reports(self) -> None:
        """Note the reports on the screen, also where a later answer stands below them."""
        for message in self.phone.received[-_MESSAGES_ON_A_SCREEN:]:
            again = labels(message).get("Play again")
            if again is not None:
                self.reports.add(again.partition(":")[2])

    async def _act(self, screen: Screen) -> None:
        """Do what the buttons ask for."""
        buttons = screen.buttons
        numbers = [label for label in buttons if label.isdigit()]
        wanted = next((label for label in _ON_THE_WAY if label in buttons), None)
        if wanted is not None:
            await self._tap(wanted, screen)
        elif "Play again" in buttons:
            onward = [label for label in _ONWARD if label in buttons]
            await self._tap(self._random.choice(onward), screen)
        elif numbers:
            await self._choose(self._random.choice(numbers), screen)
        else:
            others = [label for label in buttons if label != "Leave"]
            await self._tap(self._random.choice(others), screen)

    async def _choose(self, number: str, screen: Screen) -> None:
        take = decode(screen.buttons[number])
        assert isinstance(take, Take)
        self.meant[take.token, take.turn].add(take.choice)
        await self._tap(number, screen)

    async def _tap(self, label: str, screen: Screen) -> None:
        await self.phone.tap(label, screen.message)
        self.done += 1
        if self._likely(0.05):
            await self.phone.tap_again()
            self.done += 1

    async def _write(self, text: str) -> None:
        await self.phone.send(text)
        self.done += 1

    def _likely(self, probability: float) -> bool:
        return self._random.random() < probability


async def all_play(learners: Iterable[Learner]) -> None:
    """Let every learner play to a report, side by side."""
    async with asyncio.TaskGroup() as group:
        for learner in learners:
            group.create_task(learner.play())
