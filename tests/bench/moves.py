"""What learners do next: play our scenarios, or tap along a tape."""

import re
from itertools import count
from zlib import crc32

from tests.bench.crowd import Learner, Move, Say, Tap
from tests.bench.server import Json

_CHOICE = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
_OTHER_BUTTONS = ("I agree", "Begin", "Play again")


class Player:
    """Plays one scenario again and again, `turns` counting the choices taken by all learners.

    A choice is picked by its words, so that the same learner takes the same way in every run,
    in whatever order the choices are shown.
    """

    def __init__(self, scenario: str) -> None:
        self.turns = 0
        self._scenario = scenario

    def __call__(self, learner: Learner) -> Tap | Say | None:
        """Return the learner's next move."""
        if learner.screen is None:
            return Say(f"/start play-{self._scenario}")
        buttons = buttons_on(learner.screen)
        if choices := choices_on(learner.screen):
            self.turns += 1
            words = sorted(choices)
            picked = words[crc32(f"{learner.chat}:{learner.steps}".encode()) % len(words)]
            return Tap(buttons[choices[picked]])
        labels = (label for label in _OTHER_BUTTONS if label in buttons)
        return next((Tap(buttons[label]) for label in labels), None)


def replay(steps: int) -> Move:
    """Return moves that name the steps of a tape one after another, again and again."""
    taken = count()
    return lambda _: Tap(str(next(taken) % steps))


def buttons_on(screen: Json) -> dict[str, str]:
    """Map the labels of a message's buttons to what a tap on them sends."""
    rows = screen["reply_markup"]["inline_keyboard"]
    return {button["text"]: button["callback_data"] for row in rows for button in row}


def choices_on(screen: Json) -> dict[str, str]:
    """Map the words of the choices on offer to the labels of their buttons."""
    buttons = buttons_on(screen)
    return {words: n for n, words in _CHOICE.findall(screen["text"]) if n in buttons}
