"""The command line as a whole: its help, its version, and one sentence for whatever goes wrong."""

import os
import subprocess
import sys
from importlib.metadata import version
from inspect import getmembers, isclass
from pathlib import Path
from types import ModuleType

import pytest
import typer

from bot import errors
from bot.cli.main import app
from bot.cli.problems import explain
from bot.storage import errors as storage
from tests.unit.commands import EXAMPLE_FILE, CommandLine

ADDRESS = "sqlite:///somewhere.db"


def commands(app: typer.Typer, name: str = "rehearse") -> list[str]:
    """Return what is typed to run each command."""
    own = [
        f"{name} {each.name or each.callback.__name__}"
        for each in app.registered_commands
        if each.callback
    ]
    return own + [
        command
        for group in app.registered_groups
        if group.typer_instance
        for command in commands(group.typer_instance, f"{name} {group.name}")
    ]


EVERY_COMMAND = commands(app)


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_every_command_has_help_with_an_example_of_itself(shell: CommandLine, name: str) -> None:
    ran = shell.rehearse(*name.split()[1:], "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: {name}")
    example = ran.out.partition("Example: ")[2]
    assert name in example


def test_every_command_is_listed_with_a_whole_line(shell: CommandLine) -> None:
    ran = shell.rehearse("--help")
    assert ran.code == 0
    listed = ran.out.partition("Commands:")[2]
    assert "..." not in listed
    for name in EVERY_COMMAND:
        assert f"  {name.split()[1]} " in listed


def test_ctrl_c_before_a_command_begins_ends_it_quietly(
    shell: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.main.app", _interrupted)
    ran = shell.rehearse("try")
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_the_version_is_that_of_the_project(shell: CommandLine) -> None:
    ran = shell.rehearse("--version")
    assert (ran.code, ran.out) == (0, f"rehearse {version('rehearse')}\n")


@pytest.mark.parametrize("arguments", [[], ["fly"], ["--fly"], ["play", "--fly"]])
def test_wrong_usage_ends_with_2_and_shows_the_way(
    shell: CommandLine, arguments: list[str]
) -> None:
    ran = shell.rehearse(*arguments)
    assert ran.code == 2
    assert "Usage: rehearse" in ran.out + ran.err


def told(error: Exception) -> str:
    problem = explain(error)
    assert problem is not None
    return problem.words


EXAMPLES: list[Exception] = [
    errors.NoToken(),
    errors.BadToken(),
    errors.TelegramUnreachable("https://api.telegram.org", 60.0, "TimedOut"),
    errors.TelegramRefused("setWebhook", "Bad Request: bad webhook"),
    errors.CannotListen("127.0.0.1", 80, "Permission denied"),
    errors.NoSuchFolder(Path("mine")),
    errors.DuplicateScenario("locked-out", Path("a.yaml"), Path("b.yaml")),
    *(storage.DatabaseUnavailable(ADDRESS, reason) for reason in storage.Reason),
    storage.SchemaTooNew("0009", "0001"),
    storage.SchemaBehind("0001", "0002"),
    storage.SchemaBehind(None, "0002"),
    storage.NotABackup(Path("notes.txt")),
    storage.WouldOverwrite(Path("copy.db")),
    storage.SameFile(Path("rehearse.db")),
]
HANDLED_WHERE_THEY_ARISE = {errors.NotReady, storage.ServerDatabase}


@pytest.mark.parametrize("error", EXAMPLES, ids=repr)
def test_each_thing_that_can_go_wrong_is_one_line_of_whole_sentences(error: Exception) -> None:
    words = told(error)
    assert "\n" not in words
    assert words[0].isupper()
    assert words.endswith(".")


@pytest.mark.parametrize("module", [errors, storage], ids=["bot", "storage"])
def test_every_error_of_ours_has_its_words(module: ModuleType) -> None:
    ours = {
        kind
        for _, kind in getmembers(module, isclass)
        if issubclass(kind, Exception) and not kind.__subclasses__()
    }
    assert ours - HANDLED_WHERE_THEY_ARISE == {type(error) for error in EXAMPLES} & ours


def test_what_no_command_expects_is_not_explained_away() -> None:
    assert explain(KeyError("a fault of ours")) is None
    assert explain(OSError("without a file")) is None


def test_a_reader_that_goes_away_ends_a_command_without_a_complaint() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = Path(sys.executable).with_name("rehearse")
    arguments = [str(command), "play", EXAMPLE_FILE, "--choose", "ask-open"]
    ran = subprocess.run(arguments, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert ran.returncode == 1
    assert b"Traceback" not in ran.stderr


def _interrupted(**_: object) -> None:
    raise KeyboardInterrupt
