"""`rehearse export --json` prints every attempt as it was recorded, one a line."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.practice.debrief import Answer
from bot.practice.records import NewAttempt, NewReplay, RecordedTurn, Result
from bot.storage.opening import open_database, upgrade
from bot.storage.transaction import Transaction
from tests.contract.centre import a_centre, a_cohort
from tests.unit.commands import CommandLine

URL = "sqlite:///attempts.db"
NOON = datetime(2026, 5, 12, 12, 0, 0, 250_000, tzinfo=UTC)
RESULT = Result(
    ending="plan",
    percent=89,
    achieved=True,
    marks={"confidentiality": {"marks": 1, "max": 2, "status": "partly met", "slips": 1}},
)


@pytest.fixture
def kept(shell: CommandLine) -> CommandLine:
    """A shell with a database that is still empty."""
    shell.set("DATABASE_URL", URL)
    asyncio.run(upgrade(URL))
    return shell


def remember(work: Callable[[Transaction], Awaitable[None]]) -> None:
    """Do something to the database in one transaction."""

    async def within() -> None:
        async with open_database(URL) as database:
            await database.transact(work)

    asyncio.run(within())


def exported(shell: CommandLine, *options: str) -> list[dict[str, Any]]:
    ran = shell.rehearse("export", "--json", *options)
    assert (ran.code, ran.err) == (0, "")
    return [json.loads(line) for line in ran.out.splitlines()]


async def start(tx: Transaction, token: str, minutes: int = 0, telegram_id: int = 77) -> int:
    """Start an attempt of a learner and return its id."""
    learner = await tx.agree(telegram_id, NOON)
    at = NOON + timedelta(minutes=minutes)
    await tx.pin("locked-out", "0123456789ab", b"...", at)
    await tx.start_attempt(
        NewAttempt(learner.id, token, "locked-out", "0123456789ab", ("ask-open", "standards"), at)
    )
    attempt = await tx.attempt(token)
    assert attempt is not None
    return attempt.id


async def turn(tx: Transaction, attempt: int, number: int, node: str, choice: str) -> None:
    at = NOON + timedelta(minutes=number)
    await tx.append_turn(attempt, number, RecordedTurn(node, choice, (choice,), at))


async def completed(tx: Transaction) -> None:
    attempt = await start(tx, "first")
    await turn(tx, attempt, 1, "opening", "ask-open")
    await turn(tx, attempt, 2, "guarded", "promise")
    await tx.complete(attempt, RESULT, NOON + timedelta(minutes=3))


async def replaced_and_under_way(tx: Transaction) -> None:
    attempt = await start(tx, "first")
    await turn(tx, attempt, 1, "opening", "standards")
    await tx.replace_attempt(attempt, NOON + timedelta(minutes=5))
    await start(tx, "second", minutes=5)


async def enrolled(tx: Transaction) -> None:
    cohort = await a_cohort(tx, await a_centre(tx))
    learner = await tx.agree(77, NOON)
    enrolment = await tx.enrol(cohort.id, learner.id, "R1", NOON, None)
    await tx.pin("locked-out", "0123456789ab", b"...", NOON)
    await tx.start_attempt(
        NewAttempt(learner.id, "t", "locked-out", "0123456789ab", ("plan",), NOON, enrolment)
    )


def test_an_attempt_for_a_cohort_has_its_centre_and_cohort(kept: CommandLine) -> None:
    remember(enrolled)
    (line,) = exported(kept)
    assert (line["centre"], line["cohort"]) == ("riverside", "autumn")


def test_what_is_copied_is_in_the_audit(kept: CommandLine) -> None:
    exported(kept)
    exported(kept, "--debrief")
    ran = kept.rehearse("audit", "--json", "--centre", "any")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [(row["actor"], row["action"], row["detail"]) for row in rows] == [
        (None, "export attempts", ""),
        (None, "export attempts", "with learners' words"),
    ]


async def another_learner(tx: Transaction) -> None:
    await start(tx, "third", telegram_id=78)


def test_a_completed_attempt_has_exactly_the_fields_that_others_build_on(kept: CommandLine) -> None:
    remember(completed)
    (line,) = exported(kept)
    assert isinstance(line.pop("attempt"), int)
    assert isinstance(line.pop("learner"), int)
    assert line == {
        "centre": None,
        "cohort": None,
        "scenario": "locked-out",
        "version": "0123456789ab",
        "mode": "practice",
        "started": "2026-05-12T12:00:00.250+00:00",
        "completed": "2026-05-12T12:03:00.250+00:00",
        "ending": "plan",
        "turns": [
            {
                "turn": 1,
                "node": "opening",
                "choice": "ask-open",
                "at": "2026-05-12T12:01:00.250+00:00",
            },
            {
                "turn": 2,
                "node": "guarded",
                "choice": "promise",
                "at": "2026-05-12T12:02:00.250+00:00",
            },
        ],
        "marks": {"confidentiality": {"marks": 1, "max": 2, "status": "partly met"}},
        "percent": 89,
        "achieved": True,
    }


def test_attempts_replaced_and_under_way_are_printed_without_a_result(kept: CommandLine) -> None:
    remember(replaced_and_under_way)
    first, second = exported(kept)
    assert [len(line["turns"]) for line in (first, second)] == [1, 0]
    for line in (first, second):
        results = ("completed", "ending", "marks", "percent", "achieved")
        assert [line[name] for name in results] == [None] * 5


async def replayed_and_looked_back(tx: Transaction) -> None:
    await completed(tx)
    recorded = await tx.attempt("first")
    assert recorded is not None
    for answer in (Answer(1, "Ça va – \u2028 <b>", NOON), Answer(2, None, NOON)):
        await tx.answer_question(recorded.id, answer)
    at = NOON + timedelta(minutes=9)
    assert await tx.start_replay(NewReplay(recorded.id, 2, "again", ("promise", "plan"), at))


def test_another_way_is_told_by_its_mode_and_has_the_same_fields(kept: CommandLine) -> None:
    remember(replayed_and_looked_back)
    recorded, replay = exported(kept)
    assert (recorded["mode"], replay["mode"]) == ("practice", "replay")
    assert replay.keys() == recorded.keys()
    assert replay["turns"] == recorded["turns"][:1]


def test_no_learners_words_are_printed_unless_they_are_asked_for(kept: CommandLine) -> None:
    remember(replayed_and_looked_back)
    assert not any("debrief" in line or "Ça va" in str(line) for line in exported(kept))


def test_what_learners_wrote_is_printed_with_their_attempts(kept: CommandLine) -> None:
    remember(replayed_and_looked_back)
    recorded, replay = exported(kept, "--debrief")
    at = "2026-05-12T12:00:00.250+00:00"
    assert recorded.pop("debrief") == [
        {"question": 1, "answer": "Ça va – \u2028 <b>", "at": at},
        {"question": 2, "answer": None, "at": at},
    ]
    assert replay.pop("debrief") == []
    assert [recorded, replay] == exported(kept)


def test_learners_are_told_apart_and_telegram_does_not_know_their_numbers(
    kept: CommandLine,
) -> None:
    remember(completed)
    remember(another_learner)
    learners = [line["learner"] for line in exported(kept)]
    assert len(set(learners)) == 2
    assert not {77, 78} & set(learners)


def test_an_empty_database_prints_nothing(kept: CommandLine) -> None:
    assert exported(kept) == []


def test_without_a_database_it_says_how_there_comes_to_be_one(shell: CommandLine) -> None:
    ran = shell.rehearse("export", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("There is no database yet.")
    assert not (shell.folder / "var").exists()


def test_the_format_has_to_be_said(shell: CommandLine) -> None:
    ran = shell.rehearse("export")
    assert (ran.code, ran.out) == (2, "")
    assert "rehearse export --json" in ran.err
