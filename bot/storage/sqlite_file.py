"""An SQLite file: how it is opened, what schema it is at, and what is wrong with it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bot.storage.errors import DatabaseUnavailable, Reason
from bot.storage.schema import SELECT_REVISION, VERSION_TABLE

_BUSY_SECONDS = 5.0
_LOOK_AGAIN_SECONDS = 0.01

_REASONS = {
    sqlite3.SQLITE_CANTOPEN: Reason.CANNOT_OPEN,
    sqlite3.SQLITE_PERM: Reason.CANNOT_OPEN,
    sqlite3.SQLITE_NOTADB: Reason.NOT_A_DATABASE,
    sqlite3.SQLITE_READONLY: Reason.READ_ONLY,
    sqlite3.SQLITE_FULL: Reason.FULL,
    sqlite3.SQLITE_BUSY: Reason.BUSY,
    sqlite3.SQLITE_LOCKED: Reason.BUSY,
    sqlite3.SQLITE_CORRUPT: Reason.DAMAGED,
    sqlite3.SQLITE_IOERR: Reason.LOST,
}


def reason_of(error: Exception) -> Reason | None:
    """Return what is wrong with the database, or None when what was asked of it is."""
    return _REASONS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)


@contextmanager
def told(address: str) -> Iterator[None]:
    """Tell what is wrong with a file, or where it should be, as DatabaseUnavailable."""
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseUnavailable(address, reason_of(error) or Reason.DAMAGED) from error
    except OSError as error:
        raise DatabaseUnavailable(address, Reason.CANNOT_OPEN) from error


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """Open a database file with the pragmas that the promises rest on.

    Raises sqlite3.Error, also when the file is not there (unless `create`).
    """
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode={'rwc' if create else 'rw'}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_SECONDS,
    )
    try:
        _use_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = FAST")  # what was deleted is not left in a page
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log, whoever else is switching: SQLite itself does not wait here.

    Raises sqlite3.Error; sqlite3.OperationalError when the file stays busy.
    """
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if reason_of(error) is not Reason.BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_LOOK_AGAIN_SECONDS)
        else:
            return


def revision(connection: sqlite3.Connection) -> str | None:
    """Return the schema that a database is at; None when it has none."""
    table = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
    if connection.execute(table, (VERSION_TABLE,)).fetchone() is None:
        return None
    found = connection.execute(SELECT_REVISION).fetchone()
    return None if found is None else str(found[0])
