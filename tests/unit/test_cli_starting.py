"""`rehearse play --from NODE --set NAME=VALUE` begins in the middle of a scenario."""

import json

import pytest

from tests.unit.commands import EXAMPLE_FILE, CommandLine


def outcome(shell: CommandLine, *arguments: str) -> dict[str, object]:
    ran = shell.rehearse("play", EXAMPLE_FILE, *arguments, "--json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, object] = json.loads(ran.out)
    return found


def test_a_play_begins_at_the_node_with_nothing_said_before(shell: CommandLine) -> None:
    found = outcome(shell, "--from", "discloses", "--choose", "")
    assert (found["node"], found["turns"]) == ("discloses", [])
    assert found["offered"] == ["refer", "dig", "wait"]
    assert found["variables"] == {"trust": 2, "told_limits": False}


def test_the_outcome_has_the_fields_of_any_other(shell: CommandLine) -> None:
    begun = outcome(shell, "--choose", "")
    assert list(outcome(shell, "--from", "plan", "--choose", "")) == list(begun)


@pytest.mark.parametrize(("told", "node"), [("true", "afterwards"), ("false", "let-down")])
def test_variables_that_were_set_decide_where_choices_lead(
    shell: CommandLine, told: str, node: str
) -> None:
    start = ["--from", "discloses", "--set", f"told_limits={told}"]
    assert outcome(shell, *start, "--choose", "refer")["node"] == node


def test_several_variables_can_be_set_and_the_last_value_of_one_counts(shell: CommandLine) -> None:
    settings = ["--set", "trust=1", "--set", "told_limits=true", "--set", " trust = 4 "]
    found = outcome(shell, *settings, "--choose", "")
    assert found["variables"] == {"trust": 4, "told_limits": True}
    assert found["node"] == "opening"


def test_what_is_offered_follows_from_the_variables(shell: CommandLine) -> None:
    start = ["--from", "afterwards", "--set", "trust=4", "--choose", ""]
    assert outcome(shell, *start)["offered"] == ["options", "later"]


def test_a_play_by_hand_begins_there_too(shell: CommandLine) -> None:
    ran = shell.rehearse("play", EXAMPLE_FILE, "--from", "let-down", typed="1\nq\n")
    assert ran.code == 0
    assert "You gave me your word." in ran.out
    assert "All right. I know I've missed some." not in ran.out
    assert "A week later, in the library." in ran.out


def test_a_play_that_begins_at_an_ending_is_reported_at_once(shell: CommandLine) -> None:
    ran = shell.rehearse("play", EXAMPLE_FILE, "--from", "plan")
    assert ran.code == 0
    assert "Not yet reached: 0%" in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--from", "disclose"], "The scenario has no node disclose. Did you mean discloses?"),
        (["--from", "zzz"], "The scenario has no node zzz."),
        (["--from", ""], "The scenario has no node ."),
        (["--set", "trst=1"], "The scenario has no variable trst. Did you mean trust?"),
        (["--set", "trust=9"], "trust can't be 9: it is a whole number from 0 to 5."),
        (["--set", "trust=-1"], "trust can't be -1: it is a whole number from 0 to 5."),
        (["--set", "trust="], "trust can't be : it is a whole number from 0 to 5."),
        (["--set", "trust=٣"], "trust can't be ٣: it is a whole number from 0 to 5."),
        (["--set", "trust=true"], "trust can't be true: it is a whole number from 0 to 5."),
        (["--set", "told_limits=1"], "told_limits can't be 1: it is true or false."),
    ],
)
def test_a_name_or_value_that_is_not_there_is_said_in_a_sentence(
    shell: CommandLine, arguments: list[str], words: str
) -> None:
    for more in ([], ["--choose", "", "--json"]):
        ran = shell.rehearse("play", EXAMPLE_FILE, *arguments, *more)
        assert (ran.code, ran.out, ran.err) == (2, "", f"{words}\n")


@pytest.mark.parametrize(
    "arguments", [[EXAMPLE_FILE, "--set", "trust"], ["--from", "plan"], ["--set", "trust=1"]]
)
def test_wrong_usage_ends_with_2(shell: CommandLine, arguments: list[str]) -> None:
    ran = shell.rehearse("play", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: rehearse play")


def test_a_choice_not_on_offer_there_is_told_with_what_is(shell: CommandLine) -> None:
    ran = shell.rehearse("play", EXAMPLE_FILE, "--from", "guarded", "--choose", "refer")
    assert ran.code == 1
    assert ran.err == "refer is not on offer at guarded. On offer there: explain-limits, promise.\n"
