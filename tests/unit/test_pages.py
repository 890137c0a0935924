"""The pages around the conversation: consent, help, the list, briefings."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.buttons import (
    Agree,
    Begin,
    Brief,
    Browse,
    Button,
    Leave,
    Resume,
    StartAgain,
    Under16,
)
from bot.telegram.views.layout import Message
from bot.telegram.views.pages import (
    briefing,
    by_unit,
    consent,
    help_page,
    scenario_list,
    unreadable,
)
from bot.telegram.words import playing as words
from scenarios.model import Scenario
from tests.telegram.authored import machine
from tests.unit.authored import catalogue

_PEER, _MENTORING = "aim-l2-peer-mentoring", "aim-l2-mentoring"


def test_consent_is_one_message_with_two_buttons() -> None:
    """The rules fit one message; its first button carries the link on."""
    (message,) = consent("play-short")
    assert message.rows == ((("I agree", Agree("play-short")), ("I am under 16", Under16())),)
    assert message.html.endswith(
        "By tapping I agree you confirm that you are 16 or over and accept these rules"
    )


@pytest.mark.parametrize("title", [None, "The short one"])
def test_help_has_every_number(title: str | None) -> None:
    """Whoever asks for help reads whom to call before anything else."""
    (message,) = help_page(title)
    assert message.html.index("999") < message.html.index("116 123")
    for number in ("0800 1111", "85258", "111", "safeguarding lead"):
        assert number in message.html
    assert ("The short one" in message.html) is (title is not None)


def test_an_empty_list_says_whom_to_ask() -> None:
    """Without scenarios there is one plain sentence and no button."""
    (message,) = scenario_list([], 0, {})
    assert message == Message(words.LIST_EMPTY)


def test_scenarios_stand_by_unit_then_level_then_title() -> None:
    """Units come in the catalogue's order, each scenario once, those of none at the end."""
    known = [
        _scenario("none"),
        _scenario("peer", units=(_PEER, _MENTORING), level=1),
        _scenario("b", units=(_MENTORING,), level=1),
        _scenario("c", units=(_MENTORING,), level=2),
        _scenario("a", units=(_MENTORING,), level=2),
    ]
    units = [unit for unit in catalogue().units if unit in {_PEER, _MENTORING}]
    assert units == [_MENTORING, _PEER]
    listed = by_unit(known, catalogue().units)
    assert [scenario.id for _, scenario in listed] == ["b", "a", "c", "peer", "none"]
    assert listed[0][0].startswith(catalogue().units[_MENTORING].title)
    assert listed[-1][0] == words.LIST_OTHER_UNIT


def test_the_learners_own_unit_comes_first_with_all_that_belongs_to_it() -> None:
    """A scenario of several units stands under the learner's own, and no other moves."""
    known = [
        _scenario("first", units=(_MENTORING,)),
        _scenario("shared", units=(_MENTORING, _PEER)),
        _scenario("peer", units=(_PEER,)),
    ]
    listed = by_unit(known, catalogue().units, _PEER)
    assert [scenario.id for _, scenario in listed] == ["peer", "shared", "first"]
    peer, other = (catalogue().units[unit].title for unit in (_PEER, _MENTORING))
    assert [heading.startswith(peer) for heading, _ in listed] == [True, True, False]
    assert listed[2][0].startswith(other)


@given(count=st.integers(1, 40), number=st.integers(0, 1000))
def test_any_page_can_be_asked_for(count: int, number: int) -> None:
    """Each page has a few scenarios and leads to its neighbours, also one that is gone."""
    listed = [("Unit", _scenario(f"s-{each:02}")) for each in range(count)]
    (message,) = scenario_list(listed, number, {})
    shown = [button.scenario for button in _buttons(message) if isinstance(button, Brief)]
    turns = [button.page for button in _buttons(message) if isinstance(button, Browse)]
    assert 1 <= len(shown) <= 6
    page = int(shown[0].removeprefix("s-")) // 6
    last = (count - 1) // 6
    assert page == min(number, last)
    assert turns == [each for each in (page - 1, page + 1) if 0 <= each <= last]


def test_a_list_of_one_page_has_nothing_to_turn() -> None:
    """With few scenarios there is neither a page number nor a button to turn."""
    listed = [("Unit", _scenario(f"s-{each}")) for each in range(6)]
    (message,) = scenario_list(listed, 0, {})
    assert "Page" not in message.html
    assert all(isinstance(button, Brief) for button in _buttons(message))


def test_every_scenario_is_on_one_page() -> None:
    """Turning through all pages shows each scenario once."""
    listed = [("Unit", _scenario(f"s-{each:02}")) for each in range(13)]
    shown = [
        button.scenario
        for number in range(3)
        for message in scenario_list(listed, number, {})
        for button in _buttons(message)
        if isinstance(button, Brief)
    ]
    assert shown == [scenario.id for _, scenario in listed]


def test_a_unit_is_named_once_on_a_page() -> None:
    """Scenarios of one unit stand under one heading."""
    listed = [
        ("First unit", _scenario("a")),
        ("First unit", _scenario("b")),
        ("Other", _scenario("c")),
    ]
    (message,) = scenario_list(listed, 0, {})
    assert message.html.count("First unit") == message.html.count("Other") == 1


@pytest.mark.parametrize(
    ("fields", "done", "facts"),
    [
        ({}, {}, "Not tried yet"),
        ({"level": 2}, {}, "Level 2, Not tried yet"),
        ({"minutes": 1}, {}, "about a minute, Not tried yet"),
        (
            {"level": 3, "minutes": 8},
            {"s": False},
            "Level 3, about 8 minutes, Done: not yet reached",
        ),
        ({}, {"s": True}, "Done: scenario standard reached"),
    ],
)
def test_what_is_known_of_a_scenario_is_listed(
    fields: dict[str, int], done: dict[str, bool], facts: str
) -> None:
    """Level and minutes are left out where the author gave none; how it went is always said."""
    (message,) = scenario_list([("Unit", _scenario("s", **fields))], 0, done)
    assert message.html.endswith(f"What s is about.\n{facts}")


def test_a_long_title_is_shortened_on_its_button_only() -> None:
    """A button shows the beginning of a long title; the message has all of it."""
    title = "A very long title " * 10
    (message,) = scenario_list([("Unit", _scenario("s", title=title))], 0, {})
    (((label, _),),) = message.rows
    assert len(label) <= 60
    assert label.endswith("…")
    assert title.strip() in message.html


def test_a_briefing_offers_begin_and_leave() -> None:
    """With nothing under way a briefing can be begun or left."""
    (message,) = briefing(_scenario("s"), None)
    assert message.rows == ((("Begin", Begin("s", "")), ("Leave", Leave(""))),)
    assert "Before you start" not in message.html
    assert message.html.startswith("<b>The s one</b>")


def test_a_briefing_names_what_it_would_end() -> None:
    """With another attempt under way `Begin` names it, and the way back stands beside it."""
    (message,) = briefing(_scenario("s"), ("token", "Another <one>"))
    assert message.rows == ((("Begin", Begin("s", "token")), ("Resume", Resume())),)
    assert "You are part-way through “Another &lt;one&gt;”." in message.html


def test_a_sensitive_briefing_warns_and_shows_the_way_out() -> None:
    """A content note comes with a neutral first line, and with /help and leaving."""
    (message,) = briefing(_scenario("s", content_note="Mentions a locked door."), None)
    assert message.html.startswith("Your practice is ready.\n\n")
    assert (
        "<b>Before you start</b>\nMentions a locked door.\n"
        "You can leave at any time. /help has people to talk to." in message.html
    )


def test_what_cannot_go_on_can_be_started_again() -> None:
    """An attempt whose version is lost offers its scenario's present text."""
    (message,) = unreadable("token")
    assert message.rows == ((("Start again", StartAgain("token")),),)


def _scenario(name: str, **fields: Any) -> Scenario:
    """Return a scenario with these fields; the others are the same for all."""
    own = {"id": name, "title": f"The {name} one", "summary": f"What {name} is about.", **fields}
    return replace(_one(), **own)


@cache
def _one() -> Scenario:
    return machine().scenario


def _buttons(message: Message) -> Iterator[Button]:
    return (button for row in message.rows for _, button in row)
