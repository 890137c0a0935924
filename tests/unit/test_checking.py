"""Checking whole files: their tests, each other, and what is said when not all could be tried."""

from pathlib import Path

import pytest

from scoring.checking import check_scenario, check_together
from tests.unit.authored import EXAMPLE, at, catalogue, changed
from tests.unit.pieces import FIRST_WEEK, check, codes, completed, found

TEST = "  - name: the mentor listens, sets limits and refers"


def failed(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the messages of the example's failed tests, once changed, and what each points at."""
    text = changed(*changes)
    checked = check_scenario(text.encode(), "here.yaml", catalogue())
    return [
        (each.message, at(text, each)) for each in checked.findings if each.code == "failed-test"
    ]


IN_TEST = "in the test `the mentor listens, sets limits and refers`."


@pytest.mark.parametrize(
    ("change", "message", "points_at"),
    [
        (
            ("    ends: plan", "    ends: drifts"),
            f"The play is at `plan`, not `drifts`, {IN_TEST}",
            "drifts",
        ),
        (("percent: 100", "percent: 99"), f"It comes to 100%, not 99%, {IN_TEST}", "99"),
        (
            ("achieved: true", "achieved: false"),
            "The standard is reached, and the test"
            " `the mentor listens, sets limits and refers` says that it is not.",
            "false",
        ),
        (
            ("empowerment: 2}\n    percent", "empowerment: 1}\n    percent"),
            f"`empowerment` comes to 2, not 1, {IN_TEST}",
            "1}",
        ),
        (
            ("refer, options]", "options]"),
            f"`options` is not on offer at `discloses` {IN_TEST}",
            "options]",
        ),
        (
            ("refer, options]", "refer, options, later]"),
            f"`later` is not on offer at `plan` {IN_TEST}",
            "later]",
        ),
    ],
)
def test_a_test_that_plays_otherwise_is_shown_where_it_differs(
    change: tuple[str, str], message: str, points_at: str
) -> None:
    assert failed(change) == [(message, points_at)]


def test_a_test_that_plays_as_it_says_is_not_mentioned() -> None:
    assert failed() == []


def test_a_file_with_errors_is_not_searched() -> None:
    text = changed(("goto: walks-out", "goto: walk-out"))
    checked = check_scenario(text.encode(), "here.yaml", catalogue())
    assert [each.code for each in checked.findings] == ["unknown-node"]
    assert (checked.scenario, checked.appraisal, checked.overview) == (None, None, None)


def test_the_overview_counts_what_is_there() -> None:
    overview = check("").overview
    assert overview is not None
    assert (overview.nodes, overview.endings, overview.paths) == (3, 2, 2)
    assert overview.complete
    assert overview.at_random.average == pytest.approx(50, abs=15)
    assert overview.longest.achieved == 0


def test_when_the_budget_ends_the_search_nothing_is_said_of_what_was_not_tried() -> None:
    text = completed("marking_points:\n  active-listening: {max: 4}\n")
    whole = check_scenario(text.encode(), "here.yaml", catalogue())
    part = check_scenario(text.encode(), "here.yaml", catalogue(), budget=0)
    assert [each.code for each in whole.findings] == ["unearnable-marks", "cannot-achieve"]
    assert part.findings == ()
    assert part.overview is not None
    assert not part.overview.complete
    assert part.overview.unseen == ()


def test_play_at_random_finds_dead_ends_beyond_the_budget() -> None:
    piece = """
nodes:
  opening:
    mentee: Well?
    choices:
      good: {say: A thing to say., awards: {active-listening: 2}, feedback: So., goto: plan}
      poor: {say: Another thing., feedback: So., goto: shrugs}
  shrugs:
    mentee: Hm.
    choices:
      never: {when: visited(plan), say: A thing to say., feedback: So., goto: plan}
      not-ever: {when: visited(drifts), say: Another thing., feedback: So., goto: drifts}
"""
    checked = check_scenario(completed(piece).encode(), "here.yaml", catalogue(), budget=0)
    (finding,) = (each for each in checked.findings if each.severity == "error")
    assert (finding.code, finding.node) == ("dead-end", "shrugs")
    assert "after poor" in finding.message


def test_two_files_of_a_run_with_one_id_are_both_read_and_the_second_is_told(
    tmp_path: Path,
) -> None:
    for name in ("one.yaml", "two.yaml", "three.yaml"):
        (tmp_path / name).write_text(FIRST_WEEK, encoding="utf-8")
    (tmp_path / "three.yaml").write_text("id: first-week\n", encoding="utf-8")
    files = check_together((tmp_path / f"{n}.yaml" for n in ("one", "two", "three")), catalogue())
    assert [
        [each.code == "duplicate-scenario" for each in file.findings] for file in files[:2]
    ] == [
        [],
        [True],
    ]
    assert "duplicate-scenario" in {each.code for each in files[2].findings}


def test_a_file_that_can_not_be_read_is_a_finding_and_the_rest_is_checked(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "good.yaml").write_text(EXAMPLE, encoding="utf-8")
    bad, good = check_together([tmp_path / "folder.yaml", tmp_path / "good.yaml"], catalogue())
    (finding,) = bad.findings
    assert finding.code == "not-yaml"
    assert finding.message == "The file can't be read: Is a directory."
    assert good.scenario is not None


@pytest.mark.parametrize("number", [1, 2])
def test_findings_come_in_the_order_of_the_file(number: int) -> None:
    piece = "title: ''\n" * number + "levl: 1\n"
    places = [(each.line, each.column) for each in found(piece)]
    assert places == sorted(places)
    assert "unknown-field" in codes(piece)
