"""The bot's own words: easy to read, and short enough for a small phone."""

import pkgutil
import textwrap
import unicodedata
from collections.abc import Iterator
from importlib import import_module

import pytest

from bot.telegram import words
from scenarios.reading import grade

AGE_11 = 6.0  # the Flesch-Kincaid grade of a text that is easy at eleven
PARAGRAPH = 400
LINE = 38  # characters across a message on a phone 360 px wide
SCREEN = 34  # lines of it at the usual size of type
DESCRIPTION = 40  # of a command in Telegram's menu, on one line
MODULES = [module.name for module in pkgutil.iter_modules(words.__path__)]


def _texts(module: str) -> dict[str, tuple[str, ...]]:
    """Return what a module says, by the name of the constant, as paragraphs."""
    constants = vars(import_module(f"{words.__name__}.{module}"))
    return {name: tuple(_paragraphs(value)) for name, value in constants.items() if name.isupper()}


def _paragraphs(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.split("\n\n")
    elif isinstance(value, dict):
        for each in value.values():
            yield from _paragraphs(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _paragraphs(each)


@pytest.fixture(params=MODULES)
def texts(request: pytest.FixtureRequest) -> dict[str, tuple[str, ...]]:
    return _texts(request.param)


def test_the_words_of_each_part_can_be_read_at_eleven(texts: dict[str, tuple[str, ...]]) -> None:
    sentences = [
        paragraph.replace("{", "").replace("}", "")
        for paragraphs in texts.values()
        for paragraph in paragraphs
        if paragraph.rstrip().endswith((".", "?", "!"))
    ]
    assert grade(" ".join(sentences)) <= AGE_11


def test_no_paragraph_is_longer_than_a_bubble_should_be(texts: dict[str, tuple[str, ...]]) -> None:
    long = {
        name: len(paragraph)
        for name, paragraphs in texts.items()
        for paragraph in paragraphs
        if len(paragraph) > PARAGRAPH
    }
    assert not long


def test_each_message_fits_the_screen_of_a_small_phone(texts: dict[str, tuple[str, ...]]) -> None:
    tall = {name: lines for name, said in texts.items() if (lines := _lines(said)) > SCREEN}
    assert not tall


def test_nothing_is_said_by_a_picture_or_by_capitals(texts: dict[str, tuple[str, ...]]) -> None:
    said = " ".join(paragraph for paragraphs in texts.values() for paragraph in paragraphs)
    assert not [sign for sign in said if unicodedata.category(sign) == "So"]
    shouted = {word for word in said.split() if word.isalpha() and word.isupper()}
    assert shouted <= {"I", "A", "SHOUT", "NHS", "JSON", "HTML", "YAML", "CSV", "MB"}


def test_each_command_is_described_on_one_line_of_the_menu() -> None:
    described = import_module(f"{words.__name__}.playing").COMMANDS
    assert not [text for text in described.values() if len(text) > DESCRIPTION]


def _lines(paragraphs: tuple[str, ...]) -> int:
    """Return how many lines a message of these paragraphs takes, empty ones between included."""
    wrapped = [
        max(1, len(textwrap.wrap(line, LINE)))
        for paragraph in paragraphs
        for line in paragraph.split("\n")
    ]
    return sum(wrapped) + len(paragraphs) - 1
