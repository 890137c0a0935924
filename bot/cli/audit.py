"""`rehearse audit`: who did and saw what."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.recorded import transact

if TYPE_CHECKING:
    from bot.centre.records import Noted

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def audit(
    centre: Annotated[
        str | None, typer.Option("--centre", metavar="ID", help="Leave out other centres.")
    ] = None,
    person: Annotated[
        str | None,
        typer.Option(
            "--person", metavar="ID", help="What a member did (their id), or was done to a subject."
        ),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", metavar="DAY", formats=["%Y-%m-%d"], help="From this day on, UTC."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Print the audit: what staff and the operator did, and whose record they looked at.

    Nothing in it can be changed. A learner is named by the number that `rehearse export` shows:
    --person "learner 12" finds what was done with that record.
    """
    start = _BEGINNING if since is None else since.replace(tzinfo=UTC)
    found = transact(lambda tx: tx.noted(centre, person, start))
    for each in found:
        typer.echo(json.dumps(_data(each)) if as_json else _line(each))
    if not found and not as_json:
        typer.echo("Nothing like that is in the audit.")


def _data(noted: "Noted") -> dict[str, Any]:
    return {
        "at": noted.at.isoformat(timespec="milliseconds"),
        "centre": noted.centre,
        "actor": noted.actor,
        "name": noted.name,
        "action": noted.action,
        "subject": noted.subject,
        "detail": noted.detail,
    }


def _line(noted: "Noted") -> str:
    who = "the operator" if noted.actor is None else f"{noted.name} ({noted.actor})"
    where = noted.centre or "all centres"
    detail = f": {noted.detail}" if noted.detail else ""
    at = noted.at.isoformat(sep=" ", timespec="seconds")
    return f"{at}  {where}  {who}  {noted.action}, {noted.subject}{detail}"
