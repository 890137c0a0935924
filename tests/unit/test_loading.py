"""A file that passes its checks becomes a scenario with every field as its author wrote it."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from scenarios.catalogue import load_catalogue
from scenarios.document import LARGEST_FILE
from scenarios.findings import InvalidScenario
from scenarios.loading import library_files, load_scenario, read_scenario
from scenarios.model import (
    Ending,
    FeedbackPolicy,
    MarkingPoint,
    Mentee,
    Outcome,
    ScenarioTest,
    Variable,
)
from tests.unit.authored import EXAMPLE, catalogue, changed, load


def test_the_fields_of_a_scenario_are_loaded() -> None:
    scenario = load(EXAMPLE)
    assert scenario.id == "locked-out"
    assert scenario.title == "Locked out"
    assert scenario.summary.startswith("Your mentee has stopped turning up.")
    assert scenario.units == ("aim-l2-mentoring", "aim-l2-peer-mentoring")
    assert (scenario.level, scenario.setting, scenario.minutes) == (2, "college", 6)
    assert scenario.content_note == "Mentions a young person being put out of his home."
    assert scenario.mentee == Mentee("Jordan", "17, first year of a plumbing apprenticeship.")
    assert scenario.briefing.endswith("He has missed three weeks.")
    assert scenario.pass_mark == 80
    assert scenario.feedback is FeedbackPolicy.EACH
    assert scenario.start == "opening"
    assert (scenario.author, scenario.nation, scenario.notes) == (None, None, None)
    assert scenario.law_checked is None


def test_marking_points_and_variables_are_loaded_in_their_order() -> None:
    scenario = load(EXAMPLE)
    assert list(scenario.marking_points.values()) == [
        MarkingPoint("active-listening", max=3, met=2, critical=False),
        MarkingPoint("confidentiality", max=2, met=2, critical=False),
        MarkingPoint("empowerment", max=2, met=2, critical=False),
        MarkingPoint("safeguarding-referral", max=2, met=2, critical=True),
    ]
    assert list(scenario.variables.values()) == [
        Variable("trust", 2, minimum=0, maximum=5),
        Variable("told_limits", start=False, minimum=None, maximum=None),
    ]


def test_nodes_and_endings_are_loaded_in_their_order() -> None:
    nodes = load(EXAMPLE).nodes
    assert list(nodes) == [
        "opening",
        "says-little",
        "guarded",
        "discloses",
        "let-down",
        "afterwards",
        "plan",
        "drifts",
        "walks-out",
    ]
    assert nodes["opening"].mentee == (
        "All right. I know I've missed some.",
        "Before you say anything, I don't need a lecture.",
    )
    assert nodes["opening"].thought == "He is going to tell me off."
    assert nodes["says-little"].mentee == ("It's just home stuff.",)
    assert nodes["afterwards"].scene == "A week later, in the library."
    assert nodes["plan"].ending == Ending(
        Outcome.EFFECTIVE, "Jordan leaves with a plan of his own."
    )
    opening = nodes["opening"]
    assert (opening.scene, opening.speaker, opening.otherwise) == (None, None, None)
    assert opening.ending is None
    assert not opening.fixed_order


def test_choices_are_loaded_with_everything_they_do() -> None:
    nodes = load(EXAMPLE).nodes
    standards = nodes["opening"].choices["standards"]
    assert standards.id == "standards"
    assert standards.say.startswith("I'm glad you came. Three weeks is a lot")
    assert standards.mistakes == ("ascentis-l1-mentoring.supervision",)
    assert (standards.change, standards.set, standards.awards) == ({"trust": -1}, {}, {})
    assert [(way.when and way.when.text, way.to) for way in standards.goto] == [
        ("trust >= 2", "guarded"),
        (None, "says-little"),
    ]
    refer = nodes["discloses"].choices["refer"]
    assert refer.awards == {"safeguarding-referral": 2, "active-listening": 1}
    assert refer.once
    assert (refer.when, refer.notes) == (None, None)
    assert nodes["discloses"].choices["wait"].fails == ("safeguarding-referral",)
    assert nodes["guarded"].choices["explain-limits"].set == {"told_limits": True}
    email = nodes["afterwards"].choices["email"].when
    assert email is not None
    assert email.variables == {"trust"}
    assert email.chosen == {"discloses.dig"}


def test_the_tests_of_a_file_are_loaded() -> None:
    assert load(EXAMPLE).tests == (
        ScenarioTest(
            name="the mentor listens, sets limits and refers",
            choose=("ask-open", "explain-limits", "refer", "options"),
            ends="plan",
            marks={
                "active-listening": 3,
                "confidentiality": 2,
                "safeguarding-referral": 2,
                "empowerment": 2,
            },
            percent=100,
            achieved=True,
        ),
    )


def test_fields_left_out_have_the_values_of_the_page() -> None:
    text = EXAMPLE[: EXAMPLE.index("\ntests:")]
    for line in text.splitlines():
        if line.split(":")[0] in ("units", "level", "setting", "minutes", "content_note"):
            text = text.replace(line, "")
    scenario = load(text.replace("pass_mark: 80", "").replace("feedback: each", ""))
    assert (scenario.pass_mark, scenario.feedback) == (70, FeedbackPolicy.EACH)
    assert (scenario.units, scenario.tests) == ((), ())
    assert (scenario.level, scenario.minutes) == (None, None)
    assert (scenario.setting, scenario.content_note) == (None, None)


def test_every_optional_field_is_loaded_too() -> None:
    scenario = load(
        changed(
            ("feedback: each", "feedback: tutor\nauthor: A. Tutor\nnation: wales"),
            ("level: 2", "level: 1\nlaw_checked: 2026-03-31\nnotes: For tutors."),
            ("    scene: A week", "    fixed_order: true\n    speaker: Mum\n    scene: A week"),
            (
                "        goto: drifts",
                "        goto: drifts\n        once: false\n        notes: Why",
            ),
            ("        when: trust < 4", "        when: trust > 9 #"),
            ("    mentee: So what", "    otherwise: drifts\n    mentee: So what"),
        )
    )
    assert (scenario.author, scenario.nation, scenario.notes) == (
        "A. Tutor",
        "wales",
        "For tutors.",
    )
    assert scenario.law_checked == date(2026, 3, 31)
    assert scenario.feedback is FeedbackPolicy.TUTOR
    node = scenario.nodes["afterwards"]
    assert (node.fixed_order, node.speaker, node.otherwise) == (True, "Mum", "drifts")
    assert (node.choices["later"].once, node.choices["later"].notes) == (False, "Why")


def test_text_keeps_the_words_and_loses_only_the_blanks_around_them() -> None:
    scenario = load(
        changed(
            ("title: Locked out", "title: No"),
            ("summary: Your", "summary: |\n  One: two\n\n  three\nnotes: Your"),
            ("setting: college", "setting: '  a  b '"),
        )
    )
    assert scenario.title == "No"
    assert scenario.summary == "One: two\n\nthree"
    assert scenario.setting == "a  b"


def test_a_name_written_twice_in_a_list_counts_once() -> None:
    mistake, point = "aim-l2-mentoring.never-share", "safeguarding-referral"
    scenario = load(
        changed(
            (f"mistake: {mistake}", f"mistake: [{mistake}, {mistake}]"),
            (f"fails: [{point}]", f"fails: [{point}, {point}]"),
        )
    )
    assert scenario.nodes["guarded"].choices["promise"].mistakes == (mistake,)
    assert scenario.nodes["discloses"].choices["wait"].fails == (point,)


def test_the_version_is_of_the_exact_bytes() -> None:
    source = EXAMPLE.encode()
    windows = b"\xef\xbb\xbf" + source.replace(b"\n", b"\r\n")
    one, other = (load_scenario(s, "here.yaml", catalogue()) for s in (source, windows))
    assert one.version == hashlib.sha256(source).hexdigest()[:12]
    assert other.version == hashlib.sha256(windows).hexdigest()[:12]
    assert one.nodes == other.nodes


def test_a_file_is_read_from_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "locked-out.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    assert read_scenario(path, load_catalogue()) == load(EXAMPLE)


def test_findings_of_a_file_carry_its_path(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("a: b", encoding="utf-8")
    with pytest.raises(InvalidScenario) as invalid:
        read_scenario(path, catalogue())
    assert {finding.path for finding in invalid.value.findings} == {str(path)}
    assert str(invalid.value).startswith(f"{path}:1:1: ")


def test_a_file_far_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "endless.yaml"
    with path.open("wb") as file:
        file.truncate(1000 * LARGEST_FILE)
    with pytest.raises(InvalidScenario) as invalid:
        read_scenario(path, catalogue())
    assert [finding.code for finding in invalid.value.findings] == ["not-yaml"]


def test_a_path_that_cannot_be_read_is_the_callers_to_word(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_scenario(tmp_path / "nowhere.yaml", catalogue())
    with pytest.raises(IsADirectoryError):
        read_scenario(tmp_path, catalogue())


def test_every_scenario_of_the_library_loads() -> None:
    files = library_files()
    assert files == sorted(files)
    assert [read_scenario(path, catalogue()).id for path in files] == [path.stem for path in files]
