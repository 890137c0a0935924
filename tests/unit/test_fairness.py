"""What is said of marks and of guessing, and where the limits lie."""

import pytest

from tests.unit.authored import at
from tests.unit.pieces import codes, completed, found

GOOD, POOR = "A longer thing to say.", "A short thing."


def chain(longest_is_best: list[bool]) -> str:
    """Return a piece of so many deciding nodes, one after another."""
    names = ["opening", *(f"n{number}" for number in range(1, len(longest_is_best)))]
    nodes = ""
    for name, after, telling in zip(names, [*names[1:], "plan"], longest_is_best, strict=True):
        good, poor = (GOOD, POOR) if telling else (POOR, GOOD)
        nodes += f"""  {name}:
    mentee: Well?
    choices:
      good: {{say: {good}, awards: {{active-listening: 1}}, feedback: So., goto: {after}}}
      poor: {{say: {poor}, feedback: So., goto: drifts}}
"""
    most = len(longest_is_best)
    return f"marking_points: {{active-listening: {{max: {most}}}}}\nnodes:\n{nodes}"


@pytest.mark.parametrize(
    ("telling", "of", "expected"),
    [(2, 6, []), (3, 6, ["telling-length"]), (4, 10, []), (5, 10, ["telling-length"]), (5, 5, [])],
)
def test_length_tells_when_the_best_is_longest_at_over_two_in_five_of_six_or_more_nodes(
    telling: int, of: int, expected: list[str]
) -> None:
    assert codes(chain([number < telling for number in range(of)])) == expected


def test_a_point_awarded_nowhere_is_said_once() -> None:
    piece = "marking_points:\n  active-listening: {max: 2}\n  empowerment: {max: 1}\n"
    (finding,) = found(piece)
    assert (finding.code, finding.message) == (
        "unearnable-marks",
        "No choice awards `empowerment`.",
    )
    assert at(completed(piece), finding) == "1}"


def test_marks_on_ways_that_exclude_each_other_do_not_add_up() -> None:
    piece = """
marking_points:
  active-listening: {max: 3, met: 2}
nodes:
  opening:
    mentee: Well?
    choices:
      two: {say: A thing to say., awards: {active-listening: 2}, feedback: So., goto: plan}
      one: {say: Another thing., awards: {active-listening: 1}, feedback: So., goto: drifts}
"""
    (finding,) = found(piece)
    assert finding.message == "No path earns 3 of `active-listening`; 2 is the most."
    assert finding.hint == "Award more on one path, or set its `max` to 2."


def test_where_no_ending_can_be_reached_nothing_is_said_of_marks() -> None:
    piece = """
nodes:
  opening:
    mentee: Well?
    choices:
      round:
        say: Round and round it goes.
        awards: {active-listening: 2}
        once: false
        feedback: So.
        goto: opening
      again:
        say: And round it goes again.
        once: false
        feedback: So.
        goto: opening
"""
    assert set(codes(piece)) == {"no-way-out", "unreachable-node"}


def test_nobody_achieves_where_every_ending_is_bad() -> None:
    piece = """
nodes:
  plan:
    mentee: All right.
    ending: {outcome: unsafe, debrief: So.}
"""
    (finding,) = found(piece)
    assert finding.code == "cannot-achieve"
    assert "after reflect" in finding.message
    assert at(completed(piece), finding) == "60"


def test_a_point_that_can_be_left_out_is_shown_with_a_path_that_leaves_it_out() -> None:
    piece = """
marking_points:
  active-listening: {max: 3}
  empowerment: {max: 1}
nodes:
  opening:
    mentee: Well?
    choices:
      both:
        say: Both of them, in one breath.
        awards: {active-listening: 3, empowerment: 1}
        feedback: So.
        goto: plan
      one:
        say: Only one of them, this time.
        awards: {active-listening: 3}
        feedback: So.
        goto: drifts
  drifts:
    mentee: All right.
    ending: {outcome: acceptable, debrief: So.}
"""
    by_code = {each.code: each for each in found(piece)}
    assert by_code.keys() == {"compensable-point", "always-achieved"}
    assert "after one (75%)" in by_code["compensable-point"].message
    assert at(completed(piece), by_code["compensable-point"]).startswith("empowerment")
