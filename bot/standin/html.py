"""Telegram's HTML: its few tags become entities, everything else is refused where it stands."""

import re
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlsplit

from bot.standin.errors import bad_request
from bot.standin.text import FormattedText, Json, utf16_length

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
}
_TAGS = frozenset({*_STYLES, "a", "code", "pre", "blockquote", "tg-emoji"})
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<name>[a-zA-Z]+));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_NAME_TOKEN = re.compile(r"[a-zA-Z0-9.-]*")
_SPACE = re.compile(r"\s*")
_WEB = frozenset({"http", "https", "tg", "ton", "tonsite"})


def parse_html(source: str) -> FormattedText:
    """Return the text and entities of `source`; raises ApiError with the offset of a mistake."""
    return _Parser(source).run()


@dataclass(frozen=True, slots=True)
class _Open:
    """A tag not yet closed; `offset` in UTF-16 units and `at` in characters of the result."""

    tag: str
    detail: str
    offset: int
    at: int


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text: list[str] = []
        self._offset = 0
        self._open: list[_Open] = []
        self._entities: list[Json] = []

    def run(self) -> FormattedText:
        while self._at < len(self._source):
            if self._source[self._at] != "<":
                end = self._source.find("<", self._at)
                end = len(self._source) if end < 0 else end
                self._write(_dereference(self._source[self._at : end]))
                self._at = end
            elif self._source.startswith("</", self._at):
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            tag = self._open[-1].tag
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{tag}"')
        for entity in self._entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        self._entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return FormattedText("".join(self._text), tuple(self._entities))

    def _write(self, text: str) -> None:
        self._text.append(text)
        self._offset += utf16_length(text)

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._source, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match[0]

    @property
    def _next(self) -> str:
        """The character to be read, empty at the end."""
        return self._source[self._at : self._at + 1]

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        tag = self._match(_TAG_NAME).lower()
        if not self._next:
            self._fail("Unclosed start tag", begin)
        if tag not in _TAGS:
            self._fail(f'Unsupported start tag "{tag}"', begin)
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', begin)
        at = sum(map(len, self._text))
        self._open.append(_Open(tag, _detail(tag, attributes), self._offset, at))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        """Read up to and with the closing bracket."""
        attributes: dict[str, str] = {}
        while True:
            self._match(_SPACE)
            if self._next == ">":
                self._at += 1
                return attributes
            name = self._match(_ATTRIBUTE_NAME)
            if not name:
                self._fail(f'Empty attribute name in the tag "{tag}"', begin)
            self._match(_SPACE)
            if self._next == "=":
                self._at += 1
                self._match(_SPACE)
                attributes[name] = self._value(begin)
            else:
                attributes[name] = name
            if not self._next:
                self._fail(f'Unclosed start tag "{tag}"', begin)

    def _value(self, begin: int) -> str:
        quote = self._next
        if quote not in {'"', "'"}:
            start = self._at
            value = self._match(_NAME_TOKEN).lower()
            if self._next and not (self._next.isspace() or self._next == ">"):
                self._fail("Unexpected end of name token", start)
            return value
        end = self._source.find(quote, self._at + 1)
        if end < 0:
            self._fail("Unclosed start tag", begin)
        value = self._source[self._at + 1 : end]
        self._at = end + 1
        return _dereference(value)

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            self._fail("Unexpected end tag", begin)
        self._at += 2
        tag = self._match(_TAG_NAME).lower()
        self._match(_SPACE)
        if self._next != ">":
            self._fail("Unclosed end tag", begin)
        self._at += 1
        opened = self._open.pop()
        if tag and tag != opened.tag:
            place = f"at byte offset {self._byte_offset(begin)}"
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _cannot_parse(f"Unmatched end tag {place}, {expected}")
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self._offset - opened.offset
        if not length:
            return
        span: Json = {"offset": opened.offset, "length": length}
        tag = opened.tag
        if tag in _STYLES:
            self._entities.append({"type": _STYLES[tag], **span})
        elif tag == "blockquote":
            kind = "expandable_blockquote" if opened.detail else "blockquote"
            self._entities.append({"type": kind, **span})
        elif tag == "tg-emoji":
            if not opened.detail.isdecimal():
                raise _cannot_parse("Invalid custom emoji identifier specified")
            emoji = {"custom_emoji_id": opened.detail}
            self._entities.append({"type": "custom_emoji", **span, **emoji})
        elif tag == "a":
            self._close_link(opened, span)
        else:
            self._close_code(opened, span)

    def _close_link(self, opened: _Open, span: Json) -> None:
        """Mark a link, unless its address is none: then only its text stays."""
        url = _checked_link(opened.detail or "".join(self._text)[opened.at :])
        if url:
            self._entities.append({"type": "text_link", **span, "url": url})

    def _close_code(self, opened: _Open, span: Json) -> None:
        """Mark code; `pre` and `code` around the same text are one block with its language."""
        last = self._entities[-1] if self._entities else {}
        same = all(last.get(name) == span[name] for name in span)
        if same and {opened.tag, last.get("type")} == {"pre", "code"}:
            language = opened.detail or last.get("language", "")
            last["type"] = "pre"
        else:
            last = {"type": opened.tag, **span}
            language = opened.detail
            self._entities.append(last)
        if language:
            last["language"] = language

    def _byte_offset(self, at: int) -> int:
        return len(self._source[:at].encode(errors="surrogatepass"))

    def _fail(self, problem: str, at: int) -> NoReturn:
        raise _cannot_parse(f"{problem} at byte offset {self._byte_offset(at)}")


def _cannot_parse(problem: str) -> Exception:
    return bad_request(f"can't parse entities: {problem}")


def _detail(tag: str, attributes: dict[str, str]) -> str:
    """Return the one attribute that says more about this tag, empty without."""
    if tag == "code":
        language = attributes.get("class", "")
        return language.removeprefix("language-") if language.startswith("language-") else ""
    names = {"a": "href", "tg-emoji": "emoji-id", "blockquote": "expandable"}
    return attributes.get(names.get(tag, ""), "")


def _dereference(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    """Return the character meant; what Telegram does not know stays as it was written."""
    if match["name"]:
        return _NAMED.get(match["name"], match[0])
    code = int(match["hex"], 16) if match["hex"] else int(match["dec"])
    too_long = len(match[0].removesuffix(";")) >= 10
    return match[0] if too_long or not 0 < code < 0x10FFFF else chr(code)


def _checked_link(url: str) -> str:
    """Return the address as Telegram keeps it, empty when it is none."""
    url = url.strip()
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in _WEB or not parts.netloc or " " in url:
        return ""
    if parts.scheme == "tg":
        return url
    if "." not in parts.netloc and not parts.netloc.startswith("localhost"):
        return ""
    return parts._replace(path=parts.path or "/").geturl()
