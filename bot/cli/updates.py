"""`rehearse updates`: what could not be handled, and handling it again."""

import asyncio
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.storage.update_log import SetAside

app = typer.Typer(
    help="List updates that broke their handler and were set aside, and try them again.",
    no_args_is_help=True,
)


@app.command("list", epilog="Example: rehearse updates list")
def list_updates(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the updates set aside, oldest first, without what learners wrote in them."""
    found = asyncio.run(_set_aside())
    for aside in found:
        facts = {
            "update": aside.update_id,
            "at": aside.at.isoformat(timespec="seconds"),
            "tries": aside.tries,
            "error": aside.error,
        }
        line = "update {update}, {at}, {tries} tries: {error}".format_map(facts)
        typer.echo(json.dumps(facts) if as_json else line)
    if not found and not as_json:
        typer.echo("No update is set aside.")


@app.command("retry", epilog="Example: rehearse updates retry 123456789")
def retry(
    update: Annotated[
        int | None, typer.Argument(help="The number of one update; all of them without it.")
    ] = None,
) -> None:
    """Handle updates that were set aside once more; those that break again stay set aside."""
    chosen = [
        aside for aside in asyncio.run(_set_aside()) if update is None or aside.update_id == update
    ]
    if not chosen:
        typer.echo("No such update is set aside. `rehearse updates list` shows those that are.")
        raise typer.Exit(0 if update is None else 1)
    broken = asyncio.run(_retry(chosen))
    typer.echo(f"{len(chosen) - len(broken)} handled, {len(broken)} still set aside.")
    if broken:
        raise typer.Exit(1)


async def _set_aside() -> "Sequence[SetAside]":
    from bot.settings import read_settings
    from bot.storage.opening import open_database

    async with open_database(read_settings().database_url) as database:
        return await database.transact(lambda tx: tx.set_aside_updates())


async def _retry(chosen: "Sequence[SetAside]") -> "list[SetAside]":
    """Handle updates in a bot of our own, which also sends what they owe."""
    from bot.logs import configure_logs
    from bot.service import open_service
    from bot.settings import read_settings
    from bot.telegram.meeting import meet

    settings = read_settings()
    configure_logs(settings.log_format)
    broken = []
    async with open_service(settings) as (service, api, _):
        await meet(api)
        for aside in chosen:
            try:
                await service.retry(aside)
            except Exception:
                broken.append(aside)
    return broken
