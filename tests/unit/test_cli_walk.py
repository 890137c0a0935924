"""`rehearse walk` plays a scenario thousands of times and tells what came of it."""

import json

from tests.unit.authored import EXAMPLE, changed
from tests.unit.commands import EXAMPLE_FILE, CommandLine

_TRAP = ("goto: walks-out", "goto: trap")
_NODES = """nodes:
  trap:
    mentee: Hm.
    choices:
      never: {say: Go on., feedback: So., when: told_limits, goto: plan}
"""


_CIRCLE = """
  trap:
    mentee: Hm.
    choices:
      again: {say: Go on., feedback: So., once: false, goto: trap}
"""


def _written(shell: CommandLine, *changes: tuple[str, str]) -> str:
    (shell.folder / "mine.yaml").write_text(changed(*changes), encoding="utf-8")
    return "mine.yaml"


def test_it_tells_what_came_up_what_it_scored_and_where_it_ended(shell: CommandLine) -> None:
    ran = shell.rehearse("walk", EXAMPLE_FILE, "--plays", "500")
    assert (ran.code, ran.err) == (0, "")
    assert "500 plays at random, seed 1." in ran.out
    for heading in ("What came up", "What the plays scored", "Where they ended"):
        assert heading in ran.out
    assert "Every node was reached and every choice taken." in ran.out
    assert "of the 500 that ended achieved" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_same_seed_prints_the_same_and_another_does_not(shell: CommandLine) -> None:
    first, again, other = (
        shell.rehearse("walk", EXAMPLE_FILE, "--plays", "100", "--json", "--seed", seed).out
        for seed in ("5", "5", "6")
    )
    assert first == again
    assert json.loads(first)["percents"] != json.loads(other)["percents"]


def test_as_json_each_node_and_choice_has_its_line_and_how_often_it_came_up(
    shell: CommandLine,
) -> None:
    ran = shell.rehearse("walk", EXAMPLE_FILE, "--plays", "200", "--least-used", "--json")
    data = json.loads(ran.out)
    assert (data["scenario"], data["picker"], data["plays"]) == ("locked-out", "least-used", 200)
    assert data["nodes"][0] == {"node": "opening", "line": 27, "times": 200}
    lines = EXAMPLE.splitlines()
    for found in data["choices"]:
        assert lines[found["line"] - 1].strip() == f"{found['choice']}:"
    first, second, *_ = data["choices"]
    assert first["times"] == second["times"] == 100


def test_what_is_never_reached_is_named_with_its_line(shell: CommandLine) -> None:
    ran = shell.rehearse("walk", _written(shell, ("goto: walks-out", "goto: drifts")))
    assert ran.code == 0
    line = next(n for n, text in enumerate(EXAMPLE.splitlines(), 1) if text == "  walks-out:")
    assert f"Never reached: walks-out (line {line})" in ran.out


def test_plays_that_get_stuck_are_told_and_end_it_with_1(shell: CommandLine) -> None:
    ran = shell.rehearse("walk", _written(shell, _TRAP, ("nodes:\n", _NODES)), "--plays", "100")
    assert ran.code == 1
    assert "got stuck at trap: nothing is on offer there." in ran.out


def test_plays_that_never_end_are_told_and_end_it_with_1(shell: CommandLine) -> None:
    circle = ("nodes:\n", f"nodes:\n{_CIRCLE}")
    ran = shell.rehearse("walk", _written(shell, _TRAP, circle), "--plays", "20")
    assert ran.code == 1
    assert "had not ended after 200 turns, and were given up." in ran.out


def test_a_scenario_of_the_library_is_found_by_its_id(shell: CommandLine) -> None:
    ran = shell.rehearse("walk", "promise-first", "--plays", "1", "--json")
    assert json.loads(ran.out)["ended"] == 1


def test_a_file_that_cannot_be_played_says_what_is_wrong_in_it(shell: CommandLine) -> None:
    ran = shell.rehearse("walk", _written(shell, ("goto: walks-out", "goto: walk-out")))
    assert ran.code == 1
    assert "unknown-node" in ran.err
    line = next(n for n, text in enumerate(EXAMPLE.splitlines(), 1) if "walks-out" in text)
    assert ran.err.startswith(f"mine.yaml:{line}:")


def test_an_id_that_is_unknown_gets_the_nearest_known_one(shell: CommandLine) -> None:
    ran = shell.rehearse("walk", "promise-frist")
    assert ran.code == 1
    assert "Did you mean promise-first?" in ran.err


def test_no_plays_is_wrong_usage(shell: CommandLine) -> None:
    assert shell.rehearse("walk", EXAMPLE_FILE, "--plays", "0").code == 2
