"""`rehearse db`: the database's schema and its backups."""

import asyncio
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Bring the database up to date, back it up, and put a backup back.", no_args_is_help=True
)

Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]


@app.command(epilog="Example: rehearse db upgrade")
def upgrade() -> None:
    """Bring the database to the newest schema, making it first if need be.

    `rehearse run` does the same when it starts.
    """
    from bot.settings import read_settings
    from bot.storage import opening

    asyncio.run(opening.upgrade(read_settings().database_url))
    typer.echo("The database is up to date.")


@app.command(epilog="Example: rehearse db backup rehearse-monday.db")
def backup(
    file: Annotated[Path, typer.Argument(help="Where the backup goes.", dir_okay=False)],
    force: Force = False,
) -> None:
    """Copy the database into FILE, also while the bot runs."""
    from bot.settings import read_settings
    from bot.storage import backup as backups

    with _server_told("pg_dump --format=custom --file={file} {address}", file):
        backups.backup(read_settings().database_url, file, overwrite=force)
    typer.echo(f"The database is backed up in {file}.")


@app.command(epilog="Example: rehearse db restore rehearse-monday.db --force")
def restore(
    file: Annotated[Path, typer.Argument(help="The backup.", exists=True, dir_okay=False)],
    force: Force = False,
) -> None:
    """Put the backup FILE in the place of the database. Stop the bot first."""
    from bot.settings import read_settings
    from bot.storage import backup as backups

    with _server_told("pg_restore --clean --if-exists --dbname={address} {file}", file):
        backups.restore(read_settings().database_url, file, overwrite=force)
    typer.echo(f"The database is what it was in {file}.")


@contextmanager
def _server_told(command: str, file: Path) -> Iterator[None]:
    """Name PostgreSQL's own command when the database lives on a server."""
    from bot.storage.errors import ServerDatabase

    try:
        yield
    except ServerDatabase as error:
        line = command.format(file=shlex.quote(str(file)), address=shlex.quote(error.address))
        typer.echo(f"PostgreSQL copies its databases itself. Use: {line}", err=True)
        raise typer.Exit(1) from None
