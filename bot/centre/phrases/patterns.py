"""Phrases as they are looked for: parts that each take a few words, at a bounded cost.

A part says after which words it may end, from the place where the one before it ended. Every
place of a text is tried once with the phrases that can begin there, so that a text costs as many
steps as it has words, times a bound that the phrases set.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.centre.phrases.spelling import STOP

T = TypeVar("T")

Words = Sequence[str]


class Part(Protocol):
    """One part of a phrase."""

    def ends(self, words: Words, place: int) -> Iterable[int]:
        """Return the places where it may end that begins at `place`; none if it does not fit."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several words, or runs of words, by the first word of each."""

    choices: Mapping[str, tuple[tuple[str, ...], ...]]

    def ends(self, words: Words, place: int) -> Iterable[int]:
        """Return the places after the choices that stand here."""
        if place >= len(words):
            return ()
        return [
            place + len(choice)
            for choice in self.choices.get(words[place], ())
            if tuple(words[place : place + len(choice)]) == choice
        ]


@dataclass(frozen=True, slots=True)
class Between:
    """Nothing, or at most so many words of one sentence."""

    most: int

    def ends(self, words: Words, place: int) -> Iterable[int]:
        """Return this place and the few after it, up to the end of the sentence."""
        ends = [place]
        for word in words[place : place + self.most]:
            if word == STOP:
                break
            ends.append(ends[-1] + 1)
        return ends


@dataclass(frozen=True, slots=True)
class Number:
    """A number in figures."""

    def ends(self, words: Words, place: int) -> Iterable[int]:
        """Return the next place if a number stands here."""
        return [place + 1] if place < len(words) and words[place].isdecimal() else ()


@dataclass(frozen=True, slots=True)
class Begins:
    """The beginning of a sentence."""

    def ends(self, words: Words, place: int) -> Iterable[int]:
        """Return the same place if a sentence begins here."""
        return [place] if place == 0 or words[place - 1] == STOP else ()


@dataclass(frozen=True, slots=True)
class Ends:
    """The end of a sentence."""

    def ends(self, words: Words, place: int) -> Iterable[int]:
        """Return the same place if a sentence ends here."""
        return [place] if place == len(words) or words[place] == STOP else ()


Phrase = tuple[Part, ...]


class Finder(Generic[T]):
    """Finds phrases in words; each stands for something, such as its kind."""

    def __init__(self, phrases: Iterable[tuple[Phrase, T]]) -> None:
        by_word: defaultdict[str, list[tuple[Phrase, T]]] = defaultdict(list)
        anywhere: list[tuple[Phrase, T]] = []
        for phrase, stands_for in phrases:
            first = phrase[0]
            for word in first.choices if isinstance(first, OneOf) else ():
                by_word[word].append((phrase, stands_for))
            if not isinstance(first, OneOf):
                anywhere.append((phrase, stands_for))
        self._by_word: Mapping[str, list[tuple[Phrase, T]]] = dict(by_word)
        self._anywhere = anywhere

    def found(self, words: Words) -> Iterator[tuple[int, int, T]]:
        """Yield where each phrase found begins and ends at the latest, and what it stands for."""
        there = frozenset(words)
        possible: dict[str, list[tuple[Phrase, T]]] = {
            word: [each for each in self._by_word.get(word, ()) if _possible(each[0], there)]
            for word in there
        }
        for place, word in enumerate(words):
            for phrase, stands_for in (*possible[word], *self._anywhere):
                end = _end(phrase, words, place)
                if end is not None:
                    yield place, end, stands_for


def _possible(phrase: Phrase, there: frozenset[str]) -> bool:
    """Whether some word of each part is among the words that are there."""
    return not any(isinstance(part, OneOf) and there.isdisjoint(part.choices) for part in phrase)


def _end(phrase: Phrase, words: Words, place: int) -> int | None:
    places = {place}
    for part in phrase:
        places = {end for each in places for end in part.ends(words, each)}
        if not places:
            return None
    return max(places)
