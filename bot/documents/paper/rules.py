"""A scenario's conditions in words that somebody with a pencil can follow.

They speak of what is on the record sheet: boxes and counters, called by letters, and the list of
the paragraphs and answers so far.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard

from scenarios.conditions import Chosen, Expression, Literal, Not, Operation, Variable, Visited

_LISTED = " is on your list"
_ALL_LISTED = " are on your list"
_NOT_LISTED = " is not on your list"
_COMPARED = {
    "==": "{left} is {right}",
    "!=": "{left} is not {right}",
    "<": "{left} is less than {right}",
    "<=": "{left} is {right} or less",
    ">": "{left} is more than {right}",
    ">=": "{left} is {right} or more",
}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Labels:
    """What things are called on paper.

    `boxes` and `counters` are the letters of true/false and whole-number variables, `places` the
    numbers of nodes, and `answers` those of choices by `node.choice`, such as 12B.
    """

    boxes: Mapping[str, str]
    counters: Mapping[str, str]
    places: Mapping[str, int]
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Joined:
    """Parts with the same word between them: `and` or `or`."""

    word: str
    parts: "tuple[_Said, ...]"


_Said: TypeAlias = str | _Joined


def in_words(expression: Expression, labels: Labels) -> tuple[str, ...]:
    """Return what has to be so, all of it: "T is 2 or more", "12B or 7A is on your list"."""
    said = _read(expression, labels, holds=True)
    if isinstance(said, _Joined) and said.word == "and":
        return tuple(_written(part, bracketed=False) for part in _merged(said))
    return (_written(said, bracketed=False),)


def _written(said: _Said, *, bracketed: bool = True) -> str:
    if isinstance(said, str):
        return said
    parts = _merged(said)
    words = f" {said.word} ".join(map(_written, parts))
    return f"({words})" if bracketed and len(parts) > 1 else words


def _merged(said: _Joined) -> "list[_Said]":
    """Return the parts of something said, those on the list being spoken of together."""
    names = [part.removesuffix(_LISTED) for part in said.parts if _is_listed(part)]
    if len(names) < 2:
        return list(said.parts)
    *most, last = names
    are = _LISTED if said.word == "or" else _ALL_LISTED
    together = f"{', '.join(most)} {said.word} {last}{are}"
    return [together, *(part for part in said.parts if not _is_listed(part))]


def _is_listed(part: _Said) -> TypeGuard[str]:
    return isinstance(part, str) and part.endswith(_LISTED)


def _read(asked: Expression, labels: Labels, *, holds: bool) -> _Said:
    """Return what has to be so for a part of a condition to hold, or not to."""
    is_ = "is" if holds else "is not"
    listed = _LISTED if holds else _NOT_LISTED
    match asked:
        case Not(part):
            return _read(part, labels, holds=not holds)
        case Variable(name):
            return f"{labels.boxes[name]} {is_} ticked"
        case Visited(node):
            return f"{labels.places[node]}{listed}"
        case Chosen(choice):
            return f"{labels.answers[choice]}{listed}"
        case Literal(literal):
            return f"this is {'always' if bool(literal) is holds else 'never'} so"
        case Operation("and" | "or" as word, left, right):
            sides = [_read(side, labels, holds=holds) for side in (left, right)]
            return _join(word if holds else {"and": "or", "or": "and"}[word], *sides)
        case Operation(symbol, left, right):
            return _compared(symbol if holds else _OPPOSITE[symbol], left, right, labels)
    raise TypeError(asked)


def _join(word: str, *sides: _Said) -> _Said:
    parts: list[_Said] = []
    for side in sides:
        alike = isinstance(side, _Joined) and side.word == word
        parts.extend(side.parts if isinstance(side, _Joined) and alike else [side])
    return _Joined(word, tuple(parts))


def _compared(symbol: str, left: Expression, right: Expression, labels: Labels) -> _Said:
    if isinstance(left, Literal):
        symbol, left, right = _TURNED[symbol], right, left
    one, other = _number(left, labels), _number(right, labels)
    if one is not None and other is not None:
        return _COMPARED[symbol].format(left=one, right=other)
    same = symbol == "=="
    if isinstance(right, Literal):
        return _read(left, labels, holds=bool(right.literal) is same)
    both, neither = (
        _join("and", _read(left, labels, holds=left_holds), _read(right, labels, holds=right_holds))
        for left_holds, right_holds in ((True, same), (False, not same))
    )
    return _join("or", both, neither)


def _number(part: Expression, labels: Labels) -> str | None:
    """Return a whole number or a counter's letter; None for what is true or false."""
    match part:
        case Literal(int(number)) if not isinstance(number, bool):
            return str(number)
        case Variable(name):
            return labels.counters.get(name)
    return None
