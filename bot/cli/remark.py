"""`rehearse remark`: a corrected mark scheme, applied to what was played before."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.remarked import print_plan, print_unlike

if TYPE_CHECKING:
    from bot.practice.records import Result
    from bot.practice.remarking import Plan, Proposed
    from bot.storage.database import Database
    from scenarios.model import Scenario


def remark(  # noqa: PLR0917 - one for each option
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="The scenario's id.", show_default=False)
    ],
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help="The scenario with its corrected marks.")
    ],
    only_from: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="VERSION", help="Only attempts that are marked by this version now."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    apply: Annotated[
        bool, typer.Option("--apply", help="Keep the new results. Needs --reason and --by.")
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why the marks were corrected.")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decided it.")] = "",
) -> None:
    """Mark recorded attempts again, under a corrected mark scheme.

    Everything that decides how the scenario is played has to be the same as it was: nodes,
    choices, where they lead and when they are offered. Words, marks and feedback may differ.

    You see what would change, before and after. Nothing is kept until you say --apply; then each
    attempt has the new result, and the earlier one stays beside it with who changed it, when and
    why. Attempts under way are left alone.
    """
    reason, by = (each.strip().encode("utf-8", "replace").decode() for each in (reason, by))
    if apply and not (reason and by):
        raise typer.BadParameter("to keep the new results, say --reason and --by as well")
    if not apply and (reason or by):
        raise typer.BadParameter("--reason and --by are for --apply")
    asyncio.run(_remark(scenario, to, only_from, as_json, (reason, by) if apply else None))


async def _remark(
    scenario: str, to: Path, only_from: str | None, as_json: bool, why: tuple[str, str] | None
) -> None:
    from bot.practice.remarking import plan
    from bot.settings import read_settings
    from bot.storage.opening import open_database
    from scenarios.catalogue import load_catalogue
    from scenarios.document import LARGEST_FILE
    from scenarios.loading import load_scenario
    from scenarios.machine import ScenarioMachine

    catalogue = load_catalogue()
    with to.open("rb") as file:
        text = file.read(LARGEST_FILE + 1)
    corrected = load_scenario(text, str(to), catalogue)
    if corrected.id != scenario:
        raise typer.BadParameter(f"{to} is the scenario {corrected.id}, not {scenario}")
    async with open_database(read_settings().database_url) as database:
        found = await plan(
            database.attempts(),
            _reader(database, scenario),
            ScenarioMachine(corrected),
            catalogue,
            only_from,
        )
        if not as_json:
            _print(corrected, found, only_from)
        kept = None
        if why is not None and found.possible:
            kept = await _keep(database, corrected, text, found, why)
    if as_json:
        typer.echo(json.dumps(_as_data(corrected, found, kept)))
    elif kept is not None and found.attempts:
        typer.echo(f"Kept: {kept:,} marked again. The earlier results stay beside the new ones.")
    if not found.possible:
        raise typer.Exit(1)


def _reader(database: "Database", scenario: str) -> "Callable[[str], Awaitable[Scenario | None]]":
    """Return what reads a pinned version of a scenario, None for one that can't be read."""
    from scenarios.catalogue import load_catalogue
    from scenarios.findings import InvalidScenario
    from scenarios.loading import load_scenario

    async def read(version: str) -> "Scenario | None":
        text = await database.transact(lambda tx: tx.pinned_text(scenario, version))
        if text is None:
            return None
        try:
            return load_scenario(text, f"{scenario}@{version}", load_catalogue())
        except InvalidScenario:
            return None

    return read


async def _keep(
    database: "Database", corrected: "Scenario", text: bytes, found: "Plan", why: tuple[str, str]
) -> int:
    """Keep what is proposed, each attempt in a transaction of its own; return how many were.

    An attempt that somebody else marked again meanwhile is left as it is.
    """
    from bot.practice.remarking import Remark
    from bot.storage.transaction import Transaction

    reason, by = why
    at = datetime.now(UTC)
    await database.transact(lambda tx: tx.pin(corrected.id, corrected.version, text, at))
    kept = 0
    for each in found.attempts:
        new = Remark(
            attempt=each.attempt.id,
            at=at,
            by=by,
            reason=reason,
            from_version=each.from_version,
            to_version=corrected.version,
            before=each.before,
            after=each.after,
        )
        kept += await database.transact(partial(Transaction.remark, remark=new))
    return kept


def _print(corrected: "Scenario", found: "Plan", only_from: str | None) -> None:
    if found.possible:
        print_plan(corrected, found, only_from)
    else:
        print_unlike(found)


def _as_data(corrected: "Scenario", found: "Plan", kept: int | None) -> dict[str, Any]:
    return {
        "scenario": corrected.id,
        "to": corrected.version,
        "applied": kept is not None,
        "attempts": [_attempt(each) for each in found.attempts],
        "already": found.already,
        "under_way": found.under_way,
        "kept": kept,
        "differences": [
            {
                "version": version,
                "part": each.part,
                "node": each.node,
                "choice": each.choice,
                "added": each.added,
            }
            for version, differences in found.differences.items()
            for each in differences
        ],
        "unreadable": list(found.unreadable),
    }


def _attempt(each: "Proposed") -> dict[str, Any]:
    return {
        "attempt": each.attempt.id,
        "learner": each.attempt.learner,
        "mode": each.attempt.mode,
        "version": each.attempt.version,
        "from": each.from_version,
        "changes": each.changes,
        "before": _result(each.before),
        "after": _result(each.after),
    }


def _result(result: "Result") -> dict[str, Any]:
    return {
        "percent": result.percent,
        "achieved": result.achieved,
        "statuses": {point: marks["status"] for point, marks in result.marks.items()},
    }
