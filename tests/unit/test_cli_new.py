"""`rehearse new` begins a scenario with five questions."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.first_draft import Answers, first_draft, free_id, one_line
from scenarios.loading import library_files, read_scenario
from scenarios.model import Scenario
from scoring.checking import check_scenario
from tests.unit.authored import catalogue, findings, load
from tests.unit.commands import CommandLine
from tests.unit.terminals import Terminal

ANSWERS = ["First week", "Amina", "4", "3", "A bad first week at work."]
OPTIONS = [
    *("--title", "First week", "--mentee", "Amina", "--unit", "aim-l2-peer-mentoring"),
    *("--level", "3", "--about", "A bad first week at work."),
]


def written(shell: CommandLine, name: str) -> Scenario:
    return read_scenario(shell.folder / name, catalogue())


def facts(scenario: Scenario) -> tuple[object, ...]:
    return (
        *(scenario.title, scenario.mentee.name, scenario.units, scenario.level),
        scenario.summary,
    )


ANSWERED = ("First week", "Amina", ("aim-l2-peer-mentoring",), 3, "A bad first week at work.")


def test_five_answers_make_a_file_named_by_the_title(shell: CommandLine) -> None:
    ran = shell.rehearse("new", typed="\n".join(ANSWERS))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("? [") == 5
    assert ran.out.endswith("Wrote first-week.yaml. Play it: rehearse play first-week.yaml\n")
    assert facts(written(shell, "first-week.yaml")) == ANSWERED


def test_options_answer_without_a_question(shell: CommandLine) -> None:
    ran = shell.rehearse("new", "mine.yaml", *OPTIONS)
    assert ran.out == "Wrote mine.yaml. Play it: rehearse play mine.yaml\n"
    scenario = written(shell, "mine.yaml")
    assert (scenario.id, *facts(scenario)) == ("first-week", *ANSWERED)


def test_what_no_option_answers_is_asked(shell: CommandLine) -> None:
    ran = shell.rehearse("new", *OPTIONS[:-4], typed="2\nWork.\n")
    assert ran.out.count("? [") == 2
    assert (written(shell, "first-week.yaml").level, ran.code) == (2, 0)


def test_where_nobody_answers_the_answers_in_brackets_are_taken(shell: CommandLine) -> None:
    ran = shell.rehearse("new", "mine")
    assert (ran.code, ran.err) == (0, "")
    scenario = written(shell, "mine.yaml")
    assert (scenario.title, scenario.mentee.name) == ("A quiet word", "Sam")
    assert (scenario.units, scenario.level) == (("aim-l2-mentoring",), 2)


def test_the_level_of_the_unit_is_suggested(shell: CommandLine) -> None:
    ran = shell.rehearse("new", "--unit", "tquk-l1-mentoring")
    assert written(shell, "a-quiet-word.yaml").level == 1
    assert ran.code == 0


@pytest.mark.parametrize("level", ["1", "2", "3"])
def test_the_file_has_nothing_wrong_and_plays(shell: CommandLine, level: str) -> None:
    shell.rehearse("new", "mine.yaml", "--level", level)
    ran = shell.rehearse("check", "--strict", "--json", "mine.yaml")
    assert (ran.code, json.loads(ran.out)) == (0, [])
    ran = shell.rehearse("play", "mine.yaml", "--choose", "reflect,ask", "--json")
    assert (json.loads(ran.out)["percent"], json.loads(ran.out)["achieved"]) == (100, True)


@pytest.mark.parametrize("unit", catalogue().units)
def test_every_unit_can_be_chosen(shell: CommandLine, unit: str) -> None:
    assert shell.rehearse("new", "mine.yaml", "--unit", unit).code == 0
    source = (shell.folder / "mine.yaml").read_bytes()
    assert check_scenario(source, "mine.yaml", catalogue()).findings == ()


def test_an_answer_that_can_not_be_taken_is_asked_for_again(shell: CommandLine) -> None:
    typed = ["x" * 301, "Long", "Bo", "0", "aim-l2-mentorin", "5", "4", "two", "1", ""]
    ran = shell.rehearse("new", typed="\n".join(typed))
    assert ran.code == 0
    assert "Please keep it to 300 characters." in ran.out
    assert "There is no such unit. Did you mean aim-l2-mentoring?" in ran.out
    assert ran.out.count("The level is 1, 2 or 3.") == 2
    scenario = written(shell, "long.yaml")
    assert (scenario.title, scenario.units, scenario.level) == (
        "Long",
        ("employment-mentoring",),
        1,
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--unit", "aim-l2-mentorin"], "--unit: There is no such unit. Did you mean aim-l2-m"),
        (["--level", "4"], "--level: The level is 1, 2 or 3."),
        (["--title", "x" * 301], "--title: Please keep it to 300 characters."),
        (["--mentee", "\u200b"], "--mentee: Please write a word or more."),
    ],
)
def test_an_option_that_can_not_be_taken_ends_with_2_before_anything_is_asked(
    shell: CommandLine, options: list[str], words: str
) -> None:
    ran = shell.rehearse("new", *options, typed="\n".join(ANSWERS))
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert list(shell.folder.iterdir()) == []


def test_no_file_is_ever_overwritten(shell: CommandLine) -> None:
    (shell.folder / "first-week.yaml").write_text("mine", encoding="utf-8")
    for arguments in (["first-week.yaml"], ["first-week"], OPTIONS):
        ran = shell.rehearse("new", *arguments)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            "There is a file first-week.yaml already. Name another, or delete it first.\n"
        )
    assert (shell.folder / "first-week.yaml").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_there_is_named(shell: CommandLine) -> None:
    ran = shell.rehearse("new", "nowhere/mine.yaml", *OPTIONS)
    assert (ran.code, ran.err) == (
        1,
        "Can't use nowhere/mine.yaml: No such file or directory.\n",
    )


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Locked out", "locked-out"),
        ("Zoë's 3rd café!", "zoes-3rd-cafe"),
        ("3 missed sessions", "missed-sessions-2"),
        ("Promise first", "promise-first-2"),
        ("会う", "my-scenario"),
        ("...", "my-scenario"),
        ("x" * 60, "x" * 40),
        ("a " * 40, "-".join("a" * 20)),
    ],
)
def test_an_id_is_made_of_the_title_and_is_like_no_other_of_the_library(
    title: str, made: str
) -> None:
    assert free_id(title, {file.stem for file in library_files()}) == made


def test_the_third_of_a_name_gets_the_next_number() -> None:
    assert free_id("One", {"one", "one-2"}) == "one-3"


_WORDS = st.text(min_size=1, max_size=60).map(one_line).filter(bool)


@settings(max_examples=100, deadline=None)
@given(_WORDS, _WORDS, _WORDS, st.text("a/ '\"#:{}\n$", min_size=1, max_size=9))
def test_whatever_is_answered_stands_in_the_file_as_it_was(
    title: str, mentee: str, about: str, file: str
) -> None:
    answers = Answers(title, mentee, "aim-l2-mentoring", 2, about)
    text = first_draft(answers, free_id(title, ()), file)
    assert findings(text) == ()
    scenario = load(text)
    assert (scenario.title, scenario.mentee.name, scenario.summary) == (title, mentee, about)
    assert f"You are {mentee}'s mentor." in scenario.briefing


# In a terminal


def test_enter_takes_what_stands_in_brackets(tmp_path: Path) -> None:
    terminal = Terminal("new", str(tmp_path / "mine.yaml"))
    for _ in range(5):
        terminal.wait_for("] ")
        terminal.type("\r")
    assert terminal.end() == 0
    assert read_scenario(tmp_path / "mine.yaml", catalogue()).title == "A quiet word"


@pytest.mark.parametrize("key", ["ctrl-c", "ctrl-d"])
def test_leaving_is_clean_and_writes_nothing(tmp_path: Path, key: str) -> None:
    terminal = Terminal("new", str(tmp_path / "mine.yaml"))
    terminal.wait_for("] ")
    terminal.type("A title\r")
    terminal.wait_for("] ")
    if key == "ctrl-c":
        terminal.interrupt()
    else:
        terminal.type("\x04")
    assert terminal.end() == {"ctrl-c": 130, "ctrl-d": 1}[key]
    assert "You have left. Nothing was written." in terminal.seen
    assert "Traceback" not in terminal.seen
    assert list(tmp_path.iterdir()) == []
