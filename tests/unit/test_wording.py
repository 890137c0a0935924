"""What the wording of a scenario is warned of, and where the limits lie."""

import pytest

from tests.unit.authored import at
from tests.unit.pieces import codes, completed, found


def choices(good: str, poor: str, more: str = "") -> str:
    """Return a piece with these two things to say at its first node."""
    return f"""{more}nodes:
  opening:
    mentee: Well?
    choices:
      good:
        say: {good}
        awards: {{active-listening: 2}}
        feedback: So.
        goto: plan
      poor:
        say: {poor}
        feedback: So.
        goto: drifts
"""


def test_a_choice_of_200_characters_is_not_long_and_one_of_201_is() -> None:
    fits, long = "a" * 199 + ".", "a" * 200 + "."
    assert codes(choices(fits, fits.replace("a", "b"))) == []
    assert codes(choices(long, fits)) == ["long-choice"]


def test_a_long_choice_is_shown_where_it_says_it() -> None:
    piece = choices("a" * 201, "b" * 150)
    (finding,) = found(piece)
    assert at(completed(piece), finding) == "a" * 201
    assert finding.node == "opening"


def test_twice_as_long_is_even_enough_and_more_is_not() -> None:
    assert codes(choices("a" * 20, "b" * 10)) == []
    assert codes(choices("a" * 21, "b" * 10)) == ["uneven-choices"]


def test_capitals_and_blanks_make_no_other_text() -> None:
    assert codes(choices("What was  that like?", '"what was that LIKE? "')) == ["same-text"]
    assert codes(choices("What was that like?", "What was this like?")) == []


def test_one_choice_is_nothing_to_decide() -> None:
    piece = choices("Yes, of course.", "Not today.")
    alone = piece[: piece.index("      poor:")]
    assert codes(alone) == ["unreachable-node", "single-choice", "always-achieved"] or set(
        codes(alone)
    ) == {"unreachable-node", "single-choice", "always-achieved"}


HARD = "Considerable organisational difficulties necessitate reconsideration of expectations."


@pytest.mark.parametrize(
    ("level", "expected"),
    [("level: 1\n", ["hard-to-read"]), ("level: 2\n", ["hard-to-read"]), ("level: 3\n", [])],
)
def test_how_hard_a_text_may_be_to_read_depends_on_the_level(
    level: str, expected: list[str]
) -> None:
    assert codes(choices(HARD, HARD.replace("of", "and"), level)) == expected


def test_a_scenario_without_a_level_may_be_as_hard_to_read_as_it_likes() -> None:
    assert codes(choices(HARD, HARD.replace("of", "and"))) == []


def test_a_bubble_without_a_stop_is_a_sentence_all_the_same() -> None:
    bubbles = "".join(f"      - It was all right on day {n}\n" for n in range(30))
    piece = choices("Tell me more.", "Never mind.", "level: 1\n")
    assert codes(piece.replace("    mentee: Well?\n", f"    mentee:\n{bubbles}")) == []


def test_a_variable_that_is_only_written_is_unused_and_one_that_is_read_is_not() -> None:
    declared = "variables: {told: false}\n"
    written = choices("Yes, today.", "Not today.", declared).replace(
        "        feedback", "        set: {told: true}\n        feedback", 1
    )
    assert codes(written) == ["unused-variable"]
    read = written.replace("goto: drifts", "goto: [{when: told, to: plan}, {to: drifts}]")
    assert codes(read) == []


def test_safeguarding_asks_for_a_content_note() -> None:
    points = "marking_points: {safeguarding-referral: {max: 2, critical: true}}\n"
    piece = choices("Yes, now.", "Not now.", points).replace(
        "active-listening", "safeguarding-referral"
    )
    (finding,) = found(piece)
    assert finding.code == "no-content-note"
    assert at(completed(piece), finding).startswith("safeguarding-referral: 2")
    assert codes(f"content_note: This is about harm.\n{piece}") == []
