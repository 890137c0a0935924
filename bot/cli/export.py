"""`rehearse export`: every attempt, for other programs to read."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.centre.audit import EVERY_RECORD, note
from bot.centre.authorisation import Action

if TYPE_CHECKING:
    from bot.practice.records import Attempt, Result
    from bot.storage.database import Database
    from bot.storage.transaction import Transaction

    Places = Mapping[int, tuple[str, str]]


def export(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, one object a line (the one format so far).")
    ] = False,
    debrief: Annotated[
        bool,
        typer.Option(
            "--debrief", help="Add what learners wrote when they looked back, in their own words."
        ),
    ] = False,
    remarks: Annotated[
        bool, typer.Option("--remarks", help="Add earlier results of attempts marked again.")
    ] = False,
) -> None:
    """Print every attempt with its turns and recorded marks.

    Attempts under way are printed too; their marks are empty until they end. Another way through
    a recorded attempt has the mode "replay", and its first turns are copies: leave it out where
    attempts are counted. With --debrief each attempt has its answers, as question (1 to 3), answer
    (null when skipped) and at; without it no learner's words are printed.

    An attempt that was for a cohort has the ids of the centre and the cohort. That everything was
    copied goes into the audit.

    The version is the one that was played, the marks are the newest. With --remarks each attempt
    has the times it was marked again, with its results before and after.
    """
    if not as_json:
        raise typer.BadParameter("say in which format: rehearse export --json")
    asyncio.run(_export(debrief, remarks))


async def _export(debrief: bool, remarks: bool) -> None:
    from bot.settings import read_settings
    from bot.storage.opening import open_database

    async with open_database(read_settings().database_url) as database:
        places = await database.transact(partial(_noted, words=debrief))
        async for attempt in database.attempts():
            line = _line(attempt, places)
            if debrief:
                line["debrief"] = await _answers(database, attempt.id)
            if remarks:
                line["remarks"] = await _remarks(database, attempt.id)
            # Learners' words may hold characters that some readers end a line at.
            typer.echo(json.dumps(line, ensure_ascii=debrief))


async def _noted(tx: "Transaction", words: bool) -> "Places":
    """Note in the audit that everything is copied; return where enrolments belong."""
    detail = "with learners' words" if words else ""
    now = datetime.now(UTC)
    await note(tx, None, Action.EXPORT_ATTEMPTS, None, EVERY_RECORD, now, detail)
    return await tx.enrolment_places()


async def _answers(database: "Database", attempt: int) -> list[dict[str, Any]]:
    return [
        {"question": answer.question, "answer": answer.text, "at": _time(answer.at)}
        for answer in await database.transact(lambda tx: tx.debrief(attempt))
    ]


async def _remarks(database: "Database", attempt: int) -> list[dict[str, Any]]:
    return [
        {
            "at": _time(remark.at),
            "by": remark.by,
            "reason": remark.reason,
            "from": remark.from_version,
            "to": remark.to_version,
            "before": _result(remark.before),
            "after": _result(remark.after),
        }
        for remark in await database.transact(lambda tx: tx.remarks(attempt))
    ]


def _line(attempt: "Attempt", places: "Places") -> dict[str, Any]:
    """Return an attempt in the shape that others read; nothing of it is computed anew."""
    result = attempt.result
    centre, cohort = places.get(attempt.enrolment or 0, (None, None))
    return {
        "attempt": attempt.id,
        "learner": attempt.learner,
        "centre": centre,
        "cohort": cohort,
        "scenario": attempt.scenario,
        "version": attempt.version,
        "mode": attempt.mode,
        "started": _time(attempt.started_at),
        "completed": attempt.completed_at and _time(attempt.completed_at),
        "ending": result and result.ending,
        "turns": [
            {"turn": number, "node": turn.node, "choice": turn.choice, "at": _time(turn.at)}
            for number, turn in enumerate(attempt.turns, start=1)
        ],
        **(_result(result) if result else dict.fromkeys(("marks", "percent", "achieved"))),
    }


def _result(result: "Result") -> dict[str, Any]:
    return {
        "marks": {point: _marks(marks) for point, marks in result.marks.items()},
        "percent": result.percent,
        "achieved": result.achieved,
    }


def _marks(marks: Mapping[str, int | str]) -> dict[str, int | str]:
    return {key: marks[key] for key in ("marks", "max", "status")}


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
