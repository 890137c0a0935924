"""What a learner sees of revision cards and of the summary of a session."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.learning import Asking, Session, Summary
from bot.practice.revision import DuePractice, Face, Slip, Term, deck
from bot.telegram.buttons import Brief, decode, encode
from bot.telegram.views.layout import units
from bot.telegram.views.learning import back, front, session_of, started, summary
from tests.telegram.authored import machine
from tests.unit.authored import catalogue

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
SESSION = Session(NOON, 41)
NOTHING = Summary(seen=0, due=0, new=0, ahead=(), practice=None)


def _text(end: Summary, now: datetime = NOON, zone: ZoneInfo = LONDON) -> str:
    (message,) = summary(end, catalogue(), now, zone)
    return message.html


@pytest.mark.parametrize("unit", catalogue().units)
def test_both_sides_of_every_card_are_one_short_message(unit: str) -> None:
    for number, face in enumerate(deck(catalogue(), unit).values(), start=1):
        asking = Asking(SESSION, face, number)
        for side in (front(asking, catalogue().units[unit].title), back(asking)):
            (message,) = side
            assert units(message.html) < 500, face.id
            for row in message.rows:
                for _, button in row:
                    assert decode(encode(button)) == button


@pytest.mark.parametrize(
    "face",
    [Term("term:a", "<b>&", "<i>{x}"), Slip("mistake:u.a", "<b>&", "<i>{x}")],
)
def test_what_stands_on_a_card_is_text_whatever_it_is(face: Face) -> None:
    asking = Asking(SESSION, face, 2)
    (shown,), (turned,) = front(asking, "A unit"), back(asking)
    assert "&lt;b&gt;&amp;" in shown.html
    assert "&lt;i&gt;{x}" in turned.html
    assert "&lt;i&gt;" not in shown.html


@given(seconds=st.integers(1, 4_000_000_000), known=st.integers(0, 999))
def test_a_session_comes_back_from_its_buttons(seconds: int, known: int) -> None:
    session = Session(datetime.fromtimestamp(seconds, UTC), known)
    carried = started(session)
    assert session_of(carried, known, session.start) == session
    assert session_of(carried, known, session.start - timedelta(seconds=1)) is None


@given(start=st.text(max_size=60))
def test_a_session_that_makes_no_sense_is_none(start: str) -> None:
    session = session_of(start, 0, NOON)
    assert session is None or session.start <= NOON


def test_with_nothing_to_do_it_says_so_and_offers_no_more_cards() -> None:
    (message,) = summary(NOTHING, catalogue(), NOON, LONDON)
    assert message.html == "<b>Cards</b>\nNo cards this time.\nNothing is due now."
    assert [label for row in message.rows for label, _ in row] == ["My unit"]


def test_what_was_seen_and_what_waits_is_counted() -> None:
    end = Summary(seen=1, due=3, new=55, ahead=(), practice=None)
    assert _text(end) == ("<b>Cards</b>\nYou went through one card.\nDue now: 3.\nNew to you: 55.")
    (message,) = summary(end, catalogue(), NOON, LONDON)
    assert [label for row in message.rows for label, _ in row] == ["More cards", "My unit"]


def test_days_ahead_are_those_of_the_learner() -> None:
    late = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    ahead = (late + timedelta(hours=1), late + 2 * DAY, late + 2 * DAY, late + 9 * DAY)
    end = Summary(seen=4, due=0, new=0, ahead=ahead, practice=None)
    assert "Due again: 1 later today, 2 in 2 days, 1 in 9 days." in _text(end, late)
    there = ZoneInfo("Asia/Karachi")
    assert "Due again: 1 later today, 2 in 2 days, 1 in 9 days." in _text(end, late, there)
    before_midnight_there = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
    end = Summary(1, 0, 0, (before_midnight_there + timedelta(hours=1),), None)
    assert "Due again: 1 later today." in _text(end, before_midnight_there)
    assert "Due again: 1 tomorrow." in _text(end, before_midnight_there, there)


def test_only_the_next_days_with_cards_are_named() -> None:
    ahead = tuple(NOON + days * DAY for days in (1, 2, 3, 4, 5, 6))
    said = _text(Summary(6, 0, 0, ahead, None))
    assert "Due again: 1 tomorrow, 1 in 2 days, 1 in 3 days." in said


def test_a_practice_is_suggested_with_its_reason_and_a_way_to_its_briefing() -> None:
    scenario = machine("short", title="Ten < nine & more").scenario
    end = Summary(2, 0, 0, (), DuePractice(scenario, "empowerment"))
    (message,) = summary(end, catalogue(), NOON, LONDON)
    assert (
        "<b>A practice for you</b>\n“Ten &lt; nine &amp; more” lets you practise this again: "
        "Empowering the mentee." in message.html
    )
    assert message.rows[0] == (("Read about the practice", Brief("short")),)
