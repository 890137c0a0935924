"""What buttons carry: short enough for Telegram, read back exactly, and nothing else accepted."""

import secrets
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.centre.roles import Role
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
from bot.telegram.centre_buttons import BeginFor, LeaveCohort, TakeRole
from bot.telegram.staff_buttons import (
    CloseLink,
    HandTo,
    MakeLink,
    PickDay,
    PickUnit,
    RemoveLearner,
    SetAttempts,
    SetMode,
    ShowPlanned,
    TakeAway,
)

_SLUG = st.from_regex(r"[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
_SURE = st.integers(0, 1)
_TOKEN = st.from_regex(r"[A-Za-z0-9_-]{11}", fullmatch=True)
_CARD = _SLUG | st.just("ascentis-l1-mentoring.difference-ignored")
_SESSION = (st.from_regex(r"[0-9a-z]{6,7}", fullmatch=True), st.integers(0, 999))
_ID = st.from_regex(r"[0-9a-z]{8}", fullmatch=True)
_ENROLMENT = st.integers(1, 999_999_999)
_STAFFS = st.one_of(
    st.builds(TakeAway, _ID, _ID, st.sampled_from([role.value for role in Role]), _SURE),
    st.builds(PickUnit, st.just("") | _SLUG),
    st.builds(PickDay, st.dates().map(date.isoformat)),
    st.builds(MakeLink, _ID, _ID, st.integers(0, 999)),
    st.builds(CloseLink, _ID, _ID, _ID),
    st.builds(RemoveLearner, _ID, _ID, _ENROLMENT, _SURE),
    st.builds(SetMode, _ID, _ID, _SLUG, _SURE),
    st.builds(SetAttempts, _ID, _ID, _SLUG, st.integers(0, 99)),
    st.builds(HandTo, _ID, _ID, _ID, _SURE),
)
_BUTTONS = st.one_of(
    st.builds(TakeRole, st.from_regex(r"[0-9a-z]{16}", fullmatch=True)),
    st.builds(BeginFor, _SLUG, st.just("") | _TOKEN, _ID),
    st.builds(LeaveCohort, _ID, _SURE),
    _STAFFS,
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


@pytest.mark.parametrize(
    "longest",
    [
        BeginFor("x" * 40, secrets.token_urlsafe(8), "y" * 8),
        ShowPlanned("m" * 8, "c" * 8, "x" * 40),
        SetMode("m" * 8, "c" * 8, "x" * 40, 1),
        SetAttempts("m" * 8, "c" * 8, "x" * 40, 99),
    ],
)
def test_the_longest_names_of_scenarios_fit(longest: Button) -> None:
    """A scenario id of 40 characters fits with everything else that such a button carries."""
    assert len(encode(longest).encode()) <= 64
    assert decode(encode(longest)) == longest


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
        "c:token:1234567890:ask",
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
