"""Progress as it is read and as it is pictured: the same facts, on any number of attempts."""

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.documents.making import make
from bot.practice.progress import Finished, FinishedPage, Standing
from bot.standin.files import picture_size
from bot.storage.calls import Attachment
from bot.telegram.buttons import Brief, ChooseUnit, ListFinished, ProgressPage, ReadAgain
from bot.telegram.views.layout import MESSAGE_UNITS, units
from bot.telegram.views.progress import day_of, page, time_of
from bot.telegram.views.progress_picture import picture
from bot.telegram.views.reading import finished_list, reading
from scenarios.model import Scenario
from scoring.feedback import report
from scoring.marking import Status
from scoring.progress import Completed, progress
from tests.telegram.authored import choice, ending, machine
from tests.unit.authored import catalogue
from tests.unit.positions import position

_LONDON = ZoneInfo("Europe/London")
_UNIT = catalogue().units["aim-l2-mentoring"]
_MAY = datetime(2031, 5, 3, 23, 30, tzinfo=UTC)
_LAYOUT_COLOURS = {"ink", "soft", "teal", "amber", "red"}


def standing(
    attempts: Sequence[Completed], *titles: str, unit: bool = True, known: bool = True
) -> Standing:
    """Return the standing of a learner whose library has scenarios with these titles."""
    library = [_scenario(f"s{number}", title) for number, title in enumerate(titles)]
    shown = progress(attempts, _UNIT if unit else None, library, catalogue())
    return Standing(shown, {each.id: each for each in library} if known else {})


def done(number: int, percent: int = 50, statuses: Mapping[str, Status] | None = None) -> Completed:
    at = _MAY + timedelta(days=number)
    return Completed(f"s{number}", (_UNIT.id,), at, percent, percent >= 70, statuses or {})


def told(stood: Standing) -> str:
    """Return all pages as one text."""
    count = _count(stood)
    return "\n".join(page(stood, catalogue(), _LONDON, n)[0].html for n in range(count))


def png(stood: Standing) -> bytes:
    """Draw the picture as it is drawn when it is sent."""
    facts = json.loads(json.dumps(picture(stood, catalogue())))
    file = make(Attachment("photo", "progress-chart", facts))
    assert (file.field, file.name) == ("photo", "progress.png")
    return file.content


def test_a_day_is_that_of_the_learners_own_time_zone() -> None:
    """Half past eleven at night in UTC is the next day in a London summer."""
    assert (day_of(_MAY, _LONDON), time_of(_MAY, _LONDON)) == ("4 May 2031", "00:30")


def test_the_first_page_says_it_all_in_short_and_leads_on() -> None:
    """Counts, the unit and what to practise next; then the ways on."""
    stood = standing([done(0, 80), done(1, 40)], "Zero", "One", "Two")
    (first,) = page(stood, catalogue(), _LONDON, 0)
    assert "Conversations finished: 2\nStandard reached in 1 of 2\n" in first.html
    suggested, ways, turning = first.rows
    assert isinstance(suggested[0][1], Brief)
    assert [button for _, button in ways] == [ListFinished(0), ChooseUnit("progress")]
    assert [button for _, button in turning] == [ProgressPage(1)]


def test_without_a_unit_there_are_no_criteria_and_the_way_to_choose_one() -> None:
    """Nothing is said to be supported then, in words or in the picture."""
    stood = standing([done(0, 80, {"role-clarity": Status.MET})], "Zero", unit=False)
    assert "You have not chosen a unit yet." in told(stood)
    assert "Criteri" not in told(stood).replace("see its criteria", "")
    facts = picture(stood, catalogue())
    assert facts["criteria"] is None
    assert facts["unit"] is None
    assert png(stood)


def test_a_skill_met_with_a_slip_only_is_not_said_to_be_shown_in_conversations() -> None:
    """It counts for no conversation, and the next practice says why to try it once more."""
    points = ("active-listening", "empowerment")
    slipped = replace(done(0, 80, dict.fromkeys(points, Status.MET)), slipped=frozenset(points))
    stood = standing([slipped], "The one", "The other")
    assert "in 0 conversations" not in json.dumps(picture(stood, catalogue()))
    assert "You showed that skill, but with a slip. Show it once without." in told(stood)


def test_a_supported_criterion_says_so_without_what_is_missing() -> None:
    """It is evidence, and an assessor decides: that is said once."""
    met = {"role-clarity": Status.MET}
    stood = standing([done(0, 80, met), done(1, 80, met)], "Zero", "One")
    text = told(stood)
    assert "<b>Criterion 1: supported</b>\nDefines mentoring" in text
    assert text.count("Only an assessor can say") == 1
    assert "To show in 2 more conversations: Boundaries" in text
    facts = picture(stood, catalogue())
    assert facts["criteria"]["title"] == "Criteria: 1 of 5 supported"
    assert (facts["criteria"]["supported"], facts["criteria"]["of"]) == (1, 5)


@pytest.mark.parametrize("status", list(Status))
def test_every_status_stands_in_words_beside_its_sign(status: Status) -> None:
    """Nothing is told by shape or colour alone, and the words are those of the text."""
    stood = standing([done(0, 50, {"role-clarity": status})], "Zero")
    rows = picture(stood, catalogue())["skills"]["rows"]
    row = next(each for each in rows if each["title"] == "Explaining the role")
    said = row["standing"].removesuffix(" in 1 conversation")
    assert f"Explaining the role: {said}" in told(stood)
    assert png(stood)


def test_many_and_long_ones_stay_within_what_telegram_takes() -> None:
    """29 scenarios with long titles: each page fits, and the picture shows the newest eight."""
    titles = [f"{number} {'W' * 90} and more" for number in range(29)]
    statuses = dict.fromkeys(catalogue().marking_points, Status.PARTLY_MET)
    stood = standing([done(number, number, statuses) for number in range(29)], *titles)
    for number in range(_count(stood)):
        (shown,) = page(stood, catalogue(), _LONDON, number)
        assert units(shown.html) <= MESSAGE_UNITS
        assert all(len(label) <= 40 for row in shown.rows for label, _ in row)
    facts = picture(stood, catalogue())
    assert len(facts["scenarios"]["rows"]) == 8
    assert facts["scenarios"]["rows"][0]["title"].startswith("28 ")
    assert "More in the message below: 21" in facts["scenarios"]["notes"]
    assert len(facts["skills"]["rows"]) == 22
    size = picture_size(png(stood))
    assert size is not None
    width, height = size
    assert width == 1080
    assert width + height <= 10_000
    assert height <= 4 * width


@pytest.mark.parametrize(
    "title", ['#panic("x")', "*[", "$x", "`", "]", "\\", "@nobody", "<a>", "//", "#let x ="]
)
def test_a_title_that_looks_like_markup_is_drawn_as_it_is(title: str) -> None:
    """It stops nothing, and it is in the picture: a title of as many other signs looks unlike."""
    drawn = png(standing([done(0)], title))
    assert drawn != png(standing([done(0)], ""))
    assert drawn != png(standing([done(0)], title.replace(title[0], "o")))


def test_the_same_facts_make_the_same_picture() -> None:
    """Nothing of the machine or the hour gets into it."""
    assert png(standing([done(0)], "Zero")) == png(standing([done(0)], "Zero"))


def test_a_scenario_that_cannot_be_read_any_more_is_told_without_its_title() -> None:
    """Its numbers count all the same; there is no pass mark to draw."""
    stood = standing([done(0, 80)], "Zero", known=False)
    assert "<b>An older conversation</b>\n80%, one try on 4 May 2031" in told(stood)
    (row,) = picture(stood, catalogue())["scenarios"]["rows"]
    assert (row["title"], row["pass"]) == ("An older conversation", None)
    assert png(stood)


def test_the_words_of_the_picture_stand_out_from_their_ground() -> None:
    """Every colour that words or signs have is at least 4.5 to 1 against the grounds they have."""
    layout = _layout()
    for colour in _LAYOUT_COLOURS:
        for ground in ("ground", "card"):
            assert _contrast(layout[colour], layout[ground]) >= 4.5, (colour, ground)


def test_a_list_of_nothing_leads_back() -> None:
    """As after everything was deleted, on an old button."""
    (empty,) = finished_list(FinishedPage((), 0, 0, {}), _LONDON)
    assert empty.html.startswith("There is nothing to read again yet.")
    assert empty.rows == ((("Back", ProgressPage(0)),),)


def test_labels_of_the_list_are_short_and_tell_another_way_apart() -> None:
    """A long title is cut; each button names its attempt."""
    attempts = [
        Finished(token, "s0", "v", mode, _MAY, 50, False, {})
        for token, mode in (("a", "replay"), ("b", "practice"))
    ]
    known = {"s0": _scenario("s0", "A title that goes on and on and on")}
    (shown,) = finished_list(FinishedPage(attempts, 1, 3, known), _LONDON)
    *rows, turning = shown.rows
    assert [button for row in rows for _, button in row] == [
        ReadAgain("a", 0, 1),
        ReadAgain("b", 0, 1),
    ]
    labels = [label for row in rows for label, _ in row]
    assert labels[0] == "Another way, 4 May, 00:30: A title that…"
    assert labels[1] == "4 May, 00:30: A title that goes on and…"
    assert [button for _, button in turning] == [ListFinished(0), ListFinished(2)]


def test_a_very_long_attempt_is_read_in_pages_that_fit() -> None:
    """Bubbles, replies and feedback at the format's limits, over many turns, lose nothing."""
    nodes: dict[str, Any] = {
        f"n{number}": {
            "scene": "S" * 1000,
            "mentee": ["M" * 390] * 3,
            "choices": {"go": choice("C" * 300, f"n{number + 1}", feedback="F" * 900)},
        }
        for number in range(12)
    }
    nodes["opening"] = nodes.pop("n0")
    nodes["n12"] = ending("The end.")
    long = machine("long", nodes, content_note="Take care.")
    played = position(long, *["go"] * 12)
    made = report(long, played.turns, catalogue())
    answers = {1: "A" * 2000, 2: None, 3: "&<>" * 600}
    texts, number, count = [], 0, 1
    while number < count:
        shown = reading(played, made, answers, _LONDON, first=None, number=number, listed=2)
        count = int(shown.html.rpartition(" of ")[2])
        assert f"Page {number + 1} of {count}" in shown.html
        assert shown.html.startswith("Your practice, to read again.\n\n")
        assert units(html.unescape(shown.html)) <= MESSAGE_UNITS
        texts.append(shown.html)
        number += 1
    assert "Turn 1" in texts[0]
    whole = "".join(texts)
    for sign, expected in (("S", 12_000), ("M", 14_040), ("F", 10_800), ("A", 2000)):
        assert whole.count(sign) >= expected
    assert whole.count("You skipped this one.") == 1
    assert whole.count("&lt;") == 600


def _scenario(name: str, title: str) -> Scenario:
    return replace(_shell(name), title=title, units=(_UNIT.id,))


def _shell(name: str) -> Scenario:
    return replace(_SHORT, id=name)


_SHORT = machine("short").scenario


def _count(stood: Standing) -> int:
    count = 1
    while any(
        button == ProgressPage(count)
        for row in page(stood, catalogue(), _LONDON, count - 1)[0].rows
        for _, button in row
    ):
        count += 1
    return count


def _layout() -> dict[str, str]:
    """Return the colours of the picture's layout by their names."""
    text = files("bot.documents").joinpath("chart.typ").read_text("utf-8")
    return dict(re.findall(r'#let ([a-z-]+) = rgb\("#([0-9a-f]{6})"\)', text))


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
