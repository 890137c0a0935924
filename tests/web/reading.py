"""What a page of the phone shows, read from its HTML as somebody would who hears it read aloud."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_NUMBER = re.compile(r"m(\d+)")
_LINES = frozenset({"p", "li", "div", "br", "blockquote", "pre", "h1", "h2", "summary"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


@dataclass(slots=True)
class Seen:
    """A message on the screen; `buttons` has what each says and sends, `files` where they are."""

    number: int
    mine: bool
    gone: bool
    text: str = ""
    buttons: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    """Gathers the messages, and the words outside of them."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[int, Seen] = {}
        self.around = ""
        self._open: list[tuple[str, Seen | None]] = []
        self._button: str | None = None
        self._label = ""

    @property
    def _message(self) -> Seen | None:
        return self._open[-1][1] if self._open else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        message = self._message
        found = _NUMBER.fullmatch(values.get("id", "")) if tag == "li" else None
        if found is not None:
            mine = "mine" in values.get("class", "").split()
            message = Seen(int(found[1]), mine, "data-gone" in values)
            self.messages[message.number] = message
        if message is not None:
            self._note(message, tag, values)
        if tag in _LINES:
            self._write("\n")
        if tag not in _VOID:
            self._open.append((tag, message))

    def handle_endtag(self, tag: str) -> None:
        if tag == "button" and self._button is not None and self._message is not None:
            self._message.buttons[" ".join(self._label.split())] = self._button
            self._button = None
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag in _LINES:
            self._write("\n")

    def handle_data(self, data: str) -> None:
        self._write(data)

    def _note(self, message: Seen, tag: str, values: Mapping[str, str]) -> None:
        if tag == "button" and values.get("name") == "button":
            self._button, self._label = values["value"], ""
        elif tag == "button":
            message.commands.append(values["value"])
        elif values.get("href", "").startswith("/file/"):
            message.files.add(values["href"])

    def _write(self, words: str) -> None:
        if self._button is not None:
            self._label += words
        elif self._message is not None:
            self._message.text += words
        else:
            self.around += words


def read_messages(html: str) -> dict[int, Seen]:
    """Return the messages in a piece of HTML by their number."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.messages


def words_around(html: str) -> str:
    """Return what a page says beside its messages."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join(reader.around.split())
