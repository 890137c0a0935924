"""Ways of playing a scenario without understanding it."""

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple, TypeAlias

from scenarios.model import Choice


class Shown(NamedTuple):
    """What can be said now, in the order in which it is shown.

    `times` is how often each of the choices was taken so far, in all plays; `chance` is the
    seeded source of whatever is left to chance.
    """

    choices: Sequence[Choice]
    times: Sequence[int]
    chance: Random


Picker: TypeAlias = Callable[[Shown], Choice]
"""Picks one of the choices shown."""


def at_random(shown: Shown) -> Choice:
    """Pick any choice, each as likely as another."""
    return shown.choices[int(shown.chance.random() * len(shown.choices))]


def least_used(shown: Shown) -> Choice:
    """Pick the choice taken least often so far, at random where several are."""
    fewest = min(shown.times)
    least = [one for one, times in zip(shown.choices, shown.times, strict=True) if times == fewest]
    return shown.chance.choice(least)


def first_shown(shown: Shown) -> Choice:
    """Pick the choice shown first."""
    return shown.choices[0]


def last_shown(shown: Shown) -> Choice:
    """Pick the choice shown last."""
    return shown.choices[-1]


def longest(shown: Shown) -> Choice:
    """Pick the choice with most to say, the first shown of several."""
    return max(shown.choices, key=_length)


def shortest(shown: Shown) -> Choice:
    """Pick the choice with least to say, the first shown of several."""
    return min(shown.choices, key=_length)


def _length(choice: Choice) -> int:
    return len(choice.say)
