"""How a database is named, brought up to date and opened."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from bot.storage.address import sqlite_path
from bot.storage.database import Database
from bot.storage.postgres import open_postgres, upgrade_postgres
from bot.storage.schema import check_newest, is_newest
from bot.storage.sqlite import SqliteDatabase, open_sqlite
from bot.storage.sqlite_file import connect, revision, told


async def upgrade(url: str) -> None:
    """Bring a database to the newest schema; an SQLite file is made with its folder.

    Raises SchemaTooNew, or DatabaseUnavailable.
    """
    path = sqlite_path(url)
    if path is None:
        await upgrade_postgres(url)
    else:
        _upgrade_sqlite(path, url)


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open a database at the newest schema, and close it at the end.

    Raises SchemaBehind, SchemaTooNew, or DatabaseUnavailable.
    """
    path = sqlite_path(url)
    database = await open_postgres(url) if path is None else await _open_sqlite(path, url)
    try:
        yield database
    finally:
        await database.close()


def _upgrade_sqlite(path: Path, url: str) -> None:
    with told(url):
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(connect(path, create=True)) as connection:
            if not is_newest(revision(connection)):
                from bot.storage.migrating import migrate_sqlite  # noqa: PLC0415 - slow to load

                migrate_sqlite(connection)


async def _open_sqlite(path: Path, url: str) -> SqliteDatabase:
    return await open_sqlite(path, _connected(path, url), url)


def _connected(path: Path, url: str) -> sqlite3.Connection:
    with told(url):
        if not path.exists():
            check_newest(None)
        connection = connect(path)
        try:
            check_newest(revision(connection))
            _check_writable(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _check_writable(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.Error now, rather than at the first tap, if nothing can be written."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM updates WHERE false")  # BEGIN alone tells too little
    connection.execute("ROLLBACK")
