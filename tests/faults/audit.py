"""The auditor: compares what learners did with what the database and the export hold."""

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from bot.standin.core import BotApi
from scenarios.catalogue import load_catalogue
from scenarios.loading import library_files, read_scenario
from scenarios.machine import ScenarioMachine, Turn
from scoring.marking import mark
from tests.faults.learners import Learner

Exported: TypeAlias = Mapping[str, Any]
"""An attempt as `rehearse export --json` prints it."""


@dataclass(frozen=True, slots=True)
class Books:
    """What a database held at one moment.

    `tokens` and `people` are the attempts' tokens and the learners' Telegram ids by our own
    ids; `copied` says how many turns of an attempt, by its token, were copied from the one that it
    goes another way from. `turns` are (token, turn number, choice) of the others; `owed`,
    `failed` and `set_aside` count rows.
    """

    updates: frozenset[int]
    tokens: Mapping[int, str]
    people: Mapping[int, int]
    copied: Mapping[str, int]
    turns: Sequence[tuple[str, int, str]]
    owed: int
    failed: int
    set_aside: int


def read_books(database: Path) -> Books:
    """Read the database of a bot that is not running, however it ended."""
    with _copied(database) as books:
        return Books(
            updates=frozenset(id_ for (id_,) in books.execute("SELECT update_id FROM updates")),
            tokens=dict(books.execute("SELECT id, token FROM attempts")),
            people=dict(books.execute("SELECT id, telegram_id FROM learners")),
            copied=dict(
                books.execute("SELECT token, replay_from - 1 FROM attempts WHERE mode = 'replay'")
            ),
            turns=list(
                books.execute(
                    "SELECT token, turn, choice FROM turns JOIN attempts ON attempt_id = id"
                    " WHERE turn >= coalesce(replay_from, 1)"
                )
            ),
            owed=count_owed(books),
            failed=_count(books, "outbox WHERE failed IS NOT NULL"),
            set_aside=_count(books, "set_aside"),
        )


def count_owed(books: sqlite3.Connection) -> int:
    """Count the calls that were neither sent nor given up."""
    return _count(books, "outbox WHERE sent_at IS NULL AND failed IS NULL")


def read_playing(books: sqlite3.Connection) -> set[int]:
    """Return the Telegram ids of the learners who have an attempt under way."""
    rows = books.execute(
        "SELECT telegram_id FROM learners JOIN attempts ON learner_id = learners.id"
        " WHERE completed_at IS NULL AND replaced_at IS NULL"
    )
    return {telegram_id for (telegram_id,) in rows}


def check_nothing_lost(books: Books, api: BotApi, learners: Iterable[Learner]) -> None:
    """Check that all that learners did is committed or will come again, and is what they did."""
    learners = list(learners)
    waiting = {update.id for update in api.world.queue.waiting()}
    known = books.updates | waiting
    assert len(known) == sum(learner.done for learner in learners)
    meant = {turn: choices for learner in learners for turn, choices in learner.meant.items()}
    for token, turn, choice in books.turns:
        assert choice in meant[token, turn]


def check_all_finished(
    books: Books, exported: Sequence[Exported], learners: Iterable[Learner]
) -> None:
    """Check that nothing is left to do, and that every attempt was played, marked and reported."""
    assert (books.owed, books.failed, books.set_aside) == (0, 0, 0)
    by_person = {learner.phone.person.id: learner for learner in learners}
    assert sorted(books.people.values()) == sorted(by_person)
    for learner_id, telegram_id in books.people.items():
        learner = by_person[telegram_id]
        attempts = {
            books.tokens[attempt["attempt"]]: attempt["turns"]
            for attempt in exported
            if attempt["learner"] == learner_id
        }
        assert attempts.keys() == learner.reports
        turns = [
            (token, turn["turn"])
            for token, each in attempts.items()
            for turn in each[books.copied.get(token, 0) :]
        ]
        assert sorted(turns) == sorted(learner.meant)
    check_marks(exported)


def check_marks(exported: Iterable[Exported]) -> None:
    """Check that every attempt is over, with the marks that its turns earn when marked again."""
    catalogue = load_catalogue()
    machines = {
        machine.scenario.version: machine
        for path in library_files()
        for machine in [ScenarioMachine(read_scenario(path, catalogue))]
    }
    for attempt in exported:
        machine = machines[attempt["version"]]
        turns = [Turn(turn["node"], turn["choice"]) for turn in attempt["turns"]]
        marks = mark(machine, turns, catalogue)
        assert [turn["turn"] for turn in attempt["turns"]] == list(range(1, len(turns) + 1))
        assert attempt["completed"] is not None
        assert attempt["ending"] == machine.replay(turns)[-1].node
        assert (attempt["percent"], attempt["achieved"]) == (marks.percent, marks.achieved)
        assert {
            point: (kept["marks"], kept["status"]) for point, kept in attempt["marks"].items()
        } == {point: (each.marks, each.status) for point, each in marks.points.items()}


def read_export(lines: str) -> list[Exported]:
    """Read what `rehearse export --json` printed."""
    return [json.loads(line) for line in lines.splitlines()]


@contextmanager
def _copied(database: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy: what a kill left behind is for the bot to mend, not for the auditor."""
    with TemporaryDirectory() as folder:
        for file in database.parent.glob(f"{database.name}*"):
            shutil.copy(file, folder)
        with closing(sqlite3.connect(Path(folder) / database.name)) as connection:
            yield connection


def _count(books: sqlite3.Connection, rows: str) -> int:
    found: tuple[int] = books.execute(f"SELECT count(*) FROM {rows}").fetchone()  # noqa: S608
    return found[0]
