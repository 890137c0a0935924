"""Laying messages out: whatever the text, Telegram takes it and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standin.html import parse_html
from bot.telegram.buttons import Resume
from bot.telegram.views.layout import (
    MESSAGE_UNITS,
    Block,
    Message,
    messages,
    pack,
    render,
    units,
)

_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300)
_LINES = st.lists(_TEXT, min_size=1, max_size=6).map("\n\n".join)
_BLOCKS = st.lists(
    st.builds(Block, _LINES, st.none() | st.text("ABC <&", min_size=1, max_size=60), st.booleans()),
    min_size=1,
    max_size=6,
)
_ROWS = ((("Resume", Resume()),),)


@given(blocks=_BLOCKS, limit=st.integers(20, 400))
def test_no_message_is_longer_than_the_limit(blocks: list[Block], limit: int) -> None:
    """However blocks are grouped, each message fits once its HTML was read."""
    for group in pack(blocks, limit):
        assert 0 < units(parse_html(render(group)).text) <= limit


@given(blocks=_BLOCKS, limit=st.integers(20, 400))
def test_no_word_is_lost_or_moved(blocks: list[Block], limit: int) -> None:
    """All messages together say what the blocks say, in their order, gaps apart."""
    shown = "".join(parse_html(render(group)).text for group in pack(blocks, limit))
    written = "".join(f"{block.heading or ''}{block.text}" for block in blocks)
    assert "".join(shown.split()) == "".join(written.split())


@given(text=st.text("a😀é \n", min_size=1, max_size=600), limit=st.integers(20, 60))
def test_no_character_is_cut_in_two(text: str, limit: int) -> None:
    """A cut falls between characters, also between those of two UTF-16 units."""
    for group in pack([Block(text)], limit):
        render(group).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("one two three\n\nfo\nur five six", "one two three"),
        ("one two three\nfo ur five six", "one two three"),
        ("one two three four five six", "one two three four"),
        ("onetwothreefourfive" * 2, "onetwothreefourfiveo"),
    ],
    ids=["paragraphs", "lines", "words", "characters"],
)
def test_a_long_text_is_cut_at_the_best_place(text: str, first: str) -> None:
    """A cut falls between paragraphs, else lines, else words, else characters."""
    assert pack([Block(text)], 20)[0] == [Block(first)]


def test_a_heading_stands_above_the_first_part_only() -> None:
    """A text that goes on in another message does not repeat its heading."""
    groups = pack([Block("one two three four five six seven", "Jo")], 24)
    assert [[block.heading for block in group] for group in groups] == [["Jo"], [None]]


def test_a_heading_as_long_as_a_message_becomes_text() -> None:
    """A heading that leaves no room for its text is cut like text."""
    groups = pack([Block("end", "x" * MESSAGE_UNITS)])
    assert all(units(render(group)) <= MESSAGE_UNITS for group in groups)
    assert "".join(block.text for group in groups for block in group).endswith("end")


def test_a_quote_stays_a_quote_in_each_part() -> None:
    """Both parts of a long bubble are indented."""
    groups = pack([Block("word " * 12, quote=True)], 30)
    assert len(groups) > 1
    assert all(block.quote for group in groups for block in group)


def test_a_block_that_fits_is_kept_whole() -> None:
    """What has no room any more goes into the next message as it is."""
    assert pack([Block("a" * 15), Block("b" * 15)], 20) == [[Block("a" * 15)], [Block("b" * 15)]]


def test_text_is_escaped_and_headings_are_bold() -> None:
    """Whatever an author writes is text, never a tag."""
    assert render([Block("<i>&", "A & B")]) == "<b>A &amp; B</b>\n&lt;i&gt;&amp;"


def test_bubbles_of_one_speaker_stand_together() -> None:
    """Quotes that follow each other are one line apart, everything else a blank line."""
    blocks = [Block("Hi.", "Jo", quote=True), Block("Well?", quote=True), Block("Coach.")]
    assert render(blocks) == (
        "<b>Jo</b>\n<blockquote>Hi.</blockquote>\n<blockquote>Well?</blockquote>\n\nCoach."
    )


def test_only_the_last_message_has_the_buttons() -> None:
    """Buttons stand under the end of what they belong to."""
    sent = messages([Block("a" * MESSAGE_UNITS), Block("b")], _ROWS)
    assert [message.rows for message in sent] == [(), _ROWS]


def test_length_is_counted_as_telegram_counts_it() -> None:
    """An emoji outside the basic plane counts twice."""
    assert (units("a"), units("é"), units("😀")) == (1, 1, 2)


def test_a_message_without_buttons_has_no_rows() -> None:
    """Plain messages carry no keyboard."""
    assert messages([Block("Hello.")]) == [Message("Hello.")]
