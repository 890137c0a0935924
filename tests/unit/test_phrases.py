"""Whether text sounds real: spelling, ends of sentences, everyday talk, limits, a bad list."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.centre.phrases.listed import (
    FILE,
    MOST_CHARACTERS,
    InvalidPhrases,
    Kind,
    Match,
    UnreadablePhrase,
    load_phrases,
)

_PHRASES = load_phrases()
_WORDS = st.sampled_from([*sorted(_PHRASES.spelling.known), *_PHRASES.spelling.meant, ".", "..."])
_TALK = st.lists(_WORDS, max_size=40).map(" ".join)


@pytest.mark.parametrize(
    "text",
    [
        "he hit me",
        "HE HIT ME",
        "he hiiiit me",
        "he... hit me",
        "he h1t me",
        "Hé hit me",
        "he hit me!!!",
        "ok. he hit me. so",
        "i don't want to be here anymore",
        "i dont want to be here anymore",
        "i don’t wanna be here anymore",
        "k.m.s",
        "su*cide",
        "suicicde",
        "my step-dad touches me",
        "kms",
    ],
)
def test_words_are_known_however_they_are_written(text: str) -> None:
    """Capitals, accents, apostrophes, letters drawn out or replaced and slips change nothing."""
    assert _PHRASES.sounds_real(text) is not None


@pytest.mark.parametrize(
    "text", ["", " ", "2", "12.", "?", "😀" * 50, "...", "thanks", "this homework is killing me"]
)
def test_everyday_text_sounds_like_nothing(text: str) -> None:
    """Numbers, signs, thanks and everyday sayings are left in peace."""
    assert _PHRASES.sounds_real(text) is None


def test_a_phrase_does_not_reach_over_the_end_of_a_sentence(tmp_path: Path) -> None:
    """Words of two sentences make no phrase together."""
    phrases = load_phrases(_list(tmp_path, "he .. hit .. me"))
    assert phrases.sounds_real("then he hit out at me") == Match(Kind.VIOLENCE, 7)
    assert phrases.sounds_real("then he hit it. Me too") is None


def test_marks_bind_a_phrase_to_a_sentence_and_to_numbers(tmp_path: Path) -> None:
    """Where a sentence begins and ends, and a number, can be part of a phrase."""
    phrases = load_phrases(_list(tmp_path, "^ help $", "he is NUMBER"))
    assert phrases.sounds_real("Oh. Help! Please") is not None
    assert phrases.sounds_real("can you help") is None
    assert phrases.sounds_real("he's 34") is None  # "he's" is no spelling of this list
    assert phrases.sounds_real("he is 34") is not None


def test_what_comes_after_the_longest_message_is_not_looked_at() -> None:
    """A text has no more to look at than a message can hold."""
    assert _PHRASES.sounds_real("a " * (MOST_CHARACTERS // 2) + "he hit me") is None


def test_the_kind_listed_first_counts() -> None:
    """What sounds like several kinds counts as the one that comes first in the list."""
    match = _PHRASES.sounds_real("he hit me and i want to die")
    assert match is not None
    assert match.kind is Kind.SUICIDE


@given(st.text(max_size=300) | _TALK)
def test_spelling_twice_is_spelling_once(text: str) -> None:
    """Words that were spelt out mean themselves."""
    words = _PHRASES.spelling.words(text)
    assert _PHRASES.spelling.words(" ".join(words)) == words


@given(st.text(max_size=600) | _TALK)
def test_no_text_breaks_it(text: str) -> None:
    """Any text gets an answer, of the version of the list."""
    match = _PHRASES.sounds_real(text)
    assert match is None or match.version == _PHRASES.version


@pytest.mark.parametrize("word", ["i ", "my ", "he ", "hit me ", "a", "i.", "not not ", "'", "*a"])
def test_the_worst_text_costs_no_more_than_its_length_allows(word: str) -> None:
    """The longest message, made of the words most phrases begin with, takes well under a second."""
    text = (word * MOST_CHARACTERS)[:MOST_CHARACTERS]
    began = process_time()
    _PHRASES.sounds_real(text)
    assert process_time() - began < 3


def test_a_list_that_is_not_in_its_shape_is_refused(tmp_path: Path) -> None:
    """A kind that is not known is said with its place."""
    file = _list(tmp_path, "he hit me")
    file.write_text(file.read_text("utf-8").replace("kind: violence", "kind: rain"), "utf-8")
    with pytest.raises(InvalidPhrases) as refused:
        load_phrases(file)
    assert len(refused.value.findings) == 1


@pytest.mark.parametrize("phrase", ["<nobody> hit me", "he ! me"])
def test_a_phrase_that_is_not_understood_is_named(tmp_path: Path, phrase: str) -> None:
    """A group that is not there, and a part that is no word, are refused."""
    with pytest.raises(UnreadablePhrase) as refused:
        load_phrases(_list(tmp_path, phrase))
    assert refused.value.phrase == phrase


def test_spellings_stand_for_words_and_never_for_other_spellings() -> None:
    """What a spelling stands for is spelt out already."""
    meant = _PHRASES.spelling.meant
    assert not {word for words in meant.values() for word in words} & meant.keys()
    assert FILE.is_file()


def _list(folder: Path, *phrases: str) -> Path:
    """Write a short list."""
    file = folder / "phrases.yaml"
    says = "\n".join(f'      - "{phrase}"' for phrase in phrases)
    file.write_text(
        "version: 7\nspellings: []\nforgiven: []\ngroups: {}\neveryday: []\nphrases:\n"
        f"  - kind: violence\n    note: Made up.\n    says:\n{says}\n",
        "utf-8",
    )
    return file
