"""What a message says, as HTML: its entities become elements, everything else is text."""

import re
from collections.abc import Iterator, Mapping, Sequence
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
_LINE = "option"
_OPTION = re.compile(r"^\d{1,2}\. .+$", re.MULTILINE)
_AFTER_BLOCK = re.compile(r"(</blockquote>|</span>)\n")
_ADDRESS = re.compile("https?://", re.IGNORECASE)


def as_html(content: Mapping[str, Any], username: str) -> Markup:
    """Return the text or caption of a message's content.

    Commands, and links to the bot `username`, become buttons of the form `command`; lines that
    begin with a number become elements of the class `option`.
    """
    kind = "text" if "text" in content else "caption"
    entities = content.get("entities" if kind == "text" else "caption_entities", ())
    text = str(content.get(kind, ""))
    units = text.encode("utf-16-le")
    found = [each for each in entities if _tags(each, units, username) is not None]
    found += [line for line in _options(text) if not any(_cuts(each, line) for each in found)]
    found.sort(key=lambda each: (each["offset"], -each["length"]))
    html = str(_marked(units, found, username))
    return Markup(_AFTER_BLOCK.sub(r"\1", html))  # noqa: S704 - only line breaks are taken away


def _options(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield the lines that begin with a number, each as an entity."""
    for line in _OPTION.finditer(text):
        offset, length = (
            len(part.encode("utf-16-le")) // 2 for part in (text[: line.start()], line[0])
        )
        yield {"type": _LINE, "offset": offset, "length": length}


def _cuts(entity: Mapping[str, Any], line: Mapping[str, Any]) -> bool:
    """Whether an entity is partly in a line and partly not."""
    start, end = entity["offset"], entity["offset"] + entity["length"]
    first, last = line["offset"], line["offset"] + line["length"]
    return start < last and end > first and not first <= start <= end <= last


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
    if entity["type"] == _LINE:
        return Markup('<span class="option">'), Markup("</span>")
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
    opening = Markup('<button class="command" form="command" name="text" value="{}">').format(text)
    return opening, Markup("</button>")


def _text(units: bytes, start: int, end: int) -> str:
    return units[start * 2 : end * 2].decode("utf-16-le")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
