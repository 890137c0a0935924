"""What the stand-in makes of HTML, and what it refuses."""

from contextlib import suppress
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standin.errors import ApiError
from bot.standin.html import parse_html
from bot.standin.text import FormattedText, given_entities, tidy, utf16_length

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]))
TAGS = ["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler"]


def refusal(source: str) -> str:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.code == 400
    return refused.value.description.removeprefix("Bad Request: can't parse entities: ")


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ("<b>x</b>", {"type": "bold"}),
        ("<strong>x</strong>", {"type": "bold"}),
        ("<i>x</i>", {"type": "italic"}),
        ("<em>x</em>", {"type": "italic"}),
        ("<u>x</u>", {"type": "underline"}),
        ("<ins>x</ins>", {"type": "underline"}),
        ("<s>x</s>", {"type": "strikethrough"}),
        ("<strike>x</strike>", {"type": "strikethrough"}),
        ("<del>x</del>", {"type": "strikethrough"}),
        ("<tg-spoiler>x</tg-spoiler>", {"type": "spoiler"}),
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        ("<code>x</code>", {"type": "code"}),
        ("<pre>x</pre>", {"type": "pre"}),
        ('<code class="language-py">x</code>', {"type": "code"}),
        ('<pre><code class="language-py">x</code></pre>', {"type": "pre", "language": "py"}),
        ("<blockquote>x</blockquote>", {"type": "blockquote"}),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote"}),
        (
            '<a href="https://example.org/?a=1&amp;b=2">x</a>',
            {"type": "text_link", "url": "https://example.org/?a=1&b=2"},
        ),
        ("<a href=example.org>x</a>", {"type": "text_link", "url": "http://example.org/"}),
        ('<tg-emoji emoji-id="53">x</tg-emoji>', {"type": "custom_emoji", "custom_emoji_id": "53"}),
        ("<B>x</B>", {"type": "bold"}),
        ("<b>x</>", {"type": "bold"}),
    ],
)
def test_each_tag_of_telegram_becomes_its_entity(source: str, entity: dict[str, Any]) -> None:
    assert parse_html(source) == FormattedText("x", ({"offset": 0, "length": 1, **entity},))


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("1 < 2 and 2 > 1", 'Unsupported start tag "" at byte offset 2'),
        ("I <3", "Unclosed start tag at byte offset 2"),
        ("I <3 you", 'Unsupported start tag "3" at byte offset 2'),
        ("at the end <", "Unclosed start tag at byte offset 11"),
        ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("line<br/>line", 'Unsupported start tag "br/" at byte offset 4'),
        ("<b>bold", 'Can\'t find end tag corresponding to start tag "b"'),
        ("bold</b>", "Unexpected end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_anything_else_is_refused_with_its_place_in_bytes(source: str, problem: str) -> None:
    assert refusal(source) == problem


def test_four_names_and_numbers_of_characters_are_read_and_others_stay_as_written() -> None:
    source = "&lt;&gt;&amp;&quot; &#65;&#x42; &nbsp; &ampx; &#0; &#1114112; & &amp"
    assert parse_html(source).text == '<>&" AB &nbsp; &ampx; &#0; &#1114112; & &'


def test_a_link_to_nowhere_leaves_only_its_text() -> None:
    assert parse_html('<a href="javascript://x">tap</a>') == FormattedText("tap")
    assert parse_html("<a>not an address</a>") == FormattedText("not an address")


def test_an_empty_tag_leaves_no_entity() -> None:
    assert parse_html("<b></b>x") == FormattedText("x")


def test_offsets_and_lengths_count_utf16_units() -> None:
    formatted = parse_html("👍🏽 <b>👍</b>")
    assert formatted.entities == ({"type": "bold", "offset": 5, "length": 2},)


@given(TEXT)
def test_escaped_text_comes_back_whole(text: str) -> None:
    assert parse_html(escape(text)) == FormattedText(text)


@given(
    st.recursive(
        TEXT.map(escape),
        lambda inner: st.lists(
            st.builds("<{0}>{1}</{0}>".format, st.sampled_from(TAGS), inner)
        ).map("".join),
    )
)
def test_balanced_html_gives_entities_that_lie_inside_the_text(source: str) -> None:
    formatted = parse_html(source)
    for entity in formatted.entities:
        assert entity["length"] > 0
        assert entity["offset"] + entity["length"] <= utf16_length(formatted.text)


@given(st.text(st.sampled_from("<>/ab=\"' &;")))
def test_any_other_text_is_read_or_refused_but_never_crashes(source: str) -> None:
    with suppress(ApiError):
        parse_html(source)


@given(TEXT.filter(str.strip))
def test_tidy_text_has_no_blank_ends(text: str) -> None:
    tidied = tidy(FormattedText(text)).text
    assert tidied == tidied.rstrip()
    assert not tidied.startswith((" ", "\n"))


def test_entities_follow_the_text_when_it_is_trimmed() -> None:
    tidied = tidy(FormattedText("  hello  ", ({"type": "bold", "offset": 2, "length": 7},)))
    assert tidied == FormattedText("hello", ({"type": "bold", "offset": 0, "length": 5},))


def test_commands_and_addresses_are_found_unless_they_are_code() -> None:
    source = parse_html("/help or <code>/start</code> at https://example.org/x/start.")
    kinds = [(entity["type"], entity["offset"]) for entity in tidy(source).entities]
    assert kinds == [("bot_command", 0), ("code", 9), ("url", 19)]


def test_a_slash_in_a_word_is_no_command() -> None:
    assert tidy(FormattedText("and/or 1/2 /a-b")).entities[0]["offset"] == 11


def test_entities_that_a_bot_gives_are_checked() -> None:
    assert given_entities([{"type": "url", "offset": 0, "length": 1}]) == ()
    for wrong in ("bold", {"type": "loud", "offset": 0, "length": 1}, {"type": "bold"}):
        with pytest.raises(ApiError, match="can't parse MessageEntity"):
            given_entities([wrong])
