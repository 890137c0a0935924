"""What a message says, as HTML: its entities become elements, everything else is text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

_ELEMENTS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
}
_ADDRESS = re.compile("https?://", re.IGNORECASE)


def as_html(content: Mapping[str, Any], username: str) -> Markup:
    """Return the text or caption of a message's content.

    Commands, and links to the bot `username`, become buttons of the form `say`.
    """
    kind = "text" if "text" in content else "caption"
    entities = content.get("entities" if kind == "text" else "caption_entities", ())
    units = str(content.get(kind, "")).encode("utf-16-le")
    found = [each for each in entities if _tags(each, units, username) is not None]
    found.sort(key=lambda each: (each["offset"], -each["length"]))
    return _marked(units, found, username)


def _marked(units: bytes, entities: Sequence[Mapping[str, Any]], username: str) -> Markup:
    """Write elements around the text; Telegram nests entities properly."""
    html, at, closing = Markup(), 0, list[tuple[int, Markup]]()

    def write_to(end: int) -> None:
        nonlocal html, at
        html += escape(_text(units, at, end))
        at = end

    def close_until(offset: int) -> None:
        nonlocal html
        while closing and closing[-1][0] <= offset:
            end, tag = closing.pop()
            write_to(end)
            html += tag

    for entity in entities:
        tags = _tags(entity, units, username)
        close_until(entity["offset"])
        write_to(entity["offset"])
        if tags is not None:
            html += tags[0]
            closing.append((entity["offset"] + entity["length"], tags[1]))
    end = len(units) // 2
    close_until(end)
    write_to(end)
    return html


def _tags(entity: Mapping[str, Any], units: bytes, username: str) -> tuple[Markup, Markup] | None:
    """Return what goes before and after an entity, None for one that is text like any other."""
    name = _ELEMENTS.get(entity["type"])
    if name is not None:
        return Markup("<{}>").format(name), Markup("</{}>").format(name)
    said = _text(units, entity["offset"], entity["offset"] + entity["length"])
    if entity["type"] == "bot_command":
        return _button(said)
    if entity["type"] in {"url", "text_link"}:
        return _link(str(entity.get("url", said)), username)
    return None


def _link(address: str, username: str) -> tuple[Markup, Markup] | None:
    start = f"https://t.me/{username}?start="
    if address.startswith(start):
        return _button(f"/start {address.removeprefix(start)}")
    if not _ADDRESS.match(address):
        return None
    opening = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">').format(address)
    return opening, Markup("</a>")


def _button(text: str) -> tuple[Markup, Markup]:
    opening = Markup('<button class="command" form="say" name="text" value="{}">').format(text)
    return opening, Markup("</button>")


def _text(units: bytes, start: int, end: int) -> str:
    return units[start * 2 : end * 2].decode("utf-16-le")
