"""The kinds of value that a field of an authored file can hold.

`scenarios.format` and the catalogue describe their files with these; the checks and the JSON
Schema both read those descriptions, so that what is documented is what is checked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeAlias


class Target(Enum):
    """What a name refers to."""

    NODE = auto()
    UNIT = auto()
    SKILL = auto()
    """A marking point of the catalogue."""
    MARKING_POINT = auto()
    """A marking point of this scenario's rubric."""
    MISTAKE = auto()
    VARIABLE = auto()
    TESTED_NODE = auto()
    """A node in a test of the file."""
    TESTED_CHOICE = auto()
    """A choice of any node, in a test of the file."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people: not blank, and no longer than one Telegram message."""


@dataclass(frozen=True, slots=True)
class Slug:
    """An id: begins with a letter; a-z, 0-9 and single hyphens; at most 40 characters."""


@dataclass(frozen=True, slots=True)
class VariableName:
    """A variable's name: letters, digits, underscore; begins with a letter; no reserved word."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds; None is no bound."""

    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable's new value: a whole number, or true or false."""


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few words."""

    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A date, written 2026-03-31."""


@dataclass(frozen=True, slots=True)
class When:
    """A condition of `scenarios.conditions`."""


@dataclass(frozen=True, slots=True)
class Name:
    """The name of something declared elsewhere."""

    target: Target


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list with at least so many items."""

    item: "Shape"
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class MapOf:
    """A map from names of one kind to values of one kind, with so many entries."""

    key: "Shape"
    value: "Shape"
    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A map of known fields. `what` says what it describes, with its article."""

    what: str
    required: Mapping[str, "Shape"] = field(default_factory=dict)
    optional: Mapping[str, "Shape"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Either:
    """A single value of one kind, or a list or map of another."""

    single: "Shape"
    otherwise: "ListOf | Record"


Shape: TypeAlias = (
    Text
    | Slug
    | VariableName
    | Whole
    | Flag
    | Setting
    | Word
    | Day
    | When
    | Name
    | ListOf
    | MapOf
    | Record
    | Either
)


def describe(shape: Shape) -> str:
    """Say in a few words what such a value is, with its article."""
    match shape:
        case Whole(None):
            return "a whole number"
        case Whole(minimum, None):
            return f"a whole number, {minimum} or more"
        case Whole(minimum, maximum):
            same = minimum == maximum
            return f"{minimum}" if same else f"a whole number from {minimum} to {maximum}"
        case Word():
            return listed(shape.allowed, "or")
        case Record():
            return f"a map with {listed(tuple(shape.required or shape.optional), 'and')}"
        case Either():
            return f"{describe(shape.single)}, or {describe(shape.otherwise)}"
        case _:
            return _DESCRIBED[type(shape)]


def listed(words: Sequence[str], last: str) -> str:
    """Quote words and join them: `a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    return f" {last} ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))


_DESCRIBED: Mapping[type[Shape], str] = {
    Text: "text",
    Slug: "an id",
    VariableName: "a variable's name",
    Flag: "true or false",
    Setting: "a whole number, or true or false",
    Day: "a date such as 2026-03-31",
    When: "a condition",
    Name: "a name",
    ListOf: "a list",
    MapOf: "a map of names and values",
}
