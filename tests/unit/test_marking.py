"""Attempts are marked exactly as the format's page says."""

import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.machine import ChoiceNotOffered, ScenarioMachine, Turn
from scoring.marking import Marks, PointMarks, Slip, Status, mark
from tests.unit.authored import EXAMPLE, catalogue, load
from tests.unit.rubrics import (
    EMPOWERMENT,
    HANDLES_ALONE,
    LISTENING,
    REFERRAL,
    SOLVE,
    Authored,
    choice,
    ending,
    machine,
    node,
    taken,
)


def marked(played: ScenarioMachine, *choices: str) -> Marks:
    return mark(played, taken(played, *choices), catalogue())


def example(*choices: str) -> Marks:
    return marked(ScenarioMachine(load(EXAMPLE)), *choices)


def statuses(marks: Marks) -> dict[str, tuple[str, int, int | None]]:
    """Return status, marks and deciding turn by point."""
    return {p.point: (p.status.value, p.marks, p.decided_at) for p in marks.points.values()}


def test_the_best_path_of_the_page_meets_every_point_where_it_was_shown() -> None:
    marks = example("ask-open", "explain-limits", "refer", "options")
    assert statuses(marks) == {
        "active-listening": ("met", 3, 1),
        "confidentiality": ("met", 2, 2),
        "empowerment": ("met", 2, 4),
        "safeguarding-referral": ("met", 2, 3),
    }
    assert (marks.percent, marks.achieved, marks.slips) == (100, True, ())


def test_a_short_bad_path_is_marked_against_the_whole_rubric() -> None:
    marks = example("standards", "press")
    assert statuses(marks) == {
        "active-listening": ("not met", 0, 2),
        "confidentiality": ("not reached", 0, None),
        "empowerment": ("not reached", 0, None),
        "safeguarding-referral": ("not reached", 0, None),
    }
    assert (marks.percent, marks.achieved) == (0, False)


def test_a_promise_put_right_is_partly_met_with_a_slip_and_can_still_achieve() -> None:
    marks = example("ask-open", "promise", "refer", "own-it", "options")
    assert statuses(marks)["confidentiality"] == ("partly met", 1, 4)
    assert marks.points["confidentiality"].slips == (2,)
    assert [(slip.turn, slip.mistake) for slip in marks.slips] == [
        (2, "aim-l2-mentoring.never-share")
    ]
    assert (marks.percent, marks.achieved) == (89, True)


def test_what_cannot_be_undone_fails_its_point_and_the_scenario() -> None:
    marks = example("ask-open", "explain-limits", "wait", "options")
    assert statuses(marks)["safeguarding-referral"] == ("failed", 0, 3)
    assert marks.points["safeguarding-referral"].slips == (3,)
    assert (marks.percent, marks.achieved) == (67, False)


def test_under_way_marks_are_of_the_turns_so_far_and_nothing_is_achieved() -> None:
    marks = example("ask-open")
    assert statuses(marks) == {
        "active-listening": ("met", 2, 1),
        "confidentiality": ("not met", 0, None),
        "empowerment": ("not reached", 0, None),
        "safeguarding-referral": ("not reached", 0, None),
    }
    assert (marks.percent, marks.achieved) == (22, False)


def test_before_the_first_turn_what_is_on_offer_counts_as_not_met() -> None:
    marks = example()
    assert statuses(marks)["active-listening"] == ("not met", 0, None)
    assert (marks.percent, marks.achieved) == (0, False)


def test_a_failed_point_keeps_no_marks_and_is_decided_by_the_first_turn_that_failed_it() -> None:
    played = machine(
        {
            "a": node(good=choice("b", awards={REFERRAL: 2})),
            "b": node(bad=choice("c", fails=[REFERRAL])),
            "c": node(worse=choice(fails=[REFERRAL]), good=choice(awards={REFERRAL: 2})),
        },
        {REFERRAL: {"max": 2, "critical": True}},
    )
    for last in ("worse", "good"):
        marks = marked(played, "good", "bad", last)
        assert statuses(marks) == {REFERRAL: ("failed", 0, 2)}
        assert (marks.percent, marks.achieved) == (0, False)


def test_awards_count_the_first_time_a_choice_is_taken() -> None:
    nodes = {"a": node(again=choice("a", awards={LISTENING: 1}, once=False), go=choice())}
    marks = marked(machine(nodes), "again", "again", "again", "go")
    assert statuses(marks) == {LISTENING: ("partly met", 1, 1)}


def test_the_same_choice_id_at_two_nodes_is_two_choices() -> None:
    nodes = {
        "a": node(ask=choice("b", awards={LISTENING: 1})),
        "b": node(ask=choice(awards={LISTENING: 1})),
    }
    assert statuses(marked(machine(nodes), "ask", "ask")) == {LISTENING: ("met", 2, 2)}


def test_marks_are_capped_at_the_points_maximum() -> None:
    nodes = {
        "a": node(ask=choice("b", awards={LISTENING: 2})),
        "b": node(ask=choice(awards={LISTENING: 3})),
    }
    marks = marked(machine(nodes, {LISTENING: {"max": 4}}), "ask", "ask")
    assert statuses(marks) == {LISTENING: ("met", 4, 2)}
    assert marks.percent == 100


def test_a_point_is_met_from_the_marks_that_it_asks_for() -> None:
    nodes = {
        "a": node(ask=choice("b", awards={LISTENING: 1})),
        "b": node(ask=choice("c", awards={LISTENING: 1})),
        "c": node(ask=choice(awards={LISTENING: 1})),
    }
    played = machine(nodes, {LISTENING: {"max": 3, "met": 2}})
    seen = [statuses(marked(played, *["ask"] * n))[LISTENING] for n in range(4)]
    assert seen == [
        ("not met", 0, None),
        ("partly met", 1, 1),
        ("met", 2, 2),
        ("met", 3, 2),
    ]


def test_a_point_offered_only_under_a_condition_that_never_held_is_not_reached() -> None:
    nodes = {"a": node(go=choice(), ask=choice(awards={LISTENING: 2}, when="visited(end)"))}
    assert statuses(marked(machine(nodes), "go")) == {LISTENING: ("not reached", 0, None)}


def test_a_point_not_met_is_decided_by_the_last_turn_at_which_it_was_passed_over() -> None:
    nodes = {
        "a": node(ask=choice(awards={LISTENING: 1}), go=choice("b")),
        "b": node(ask=choice(awards={LISTENING: 1}), go=choice("c")),
        "c": node(go=choice()),
    }
    assert statuses(marked(machine(nodes), "go", "go", "go")) == {LISTENING: ("not met", 0, 2)}


@pytest.mark.parametrize(
    ("marks", "maximum", "percent"),
    [(1, 8, 13), (3, 8, 38), (1, 3, 33), (2, 3, 67), (139, 200, 70), (138, 200, 69), (1, 201, 0)],
)
def test_per_cent_is_rounded_half_up(marks: int, maximum: int, percent: int) -> None:
    nodes = {"a": node(ask=choice(awards={LISTENING: marks}))}
    assert marked(machine(nodes, {LISTENING: {"max": maximum}}), "ask").percent == percent


@pytest.mark.parametrize(("marks", "achieved"), [(138, False), (139, True), (140, True)])
def test_the_rounded_per_cent_is_what_the_pass_mark_is_compared_with(
    marks: int, achieved: bool
) -> None:
    nodes = {"a": node(ask=choice(awards={LISTENING: marks}))}
    played = machine(nodes, {LISTENING: {"max": 200}}, pass_mark=70)
    assert marked(played, "ask").achieved is achieved


@pytest.mark.parametrize(
    ("outcome", "achieved"),
    [("effective", True), ("acceptable", True), ("ineffective", False), ("unsafe", False)],
)
def test_a_bad_ending_achieves_nothing_whatever_the_marks(outcome: str, achieved: bool) -> None:
    nodes = {"a": node(ask=choice("out", awards={LISTENING: 2})), "out": ending(outcome)}
    marks = marked(machine(nodes), "ask")
    assert (marks.percent, marks.achieved) == (100, achieved)


@pytest.mark.parametrize(
    ("critical", "award", "achieved"),
    [(True, 1, False), (True, 2, True), (False, 1, True), (False, 2, True)],
)
def test_every_critical_point_has_to_be_met(critical: bool, award: int, achieved: bool) -> None:
    nodes = {"a": node(ask=choice(awards={LISTENING: 8, REFERRAL: award}))}
    rubric = {LISTENING: {"max": 8}, REFERRAL: {"max": 2, "critical": critical}}
    assert marked(machine(nodes, rubric), "ask").achieved is achieved


def test_a_slip_matters_for_those_of_its_points_that_the_rubric_has() -> None:
    nodes = {"a": node(go=choice("b", mistake=[SOLVE, HANDLES_ALONE])), "b": node(go=choice())}
    marks = marked(machine(nodes, {REFERRAL: {"max": 1}}), "go", "go")
    assert marks.slips == (Slip(1, SOLVE, ()), Slip(1, HANDLES_ALONE, (REFERRAL,)))
    assert marks.points[REFERRAL].slips == (1,)


def test_a_turn_with_two_mistakes_in_one_point_is_one_slip_of_the_point() -> None:
    other = "ascentis-l1-mentoring.directing"
    nodes = {"a": node(go=choice(mistake=[SOLVE, other]))}
    marks = marked(machine(nodes, {EMPOWERMENT: {"max": 1}}), "go")
    assert marks.points[EMPOWERMENT].slips == (1,)
    assert len(marks.slips) == 2


def test_a_mistake_made_again_is_a_slip_again() -> None:
    nodes = {"a": node(again=choice("a", mistake=SOLVE, once=False), go=choice())}
    marks = marked(machine(nodes, {EMPOWERMENT: {"max": 1}}), "again", "again", "go")
    assert marks.points[EMPOWERMENT].slips == (1, 2)


def test_the_recorded_shape_has_marks_maximum_and_the_status_in_words() -> None:
    recorded = example("ask-open", "explain-limits").recorded()
    assert recorded == {
        "active-listening": {"marks": 2, "max": 3, "status": "met"},
        "confidentiality": {"marks": 2, "max": 2, "status": "met"},
        "empowerment": {"marks": 0, "max": 2, "status": "not reached"},
        "safeguarding-referral": {"marks": 0, "max": 2, "status": "not met"},
    }


def test_turns_that_the_scenario_does_not_allow_are_refused() -> None:
    played = ScenarioMachine(load(EXAMPLE))
    with pytest.raises(ChoiceNotOffered):
        mark(played, [Turn("guarded", "promise")], catalogue())


RUBRIC = {
    LISTENING: {"max": 3, "met": 2},
    EMPOWERMENT: {"max": 2},
    REFERRAL: {"max": 2, "critical": True},
}
ROOMS = ["a", "b", "c"]
CONDITIONS = ["visited(b)", "chosen(a.x)", "not chosen(b.y)"]


def shown(goto: str, **fields: object) -> Authored:
    """Write a choice, leaving out what is empty."""
    written = {name: value for name, value in fields.items() if value not in (None, [])}
    return choice(goto, say="Well.", **written)


def rooms(*choices: Authored) -> Authored:
    """Write three nodes of three choices, the third always on offer, and a bad ending."""
    threes = zip(choices[::3], choices[1::3], choices[2::3], strict=True)
    nodes = {
        name: node(x=x, y=y, z={**z, "once": False, "when": "true"})
        for name, (x, y, z) in zip(ROOMS, threes, strict=True)
    }
    return {**nodes, "out": ending("unsafe")}


CHOICES = st.builds(
    shown,
    goto=st.sampled_from([*ROOMS, "end", "out"]),
    awards=st.dictionaries(st.sampled_from(list(RUBRIC)), st.integers(1, 3), max_size=2),
    fails=st.sampled_from([[], [], [], [REFERRAL]]),
    mistake=st.sampled_from([[], [SOLVE], [SOLVE, HANDLES_ALONE]]),
    once=st.booleans(),
    when=st.sampled_from([None, None, *CONDITIONS]),
)
"""A choice that shows something or other and leads anywhere."""

NODES = st.builds(rooms, *[CHOICES] * 9)


def wander(played: ScenarioMachine, steps: list[int]) -> tuple[Turn, ...]:
    """Take choices by the numbers given, for as long as anything is on offer."""
    state = played.begin()
    for step in steps:
        if offered := played.offered(state):
            state = played.advance(state, offered[step % len(offered)].id)
    return state.turns


STEPS = st.lists(st.integers(0, 5), max_size=8)


def expected_point(
    point: str, nodes: Authored, turns: tuple[Turn, ...], offers: list[set[tuple[str, str]]]
) -> tuple[str, int]:
    """Work out status and marks from the authored text, sentence by sentence of the page."""
    written = [nodes[turn.node]["choices"][turn.choice] for turn in turns]
    if any(point in each.get("fails", []) for each in written):
        return "failed", 0
    once_each = {(turn.node, turn.choice): each for turn, each in zip(turns, written, strict=True)}
    total = sum(each.get("awards", {}).get(point, 0) for each in once_each.values())
    maximum = RUBRIC[point]["max"]
    if total >= RUBRIC[point].get("met", maximum):
        return "met", min(total, maximum)
    if total > 0:
        return "partly met", total
    awarding = {
        (name, c)
        for name in ROOMS
        for c, each in nodes[name]["choices"].items()
        if point in each.get("awards", {})
    }
    return ("not met" if any(offer & awarding for offer in offers) else "not reached"), 0


@given(NODES, STEPS)
def test_marks_are_what_the_page_says_for_any_scenario_and_any_turns(
    nodes: Authored, steps: list[int]
) -> None:
    played = machine(nodes, RUBRIC)
    turns = wander(played, steps)
    states = played.replay(turns)
    offers = [{(s.node, c.id) for c in played.offered(s)} for s in states]
    expected = {point: expected_point(point, nodes, turns, offers) for point in RUBRIC}
    marks = mark(played, turns, catalogue())
    assert {p: (m.status.value, m.marks) for p, m in marks.points.items()} == expected
    total = sum(value for _, value in expected.values())
    assert abs(marks.percent - 100 * total / 7) <= 0.5
    met = expected[REFERRAL][0] == "met"
    assert marks.achieved is (states[-1].node == "end" and marks.percent >= 70 and met)


def without_place(marks: Marks) -> tuple[Mapping[str, PointMarks], int, bool, tuple[Slip, ...]]:
    return dict(marks.points), marks.percent, marks.achieved, marks.slips


@given(NODES, STEPS, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_written_changes_no_mark(
    nodes: Authored, steps: list[int], chance: random.Random
) -> None:
    def shuffled(written: dict[str, Any]) -> dict[str, Any]:
        return dict(chance.sample(list(written.items()), len(written)))

    played = machine(nodes, RUBRIC)
    turns = wander(played, steps)
    reordered = {
        name: {**written, "choices": shuffled(written["choices"])} if name in ROOMS else written
        for name, written in shuffled(nodes).items()
    }
    other = machine(reordered, shuffled(RUBRIC), start="a")
    assert without_place(mark(other, turns, catalogue())) == without_place(
        mark(played, turns, catalogue())
    )


@given(NODES, STEPS)
def test_a_point_is_always_decided_at_a_turn_that_was_taken(
    nodes: Authored, steps: list[int]
) -> None:
    played = machine(nodes, RUBRIC)
    turns = wander(played, steps)
    for point in mark(played, turns, catalogue()).points.values():
        if point.status is Status.NOT_REACHED:
            assert point.decided_at is None
        elif point.status is not Status.NOT_MET:
            assert point.decided_at is not None
        assert point.decided_at is None or 1 <= point.decided_at <= len(turns)


@given(NODES, STEPS)
def test_marks_only_grow_with_further_turns_unless_the_point_is_failed(
    nodes: Authored, steps: list[int]
) -> None:
    played = machine(nodes, RUBRIC)
    turns = wander(played, steps)
    before: dict[str, int] = dict.fromkeys(RUBRIC, 0)
    for length in range(len(turns) + 1):
        for name, point in mark(played, turns[:length], catalogue()).points.items():
            assert point.status is Status.FAILED or point.marks >= before[name]
            before[name] = point.marks
