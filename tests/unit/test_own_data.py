"""A learner's copy of everything: what is in it, and that it is safe to open."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.centre.own_data import KeptAtCentres, KeptEnrolment, KeptRole
from bot.centre.records import Noted
from bot.documents.making import make
from bot.practice.debrief import Answer
from bot.practice.library import Library
from bot.practice.own_data import (
    Document,
    Kept,
    KeptAccount,
    KeptCard,
    KeptMessage,
    KeptPage,
    KeptPageMessage,
    KeptUpdate,
    own_data,
)
from bot.practice.records import Attempt, Learner, RecordedTurn, Result
from bot.practice.remarking import Remark
from bot.storage.calls import Attachment
from scenarios.catalogue import load_catalogue
from tests.telegram.authored import machine
from tests.unit.memory import MemoryRecords

NOW = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
PAGE = Path(__file__).parents[2] / "docs" / "learners" / "your-copy.md"
HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} {% raw %} &amp; \"'> é 🙂 \ud800"
TITLE = "{{ title }} <b>& more"

_MACHINE = machine(title=TITLE)
_LEARNER = Learner(3, 77, NOW)
_ATTEMPT = Attempt(
    id=9,
    learner=3,
    token="",
    scenario="short",
    version=_MACHINE.scenario.version,
    mode="practice",
    started_at=NOW,
    completed_at=NOW + timedelta(minutes=5),
    replaced_at=None,
    shown=(),
    turns=(
        RecordedTurn("opening", "ask", ("tell", "ask"), NOW),
        RecordedTurn("kept", "order", ("order", "plan"), NOW),
    ),
    result=Result("gone", 67, False, {"active-listening": {"marks": 2, "max": 2, "status": "met"}}),
)
_AFTER = _ATTEMPT.result
assert _AFTER is not None
_BEFORE = replace(_AFTER, percent=33)
_REPLAY = replace(_ATTEMPT, id=12, mode="replay", replays=9, replay_from=2)
_KEPT = Kept(
    account=KeptAccount(77, NOW, NOW, "l2", True, False, "Europe/London", NOW, NOW),
    attempts=(_ATTEMPT, _REPLAY),
    answers={9: (Answer(1, HOSTILE, NOW), Answer(2, None, NOW))},
    remarks={9: (Remark(9, NOW, HOSTILE, HOSTILE, "0" * 12, "1" * 12, _BEFORE, _AFTER),)},
    cards=(KeptCard("term:mentoring", 2, None, 1.5, 5.0, NOW, NOW),),
    move_code_until=NOW,
    messages=(KeptMessage("sendMessage", HOSTILE, None, NOW, None, None),),
    set_aside=(KeptUpdate(json.dumps({"message": {"text": HOSTILE}}), "KeyError", 3, NOW),),
    page=KeptPage(NOW, NOW, (NOW,), (KeptPageMessage(1, True, HOSTILE, False, NOW),)),
    centres=KeptAtCentres(
        roles=(KeptRole("riverside", HOSTILE, "abcd1234", HOSTILE, "tutor", NOW, None, NOW),),
        enrolments=(KeptEnrolment(1, "riverside", HOSTILE, HOSTILE, HOSTILE, NOW, NOW, HOSTILE),),
        wrong_codes=(3, NOW),
        preview=(HOSTILE, 2, NOW),
        done=(Noted(NOW, "riverside", "abcd1234", HOSTILE, "invite", "invitation 1", HOSTILE),),
        about=(Noted(NOW, None, None, None, "export attempts", "learner 3", HOSTILE),),
    ),
)


class _Records(MemoryRecords):
    """Records that hold what the test says."""

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self._kept = kept

    async def kept(self, learner: Learner) -> Kept:  # noqa: ARG002 - there is only one
        return self._kept


async def _copy(kept: Kept = _KEPT) -> Document:
    library = Library(load_catalogue(), [_MACHINE])
    return await own_data(_Records(kept), library, _LEARNER, NOW, ("What happened?",))


def _made(kind: str, copy: Document) -> str:
    facts = {"copy": json.dumps(copy)}
    return make(Attachment("document", kind, facts)).content.decode()


async def test_what_learners_and_authors_write_comes_out_as_text() -> None:
    """Nothing in an answer, a message or a title becomes markup, or is evaluated."""
    page = _made("own-data-html", await _copy())
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} {% raw %} &amp;amp;" in page
    assert "{{ title }} &lt;b&gt;&amp; more" in page
    assert "49" not in page


async def test_the_page_needs_nothing_from_elsewhere() -> None:
    """It holds no script, no link and no picture, and says its language."""
    page = _made("own-data-html", await _copy())
    assert '<html lang="en-GB">' in page
    assert not re.search(r"<(script|link|img|iframe|object)|https?://|url\(|@import", page)


async def test_the_headings_of_the_page_go_down_one_at_a_time() -> None:
    """There is one first heading, and no level is passed over."""
    levels = [int(level) for level in re.findall(r"<h(\d)", _made("own-data-html", await _copy()))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


async def test_the_file_for_programs_gives_words_as_they_were() -> None:
    """JSON holds every text unchanged, whatever is in it."""
    copy = json.loads(_made("own-data-json", await _copy()))
    assert copy["practices"][0]["looking_back"][0]["answer"] == HOSTILE
    assert copy["updates_set_aside"][0]["update"] == {"message": {"text": HOSTILE}}


async def test_moments_are_in_utc_for_programs_and_local_for_people() -> None:
    """A program reads ISO 8601 with a Z; a person reads the day and their own time of day."""
    copy = await _copy()
    assert copy["made_at"] == "2031-05-06T07:08:09Z"
    assert "6 May 2031, 08:08 BST" in _made("own-data-html", copy)
    copy["settings"]["time_zone"] = "Nowhere/Known"
    assert "6 May 2031, 08:08 BST" in _made("own-data-html", copy)


async def test_another_way_names_the_practice_it_began_from() -> None:
    """Practices are numbered, and a replay points at the number and the turn."""
    first, second = (await _copy())["practices"]
    assert (first["number"], first["replay_of"], first["replay_from_turn"]) == (1, None, None)
    assert (second["number"], second["replay_of"], second["replay_from_turn"]) == (2, 1, 2)


async def test_names_are_added_where_they_are_known() -> None:
    """What was chosen, the marking points, the cards and the questions stand there in words."""
    copy = await _copy()
    (first, _), (card,) = copy["practices"], copy["cards"]
    assert [turn["said"] for turn in first["turns"]] == ["What kept you?", "Quit."]
    assert first["marks"][0]["title"] == "Active listening"
    assert first["looking_back"][0]["asked"] == "What happened?"
    assert card["asks"] == "Mentoring"


async def test_what_is_not_known_any_more_is_still_given() -> None:
    """A card, a unit, a scenario or a choice that is gone is given by its id."""
    gone = replace(_ATTEMPT, scenario="gone", version="0" * 12)
    other = replace(
        _ATTEMPT, turns=(RecordedTurn("nowhere", "x", (), NOW),), result=None, completed_at=None
    )
    card = KeptCard("picture:1", 2, 1, 1.5, 5.0, NOW, NOW)
    copy = await _copy(replace(_KEPT, attempts=(gone, other), cards=(card,), answers={}))
    assert [each["title"] for each in copy["practices"]] == [None, TITLE]
    assert copy["practices"][1]["turns"][0]["said"] is None
    page = _made("own-data-html", copy)
    assert "gone" in page
    assert "picture:1" in page


async def test_somebody_with_nothing_gets_a_whole_copy() -> None:
    """Every part of an empty copy is there and says so."""
    account = KeptAccount(77, NOW, None, None, False, True, "Europe/London", None, None)
    page = _made(
        "own-data-html",
        await _copy(Kept(account, (), {}, {}, (), None, (), (), None, KeptAtCentres())),
    )
    for part in ("Nothing yet.", "None yet.", "You have made no code.", "not chosen"):
        assert part in page


async def test_every_key_of_the_file_is_explained() -> None:
    """The page about the copy names each key that a program finds."""
    named = set(re.findall(r"`(\w+)`", PAGE.read_text("utf-8")))
    copy = {**await _copy(), "updates_set_aside": [{"at": 1, "error": 1, "tries": 1, "update": 1}]}
    assert set(_keys(copy)) - named == set()


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)
