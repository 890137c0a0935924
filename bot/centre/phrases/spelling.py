"""Text as it is compared: the words that were meant, and where sentences end."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

STOP = "."
"""Stands between two sentences."""

_LONGEST_FORGIVEN = 24
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_SHORTENED = (
    (re.compile(r"(?<=\w)'ll\b"), " will"),
    (re.compile(r"(?<=\w)'re\b"), " are"),
    (re.compile(r"(?<=\w)'ve\b"), " have"),
    (re.compile(r"(?<=\w)'d\b"), " would"),
    (re.compile(r"(?<=\w)['*]+(?=\w)"), ""),
    (re.compile(r"\b(\w)\.(?=\w\b)"), r"\1"),
    (re.compile(r"\.{2,}"), " "),
)
_PIECE = re.compile(r"[^\W_]+(?:[@$][^\W_]+)*|[.!?;\n]")
_LOOKALIKES = str.maketrans("0134578@$", "oieastbas")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


def pieces(text: str) -> Iterator[str]:
    """Yield the words of a text in small letters, with STOP between its sentences."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    plain = unicodedata.normalize("NFKD", plain.casefold())
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    for pattern, instead in _SHORTENED:
        plain = pattern.sub(instead, plain)
    stopped = True
    for piece in _PIECE.findall(plain):
        word = piece[0].isalnum()
        if word or not stopped:
            yield piece if word else STOP
        stopped = not word


@dataclass(frozen=True, slots=True)
class Spelling:
    """What words mean however they are written.

    `meant` says what other spellings stand for, `known` is every word that means itself, and
    `near` leads from what is left of a forgiven word without one of its letters to that word.
    """

    meant: Mapping[str, tuple[str, ...]]
    known: frozenset[str]
    near: Mapping[str, str]

    def words(self, text: str) -> tuple[str, ...]:
        """Return the words that a text means, with STOP between its sentences, none at its end."""
        words = [word for piece in pieces(text) for word in self._meant_by(piece)]
        if words and words[-1] == STOP:
            words.pop()
        return tuple(words)

    def _meant_by(self, piece: str) -> tuple[str, ...]:
        if piece == STOP or piece.isdecimal():
            return self.meant.get(piece, (piece,))
        looks = piece.translate(_LOOKALIKES)
        for written in (piece, looks):
            for word in (written, _drawn_out(written, 2), _drawn_out(written, 1)):
                if word in self.meant:
                    return self.meant[word]
                if word in self.known:
                    return (word,)
        short = _drawn_out(piece, 2)
        return (self._forgiven(short) or short,)

    def _forgiven(self, word: str) -> str | None:
        if len(word) > _LONGEST_FORGIVEN:
            return None
        found = (self.near.get(each) for each in (word, *_one_left_out(word)))
        return next((one for one in found if one is not None and one[0] == word[0]), None)


def spelling(
    meant: Mapping[str, tuple[str, ...]], known: Iterable[str], forgiven: Iterable[str]
) -> Spelling:
    """Return the spelling in which one wrong letter is `forgiven` in some of the `known` words."""
    near = {less: word for word in forgiven for less in (word, *_one_left_out(word))}
    return Spelling(meant, frozenset(known), near)


def _drawn_out(word: str, letters: int) -> str:
    """Shorten a letter that stands three times or more to so many."""
    return _DRAWN_OUT.sub(lambda run: run[1] * letters, word)


def _one_left_out(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))
