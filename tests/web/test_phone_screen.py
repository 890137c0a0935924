"""What a message looks like as HTML: its marks are elements, all that anybody wrote is text."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standin.chats import Chat
from bot.standin.clock import WallClock
from bot.web.phone import words
from bot.web.phone.rendering import as_html
from bot.web.phone.screen import Screen

_OURS = {
    "b": {},
    "i": {},
    "u": {},
    "s": {},
    "code": {},
    "pre": {},
    "blockquote": {},
    "span": {"class": "option"},
    "button": {"class": "command", "form": "command", "name": "text"},
    "a": {"target": "_blank", "rel": "noopener noreferrer"},
}
_MARKS = ("bold", "italic", "underline", "strikethrough", "blockquote", "code", "pre")
_BOT = {"id": 7, "is_bot": True, "first_name": "Rehearse"}


class _Seen(HTMLParser):
    """What a browser makes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@st.composite
def _contents(draw: st.DrawFn) -> Mapping[str, Any]:
    """Draw a text, and marks properly nested in it as Telegram has them."""
    awkward = st.sampled_from(["<script>", "</b>", "&amp;", '"', "'>", "\n", "1. ", "😀", "x"])
    pieces = draw(st.lists(st.one_of(st.text(max_size=9), awkward), max_size=12))
    text = "".join(pieces).replace("\r", "").replace("\0", "")
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + len(character.encode("utf-16-le")) // 2)
    entities: list[Mapping[str, Any]] = []

    def nest(first: int, last: int, depth: int) -> None:
        while first < last and depth and draw(st.booleans()):
            start = draw(st.integers(first, last - 1))
            end = draw(st.integers(start + 1, last))
            length = offsets[end] - offsets[start]
            kind = draw(st.sampled_from((*_MARKS, "bot_command", "url", "text_link", "mention")))
            address = draw(
                st.sampled_from(["https://a.example/?q=<&", "javascript:alert(1)", '">'])
            )
            entities.append(
                {"type": kind, "offset": offsets[start], "length": length, "url": address}
            )
            nest(start, end, depth - 1)
            first = end

    nest(0, len(text), 3)
    return {"text": text, "entities": entities}


@given(_contents())
def test_what_is_written_is_text(content: Mapping[str, Any]) -> None:
    """Any text with any marks comes out with that text, in elements of ours and no others."""
    seen = _Seen(str(as_html(content, "rehearse_bot")))

    assert seen.open == []
    assert seen.text.replace("\n", "") == content["text"].replace("\n", "")
    for tag, attributes in seen.elements:
        fixed = _OURS[tag]
        assert {name: attributes[name] for name in fixed} == fixed
        assert set(attributes) - set(fixed) <= {"value", "href"}
        assert str(attributes.get("href", "https://")).startswith("https://")


@pytest.mark.parametrize(
    ("content", "html"),
    [
        pytest.param(
            {
                "text": "Efa\nOh.\nNo.\n\nYou",
                "entities": [
                    {"type": "bold", "offset": 0, "length": 3},
                    {"type": "blockquote", "offset": 4, "length": 3},
                    {"type": "blockquote", "offset": 8, "length": 3},
                    {"type": "bold", "offset": 13, "length": 3},
                ],
            },
            "<b>Efa</b>\n<blockquote>Oh.</blockquote><blockquote>No.</blockquote>\n<b>You</b>",
            id="no empty line for the break that ends a quotation",
        ),
        pytest.param(
            {"text": "😀?\n\n1. Yes <3\n\n2. No"},
            '😀?\n\n<span class="option">1. Yes &lt;3</span>\n<span class="option">2. No</span>',
            id="numbered lines are options",
        ),
        pytest.param(
            {
                "text": "1. Go\nnow",
                "entities": [{"type": "bold", "offset": 3, "length": 6}],
            },
            "1. <b>Go\nnow</b>",
            id="a mark that goes on after a numbered line",
        ),
        pytest.param(
            {
                "caption": "/help me",
                "caption_entities": [{"type": "bot_command", "offset": 0, "length": 5}],
            },
            '<button class="command" form="command" name="text" value="/help">/help</button> me',
            id="a command is a button, in a caption too",
        ),
        pytest.param(
            {
                "text": "Again",
                "entities": [
                    {
                        "type": "text_link",
                        "offset": 0,
                        "length": 5,
                        "url": "https://t.me/rehearse_bot?start=play-x",
                    }
                ],
            },
            '<button class="command" form="command" name="text" '
            'value="/start play-x">Again</button>',
            id="a link to the bot is a button",
        ),
    ],
)
def test_how_marks_are_shown(content: Mapping[str, Any], html: str) -> None:
    """Quotations, numbered lines, commands and links look as they do in Telegram."""
    assert as_html(content, "rehearse_bot") == html


def test_a_button_says_its_choice_aloud() -> None:
    """A choice's button shows its number, and is called by the number and the choice."""
    chat = Chat({"id": 1, "type": "private"}, WallClock())
    keys = [{"text": "1", "callback_data": "c:x"}, {"text": "Leave", "callback_data": "leave"}]
    chat.add(_BOT, {"text": '1. Say "no"'}, {"inline_keyboard": [keys]})

    html = Screen("rehearse_bot").messages(chat.messages.values())

    assert 'value="1:c:x" class="number" aria-label="1. Say &#34;no&#34;">1</button>' in html
    assert 'value="1:leave">Leave</button>' in html


@pytest.mark.parametrize(
    ("size", "said"),
    [(12, "12 bytes"), (1_000, "1 KB"), (20_499, "20 KB"), (1_250_000, "1.2 MB")],
)
def test_a_file_says_its_size(size: int, said: str) -> None:
    """A document's card says how big the file is."""
    assert words.file_size(size) == said
