"""Is every value where it belongs and of the right kind? Against a description of the file.

Finds duplicate-key, unknown-field, missing-field, wrong-type, bad-id and too-long. On the way it
gathers the names and conditions that the file uses, for the checks that know what is declared.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from scenarios.condition_parser import RESERVED_WORDS
from scenarios.document import Entry, Fields, Items, Scalar, Value
from scenarios.findings import Place, Report, shown
from scenarios.shapes import (
    Day,
    Either,
    Flag,
    ListOf,
    MapOf,
    Name,
    Record,
    Setting,
    Shape,
    Slug,
    Target,
    Text,
    VariableName,
    When,
    Whole,
    Word,
    describe,
    listed,
)
from scenarios.syntax import FIELD_WITHOUT_SPACE, LIST_LINE, PASTED_DASH, SPACE_AFTER_COLON

LONGEST_TEXT = 4096
"""UTF-16 units that Telegram takes in one message."""

LONGEST_SLUG = 40
"""Characters an id may have."""

SLUG = re.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
VARIABLE_NAME = re.compile("[A-Za-z][A-Za-z0-9_]*")
_IN_LIST = re.compile("[A-Za-z0-9][A-Za-z0-9_-]*(?:, *[A-Za-z0-9][A-Za-z0-9_-]*)*")
"""Names that make a list once they stand in square brackets."""

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

_RULES: Mapping[type[Shape], str] = {
    Slug: "An id begins with a letter and has a-z, 0-9 and single hyphens, 40 at most.",
    VariableName: (
        "A variable begins with a letter, has letters, digits and underscores, "
        f"and is none of {listed(sorted(RESERVED_WORDS), 'and')}."
    ),
}


@dataclass(frozen=True, slots=True)
class Use:
    """Something written in the file that only what is declared elsewhere can judge.

    `node` is the node it stands in, if any.
    """

    written: Scalar
    node: str | None


@dataclass(slots=True)
class Uses:
    """The names, by what they refer to, and the conditions that a file uses."""

    names: list[tuple[Target, Use]] = field(default_factory=list)
    conditions: list[Use] = field(default_factory=list)


def check_shape(value: Value, shape: Shape, report: Report) -> Uses:
    """Report every value of a file that is not as described; return what the rest uses."""
    check = _ShapeCheck(report)
    check.value(value, shape, (), value)
    return check.uses


def utf16_length(text: str) -> int:
    """Count a text as Telegram does, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


class _ShapeCheck:
    """Walks a file beside its description.

    A trail is the keys that lead to a value; `owner` is the key or list item to point at when
    something is missing from it.
    """

    def __init__(self, report: Report) -> None:
        self.uses = Uses()
        self._report = report

    def value(self, value: Value, shape: Shape, trail: tuple[str, ...], owner: Place) -> None:
        """Check one value and all below it."""
        expected = shape
        if isinstance(shape, Either):
            shape = shape.single if _stands_alone(value, shape) else shape.otherwise
        match shape, value:
            case _, Scalar(missing=True):
                self._error("missing-field", owner, f"{_subject(trail)} is empty.", trail)
            case Record(), Fields():
                self._record(value, shape, trail, owner)
            case MapOf(), Fields():
                self._map(value, shape, trail)
            case ListOf(), Items():
                self._list(value, shape, trail)
            case (Record() | MapOf() | ListOf(), _) | (_, Fields() | Items()):
                self._wrong_type(value, expected, trail)
            case _:
                self._single(value, shape, trail)

    def _record(self, value: Fields, record: Record, trail: tuple[str, ...], owner: Place) -> None:
        self._repeated(value, trail)
        known = {**record.required, **record.optional}
        for name, entry in value.entries.items():
            if name not in known:
                message = f"{shown(name)} is not a field of {record.what}."
                hint = self._report.nearest(name, [n for n in known if n not in value.entries])
                if _broken_by_comma(entry, value):
                    hint = "Between curly brackets, put a text with a comma in quotes."
                self._error("unknown-field", entry.key, message, (*trail, name), hint)
            elif name in record.required or value.get(name) is not None:
                self.value(entry.value, known[name], (*trail, name), entry.key)
        for name in record.required:
            if name not in value.entries:
                message = f"{record.what.capitalize()} needs `{name}`."
                hint = f"Add `{name}:` with {describe(record.required[name])}."
                self._error("missing-field", owner, message, trail, hint)

    def _map(self, value: Fields, shape: MapOf, trail: tuple[str, ...]) -> None:
        self._repeated(value, trail)
        self._size(value, len(value.entries), shape, trail)
        for name, (key, below) in value.entries.items():
            self._single(key, shape.key, (*trail, name))
            self.value(below, shape.value, (*trail, name), key)

    def _list(self, value: Items, shape: ListOf, trail: tuple[str, ...]) -> None:
        self._size(value, len(value.values), shape, trail)
        for item in value.values:
            self.value(item, shape.item, trail, item)

    def _repeated(self, value: Fields, trail: tuple[str, ...]) -> None:
        for key in value.repeated:
            first = value.entries[key.text].key
            message = f"{shown(key.text)} stands here twice; the first is on line {first.line}."
            hint = "Delete one of the two, or give it another name."
            self._error("duplicate-key", key, message, (*trail, key.text), hint)

    def _size(
        self, value: Fields | Items, size: int, shape: MapOf | ListOf, trail: tuple[str, ...]
    ) -> None:
        maximum = shape.maximum if isinstance(shape, MapOf) else None
        if size < shape.minimum:
            message = f"{_subject(trail)} must have at least {shape.minimum} entry."
            self._error("wrong-type", value, message, trail)
        elif maximum is not None and size > maximum:
            message = f"{_subject(trail)} must have at most {maximum} entries, not {size}."
            self._error("wrong-type", value, message, trail)

    def _single(self, value: Scalar, shape: Shape, trail: tuple[str, ...]) -> None:
        match shape:
            case Name():
                self.uses.names.append((shape.target, Use(value, _node(trail))))
            case When():
                self.uses.conditions.append(Use(value, _node(trail)))
            case Text():
                self._text(value, trail)
            case _ if _fits(value, shape):
                pass
            case Slug() | VariableName():
                message = f"{shown(value.text)} cannot be {describe(shape)}."
                self._error("bad-id", value, message, trail, _RULES[type(shape)])
            case _:
                self._wrong_type(value, shape, trail)

    def _text(self, value: Scalar, trail: tuple[str, ...]) -> None:
        length = utf16_length(value.text)
        if not value.text.strip():
            self._error("missing-field", value, f"{_subject(trail)} is blank.", trail)
        elif length > LONGEST_TEXT:
            message = (
                f"{_subject(trail)} is {length:,} characters long; {LONGEST_TEXT:,} is the most."
            )
            self._error("too-long", value, message, trail, "Shorten it.")

    def _wrong_type(self, value: Value, shape: Shape, trail: tuple[str, ...]) -> None:
        message = f"{_subject(trail)} must be {describe(shape)}, not {_found(value)}."
        self._error("wrong-type", value, message, trail, _hint(value, shape))

    def _error(
        self, code: str, at: Place, message: str, trail: tuple[str, ...], hint: str | None = None
    ) -> None:
        self._report.error(code, at, message, _node(trail), hint)


def _subject(trail: tuple[str, ...]) -> str:
    return shown(trail[-1]) if trail else "This file"


def _node(trail: tuple[str, ...]) -> str | None:
    return trail[1] if trail[:1] == ("nodes",) and len(trail) > 1 else None


def _stands_alone(value: Value, shape: Either) -> bool:
    """Say whether a value is the single one, where a list or map may stand instead."""
    pasted = isinstance(shape.single, Name) and _begins_with_dash(value)
    return isinstance(value, Scalar) and not pasted


def _begins_with_dash(value: Value) -> bool:
    """Say whether a value looks like a list whose lines do not begin with hyphens."""
    if isinstance(value, Fields):
        return any(PASTED_DASH.match(name) for name in value.entries)
    return isinstance(value, Scalar) and value.plain and bool(PASTED_DASH.match(value.text))


def _hint(value: Value, shape: Shape) -> str | None:
    """Return what to do about a value of the wrong kind, where a slip of the pen can be told."""
    inner = shape.otherwise if isinstance(shape, Either) else shape
    if isinstance(inner, ListOf) and _begins_with_dash(value):
        return LIST_LINE
    if not isinstance(value, Scalar):
        return None
    if isinstance(inner, Record | MapOf) and value.plain and FIELD_WITHOUT_SPACE.match(value.text):
        return SPACE_AFTER_COLON
    if isinstance(shape, ListOf) and _IN_LIST.fullmatch(value.text):
        return f"Write `[{value.text}]`."
    return "Write it without quotes." if _fits(replace(value, plain=True), shape) else None


def _broken_by_comma(entry: Entry, inside: Fields) -> bool:
    """Say whether a field looks like the rest of a text that a comma ended, as in `{a: b, c}`."""
    first = next(iter(inside.entries.values())).key
    in_brackets = (first.line, first.column) != (inside.line, inside.column)
    missing = isinstance(entry.value, Scalar) and entry.value.missing
    return in_brackets and (missing or " " in entry.key.text)


def _fits(value: Scalar, shape: Shape) -> bool:
    """Say whether a value is of one of the kinds that need no other check."""
    match shape:
        case Slug():
            return len(value.text) <= LONGEST_SLUG and SLUG.fullmatch(value.text) is not None
        case VariableName():
            good = VARIABLE_NAME.fullmatch(value.text) is not None
            return good and value.text not in RESERVED_WORDS
        case Whole():
            number = value.whole
            return (
                number is not None
                and (shape.minimum is None or number >= shape.minimum)
                and (shape.maximum is None or number <= shape.maximum)
            )
        case Flag():
            return value.flag is not None
        case Setting():
            return value.flag is not None or value.whole is not None
        case Word():
            return value.text in shape.allowed
        case _:
            return isinstance(shape, Day) and _is_day(value.text)


def _is_day(text: str) -> bool:
    try:
        return DAY.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _found(value: Value) -> str:
    match value:
        case Fields():
            return "a map"
        case Items():
            return "a list"
        case _:
            quotes = "" if value.plain else " in quotes"
            return f"{shown(value.text)}{quotes}"
