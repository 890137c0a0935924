"""`rehearse play` is a role-play in the terminal, and tells where choices lead."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scenarios.catalogue import load_catalogue
from scenarios.loading import library_files
from scenarios.machine import ScenarioMachine
from scoring.marking import mark
from tests.unit.authored import EXAMPLE, changed, load
from tests.unit.commands import EXAMPLE_FILE, CommandLine
from tests.unit.rubrics import taken
from tests.unit.terminals import COMMAND, Terminal

BEST = ("ask-open", "explain-limits", "refer", "options")


def outcome(shell: CommandLine, *choices: str) -> dict[str, object]:
    ran = shell.rehearse("play", EXAMPLE_FILE, "--choose", ",".join(choices), "--json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, object] = json.loads(ran.out)
    return found


# Choices made beforehand


def test_the_outcome_of_choices_has_exactly_the_fields_that_others_build_on(
    shell: CommandLine,
) -> None:
    assert outcome(shell, *BEST) == {
        "scenario": "locked-out",
        "version": load(EXAMPLE).version,
        "node": "plan",
        "ending": "plan",
        "turns": [
            {"node": node, "choice": choice}
            for node, choice in zip(
                ("opening", "guarded", "discloses", "afterwards"), BEST, strict=True
            )
        ],
        "variables": {"trust": 3, "told_limits": True},
        "marks": {
            "active-listening": {"marks": 3, "max": 3, "status": "met"},
            "confidentiality": {"marks": 2, "max": 2, "status": "met"},
            "empowerment": {"marks": 2, "max": 2, "status": "met"},
            "safeguarding-referral": {"marks": 2, "max": 2, "status": "met"},
        },
        "percent": 100,
        "achieved": True,
        "mistakes": [],
        "offered": [],
    }


def test_an_outcome_under_way_has_no_ending_and_tells_what_is_on_offer(shell: CommandLine) -> None:
    found = outcome(shell, "ask-open")
    assert (found["node"], found["ending"]) == ("guarded", None)
    assert found["offered"] == ["explain-limits", "promise"]
    assert (found["percent"], found["achieved"]) == (22, False)


@pytest.mark.parametrize("none", ["", " "])
def test_no_choices_at_all_lead_to_the_start(shell: CommandLine, none: str) -> None:
    found = outcome(shell, none)
    assert (found["node"], found["turns"]) == ("opening", [])
    assert found["offered"] == ["ask-open", "standards"]


def test_spaces_between_choices_do_not_matter(shell: CommandLine) -> None:
    assert outcome(shell, "ask-open ", " promise")["node"] == "discloses"


def test_the_mistakes_of_an_outcome_stand_in_the_order_made_each_once(shell: CommandLine) -> None:
    found = outcome(shell, "standards", "leave-room", "promise", "dig")
    assert found["mistakes"] == [
        "ascentis-l1-mentoring.supervision",
        "aim-l2-mentoring.never-share",
        "ascentis-l1-mentoring.resolve-all",
    ]


def test_a_choice_not_on_offer_is_told_with_what_is(shell: CommandLine) -> None:
    for json_too in ([], ["--json"]):
        ran = shell.rehearse("play", EXAMPLE_FILE, "--choose", "ask-open,refer", *json_too)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            "refer is not on offer at guarded. On offer there: explain-limits, promise.\n"
        )


def test_a_choice_after_the_ending_is_told_to_be_too_late(shell: CommandLine) -> None:
    ran = shell.rehearse("play", EXAMPLE_FILE, "--choose", ",".join([*BEST, "refer"]), "--json")
    assert (ran.code, ran.err) == (1, "refer is not on offer at plan: nothing is.\n")


def test_choices_without_json_are_shown_as_the_talk_they_make(shell: CommandLine) -> None:
    ran = shell.rehearse("play", EXAMPLE_FILE, "--choose", ",".join(BEST))
    assert (ran.code, ran.err) == (0, "")
    in_order = [
        "Locked out",
        "You have been Jordan's mentor",
        "Jordan: All right. I know I've missed some.",
        "You: I'm glad you came.",
        "Jordan: If I tell you",
        "Coach: An open question without blame.",
        "Jordan thought: He is going to tell me off.",
        "A week later, in the library.",
        "Jordan leaves with a plan of his own.",
        "Scenario standard reached: 100%",
    ]
    places = [ran.out.index(words) for words in in_order]
    assert places == sorted(places)


def test_choices_that_stop_under_way_are_shown_with_what_can_be_said_next(
    shell: CommandLine,
) -> None:
    ran = shell.rehearse("play", EXAMPLE_FILE, "--choose", "ask-open")
    assert ran.code == 0
    assert "It won't go further than this room." in ran.out
    assert ran.out.rstrip().endswith("Under way: this is turn 2.")


@pytest.mark.parametrize(
    "arguments",
    [["--choose", "a"], ["--json"], [EXAMPLE_FILE, "--json"], [EXAMPLE_FILE, "--seed", "x"]],
)
def test_wrong_usage_ends_with_2(shell: CommandLine, arguments: list[str]) -> None:
    ran = shell.rehearse("play", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: rehearse play")


# Playing by hand


def numbers_for(out: str, *says: str) -> list[str]:
    """Return the numbers that the texts beginning with `says` were shown under, in order."""
    found = []
    for say in says:
        match = re.search(rf"^ *(\d+)\. {re.escape(say)}", out, re.MULTILINE)
        assert match, say
        found.append(match[1])
    return found


def test_a_whole_play_by_typed_numbers_ends_with_the_report(shell: CommandLine) -> None:
    says = ["I'm glad you came. What", "It stays with me", "I'm glad you told me.", "What have"]
    typed: list[str] = []
    for say in says:
        so_far = shell.rehearse("play", EXAMPLE_FILE, "--seed", "7", typed="\n".join(typed) + "\n")
        typed += numbers_for(so_far.out, say)
    ran = shell.rehearse("play", EXAMPLE_FILE, "--seed", "7", typed="\n".join(typed))
    assert (ran.code, ran.err) == (0, "")
    assert "Scenario standard reached: 100%" in ran.out
    assert "The moment that mattered" in ran.out
    assert "You have left" not in ran.out


def test_feedback_comes_after_the_mentees_answer(shell: CommandLine) -> None:
    ran = shell.rehearse("play", EXAMPLE_FILE, typed="1\nq\n")
    you, coach = ran.out.index("You: "), ran.out.index("Coach: ")
    assert "Jordan: " in ran.out[you:coach]
    assert ran.out.index("Jordan thought: ") > coach


def test_a_seed_fixes_the_order_and_another_may_change_it(shell: CommandLine) -> None:
    orders = [
        shell.rehearse("play", EXAMPLE_FILE, "--seed", str(seed), typed="q\n").out
        for seed in [*range(12), *range(12)]
    ]
    assert orders[:12] == orders[12:]
    assert len(set(orders)) == 2


def test_a_node_of_fixed_order_keeps_the_authors_order(shell: CommandLine) -> None:
    text = changed(("  opening:\n", "  opening:\n    fixed_order: true\n"))
    (shell.folder / "fixed.yaml").write_text(text, encoding="utf-8")
    for seed in range(6):
        ran = shell.rehearse("play", "fixed.yaml", "--seed", str(seed), typed="q\n")
        assert numbers_for(ran.out, "I'm glad you came. What", "I'm glad you came. Three") == [
            "1",
            "2",
        ]


@pytest.mark.parametrize("wrong", ["0", "3", "-1", "1.0", "one", "", "²", "9" * 5000])
def test_what_is_not_a_number_on_offer_is_asked_for_again(shell: CommandLine, wrong: str) -> None:
    ran = shell.rehearse("play", EXAMPLE_FILE, typed=f"{wrong}\n1\nq\n")
    assert ran.code == 0
    assert "That is not one of the numbers here." in ran.out
    assert "Please type a number from 1 to 2, or q to leave:" in ran.out
    assert "You: I'm glad you came." in ran.out


@pytest.mark.parametrize("typed", ["q\n", "Q\n", "quit\n", "", "1\nq\n", "1\n"])
def test_leaving_is_clean(shell: CommandLine, typed: str) -> None:
    ran = shell.rehearse("play", EXAMPLE_FILE, typed=typed)
    assert (ran.code, ran.err) == (0, "")
    assert "You have left. Nothing of this practice is kept" in ran.out


def test_feedback_held_back_is_shown_turn_by_turn_at_the_end(shell: CommandLine) -> None:
    text = changed(("feedback: each", "feedback: end"))
    (shell.folder / "end.yaml").write_text(text, encoding="utf-8")
    ran = shell.rehearse("play", "end.yaml", "--choose", ",".join(BEST))
    talk, told = ran.out.split("Turn 1. You said: ", 1)
    assert "Coach: " not in talk
    assert told.count("Coach: ") == 4


def test_a_report_puts_mistakes_right_and_names_one_thing_to_try(shell: CommandLine) -> None:
    choices = "ask-open,promise,wait,email"
    ran = shell.rehearse("play", EXAMPLE_FILE, "--choose", choices)
    flat = " ".join(ran.out.split())
    assert "Not yet reached: 22% The standard here is 80%. It also asks you to show" in flat
    assert "Safety error (0 of 2)" in flat
    assert "Worth putting right Turn 2. You said: It won't go further" in flat
    assert "The moment that mattered Turn 3. You said: That's not right." in flat
    assert "One thing to try next:" in flat


def test_marks_in_the_terminal_are_those_that_marking_gives(shell: CommandLine) -> None:
    machine = ScenarioMachine(load(EXAMPLE))
    choices = ("standards", "leave-room", "promise", "refer", "own-it", "later")
    marks = mark(machine, taken(machine, *choices), load_catalogue())
    assert outcome(shell, *choices)["marks"] == marks.recorded()
    ran = shell.rehearse("play", EXAMPLE_FILE, "--choose", ",".join(choices))
    assert f"{marks.percent}%" in ran.out


def test_a_conversation_that_cannot_go_on_says_where(shell: CommandLine) -> None:
    text = changed(("        awards: {confidentiality: 2}", "        when: trust > 9"))
    text = text.replace("mistake: aim-l2-mentoring.never-share", "when: trust > 9", 1)
    (shell.folder / "stuck.yaml").write_text(text, encoding="utf-8")
    ran = shell.rehearse("play", "stuck.yaml", "--choose", "ask-open")
    assert ran.code == 1
    assert ran.err.startswith("The conversation can't go on from guarded")


def test_words_of_a_file_are_shown_as_they_are(shell: CommandLine) -> None:
    text = changed(("mentee: It's just home stuff.", 'mentee: "[bold]It is :smile: [/] home."'))
    (shell.folder / "brackets.yaml").write_text(text, encoding="utf-8")
    ran = shell.rehearse("play", "brackets.yaml", "--choose", "standards")
    assert "Jordan: [bold]It is :smile: [/] home." in ran.out


# Which scenario


def test_without_a_file_there_is_a_list_to_choose_from(shell: CommandLine) -> None:
    ran = shell.rehearse("play", typed="1\nq\n")
    assert ran.code == 0
    for file in library_files():
        assert f"({file.stem})" in ran.out
    assert "Your part" in ran.out


def test_the_folders_of_the_settings_are_in_the_list_too(shell: CommandLine) -> None:
    (shell.folder / "mine.yaml").write_text(EXAMPLE, encoding="utf-8")
    shell.set("SCENARIOS", str(shell.folder))
    assert "Locked out (locked-out)" in shell.rehearse("play", typed="q\n").out
    assert shell.rehearse("play", "locked-out", typed="q\n").code == 0


def test_a_scenario_of_the_library_plays_by_its_id(shell: CommandLine) -> None:
    ran = shell.rehearse("play", "promise-first", typed="q\n")
    assert ran.code == 0
    assert "Before you start" in ran.out


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "promise-frist",
            "There is no file and no scenario called promise-frist. Did you mean promise-first?",
        ),
        ("nowhere.yaml", "There is no file and no scenario called nowhere.yaml."),
        (".", "There is no file and no scenario called .."),
    ],
)
def test_what_can_not_be_found_is_said_in_a_sentence(
    shell: CommandLine, name: str, words: str
) -> None:
    ran = shell.rehearse("play", name)
    assert (ran.code, ran.out) == (1, "")
    assert words in ran.err
    assert ran.err.count("\n") == 1


def test_a_scenario_goes_before_a_folder_of_its_name(shell: CommandLine) -> None:
    (shell.folder / "promise-first").mkdir()
    assert shell.rehearse("play", "promise-first", typed="q\n").code == 0


def test_a_file_that_can_not_be_read_is_named(shell: CommandLine) -> None:
    name = f"{'x' * 300}.yaml"
    ran = shell.rehearse("play", name)
    assert (ran.code, ran.err) == (1, f"Can't use {name}: File name too long.\n")


def test_everything_wrong_with_a_file_is_told_with_its_place(shell: CommandLine) -> None:
    text = changed(("to: says-little", "to: says-litle"), ("minutes: 6", "minutes: six"))
    (shell.folder / "broken.yaml").write_text(text, encoding="utf-8")
    ran = shell.rehearse("play", "broken.yaml")
    assert (ran.code, ran.out) == (1, "")
    lines = ran.err.splitlines()
    assert len(lines) >= 2
    for line in lines:
        assert re.match(r"broken\.yaml:\d+:\d+: error [a-z-]+: \S", line), line


# In the world: pipes, terminals, letters


def play_in_pipe(*arguments: str, typed: bytes = b"", **environment: str) -> tuple[int, bytes]:
    ran = subprocess.run(
        [COMMAND, "play", *arguments],
        input=typed,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert b"Traceback" not in ran.stderr
    return ran.returncode, ran.stdout


def test_through_a_pipe_there_are_no_boxes_and_no_colours() -> None:
    code, out = play_in_pipe(EXAMPLE_FILE, typed=b"1\nq\n")
    assert code == 0
    assert b"\x1b" not in out
    assert "│".encode() not in out


def test_where_only_plain_letters_go_the_nearest_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "letters.yaml"
    words = "“Zoë’s café – £5”"
    file.write_text(changed(("It's just home stuff.", words)), encoding="utf-8")
    code, out = play_in_pipe(str(file), "--choose", "standards", PYTHONIOENCODING="ascii")
    assert code == 0
    assert b'Jordan: "Zoe\'s cafe - ?5"' in out


def test_broken_letters_typed_are_asked_for_again() -> None:
    code, out = play_in_pipe(EXAMPLE_FILE, typed=b"\xff\xfe\nq\n", PYTHONUTF8="1")
    assert code == 0
    assert b"That is not one of the numbers here." in out


def test_ctrl_c_leaves_cleanly() -> None:
    terminal = Terminal("play", EXAMPLE_FILE)
    terminal.begin()
    terminal.interrupt()
    assert terminal.end() == 130
    assert "You have left." in terminal.seen
    assert "Traceback" not in terminal.seen


def test_ctrl_d_leaves_cleanly() -> None:
    terminal = Terminal("play", EXAMPLE_FILE)
    terminal.begin()
    terminal.type("1\r")
    terminal.wait_for("leave:")
    terminal.type("\x04")
    assert terminal.end() == 0
    assert "You have left." in terminal.seen


def test_a_sensitive_scenario_waits_before_it_begins_and_can_be_left_there() -> None:
    terminal = Terminal("play", "promise-first")
    terminal.wait_for("leave:")
    assert "Efa: " not in terminal.seen
    assert "Efa ─" not in terminal.seen
    terminal.type("q\r")
    assert terminal.end() == 0
    assert "You have left." in terminal.seen


def test_in_a_terminal_the_mentee_speaks_in_bubbles_and_without_colour_if_asked() -> None:
    terminal = Terminal("play", EXAMPLE_FILE, NO_COLOR="1")
    terminal.begin()
    terminal.type("q\r")
    assert terminal.end() == 0
    assert "╭─ Jordan ─" in terminal.seen
    assert not re.search(r"\x1b\[[0-9;]*3\d", terminal.seen)


@pytest.mark.parametrize("environment", [{"columns": 32}, {"TERM": "dumb"}])
def test_a_narrow_or_simple_terminal_gets_plain_lines(environment: dict[str, Any]) -> None:
    terminal = Terminal("play", EXAMPLE_FILE, **environment)
    terminal.begin()
    terminal.type("q\r")
    assert terminal.end() == 0
    assert "│" not in terminal.seen
    assert "Jordan: " in terminal.seen
