"""Learners are told what helps them: on a turn, at the end, and about what to play next."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scenarios.machine import ScenarioMachine
from scenarios.model import FeedbackPolicy, Scenario
from scoring.coaching import Effect, Moment, weakest_point
from scoring.feedback import Report, Suggestion, feedback_due, report, suggest_next
from scoring.marking import Marks, PointMarks, Status
from tests.unit.authored import EXAMPLE, catalogue, load
from tests.unit.rubrics import (
    EMPOWERMENT,
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
from tests.unit.test_marking import NODES, RUBRIC, STEPS, wander

BEST = ("ask-open", "explain-limits", "refer", "options")
BOTH = {LISTENING: {"max": 2}, EMPOWERMENT: {"max": 2}}


def reported(played: ScenarioMachine, *choices: str) -> Report:
    return report(played, taken(played, *choices), catalogue())


def example(*choices: str) -> Report:
    return reported(ScenarioMachine(load(EXAMPLE)), *choices)


def moment_of(told: Report) -> tuple[int, Effect]:
    assert told.moment is not None
    return told.moment.turn, told.moment.effect


# Feedback on a turn


def due(policy: FeedbackPolicy, *choices: str) -> list[int]:
    """Return the turns whose feedback the example shows on arriving after `choices`."""
    scenario = replace(load(EXAMPLE), feedback=policy)
    played = ScenarioMachine(scenario)
    state = played.replay(taken(played, *choices))[-1]
    return [feedback.turn for feedback in feedback_due(scenario, state)]


def test_feedback_on_each_turn_comes_after_it() -> None:
    assert due(FeedbackPolicy.EACH) == []
    assert due(FeedbackPolicy.EACH, *BEST[:2]) == [2]
    assert due(FeedbackPolicy.EACH, *BEST) == [4]


@pytest.mark.parametrize("policy", [FeedbackPolicy.END, FeedbackPolicy.TUTOR])
def test_feedback_held_back_comes_whole_at_the_ending(policy: FeedbackPolicy) -> None:
    assert due(policy) == []
    assert due(policy, *BEST[:3]) == []
    assert due(policy, *BEST) == [1, 2, 3, 4]


def test_feedback_on_a_turn_has_what_was_said_and_what_the_mentee_thought_there() -> None:
    scenario = load(EXAMPLE)
    played = ScenarioMachine(scenario)
    opening, guarded = played.replay(taken(played, *BEST[:2]))[1:]
    (feedback,) = feedback_due(scenario, opening)
    assert feedback.said == "I'm glad you came. What has the last month been like for you?"
    assert feedback.feedback == "An open question without blame. Jordan chooses where to begin."
    assert (feedback.mentee, feedback.thought) == ("Jordan", "He is going to tell me off.")
    assert feedback_due(scenario, guarded)[0].thought is None


# The report


def test_the_report_on_the_best_path_says_that_all_was_shown() -> None:
    told = example(*BEST)
    assert told.verdict == "Scenario standard reached"
    assert (told.marks.percent, told.pass_mark, told.still_needed) == (100, 80, ())
    assert told.ending.debrief == "Jordan leaves with a plan of his own."
    assert [line.words for line in told.points] == ["Shown"] * 4
    assert [(line.title, line.result.decided_at) for line in told.points] == [
        (catalogue().marking_points[point].title, turn)
        for point, turn in [(LISTENING, 1), ("confidentiality", 2), (EMPOWERMENT, 4), (REFERRAL, 3)]
    ]
    assert told.points[1].said == (
        "It stays with me and my supervisor, unless I think someone could get hurt."
        " Then I pass it on."
    )
    assert (told.corrections, told.next_step, told.weakest) == ((), None, None)


def test_a_report_names_what_the_standard_still_asks_for() -> None:
    told = example("ask-open", "explain-limits", "wait", "later")
    referral = catalogue().marking_points[REFERRAL].title
    assert told.verdict == "Not yet reached"
    assert told.still_needed == (f"It also asks you to show {referral}.",)
    walked_out = example("standards", "press").still_needed
    assert walked_out[-1] == "It also asks for a better ending for your mentee."


def test_each_status_has_words_that_people_read() -> None:
    nodes = {
        "a": node(
            go=choice(
                "b",
                awards={LISTENING: 1, "review": 1},
                fails=[REFERRAL],
                mistake=SOLVE,
            ),
            other=choice(awards={EMPOWERMENT: 1}),
        ),
        "b": node(go=choice()),
    }
    rubric = {
        LISTENING: {"max": 2},
        EMPOWERMENT: {"max": 1},
        "review": {"max": 1},
        REFERRAL: {"max": 1, "critical": True},
        "questioning": {"max": 1},
    }
    told = reported(machine(nodes, rubric), "go", "go")
    assert [line.words for line in told.points] == [
        "Partly shown",
        "Not shown",
        "Shown",
        "Safety error",
        "Did not come up",
    ]


@pytest.mark.parametrize(
    ("slips", "words"),
    [
        (0, "Shown"),
        (1, "Shown, with a slip at turn 1"),
        (2, "Shown, with slips at turns 1 and 2"),
        (3, "Shown, with slips at turns 1, 2 and 3"),
    ],
)
def test_a_point_that_was_shown_tells_of_its_slips(slips: int, words: str) -> None:
    nodes = {
        "a": node(
            slip=choice("a", mistake=SOLVE, once=False),
            well=choice(awards={EMPOWERMENT: 1}),
        )
    }
    played = machine(nodes, {EMPOWERMENT: {"max": 1}})
    (line,) = reported(played, *["slip"] * slips, "well").points
    assert line.words == words


def test_a_mistake_is_put_right_once_where_it_was_first_made() -> None:
    nodes = {
        "a": node(again=choice("a", say="Do this.", mistake=SOLVE, once=False), go=choice()),
    }
    told = reported(machine(nodes), "again", "again", "go")
    (correction,) = told.corrections
    assert (correction.turn, correction.said) == (1, "Do this.")
    assert correction.text == catalogue().mistakes[SOLVE].correction


def test_a_report_needs_an_ending() -> None:
    with pytest.raises(ValueError, match="under way at guarded"):
        example("ask-open")


def test_an_attempt_that_is_over_before_the_first_turn_has_a_report() -> None:
    told = reported(machine({"a": node(go=choice())}, start="end"))
    assert (told.moment, told.corrections) == (None, ())
    assert told.next_step is not None
    assert told.next_step.turn is None


# The moment that mattered


def test_once_the_standard_is_reached_the_moment_is_the_turn_that_earned_most() -> None:
    told = example(*BEST)
    assert moment_of(told) == (3, Effect.EARNED)


def test_a_failed_point_is_the_moment_before_any_loss() -> None:
    told = example("standards", "leave-room", "promise", "wait", "later")
    assert moment_of(told) == (4, Effect.FAILED)


def two_turns(first: Authored, second: Authored, third: Authored | None = None) -> ScenarioMachine:
    """Build three moments at each of which `well` earns most and `badly` earns nothing."""
    nodes = {
        "a": node(well=choice("b", awards=first), badly=choice("b", say="First.")),
        "b": node(well=choice("c", awards=second), badly=choice("c", say="Second.")),
        "c": node(well=choice(awards=third or {LISTENING: 1}), badly=choice(say="Third.")),
    }
    return machine(nodes, {LISTENING: {"max": 6}, EMPOWERMENT: {"max": 6}}, pass_mark=100)


def test_a_moment_is_lost_where_the_best_reply_would_have_added_most() -> None:
    played = two_turns({LISTENING: 1}, {LISTENING: 3}, {LISTENING: 2})
    told = reported(played, "badly", "badly", "badly")
    assert told.moment == Moment(
        2, "Second.", "About: Second.", Effect.COST, (catalogue().marking_points[LISTENING].title,)
    )


def test_the_earlier_turn_decides_a_draw() -> None:
    played = two_turns({LISTENING: 2}, {LISTENING: 2})
    assert moment_of(reported(played, "badly", "badly", "badly")) == (1, Effect.COST)


def test_a_mistake_decides_a_draw_before_the_order_does() -> None:
    nodes = {
        "a": node(well=choice("b", awards={LISTENING: 1}), badly=choice("b")),
        "b": node(well=choice(awards={LISTENING: 1}), badly=choice(mistake=SOLVE)),
    }
    assert moment_of(reported(machine(nodes), "badly", "badly")) == (2, Effect.COST)


def test_what_was_made_good_later_costs_nothing() -> None:
    nodes = {
        "a": node(late=choice("a", mistake=SOLVE), well=choice("b", awards={EMPOWERMENT: 2})),
        "b": node(well=choice(awards={LISTENING: 1}), badly=choice()),
    }
    told = reported(machine(nodes, BOTH), "late", "well", "badly")
    assert moment_of(told) == (3, Effect.COST)


def test_a_reply_as_good_as_the_one_missed_costs_nothing() -> None:
    nodes = {
        "a": node(one=choice("b", awards={LISTENING: 2}), other=choice(awards={EMPOWERMENT: 2})),
        "b": node(go=choice()),
    }
    assert moment_of(reported(machine(nodes, BOTH), "one", "go")) == (1, Effect.EARNED)


def test_ending_the_talk_badly_costs_the_points_that_never_came_up() -> None:
    told = example("standards", "press")
    assert moment_of(told) == (2, Effect.COST)
    assert told.moment is not None
    assert set(told.moment.skills) == {line.title for line in told.points}


def test_a_bad_ending_that_nothing_could_put_off_is_not_the_last_turns_doing() -> None:
    nodes = {
        "a": node(well=choice("b", awards={LISTENING: 1}), badly=choice("b")),
        "b": node(go=choice("out"), stay=choice("out")),
        "out": ending("ineffective"),
    }
    assert moment_of(reported(machine(nodes, BOTH), "badly", "go")) == (1, Effect.COST)


def test_an_attempt_that_earned_and_cost_nothing_has_no_moment() -> None:
    nodes = {"a": node(go=choice()), "b": node(ask=choice(awards={LISTENING: 2}))}
    assert reported(machine(nodes), "go").moment is None


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (Effect.FAILED, "This can't be undone. After it, A and B could not be shown any more."),
        (Effect.COST, "Another reply here would have made room for A and B."),
        (Effect.EARNED, "This did most to show A and B."),
    ],
)
def test_a_moment_says_why_it_mattered(effect: Effect, words: str) -> None:
    assert Moment(1, "", "", effect, ("A", "B")).why == words


# One thing to try next


def test_the_next_step_says_what_to_aim_for_and_not_the_words_to_say() -> None:
    step = example("ask-open", "promise", "refer", "rules", "options").next_step
    assert step is not None
    assert (step.point, step.turn) == ("confidentiality", 2)
    assert step.said is not None
    assert step.said.startswith("It won't go further")
    assert step.idea == "The limits come first, kindly, before the detail does."


def test_the_next_step_after_a_failure_goes_back_to_where_it_happened() -> None:
    step = example("ask-open", "promise", "wait", "options").next_step
    assert step is not None
    assert (step.point, step.turn) == (REFERRAL, 3)
    assert step.idea.startswith("You thank him")


def test_the_next_step_after_a_slip_puts_the_mistake_right_when_nothing_better_was_missed() -> None:
    nodes = {
        "a": node(slip=choice("b", mistake=SOLVE)),
        "b": node(well=choice(awards={EMPOWERMENT: 2})),
    }
    step = reported(machine(nodes, {EMPOWERMENT: {"max": 2}}), "slip", "well").next_step
    assert step is not None
    assert (step.point, step.turn) == (EMPOWERMENT, 1)
    assert step.idea == catalogue().mistakes[SOLVE].correction


def test_the_next_step_leaves_a_turn_alone_that_another_reply_would_not_have_bettered() -> None:
    nodes = {
        "a": node(dull=choice("b"), ask=choice("b", awards={LISTENING: 1})),
        "b": node(
            good=choice(awards={LISTENING: 2}), other=choice(awards={LISTENING: 2}, say="Hm.")
        ),
    }
    step = reported(machine(nodes, {LISTENING: {"max": 3}}), "dull", "good").next_step
    assert step is not None
    assert step.turn == 1


def test_the_next_step_for_what_never_came_up_says_what_a_mentor_does() -> None:
    nodes = {
        "a": node(go=choice(awards={LISTENING: 2})),
        "b": node(ask=choice(awards={EMPOWERMENT: 2})),
    }
    step = reported(machine(nodes, BOTH), "go").next_step
    assert step is not None
    assert (step.point, step.turn, step.said) == (EMPOWERMENT, None, None)
    assert step.idea == f"A good mentor {catalogue().marking_points[EMPOWERMENT].text}."


def point(name: str, status: Status, marks: int = 0, **fields: Any) -> PointMarks:
    facts: Authored = {"max": 3, "critical": False, "slips": (), "decided_at": None, **fields}
    return PointMarks(point=name, marks=marks, status=status, **facts)


WEAKEST_FIRST = [
    point("failed", Status.FAILED, critical=True),
    point("critical, half shown", Status.PARTLY_MET, 2, critical=True),
    point("missed", Status.NOT_MET),
    point("missed by less", Status.NOT_MET, max=2),
    point("half shown", Status.PARTLY_MET, 2),
    point("half shown too", Status.PARTLY_MET, 2),
    point("critical, never came up", Status.NOT_REACHED, critical=True, max=1),
    point("never came up", Status.NOT_REACHED),
    point("shown with a slip", Status.MET, 3, slips=(1,)),
    point("shown, not in full", Status.MET, 2),
]


@given(st.sets(st.sampled_from(range(len(WEAKEST_FIRST))), min_size=1), st.data())
def test_the_weakest_point_is_what_failed_then_was_missed_then_never_came_up_then_slipped(
    some: set[int], data: st.DataObject
) -> None:
    in_order = [WEAKEST_FIRST[index] for index in sorted(some)]
    ties_kept = {"half shown", "half shown too"} <= {each.point for each in in_order}
    rubric = in_order if ties_kept else data.draw(st.permutations(in_order))
    full = point("shown in full", Status.MET, 3)
    marks = Marks({each.point: each for each in [full, *rubric]}, 0, achieved=False, slips=())
    assert weakest_point(marks) == in_order[0]


def test_nothing_is_weak_when_all_was_shown_in_full_without_a_slip() -> None:
    full = point("shown in full", Status.MET, 3)
    assert weakest_point(Marks({"full": full}, 100, achieved=True, slips=())) is None


@given(NODES, STEPS)
def test_any_finished_attempt_has_a_report_that_keeps_to_its_turns(
    nodes: Authored, steps: list[int]
) -> None:
    played = machine(nodes, RUBRIC)
    turns = wander(played, [*steps, *range(20)])
    assume(played.scenario.nodes[played.replay(turns)[-1].node].ending is not None)
    told = report(played, turns, catalogue())
    lines = [played.scenario.nodes[turn.node].choices[turn.choice].say for turn in turns]
    in_full = [p.marks == p.max and not p.slips for p in told.marks.points.values()]
    assert (told.weakest is None) is all(in_full)
    for each in (told.moment, told.next_step):
        if each is not None and each.turn is not None:
            assert each.said == lines[each.turn - 1]
    if told.moment is not None:
        assert told.moment.skills


# What to play next


def scenario(name: str, *points: str, unit: str = "tquk-l1-mentoring") -> Scenario:
    rubric = {each: {"max": 1} for each in points or (LISTENING,)}
    return machine({"a": node(go=choice())}, rubric, id=name, units=[unit]).scenario


PLAYED = scenario("played", LISTENING, EMPOWERMENT)
ELSEWHERE = "employment-mentoring"


@pytest.mark.parametrize(
    ("others", "done", "expected"),
    [
        (["trains"], [], ("trains", EMPOWERMENT)),
        (["plain", "trains"], ["trains"], ("trains", EMPOWERMENT)),
        (["trains", "trains-too"], ["trains"], ("trains-too", EMPOWERMENT)),
        (["elsewhere", "trains"], [], ("trains", EMPOWERMENT)),
        (["elsewhere", "trains"], ["trains"], ("elsewhere", EMPOWERMENT)),
        (["trains", "trains-too"], [], ("trains", EMPOWERMENT)),
        (["plain"], [], ("plain", None)),
        (["plain-elsewhere", "plain"], [], ("plain", None)),
        (["plain"], ["plain"], None),
        ([], [], None),
    ],
)
def test_the_next_scenario_trains_the_weakest_point_or_else_is_new(
    others: list[str], done: list[str], expected: tuple[str, str | None] | None
) -> None:
    known = {
        "trains": scenario("trains", EMPOWERMENT),
        "trains-too": scenario("trains-too", EMPOWERMENT, LISTENING),
        "elsewhere": scenario("elsewhere", EMPOWERMENT, unit=ELSEWHERE),
        "plain": scenario("plain"),
        "plain-elsewhere": scenario("plain-elsewhere", unit=ELSEWHERE),
    }
    scenarios = [PLAYED, *(known[name] for name in others)]
    found = suggest_next(PLAYED, EMPOWERMENT, scenarios, ["played", *done])
    assert found == (expected and Suggestion(known[expected[0]], expected[1]))


def test_with_nothing_weak_the_next_scenario_is_any_that_is_new() -> None:
    fresh = scenario("fresh")
    assert suggest_next(PLAYED, None, [PLAYED, fresh], []) == Suggestion(fresh, None)
