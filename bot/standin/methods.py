"""The methods of the Bot API and their fields, read from Telegram's own description."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from bot.standin.errors import ApiError, bad_request
from bot.standin.files import Upload

Params: TypeAlias = dict[str, Any]

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_EMPTY = {"text": "message text is empty", "chat_id": "chat_id is empty"}
_ATTACHED = "attach://"
_UNREADABLE = object()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a method and the types it takes, in Telegram's words."""

    required: bool
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the Bot API, under the name Telegram writes it with."""

    name: str
    fields: Mapping[str, Field]

    def read(self, params: Mapping[str, Any]) -> Params:
        """Return the method's own fields with their proper types; unknown ones are ignored.

        Values may be text, as a form carries them, or JSON. An empty text is no value, save
        where text is asked for. Raises ApiError for what is missing or of a wrong type.
        """
        read: Params = {}
        for name, field in self.fields.items():
            value = params.get(name)
            if isinstance(value, str) and value.startswith(_ATTACHED):
                value = params.get(value.removeprefix(_ATTACHED), value)
            if value is not None and (value != "" or "String" in field.types):
                read[name] = _read(name, value, field.types)
            elif field.required:
                raise bad_request(_EMPTY.get(name, f'parameter "{name}" is required'))
        return read


def find_method(name: str) -> Method:
    """Return the method, in whatever case its name is written; raises ApiError for none."""
    try:
        return _methods()[name.lower()]
    except KeyError:
        raise ApiError(404, "Not Found: method not found") from None


@cache
def _methods() -> Mapping[str, Method]:
    source = files("bot.standin").joinpath("bot-api-methods.json").read_bytes()
    return {
        name.lower(): Method(
            name,
            {
                field: Field(spec["required"], tuple(spec["types"]))
                for field, spec in fields.items()
            },
        )
        for name, fields in json.loads(source)["methods"].items()
    }


def _read(name: str, value: object, types: Sequence[str]) -> Any:
    for kind in types:
        if kind.startswith("Array of "):
            read = _array(value, kind.removeprefix("Array of "))
        else:
            read = _READERS.get(kind, _object)(value)
        if read is not _UNREADABLE:
            return read
    raise bad_request(f'field "{name}" must be of type {" or ".join(types)}')


def _integer(value: object) -> object:
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        return int(value)
    return value if type(value) is int else _UNREADABLE


def _float(value: object) -> object:
    try:
        return float(value) if isinstance(value, str | int | float) else _UNREADABLE
    except ValueError:
        return _UNREADABLE


def _boolean(value: object) -> object:
    if isinstance(value, str):
        return _BOOLEANS.get(value.lower(), _UNREADABLE)
    return value if isinstance(value, bool) else _UNREADABLE


def _string(value: object) -> object:
    if type(value) in {int, float}:
        return str(value)
    return value if isinstance(value, str) else _UNREADABLE


def _upload(value: object) -> object:
    return value if isinstance(value, Upload) else _UNREADABLE


def _object(value: object) -> object:
    decoded = _decoded(value)
    return decoded if isinstance(decoded, dict) else _UNREADABLE


def _array(value: object, element: str) -> object:
    decoded = _decoded(value)
    if not isinstance(decoded, list):
        return _UNREADABLE
    read = _READERS.get(element, _object)
    elements = [read(item) for item in decoded]
    return _UNREADABLE if _UNREADABLE in elements else elements


def _decoded(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return _UNREADABLE


_READERS: Mapping[str, Callable[[object], object]] = {
    "Integer": _integer,
    "Float": _float,
    "Boolean": _boolean,
    "String": _string,
    "InputFile": _upload,
}
