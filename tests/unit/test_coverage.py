"""What of the catalogue scenarios practise is counted by the rules, and gaps come first."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from scenarios.model import Scenario
from scoring.coverage import Coverage, Covered, coverage
from tests.unit.authored import catalogue, load
from tests.unit.commands import EXAMPLE_FILE, CommandLine

AM = "aim-l2-mentoring"
PM = "aim-l2-peer-mentoring"
BOTH = ["role-clarity", "boundaries"]
"""The marking points of AM's second criterion."""


def _text(name: str, units: Sequence[str], points: Sequence[str], mistake: str = "") -> str:
    """Write a scenario with a choice `awards-<point>` for each point, and one with a mistake."""
    common: dict[str, Any] = {"say": "Go on.", "feedback": "So.", "goto": "bye"}
    choices = {f"awards-{point}": {**common, "awards": {point: 1}} for point in points}
    if mistake:
        choices["slips"] = {**common, "mistake": mistake}
    scenario = {
        "format": 1,
        "id": name,
        "title": "Small",
        "summary": "Small.",
        "units": list(units),
        "mentee": {"name": "Ada", "about": "17."},
        "briefing": "Listen.",
        "marking_points": {point: {"max": 1} for point in points},
        "start": "opening",
        "nodes": {
            "opening": {"mentee": "Well?", "choices": choices},
            "bye": {"mentee": "Bye.", "ending": {"outcome": "effective", "debrief": "Done."}},
        },
    }
    return json.dumps(scenario)


def _scenario(name: str, units: Sequence[str], points: Sequence[str], slip: str = "") -> Scenario:
    return load(_text(name, units, points, slip))


def _named(found: Coverage, name: str) -> Covered:
    for unit in found.units:
        for one in (*unit.criteria, *unit.mistakes):
            if one.id == name:
                return one
    return next(one for one in found.marking_points if one.id == name)


def test_a_criterion_is_covered_by_two_scenarios_of_its_unit_that_award_all_its_points() -> None:
    one, two = (_scenario(name, [AM], BOTH) for name in ("one", "two"))
    covered = _named(coverage(catalogue(), [one, two]), f"{AM}.2")
    assert not covered.is_gap
    assert covered.scenarios == dict.fromkeys(
        ("one", "two"), ("opening.awards-role-clarity", "opening.awards-boundaries")
    )
    assert _named(coverage(catalogue(), [one]), f"{AM}.2").is_gap


def test_a_scenario_that_awards_some_of_the_points_counts_as_partly() -> None:
    whole, part = _scenario("whole", [AM], BOTH), _scenario("part", [AM], BOTH[:1])
    covered = _named(coverage(catalogue(), [whole, part]), f"{AM}.2")
    assert covered.is_gap
    assert list(covered.scenarios) == ["whole"]
    assert covered.partly == {"part": ("opening.awards-role-clarity",)}


def test_a_scenario_of_another_unit_covers_nothing_of_this_one() -> None:
    others = [
        _scenario(name, [PM], BOTH, f"{AM}.coaching-same") for name in ("one", "two", "three")
    ]
    found = coverage(catalogue(), others)
    assert not _named(found, f"{AM}.2").scenarios
    assert not _named(found, f"{AM}.coaching-same").scenarios
    assert not _named(found, "role-clarity").is_gap


def test_a_mistake_is_covered_by_one_choice_that_shows_it() -> None:
    found = coverage(catalogue(), [_scenario("one", [AM], BOTH, f"{AM}.coaching-same")])
    covered = _named(found, f"{AM}.coaching-same")
    assert not covered.is_gap
    assert covered.scenarios == {"one": ("opening.slips",)}


@pytest.mark.parametrize("scenarios", [2, 3])
def test_a_marking_point_is_covered_by_three_scenarios(scenarios: int) -> None:
    those = [_scenario(f"s{number}", [], BOTH) for number in range(scenarios)]
    assert _named(coverage(catalogue(), those), "boundaries").is_gap is (scenarios < 3)


def test_without_scenarios_everything_in_the_catalogue_is_a_gap() -> None:
    found, known = coverage(catalogue(), []), catalogue()
    criteria = [name for unit in known.units.values() for name in unit.criteria]
    gaps = {one.id for one in found.gaps}
    assert gaps == {*criteria, *known.mistakes, *known.marking_points}


def test_the_command_lists_gaps_first_and_ends_with_1(shell: CommandLine) -> None:
    ran = shell.rehearse("coverage", EXAMPLE_FILE)
    assert (ran.code, ran.err) == (1, "")
    first, gaps, *_ = [line for line in ran.out.splitlines() if line]
    assert first == "1 scenario against the catalogue."
    assert gaps.startswith("Gaps: ")
    assert "Gap: needs 3 scenarios, has 1." in ran.out
    assert "locked-out: opening.ask-open" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_as_json_it_is_what_was_found(shell: CommandLine) -> None:
    folder = shell.folder / "mine" / "deeper"
    folder.mkdir(parents=True)
    for name in ("one", "two"):
        text = _text(name, [AM], BOTH, f"{AM}.power")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    ran = shell.rehearse("coverage", "mine", "--json")
    data = json.loads(ran.out)
    unit = next(each for each in data["units"] if each["unit"] == AM)
    covered = next(one for one in unit["criteria"] if one["id"] == f"{AM}.2")
    assert covered["marking_points"] == BOTH
    assert covered["needed"] == 2
    assert covered["gap"] is False
    assert set(covered["scenarios"]) == {"one", "two"}
    assert f"{AM}.2" not in data["gaps"]
    assert f"{AM}.3" in data["gaps"]
    slip = next(one for one in unit["mistakes"] if one["id"] == f"{AM}.power")
    assert slip["scenarios"] == {"one": ["opening.slips"], "two": ["opening.slips"]}


def test_an_empty_folder_is_named_and_all_is_a_gap(shell: CommandLine) -> None:
    (shell.folder / "mine").mkdir()
    ran = shell.rehearse("coverage", "mine", "--json")
    assert ran.code == 1
    assert "There are no scenarios" in ran.err
    assert len(json.loads(ran.out)["gaps"]) > 50


def test_a_path_that_is_not_there_is_wrong_usage(shell: CommandLine) -> None:
    assert shell.rehearse("coverage", "nowhere").code == 2


def test_every_file_that_cannot_be_played_is_told(shell: CommandLine) -> None:
    for name in ("one.yaml", "two.yaml"):
        (shell.folder / name).write_text("format: 1\n", encoding="utf-8")
    ran = shell.rehearse("coverage", ".")
    assert (ran.code, ran.out) == (1, "")
    assert "one.yaml:1:1" in ran.err
    assert "two.yaml:1:1" in ran.err


def test_two_files_with_one_id_are_told(shell: CommandLine) -> None:
    for name in ("one.yaml", "two.yaml"):
        (shell.folder / name).write_text(_text("same", [AM], BOTH), encoding="utf-8")
    ran = shell.rehearse("coverage", ".")
    assert ran.code == 1
    assert "two scenarios called same" in ran.err
