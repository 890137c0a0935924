"""`rehearse remark` shows what a corrected mark scheme changes, and keeps it when told to."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.practice.attempts import Practice, Started
from bot.practice.library import Library
from bot.practice.records import Learner
from bot.practice.replay import Replaying
from bot.storage.opening import open_database, upgrade
from bot.storage.transaction import Transaction
from scenarios.machine import ScenarioMachine
from tests.unit.authored import catalogue, changed, load
from tests.unit.commands import CommandLine, Ran

URL = "sqlite:///attempts.db"
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
BEST = ("ask-open", "explain-limits", "refer", "options")
LATE = ("ask-open", "promise", "refer", "own-it", "email")
KINDER = (
    ("confidentiality: {max: 2}", "confidentiality: {max: 2, met: 1}"),
    ("pass_mark: 80", "pass_mark: 60"),
    ("say: It stays with me and my supervisor", "say: It stays with the two of us"),
)
"""What makes LATE reach the standard; every other play is marked as it was."""

_WHY = ("--apply", "--reason", "A promise put right is worth it.", "--by", "Ms Rahman")


@pytest.fixture
def kept(shell: CommandLine) -> CommandLine:
    """A shell with a database that is still empty, and the corrected file."""
    shell.set("DATABASE_URL", URL)
    asyncio.run(upgrade(URL))
    write(shell, *KINDER)
    return shell


def write(shell: CommandLine, *changes: tuple[str, str], name: str = "corrected") -> None:
    (shell.folder / f"{name}.yaml").write_text(changed(*changes), encoding="utf-8")


def within(work: Callable[[Transaction], Awaitable[Any]]) -> Any:
    """Do something to the database in one transaction."""

    async def do() -> Any:
        async with open_database(URL) as database:
            return await database.transact(work)

    return asyncio.run(do())


def play(*plays: Sequence[str], changes: Sequence[tuple[str, str]] = ()) -> None:
    """Let a new learner play a version of the example, once for each sequence of choices."""
    text = changed(*changes)
    library = Library(catalogue(), [ScenarioMachine(load(text))])

    async def work(tx: Transaction) -> None:
        version = load(text).version
        await tx.pin("locked-out", version, text.encode(), NOON)
        learner = await tx.agree(await _newcomer(tx), NOON)
        for choices in plays:
            await _play(Practice(tx, library, NOON), learner, choices)

    within(work)


async def _newcomer(tx: Transaction) -> int:
    number = 77
    while await tx.learner(number):
        number += 1
    return number


async def _play(practice: Practice, learner: Learner, choices: Sequence[str]) -> str:
    started = await practice.start(learner, "locked-out", None)
    assert isinstance(started, Started)
    token = started.position.attempt.token
    for turn, choice in enumerate(choices, start=1):
        await practice.choose(learner, token, turn, choice)
    return token


def remark(shell: CommandLine, *options: str, to: str = "corrected.yaml") -> Ran:
    return shell.rehearse("remark", "locked-out", "--to", to, *options)


def as_data(shell: CommandLine, *options: str, to: str = "corrected.yaml") -> dict[str, Any]:
    data: dict[str, Any] = json.loads(remark(shell, "--json", *options, to=to).out)
    return data


def exported(shell: CommandLine) -> list[dict[str, Any]]:
    ran = shell.rehearse("export", "--json", "--remarks")
    return [json.loads(line) for line in ran.out.splitlines()]


# What would change


def test_it_shows_before_and_after_and_keeps_nothing(kept: CommandLine) -> None:
    play(BEST)
    play(LATE)
    before = exported(kept)

    ran = remark(kept)

    assert (ran.code, ran.err) == (0, "")
    words = " ".join(ran.out.split())
    assert "67%, not yet 67%, reached confidentiality: Partly shown, now Shown" in words
    assert "2 attempts at locked-out, marked by version" in words
    assert "1 result changed, 1 the same." in words
    assert "The standard is reached by 1 more, and no longer by 0." in words
    assert exported(kept) == before


def test_nothing_changed_is_said_so(kept: CommandLine) -> None:
    play(BEST)
    ran = remark(kept)
    assert ran.code == 0
    assert "1 attempt at locked-out, marked by version" in ran.out
    assert "Nothing changed: every result is the same." in ran.out


def test_nothing_to_mark_is_said_so(kept: CommandLine) -> None:
    assert remark(kept).out.startswith("No attempt at locked-out is left to mark by version ")
    assert as_data(kept)["attempts"] == []


def test_programs_get_every_attempt_with_both_results(kept: CommandLine) -> None:
    play(LATE, BEST)
    data = as_data(kept)

    late, best = data.pop("attempts")
    assert data == {
        "scenario": "locked-out",
        "to": load(changed(*KINDER)).version,
        "applied": False,
        "already": 0,
        "under_way": 0,
        "kept": None,
        "differences": [],
        "unreadable": [],
    }
    assert (late["changes"], best["changes"]) == (True, False)
    assert late["learner"] == best["learner"]
    assert late["version"] == late["from"] == load(changed()).version
    assert late["before"]["statuses"]["confidentiality"] == "partly met"
    assert late["after"]["statuses"]["confidentiality"] == "met"
    assert (late["before"]["percent"], late["after"]["percent"]) == (67, 67)


# Keeping it


def test_kept_the_new_result_counts_and_the_earlier_stays_with_who_when_and_why(
    kept: CommandLine,
) -> None:
    play(LATE)
    ran = remark(kept, *_WHY)
    assert ran.code == 0
    assert ran.out.endswith("Kept: 1 marked again. The earlier results stay beside the new ones.\n")

    (line,) = exported(kept)
    (again,) = line["remarks"]
    assert line["version"] == again["from"] == load(changed()).version
    assert again["to"] == load(changed(*KINDER)).version
    assert (again["by"], again["reason"]) == ("Ms Rahman", "A promise put right is worth it.")
    assert datetime.fromisoformat(again["at"]).tzinfo is not None
    assert (again["before"]["achieved"], again["after"]["achieved"]) == (False, True)
    assert again["after"] == {name: line[name] for name in ("marks", "percent", "achieved")}


def test_a_second_time_changes_nothing(kept: CommandLine) -> None:
    play(LATE)
    remark(kept, *_WHY)
    before = exported(kept)
    ran = remark(kept, *_WHY)
    assert ran.code == 0
    assert "No attempt at locked-out is left to mark" in ran.out
    assert "1 attempt marked by this version already." in ran.out
    assert exported(kept) == before


def test_a_correction_of_the_correction_starts_from_the_newest_result(kept: CommandLine) -> None:
    play(LATE)
    remark(kept, *_WHY)
    write(kept, name="back")
    data = as_data(kept, *_WHY, to="back.yaml")

    assert data["attempts"][0]["from"] == load(changed(*KINDER)).version
    (line,) = exported(kept)
    assert [each["after"]["achieved"] for each in line["remarks"]] == [True, False]
    assert line["achieved"] is False


def test_attempts_under_way_are_left_alone_until_they_end(kept: CommandLine) -> None:
    play(BEST, LATE[:-1])
    data = as_data(kept, *_WHY)
    assert (data["kept"], data["under_way"]) == (1, 1)
    assert "1 attempt under way, and left alone." in remark(kept).out
    _, under_way = exported(kept)
    assert (under_way["remarks"], under_way["percent"]) == ([], None)

    library = Library(catalogue(), [ScenarioMachine(load(changed()))])

    async def end(tx: Transaction) -> None:
        learner = await tx.agree(77, NOON)
        attempt = await tx.under_way(learner.id)
        assert attempt is not None
        await Practice(tx, library, NOON).choose(learner, attempt.token, len(LATE), LATE[-1])

    within(end)
    assert as_data(kept, *_WHY)["kept"] == 1
    assert exported(kept)[1]["achieved"] is True


def test_another_way_through_an_attempt_is_marked_again_as_well(kept: CommandLine) -> None:
    library = Library(catalogue(), [ScenarioMachine(load(changed()))])
    play(BEST)

    async def replay(tx: Transaction) -> None:
        learner = await tx.agree(77, NOON)
        (recorded,) = await tx.finished(learner.id, 1, 0)
        started = await Replaying(tx, library, NOON).start(learner, recorded.token, 2, None)
        assert isinstance(started, Started)
        for turn, choice in enumerate(LATE[1:], start=2):
            token = started.position.attempt.token
            await Practice(tx, library, NOON).choose(learner, token, turn, choice)

    within(replay)
    assert "(replay)" in " ".join(remark(kept).out.split())
    assert as_data(kept, *_WHY)["kept"] == 2


def test_only_attempts_of_one_version_are_marked_when_that_is_named(kept: CommandLine) -> None:
    other = (("title: Locked out", "title: Out"),)
    play(LATE)
    play(LATE, changes=other)
    version = load(changed(*other)).version

    assert as_data(kept, "--from", version, *_WHY)["kept"] == 1
    assert [len(line["remarks"]) for line in exported(kept)] == [0, 1]
    ran = remark(kept, "--from", "0" * 12)
    assert ran.out.startswith("No attempt at locked-out marked by version 000000000000 is left")


def test_a_crash_leaves_each_attempt_marked_or_not_and_the_next_run_does_the_rest(
    kept: CommandLine,
) -> None:
    """The process is killed as soon as it has shown what it is about to keep."""
    for _ in range(40):
        play(LATE)
    run = "from bot.cli.main import main; main()"
    command = [sys.executable, "-u", "-c", run, "remark", "locked-out", "--to", "corrected.yaml"]
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root, "REHEARSE_DATABASE_URL": URL}
    with subprocess.Popen([*command, *_WHY], stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        for printed in process.stdout:
            if b"The standard is reached" in printed:
                process.kill()

    for line in exported(kept):
        assert line["achieved"] == bool(line["remarks"])
    assert remark(kept, *_WHY).code == 0
    lines = exported(kept)
    assert [len(line["remarks"]) for line in lines] == [1] * 40
    assert all(line["achieved"] for line in lines)


# What can't be marked


def test_another_play_is_refused_and_each_difference_named(kept: CommandLine) -> None:
    play(LATE)
    write(kept, ("when: trust < 4", "when: trust < 5"), ("      wait:", "      waits:"))
    ran = remark(kept, *_WHY)

    assert (ran.code, ran.out) == (1, "")
    assert f"Version {load(changed()).version} is not played as the corrected file is:" in ran.err
    assert "node discloses, choice wait is gone" in ran.err
    assert "node discloses, choice waits is new" in ran.err
    assert "node afterwards, choice email: `when` differs" in ran.err
    assert "--from" in ran.err
    assert exported(kept)[0]["remarks"] == []


def test_programs_get_the_differences_as_data(kept: CommandLine) -> None:
    play(LATE)
    write(kept, ("start: opening", "start: says-little"))
    ran = remark(kept, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["differences"] == [
        {
            "version": load(changed()).version,
            "part": "start",
            "node": None,
            "choice": None,
            "added": None,
        }
    ]


def test_a_version_that_nobody_can_read_any_more_is_named(kept: CommandLine) -> None:
    async def spoilt(tx: Transaction) -> None:
        await tx.pin("locked-out", load(changed()).version, b"format: 1", NOON)

    within(spoilt)
    play(LATE)
    ran = remark(kept)
    assert ran.code == 1
    assert f"Version {load(changed()).version}, which was played, can't be read" in ran.err


def test_a_file_with_faults_is_refused_with_their_places(kept: CommandLine) -> None:
    write(kept, ("goto: plan", "goto: plans"))
    ran = remark(kept)
    assert ran.code == 1
    assert "error unknown-node" in ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--apply"], "--reason and --by"),
        (["--apply", "--reason", "So.", "--by", " "], "--reason and --by"),
        (["--reason", "So."], "are for --apply"),
    ],
)
def test_who_and_why_belong_to_keeping(kept: CommandLine, options: list[str], said: str) -> None:
    play(LATE)
    ran = remark(kept, *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(ran.err.split())
    assert exported(kept)[0]["remarks"] == []


def test_the_file_has_to_be_that_scenario(kept: CommandLine) -> None:
    ran = kept.rehearse("remark", "locked-in", "--to", "corrected.yaml")
    assert ran.code == 2
    assert "is the scenario locked-out, not locked-in" in " ".join(ran.err.split())


def test_a_file_that_is_not_there_is_said_so(kept: CommandLine) -> None:
    ran = remark(kept, to="nowhere.yaml")
    assert ran.code == 1
    assert "nowhere.yaml" in ran.err
