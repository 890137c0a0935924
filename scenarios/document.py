"""Reading authored YAML: a strict part of it, and every value with its place in the file.

The only YAML reader of the project. Scalars stay what the author wrote, so `say: No` and `12:30`
are text; whether a value is a whole number or true/false is asked of it where one belongs.
The parser's events are read one by one and limits are checked on the way, so that a hostile
file costs no more than an honest one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import yaml

from scenarios.findings import Place, Report, shown
from scenarios.syntax import Mark, explain, lines_in, position

LARGEST_FILE = 1024 * 1024
"""Bytes a file may have."""

DEEPEST_NESTING = 50
"""Maps and lists a value may stand in."""

MOST_EVENTS = 100_000
"""Events of the parser for a file: one for a key or a value, two for a map or a list.

A scenario has one for every 35 bytes or so; only a file made to be costly comes near."""

MOST_REFUSED = 100
"""Anchors, aliases and the like that are reported before the rest of a file is given up."""

_TAB = re.compile("(?:^|[\r\n\x85\u2028\u2029]) *(\t)[ \t]*[^ \t\r\n]")
_CONTROL = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_WHOLE = re.compile("-?(?:0|[1-9][0-9]{0,14})")


@dataclass(frozen=True, slots=True)
class Scalar(Place):
    """A single value as written; `plain` means without quotes and not as a block."""

    text: str
    plain: bool

    @property
    def missing(self) -> bool:
        """Whether nothing stands there at all."""
        return self.plain and not self.text

    @property
    def whole(self) -> int | None:
        """The whole number written there (15 digits at most), if it is one."""
        return int(self.text) if self.plain and _WHOLE.fullmatch(self.text) else None

    @property
    def flag(self) -> bool | None:
        """True or false, if that is written there."""
        return self.text == "true" if self.plain and self.text in ("true", "false") else None


@dataclass(frozen=True, slots=True)
class Items(Place):
    """A list."""

    values: "tuple[Value, ...]"


class Entry(NamedTuple):
    """A key of a map and what stands under it."""

    key: Scalar
    value: "Value"


@dataclass(frozen=True, slots=True)
class Fields(Place):
    """A map. `repeated` are keys that came again; the first of each stands in `entries`.

    The accessors answer None or nothing for a value that is absent, empty or of another kind.
    """

    entries: Mapping[str, Entry]
    repeated: tuple[Scalar, ...]

    def get(self, name: str) -> "Value | None":
        """Return the value under a name; an empty one counts as absent."""
        entry = self.entries.get(name)
        if entry is None or (isinstance(entry.value, Scalar) and entry.value.missing):
            return None
        return entry.value

    def scalar(self, name: str) -> Scalar | None:
        """Return the single value under a name."""
        value = self.get(name)
        return value if isinstance(value, Scalar) else None

    def whole(self, name: str) -> int | None:
        """Return the whole number under a name."""
        value = self.scalar(name)
        return None if value is None else value.whole

    def flag(self, name: str) -> bool | None:
        """Return the true or false under a name."""
        value = self.scalar(name)
        return None if value is None else value.flag

    def text(self, name: str) -> str:
        """Return the text under a name without blanks around it, or no text."""
        value = self.scalar(name)
        return "" if value is None else value.text.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of the list under a name, as `several` finds them."""
        return tuple(v.text.strip() for v in self.several(name) if isinstance(v, Scalar))

    def map(self, name: str) -> "Fields":
        """Return the map under a name, or an empty one."""
        value = self.get(name)
        return value if isinstance(value, Fields) else Fields(self.line, self.column, {}, ())

    def several(self, name: str) -> "tuple[Value, ...]":
        """Return the list under a name; a value that is no list stands alone in one."""
        value = self.get(name)
        if value is None:
            return ()
        return value.values if isinstance(value, Items) else (value,)

    def maps(self) -> "Iterator[tuple[Scalar, Fields]]":
        """Yield each key under which a map stands, with that map."""
        for key, value in self.entries.values():
            if isinstance(value, Fields):
                yield key, value


Value: TypeAlias = Scalar | Items | Fields


def read_document(source: bytes, report: Report) -> Value | None:
    """Read one YAML document; an empty one is an empty map.

    Returns None if it cannot be read, with `not-yaml` errors in the report.
    """
    try:
        return _Reader(report).read(_decode(source))
    except _NotYaml as wrong:
        report.error("not-yaml", wrong.place, wrong.message, hint=wrong.hint)
        return None


def lines_of(source: bytes) -> list[str]:
    """Return the lines of a file as places count them, whatever is in it."""
    return lines_in(source.decode("utf-8-sig", errors="replace"))


class _NotYaml(Exception):
    def __init__(self, place: Place, message: str, hint: str | None = None) -> None:
        super().__init__(place, message, hint)
        self.place = place
        self.message = message
        self.hint = hint


def _decode(source: bytes) -> str:
    """Return the file's text, without byte-order mark, once it is fit to be parsed."""
    if len(source) > LARGEST_FILE:
        raise _NotYaml(Place(1, 1), "The file is larger than 1 MiB.", "Split it, or shorten it.")
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8-sig", errors="replace")
        raise _NotYaml(
            _end_of(before), "The file is not UTF-8 text.", "Save it with the encoding UTF-8."
        ) from None
    if control := _CONTROL.search(text):
        raise _NotYaml(
            _end_of(text[: control.start()]),
            f"There is a control character here (U+{ord(control[0]):04X}).",
            "Delete it.",
        )
    if tab := _TAB.search(text):
        raise _NotYaml(
            _end_of(text[: tab.start(1)]), "The line is indented with a tab.", "Use spaces."
        )
    return text


def _end_of(text: str) -> Place:
    """Return the place right behind a text that begins the file."""
    lines = lines_in(text)
    return Place(len(lines), len(lines[-1]) + 1)


class _Open(NamedTuple):
    """A list or map whose end has not come yet."""

    place: Place
    children: list[Value]


class _Reader:
    """Builds values from the parser's events."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._refused = 0
        self._open: list[_Open] = []

    def read(self, text: str) -> Value | None:
        """Return the document's value, or None where the report says why not."""
        root = _Open(Place(1, 1), [])
        self._open.append(root)
        try:
            for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
                if count > MOST_EVENTS:
                    raise _NotYaml(
                        _place(event.start_mark), "The file has far too many values.", "Split it."
                    )
                self._take(event)
        except yaml.MarkedYAMLError as error:
            raise _NotYaml(*explain(error, lines_in(text))) from None
        except yaml.YAMLError:
            raise _NotYaml(Place(1, 1), "The file is not YAML text.") from None
        if self._refused:
            return None
        value = root.children[0] if root.children else None
        empty = value is None or (isinstance(value, Scalar) and value.missing)
        return Fields(1, 1, {}, ()) if empty else value

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_extras(event)
            self._open.append(_Open(_place(event.start_mark), []))
            if len(self._open) > DEEPEST_NESTING + 1:
                message = f"This is nested more than {DEEPEST_NESTING} deep."
                raise _NotYaml(_place(event.start_mark), message)
        elif isinstance(event, yaml.CollectionEndEvent):
            place, children = self._open.pop()
            is_list = isinstance(event, yaml.SequenceEndEvent)
            self._add(_items(place, children) if is_list else _fields(place, children))
        elif isinstance(event, yaml.AliasEvent):
            message = f"{shown(f'*{event.anchor}')} stands for another value."
            self._refuse(event, message, "Write the value out here.")
            self._add(Scalar(1, 1, "", plain=True))
        elif isinstance(event, yaml.DocumentStartEvent) and self._open[0].children:
            message = "A second document begins here."
            raise _NotYaml(_place(event.start_mark), message, "Put it in a file of its own.")

    def _add(self, value: Value) -> None:
        self._open[-1].children.append(value)

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        self._refuse_extras(event)
        if event.style == '"' and _CONTROL.search(event.value):
            self._refuse(event, "This text has a control character in it.", "Delete it.")
        self._add(Scalar(*position(event.start_mark), event.value, plain=not event.style))

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Refuse what YAML offers and scenarios do without."""
        if event.anchor is not None:
            self._refuse(event, f"{shown(f'&{event.anchor}')} names a value.", "Delete it.")
        if event.tag is not None:
            message = f"{shown(event.tag)} is a YAML tag."
            self._refuse(event, message, "Delete it, or put the text in quotes.")

    def _refuse(self, event: yaml.NodeEvent, message: str, hint: str) -> None:
        self._refused += 1
        if self._refused > MOST_REFUSED:
            raise _NotYaml(_place(event.start_mark), "The rest of the file is not read.", hint)
        self._report.error("not-yaml", _place(event.start_mark), message, hint=hint)


def _items(place: Place, children: list[Value]) -> Items:
    return Items(place.line, place.column, tuple(children))


def _fields(place: Place, children: list[Value]) -> Fields:
    entries: dict[str, Entry] = {}
    repeated = []
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise _NotYaml(key, "A list or map stands where a name belongs.", "Write a name.")
        if key.text in entries:
            repeated.append(key)
        else:
            entries[key.text] = Entry(key, value)
    return Fields(place.line, place.column, entries, tuple(repeated))


def _place(mark: Mark | None) -> Place:
    return Place(*position(mark))
