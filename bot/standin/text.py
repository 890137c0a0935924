"""Text as Telegram keeps it: characters and entities, measured in UTF-16 units."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.standin.errors import bad_request

Json: TypeAlias = dict[str, Any]

MAX_TEXT = 4096
MAX_CAPTION = 1024
_MAX_RAW_BYTES = 1 << 15

_COMMAND = re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@<>])")
_URL = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,:;!?)]")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_STYLES = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote"}
    | {"expandable_blockquote", "code", "pre", "text_link", "text_mention", "custom_emoji"}
)
_FOUND_BY_TELEGRAM = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
)


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text and its entities (`type`, `offset` and `length` in UTF-16 units, and details)."""

    text: str
    entities: tuple[Json, ...] = ()


def utf16_length(text: str) -> int:
    """Return the number of UTF-16 units, the measure of every limit and offset."""
    return len(text) + sum(character > "\uffff" for character in text)


def tidy(formatted: FormattedText) -> FormattedText:
    """Return the text as Telegram stores it: trimmed, commands and addresses marked.

    Raises ApiError for text that is not Unicode or that nothing is left of.
    """
    try:
        formatted.text.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    text = _INVISIBLE.sub(" ", formatted.text).rstrip()
    if not text:
        raise bad_request("text must be non-empty")
    start = min((entity["offset"] for entity in formatted.entities), default=len(text))
    leading = len(text) - len(text.lstrip(" \n"))
    cut = min(leading, start)
    entities = _clip(formatted.entities, cut, utf16_length(text))
    return FormattedText(text[cut:], (*_merge(entities, _found(text[cut:])),))


def limited(formatted: FormattedText, limit: int, what: str) -> FormattedText:
    """Return the text, if it has at most `limit` UTF-16 units; raises ApiError otherwise."""
    if utf16_length(formatted.text) > limit:
        raise bad_request(f"{what} is too long")
    return formatted


def content_of(name: str, formatted: FormattedText) -> Json:
    """Return a text or caption, and its entities if any, in the Bot API's fields."""
    entities = "entities" if name == "text" else f"{name}_entities"
    content: Json = {name: formatted.text}
    return {**content, entities: list(formatted.entities)} if formatted.entities else content


def check_raw(text: str) -> None:
    """Raise ApiError for a text that Telegram refuses before reading it."""
    if len(text.encode(errors="surrogatepass")) > _MAX_RAW_BYTES:
        raise bad_request("text is too long")


def given_entities(values: Iterable[object]) -> tuple[Json, ...]:
    """Return the entities that a bot gave beside a text; raises ApiError for a wrong one."""
    entities = []
    for value in values:
        if not isinstance(value, Mapping) or not isinstance(value.get("type"), str):
            raise bad_request("can't parse MessageEntity: expected an Object with a type")
        if not all(type(value.get(name)) is int for name in ("offset", "length")):
            raise bad_request("can't parse MessageEntity: offset and length must be Integers")
        if value["type"] in _STYLES:
            entities.append(dict(value))
        elif value["type"] not in _FOUND_BY_TELEGRAM:
            raise bad_request("can't parse MessageEntity: unsupported entity type")
    return tuple(entities)


def _clip(entities: Iterable[Json], start: int, end: int) -> list[Json]:
    """Move entities by the units cut off at the start, and keep them inside the text."""
    clipped = []
    for entity in entities:
        length = min(entity["offset"] + entity["length"], end) - entity["offset"]
        if length > 0:
            clipped.append({**entity, "offset": entity["offset"] - start, "length": length})
    return clipped


def _found(text: str) -> list[Json]:
    """Return the entities that Telegram finds in any text by itself."""
    if "/" not in text:
        return []
    urls = [_entity("url", text, match) for match in _URL.finditer(text)]
    commands = [_entity("bot_command", text, match) for match in _COMMAND.finditer(text)]
    return _merge(urls, commands)


def _entity(kind: str, text: str, match: re.Match[str]) -> Json:
    offset = utf16_length(text[: match.start()])
    return {"type": kind, "offset": offset, "length": utf16_length(match[0])}


def _merge(entities: list[Json], found: Sequence[Json]) -> list[Json]:
    """Add what was found where it touches no link or code; outer entities come first."""
    solid = [entity for entity in entities if entity["type"] in _SOLID]
    free = [new for new in found if not any(_overlap(new, old) for old in solid)]
    return sorted([*entities, *free], key=lambda entity: (entity["offset"], -entity["length"]))


_SOLID = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji", "url"})


def _overlap(one: Json, other: Json) -> bool:
    starts_before = bool(one["offset"] < other["offset"] + other["length"])
    return starts_before and bool(other["offset"] < one["offset"] + one["length"])
