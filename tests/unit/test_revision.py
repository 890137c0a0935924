"""When cards and marking points are due, and which card comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice import learning as use_cases
from bot.practice.learning import NEW_CARDS, Asking, Learning, Session, Summary
from bot.practice.library import Library
from bot.practice.progress import Finished
from bot.practice.records import Learner
from bot.practice.revision import (
    Memory,
    Recall,
    Slip,
    Term,
    deck,
    points_due,
    practice_due,
    reviewed,
)
from bot.telegram.buttons import Rate, ShowCard, encode
from scenarios.machine import ScenarioMachine
from scoring.marking import Status
from tests.telegram.authored import machine
from tests.unit.authored import catalogue

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SAM = Learner(1, 101, NOON)
UNIT = "aim-l2-mentoring"

_RECALLS = st.sampled_from(Recall)


@dataclass
class Memories:
    """What revision remembers, without a database."""

    of: dict[str, Memory] = field(default_factory=dict)
    attempts: list[Finished] = field(default_factory=list)
    tried: dict[str, bool] = field(default_factory=dict)

    async def remembered_cards(self, learner: int) -> Mapping[str, Memory]:
        assert learner == SAM.id
        return dict(self.of)

    async def review_card(self, learner: int, card: str, memory: Memory, since: datetime) -> bool:
        assert learner == SAM.id
        if card in self.of and self.of[card].reviewed_at >= since:
            return False
        self.of[card] = memory
        return True

    async def completed(self, learner: int) -> Sequence[Finished]:
        assert learner == SAM.id
        return self.attempts

    async def done(self, learner: int) -> Mapping[str, bool]:
        assert learner == SAM.id
        return self.tried


def done(at: datetime, statuses: Mapping[str, Status]) -> Finished:
    return Finished("token", "played", "0123456789ab", "practice", at, 50, False, statuses)


def learning(
    memories: Memories, now: datetime = NOON, unit: str | None = UNIT, *played: ScenarioMachine
) -> Learning:
    return use_cases.learning(memories, Library(catalogue(), played), now, SAM, unit)


async def gone_through(memories: Memories, now: datetime, recall: Recall) -> tuple[int, Summary]:
    """Answer every card of a session without taking any time; return how many there were."""
    at = learning(memories, now)
    shown = await at.start()
    answered = 0
    while isinstance(shown, Asking):
        assert await at.rate(shown.session, shown.face.id, recall)
        answered += 1
        shown = await at.go_on(shown.session)
    return answered, shown


def test_a_units_cards_begin_with_its_key_terms_and_then_its_mistakes() -> None:
    cards = list(deck(catalogue(), UNIT).values())
    terms = {card.term.lower() for card in cards[:6] if isinstance(card, Term)}
    assert terms == set(catalogue().units[UNIT].key_terms)
    assert all(isinstance(card, Slip) for card in cards[6:14])
    assert len(cards) == len(catalogue().glossary) + 8


def test_without_a_unit_there_are_no_cards() -> None:
    assert deck(catalogue(), None) == {}


@pytest.mark.parametrize("unit", catalogue().units)
def test_the_buttons_of_every_card_are_short_enough_for_telegram(unit: str) -> None:
    for card in deck(catalogue(), unit):
        _, name = card.split(":")
        for button in (Rate(name, 3, "zzzzzzz", 999), ShowCard(name, "zzzzzzz", 999)):
            assert len(encode(button).encode()) <= 64, card


@given(recalls=st.lists(st.tuples(_RECALLS, st.integers(0, 10**7)), min_size=1, max_size=20))
def test_what_was_reviewed_is_due_again_after_a_day_at_least_and_a_season_at_most(
    recalls: list[tuple[Recall, int]],
) -> None:
    memory: Memory | None = None
    at = NOON
    for recall, seconds in recalls:
        at += timedelta(seconds=seconds)
        memory = reviewed(memory, recall, at)
        assert DAY <= memory.due_at - at <= 90 * DAY
        assert memory.reviewed_at == at
        assert memory.due_at.tzinfo is UTC


@given(before=st.lists(_RECALLS, max_size=6), later=st.integers(1, 60))
def test_what_was_known_better_is_never_due_sooner(before: list[Recall], later: int) -> None:
    memory: Memory | None = None
    at = NOON
    for recall in before:
        memory = reviewed(memory, recall, at)
        at = memory.due_at
    at += timedelta(days=later)
    due = [reviewed(memory, recall, at).due_at for recall in Recall]
    assert due == sorted(due)


async def test_a_session_of_new_cards_ends_after_a_few() -> None:
    memories = Memories()
    answered, summary = await gone_through(memories, NOON, Recall.YES)
    assert answered == summary.seen == NEW_CARDS
    assert summary.due == 0
    assert summary.new == len(deck(catalogue(), UNIT)) - NEW_CARDS
    assert len(summary.ahead) == NEW_CARDS


async def test_what_is_due_comes_before_what_is_new() -> None:
    memories = Memories()
    await gone_through(memories, NOON, Recall.NOT_YET)
    known = set(memories.of)
    at = learning(memories, NOON + DAY)
    shown = await at.start()
    order: list[str] = []
    while isinstance(shown, Asking):
        order.append(shown.face.id)
        assert shown.number == len(order)
        await at.rate(shown.session, shown.face.id, Recall.YES)
        shown = await at.go_on(shown.session)
    assert set(order[:NEW_CARDS]) == known
    assert len(order) == 2 * NEW_CARDS


async def test_after_five_minutes_a_session_is_over() -> None:
    memories = Memories()
    shown = await learning(memories).start()
    assert isinstance(shown, Asking)
    just_before = learning(memories, NOON + timedelta(minutes=4, seconds=59))
    assert isinstance(await just_before.go_on(shown.session), Asking)
    summary = await learning(memories, NOON + timedelta(minutes=5)).go_on(shown.session)
    assert isinstance(summary, Summary)
    assert summary.seen == 0


async def test_a_card_counts_once_in_a_session() -> None:
    memories = Memories()
    at = learning(memories)
    shown = await at.start()
    assert isinstance(shown, Asking)
    card = shown.face.id
    assert await at.rate(shown.session, card, Recall.NOT_YET)
    before = dict(memories.of)
    assert not await at.rate(shown.session, card, Recall.YES)
    assert await at.turn_over(shown.session, card) is None
    assert memories.of == before


async def test_cards_that_the_catalogue_no_longer_has_are_left_out() -> None:
    memory = reviewed(None, Recall.NOT_YET, NOON)
    gone = {"term:no-longer": memory, "mistake:employment-mentoring.no-records": memory}
    memories = Memories(gone)
    at = learning(memories, NOON + 9 * DAY)
    assert not await at.anything_due()
    session = Session(at.now, 0)
    assert not await at.rate(session, "term:no-longer", Recall.YES)
    assert await at.turn_over(session, "term:no-longer") is None
    assert memories.of == gone
    answered, _ = await gone_through(memories, at.now, Recall.YES)
    assert answered == NEW_CARDS


def test_a_point_not_shown_is_due_the_next_day_and_one_shown_later() -> None:
    statuses = {
        "questioning": Status.NOT_MET,
        "boundaries": Status.MET,
        "review": Status.NOT_REACHED,
    }
    finished = [done(NOON, statuses)]
    assert points_due(finished, NOON) == {}
    assert points_due(finished, NOON + DAY) == {"questioning": NOON + DAY}
    assert list(points_due(finished, NOON + 9 * DAY)) == ["questioning", "boundaries"]


@given(
    statuses=st.lists(st.sampled_from(Status), min_size=1, max_size=8),
    hours=st.lists(st.integers(0, 900), min_size=8, max_size=8),
)
def test_a_point_shown_again_is_not_due_at_once_whatever_came_before(
    statuses: list[Status], hours: list[int]
) -> None:
    at = NOON
    finished = []
    for status, passed in zip(statuses, hours, strict=False):
        at += timedelta(hours=passed)
        finished.append(done(at, {"questioning": status}))
    after = [*finished, done(at, {"questioning": Status.MET})]
    assert points_due(after, at) == {}
    assert list(points_due(after, at + 90 * DAY)) == ["questioning"]


def test_a_practice_for_what_is_due_longest_is_suggested_in_the_own_unit_first() -> None:
    own = replace(machine("own").scenario, units=(UNIT,))
    tried = replace(own, id="tried")
    other = replace(own, id="other", units=())
    due = ["boundaries", "empowerment", "active-listening"]
    for scenarios, wanted in (
        ([other, tried, own], "own"),
        ([other, tried], "tried"),
        ([other], "other"),
    ):
        found = practice_due(due, UNIT, scenarios, {"tried": True})
        assert found is not None
        assert (found.scenario.id, found.point) == (wanted, "empowerment")
    assert practice_due(["boundaries"], UNIT, [own], {}) is None
    assert practice_due([], UNIT, [own], {}) is None


async def test_a_summary_suggests_a_practice_when_a_point_is_due() -> None:
    memories = Memories(attempts=[done(NOON, {"empowerment": Status.PARTLY_MET})])
    played = machine("short")
    for now, due in ((NOON, None), (NOON + DAY, "short")):
        at = learning(memories, now, UNIT, played)
        summary = await at.end(Session(now, 0))
        assert (summary.practice and summary.practice.scenario.id) == due
        assert await at.anything_due() is (due is not None)
