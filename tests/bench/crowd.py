"""The learners of one bot: what stands on their phones, and what they do with it."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from bot.standin.html import parse_html
from bot.standin.text import FormattedText
from tests.bench.server import Json, Reply
from tests.bench.updates import UpdateQueue

_BOT = {"id": 1, "is_bot": True, "first_name": "Rehearse", "username": "rehearse_bot"}
_MESSAGE_METHODS = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup"})
_DATE = 1_780_000_000
_STALLED_SECONDS = 30.0
_QUIET_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Tap:
    """A button pressed on the learner's screen."""

    data: str


@dataclass(frozen=True, slots=True)
class Say:
    """A message sent to the bot."""

    text: str


@dataclass(slots=True)
class Learner:
    """One person: `screen` is the newest message with buttons, `steps` what they did so far."""

    chat: int
    screen: Json | None = None
    steps: int = 0


class Stalled(Exception):
    """Nothing happens any more, and this `learner` among others has not had enough."""

    def __init__(self, learner: Learner) -> None:
        super().__init__(learner)
        self.learner = learner


Move = Callable[[Learner], Tap | Say | None]
"""Decides what a learner does next; None when their screen leaves nothing to do."""

Enough = Callable[[Learner], bool]
"""Says whether a learner stops here."""


class Crowd:
    """A bot's learners. Each does one thing at a time and waits for a message with buttons.

    `calls` counts what the bot asked besides updates. While `tape` is a list, each step adds to
    it the calls that answered that step.
    """

    def __init__(self, move: Move) -> None:
        self.calls = 0
        self.tape: list[list[Json]] | None = None
        self.updates = UpdateQueue()
        self._move = move
        self._message_ids = count(1)
        self._learners: dict[int, Learner] = {}
        self._active: set[int] = set()
        self._resting: Iterator[Learner] = iter(())
        self._enough: Enough = bool
        self._done = asyncio.Event()
        self._answers: dict[str, list[Json]] = {}

    async def play(self, learners: Iterable[Learner], enough: Enough, at_once: int) -> None:
        """Let learners go on, `at_once` side by side, each until it is `enough`.

        Raises Stalled when the bot asks nothing for half a minute.
        """
        self._resting, self._enough = iter(learners), enough
        self._done.clear()
        for _ in range(at_once):
            self._next_learner()
        while not self._done.is_set():
            before = self.calls
            with suppress(TimeoutError):
                await asyncio.wait_for(self._done.wait(), _STALLED_SECONDS)
            if self.calls == before and self._active:
                raise Stalled(self._learners[min(self._active)])

    async def quiet(self) -> None:
        """Return when the bot has asked nothing for a moment."""
        before = -1
        while before != self.calls:
            before = self.calls
            await asyncio.sleep(_QUIET_SECONDS)

    def poll(self, params: Json, reply: Reply) -> None:
        """Reply to getUpdates."""
        self.updates.poll(params, reply)

    def call(self, method: str, params: Json) -> object:
        """Take in a call of the bot; return its result."""
        self.calls += 1
        if method == "getMe":
            return _BOT
        learner = self._learners.get(int(params.get("chat_id") or 0))
        self._record(learner, method, params)
        if learner is None or method not in _MESSAGE_METHODS:
            return True
        message = self._message(_BOT, learner.chat, params.get("text", ""))
        if method != "sendMessage":
            return message | {"message_id": int(params["message_id"])}
        if "inline_keyboard" in params.get("reply_markup", {}):
            message["reply_markup"] = params["reply_markup"]
            learner.screen = message
            self._go_on(learner)
        return message

    def _next_learner(self) -> None:
        learner = next(self._resting, None)
        if learner is not None:
            self._learners[learner.chat] = learner
            self._active.add(learner.chat)
            self._step(learner)
        elif not self._active:
            self._done.set()

    def _go_on(self, learner: Learner) -> None:
        if learner.chat in self._active:
            if not self._enough(learner):
                self._step(learner)
            else:
                self._active.remove(learner.chat)
                self._next_learner()

    def _step(self, learner: Learner) -> None:
        move = self._move(learner)
        if move is None:
            return
        learner.steps += 1
        if self.tape is not None:
            self._answers[_step_id(learner)] = []
            self.tape.append(self._answers[_step_id(learner)])
        person = {"id": learner.chat, "is_bot": False, "first_name": "Learner"}
        if isinstance(move, Say):
            self.updates.push("message", self._message(person, learner.chat, move.text))
            return
        tap = {
            "id": _step_id(learner),
            "from": person,
            "message": learner.screen or self._message(_BOT, learner.chat, "Welcome."),
            "chat_instance": str(-learner.chat),
            "data": move.data,
        }
        self.updates.push("callback_query", tap)

    def _record(self, learner: Learner | None, method: str, params: Json) -> None:
        if self.tape is not None:
            step = _step_id(learner) if learner else params.get("callback_query_id", "")
            keyboard = params.get("reply_markup", {}).get("inline_keyboard")
            call = {"method": method, "text": params.get("text"), "keyboard": keyboard}
            self._answers.get(step, []).append(call)

    def _message(self, sender: Json, chat: int, html: str) -> Json:
        """Return a message as the bot is told of it."""
        shown = _shown(html)
        return {
            "message_id": next(self._message_ids),
            "from": sender,
            "chat": {"id": chat, "first_name": "Learner", "type": "private"},
            "date": _DATE,
            "text": shown.text,
            "entities": shown.entities,
        }


def _step_id(learner: Learner) -> str:
    return f"{learner.chat}:{learner.steps}"


@lru_cache(maxsize=10_000)
def _shown(html: str) -> FormattedText:
    return parse_html(html)
