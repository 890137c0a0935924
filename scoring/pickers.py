"""Ways of playing a scenario without understanding it."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Protocol, TypeAlias

from scenarios.model import Choice


class Offer(Protocol):
    """What can be said now."""

    @property
    def choices(self) -> Sequence[Choice]:
        """The choices on offer, in the author's order."""

    @property
    def chance(self) -> Random:
        """The seeded source of whatever is left to chance."""

    def shown(self) -> Sequence[Choice]:
        """Return the choices on offer in the order in which they are shown."""

    def times(self) -> Sequence[int]:
        """Return how often each of `choices` was taken so far, in all plays."""


Picker: TypeAlias = Callable[[Offer], Choice]
"""Picks one of the choices on offer."""


def at_random(offer: Offer) -> Choice:
    """Pick any choice, each as likely as another."""
    return offer.choices[int(offer.chance.random() * len(offer.choices))]


def least_used(offer: Offer) -> Choice:
    """Pick the choice taken least often so far, at random where several are."""
    times = offer.times()
    fewest = min(times)
    least = [one for one, taken in zip(offer.choices, times, strict=True) if taken == fewest]
    return least[int(offer.chance.random() * len(least))]


def first_shown(offer: Offer) -> Choice:
    """Pick the choice shown first."""
    return offer.shown()[0]


def last_shown(offer: Offer) -> Choice:
    """Pick the choice shown last."""
    return offer.shown()[-1]


def longest(offer: Offer) -> Choice:
    """Pick the choice with most to say, the first shown of several."""
    return _first_of_length(offer, max(map(_length, offer.choices)))


def shortest(offer: Offer) -> Choice:
    """Pick the choice with least to say, the first shown of several."""
    return _first_of_length(offer, min(map(_length, offer.choices)))


def _first_of_length(offer: Offer, length: int) -> Choice:
    alike = [choice for choice in offer.choices if _length(choice) == length]
    # Putting them in order takes longer than all else, and there is seldom more than one.
    return alike[0] if len(alike) == 1 else next(c for c in offer.shown() if _length(c) == length)


def _length(choice: Choice) -> int:
    return len(choice.say)
