"""Looking back on a finished attempt, over records in memory."""

from datetime import timedelta

import pytest

from bot.practice.debrief import (
    CHANGEABLE,
    MOST_CHARACTERS,
    QUESTIONS,
    Answer,
    Debrief,
    Debriefing,
    TooLong,
)
from bot.practice.library import Library
from tests.telegram.authored import machine
from tests.unit.authored import catalogue
from tests.unit.test_practice import _KIM, _NOON, _SAM, Place


@pytest.fixture
async def place() -> Place:
    """A place where Sam finished the attempt 1."""
    place = Place(Library(catalogue(), [machine("short"), machine("other")]))
    await place.played("ask", "order")
    return place


def token(place: Place) -> str:
    return place.records.attempts[1].token


def debriefing(place: Place, after: timedelta = timedelta()) -> Debriefing:
    return Debriefing(place.records, _NOON + after)


async def answered(place: Place, *texts: str | None) -> Debrief:
    """Answer the questions from the first on."""
    debrief = None
    for question, text in enumerate(texts, start=1):
        use_case = debriefing(place)
        if text is None:
            debrief = await use_case.skip(_SAM, token(place), question)
        else:
            outcome = await use_case.answer(_SAM, token(place), question, text)
            assert isinstance(outcome, Debrief)
            debrief = outcome
    assert isinstance(debrief, Debrief)
    return debrief


async def test_the_first_question_is_open_at_first(place: Place) -> None:
    """Nothing is answered before the first answer, and nothing can be changed."""
    debrief = await debriefing(place).look_back(_SAM, token(place))
    assert debrief is not None
    assert (debrief.open_question, debrief.answers, debrief.changeable) == (1, (), False)


async def test_each_answer_opens_the_next_question(place: Place) -> None:
    """Answered or skipped, a question is done; after the last none is open."""
    debrief = await answered(place, "It went well.")
    assert debrief.open_question == 2
    debrief = await answered(place, "again", None)
    assert debrief.open_question == 3
    debrief = await answered(place, "again", "again", "Ask more.")
    assert debrief.open_question is None
    assert [debrief.text(each) for each in range(1, QUESTIONS + 1)] == [
        "It went well.",
        None,
        "Ask more.",
    ]


@pytest.mark.parametrize("question", [0, 1, 3, 4])
async def test_a_question_that_is_not_open_takes_no_answer(place: Place, question: int) -> None:
    """An answer to one done already, or one not asked yet, changes nothing."""
    before = await answered(place, "first")
    assert await debriefing(place).answer(_SAM, token(place), question, "other") == before
    assert await debriefing(place).skip(_SAM, token(place), question) == before
    assert len(place.records.answers[1]) == 1


@pytest.mark.parametrize("length", [MOST_CHARACTERS, MOST_CHARACTERS + 1])
async def test_an_answer_has_a_longest_length(place: Place, length: int) -> None:
    """Up to the limit it is kept whole; beyond, nothing is kept and its length is told."""
    outcome = await debriefing(place).answer(_SAM, token(place), 1, "x" * length)
    if length > MOST_CHARACTERS:
        assert outcome == TooLong(length)
        assert await place.records.debrief(1) == []
    else:
        assert isinstance(outcome, Debrief)
        assert outcome.text(1) == "x" * length


async def test_nobody_looks_back_on_what_is_not_theirs_or_not_finished(place: Place) -> None:
    """An attempt of somebody else, of nobody, or under way has no debrief."""
    under_way = await place.started("other")
    for learner, name in (
        (_KIM, token(place)),
        (_SAM, "nothing"),
        (_SAM, under_way.attempt.token),
    ):
        assert await debriefing(place).look_back(learner, name) is None
        assert await debriefing(place).answer(learner, name, 1, "mine") is None
        assert await debriefing(place).change(learner, name, 1, "mine") is None
    assert place.records.answers == {}


async def test_answers_can_be_changed_for_a_day(place: Place) -> None:
    """To the last moment of it a text takes another's place; when it was given stays."""
    await answered(place, "one", None, "three")
    for question, text in ((1, "uno"), (2, "dos")):
        await debriefing(place, CHANGEABLE).change(_SAM, token(place), question, text)
    assert await place.records.debrief(1) == [
        Answer(1, "uno", _NOON),
        Answer(2, "dos", _NOON),
        Answer(3, "three", _NOON),
    ]


async def test_after_a_day_answers_stay(place: Place) -> None:
    """A moment too late nothing changes, however short the change."""
    await answered(place, "one", None, "three")
    late = debriefing(place, CHANGEABLE + timedelta(microseconds=1))
    debrief = await late.change(_SAM, token(place), 1, "uno")
    assert isinstance(debrief, Debrief)
    assert not debrief.changeable
    assert debrief.text(1) == "one"


async def test_the_day_begins_with_the_last_answer(place: Place) -> None:
    """Somebody who takes days over the questions can still change the first when all is done."""
    await answered(place, "one", "two")
    later = timedelta(days=3)
    await debriefing(place, later).answer(_SAM, token(place), 3, "three")
    debrief = await debriefing(place, later + CHANGEABLE).change(_SAM, token(place), 1, "uno")
    assert isinstance(debrief, Debrief)
    assert debrief.text(1) == "uno"


async def test_an_open_debrief_is_answered_and_not_changed(place: Place) -> None:
    """Before the last answer there is nothing to change, and a change has its limit too."""
    await answered(place, "one")
    debrief = await debriefing(place).change(_SAM, token(place), 1, "uno")
    assert isinstance(debrief, Debrief)
    assert debrief.text(1) == "one"
    await answered(place, "one", "two", "three")
    long = "x" * (MOST_CHARACTERS + 1)
    assert await debriefing(place).change(_SAM, token(place), 1, long) == TooLong(len(long))
