"""Whether two versions are played alike, and one played with the marks of the other."""

import pytest

from scenarios.corrections import Difference, differences_in_play, with_mark_scheme
from scenarios.machine import ScenarioMachine, Turn
from scoring.marking import mark
from tests.unit.authored import catalogue, changed, load

PLAYED = load(changed())


@pytest.mark.parametrize(
    "change",
    [
        ("title: Locked out", "title: Shut out"),
        ("max: 3, met: 2", "max: 4, met: 3"),
        ("confidentiality: {max: 2}", "confidentiality: {max: 2, critical: true}"),
        ("pass_mark: 80", "pass_mark: 60"),
        ("feedback: each", "feedback: end"),
        ("awards: {empowerment: 2}", "awards: {empowerment: 1}"),
        ("fails: [safeguarding-referral]", "notes: Too hard."),
        ("mistake: ascentis-l1-mentoring.solve", "mistake: ascentis-l1-mentoring.directing"),
        ("say: I'm glad you came. What", "say: Good to see you. What"),
        ("thought: He is", "scene: The library.\n    thought: He is"),
        ("outcome: acceptable", "outcome: ineffective"),
        ("trust < 4 and not chosen(discloses.dig)", "(trust<4) and not(chosen(discloses.dig))"),
    ],
)
def test_words_marks_and_feedback_may_differ(change: tuple[str, str]) -> None:
    assert differences_in_play(PLAYED, load(changed(change))) == ()


def test_the_order_of_choices_may_differ() -> None:
    text = changed()
    first = text[text.index("      ask-open:") : text.index("      standards:")]
    moved = text.replace(first, "").replace("  says-little:\n", f"{first}  says-little:\n", 1)
    assert list(load(moved).nodes["opening"].choices) == ["standards", "ask-open"]
    assert differences_in_play(PLAYED, load(moved)) == ()


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (("start: opening", "start: says-little"), Difference("start")),
        (("trust: {start: 2", "trust: {start: 3"), Difference("variables")),
        (
            ("        goto: walks-out", "        goto: guarded"),
            Difference("goto", "says-little", "press"),
        ),
        (("when: trust >= 2", "when: trust > 2"), Difference("goto", "opening", "standards")),
        (("change: {trust: 1}", "change: {trust: 2}"), Difference("change", "opening", "ask-open")),
        (
            ("set: {told_limits: true}", "set: {told_limits: false}"),
            Difference("set", "guarded", "explain-limits"),
        ),
        (("when: trust < 4", "when: trust < 5"), Difference("when", "afterwards", "email")),
        (
            ("goto: discloses\n", "once: false\n        goto: discloses\n"),
            Difference("once", "guarded", "explain-limits"),
        ),
        (("      wait:", "      waits:"), Difference("choice", "discloses", "wait", added=False)),
        (
            ("    thought: Please", "    otherwise: drifts\n    thought: Please"),
            Difference("otherwise", "discloses"),
        ),
    ],
)
def test_what_decides_the_play_may_not(change: tuple[str, str], difference: Difference) -> None:
    found = differences_in_play(PLAYED, load(changed(change)))
    assert found[0] == difference


def test_a_node_that_is_new_and_one_that_is_gone_are_named() -> None:
    other = load(changed().replace("drifts", "floats"))
    found = differences_in_play(PLAYED, other)
    assert {
        Difference("node", "floats", added=True),
        Difference("node", "drifts", added=False),
    } <= {*found}
    assert Difference("goto", "afterwards", "later") in found


def test_with_another_mark_scheme_it_is_marked_by_that_and_says_what_it_said() -> None:
    corrected = load(
        changed(
            ("awards: {empowerment: 2}", "awards: {empowerment: 1}"),
            ("feedback: The thinking stays his", "feedback: The plan stays his"),
            ("say: What have you thought of so far?", "say: What now?"),
        )
    )
    both = with_mark_scheme(PLAYED, corrected)
    turns = [
        Turn("opening", "ask-open"),
        Turn("guarded", "explain-limits"),
        Turn("discloses", "refer"),
        Turn("afterwards", "options"),
    ]
    choice = both.nodes["afterwards"].choices["options"]

    assert choice.say.startswith("What have you thought of so far?")
    assert choice.feedback.startswith("The plan stays his")
    assert both.version == PLAYED.version
    assert mark(ScenarioMachine(both), turns, catalogue()) == mark(
        ScenarioMachine(corrected), turns, catalogue()
    )
