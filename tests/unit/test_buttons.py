"""What buttons carry: short enough for Telegram, read back exactly, and nothing else accepted."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.buttons import (
    Agree,
    Begin,
    Brief,
    Browse,
    Button,
    ChangeAnswers,
    ChooseTimeZone,
    ChooseUnit,
    EndCards,
    GoAnotherWay,
    KeepAnswer,
    Learn,
    Leave,
    ListFinished,
    ListTurns,
    LookBack,
    Next,
    OtherWays,
    PlayAgain,
    ProgressPage,
    Rate,
    ReadAgain,
    RemindersOff,
    RemindersOn,
    Resume,
    SetTimeZone,
    SetUnit,
    ShowCard,
    SkipQuestion,
    StartAgain,
    Take,
    Under16,
    decode,
    encode,
)

_SLUG = st.from_regex(r"[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
_TOKEN = st.from_regex(r"[A-Za-z0-9_-]{11}", fullmatch=True)
_CARD = _SLUG | st.just("ascentis-l1-mentoring.difference-ignored")
_SESSION = (st.from_regex(r"[0-9a-z]{6,7}", fullmatch=True), st.integers(0, 999))
_BUTTONS = st.one_of(
    st.builds(Take, _TOKEN, st.integers(1, 999_999), _SLUG),
    st.builds(Agree, st.just("") | _SLUG.map("play-{}".format)),
    st.just(Under16()),
    st.builds(Browse, st.integers(0, 999_999)),
    st.builds(Brief, _SLUG),
    st.builds(Begin, _SLUG, st.just("") | _TOKEN),
    st.builds(Leave, st.just("") | _TOKEN),
    st.just(Resume()),
    st.builds(StartAgain, _TOKEN),
    st.builds(PlayAgain, _TOKEN),
    st.builds(Next, _TOKEN),
    st.builds(ChooseUnit, _SLUG),
    st.builds(SetUnit, _SLUG, st.sampled_from(["progress", "learn", "settings"])),
    st.just(Learn()),
    st.builds(ShowCard, _CARD, *_SESSION),
    st.builds(Rate, _CARD, st.integers(1, 3), *_SESSION),
    st.builds(EndCards, *_SESSION),
    st.just(RemindersOn()),
    st.just(RemindersOff()),
    st.just(ChooseTimeZone()),
    st.builds(LookBack, _TOKEN),
    st.builds(SkipQuestion, _TOKEN, st.integers(1, 3)),
    st.builds(ChangeAnswers, _TOKEN),
    st.builds(KeepAnswer, _TOKEN, st.integers(1, 3)),
    st.builds(OtherWays, _TOKEN),
    st.builds(ListTurns, _TOKEN, st.integers(0, 999_999)),
    st.builds(GoAnotherWay, _TOKEN, st.integers(1, 999_999), st.just("") | _TOKEN),
    st.builds(SetTimeZone, st.sampled_from(["Europe/London", "America/Port_of_Spain"])),
    st.builds(ProgressPage, st.integers(0, 999_999)),
    st.builds(ListFinished, st.integers(0, 999_999)),
    st.builds(ReadAgain, _TOKEN, st.integers(0, 999_999), st.integers(0, 999_999)),
)


@given(button=_BUTTONS)
def test_a_button_comes_back_as_it_was_sent(button: Button) -> None:
    """Reading what a button carries gives the button."""
    assert decode(encode(button)) == button


@given(button=_BUTTONS)
def test_a_button_fits_into_what_telegram_takes(button: Button) -> None:
    """Callback data is 1 to 64 bytes."""
    assert 1 <= len(encode(button).encode()) <= 64


def test_the_longest_choice_fits() -> None:
    """A choice id of 40 characters, a token and a high turn number stay within 64 bytes."""
    longest = Take(secrets.token_urlsafe(8), 999_999, "x" * 40)
    assert len(encode(longest).encode()) <= 64
    assert decode(encode(longest)) == longest


@given(data=st.one_of(st.text(st.characters(), max_size=70), st.from_regex(r"[a-z0-9:]{0,70}")))
def test_reading_never_fails(data: str) -> None:
    """Whatever comes in is one of our buttons, which would send the same meaning, or nothing."""
    button = decode(data)
    assert button is None or decode(encode(button)) == button


@pytest.mark.parametrize(
    "data",
    [
        "",
        ":",
        "c",
        "c:token:1",
        "c:token:one:ask",
        "c:token:-1:ask",
        "c:token:1234567:ask",
        "c:token:١:ask",
        "c:token:1:ask:more",
        "resume:now",
        "list",
        "list:",
        "nothing:here",
        "again:\ud800",
        "again:a b",
        "again:a\n",
        "next:" + "x" * 60,
    ],
)
def test_what_is_none_of_ours_is_nothing(data: str) -> None:
    """Unknown names, missing or extra parts, odd numbers and odd characters are no button."""
    assert decode(data) is None
