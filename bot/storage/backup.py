"""Backups of an SQLite database: taken while the bot runs, put back while it does not."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from bot.storage.address import sqlite_path, without_password
from bot.storage.errors import (
    NotABackup,
    Reason,
    SameFile,
    ServerDatabase,
    WouldOverwrite,
)
from bot.storage.schema import check_known, check_newest
from bot.storage.sqlite_file import connect, reason_of, revision, told

_BESIDE = ("-wal", "-shm", "-journal")


def backup(url: str, target: Path, *, overwrite: bool = False) -> None:
    """Copy a database into one file, complete by itself, as it is at one moment.

    The bot may run meanwhile. Raises ServerDatabase, WouldOverwrite, SameFile, SchemaBehind (there
    is no database yet), NotABackup (it is damaged), or DatabaseUnavailable.
    """
    database = _file_of(url)
    with told(str(database)):
        if not database.exists():
            check_newest(None)
        _check_free(target, database, overwrite=overwrite)
        source = connect(database)
    with closing(source), _copied(source, target) as copy:
        if _schema_of(copy) is None:
            raise NotABackup(database)
        _put(copy, target, like=database)


def restore(url: str, source: Path, *, overwrite: bool = False) -> None:
    """Put a backup in the place of a database, which nothing may have open.

    Nothing is touched unless the backup is whole. Raises ServerDatabase, WouldOverwrite,
    SameFile, NotABackup, SchemaTooNew, or DatabaseUnavailable (busy: the bot is running).
    """
    database = _file_of(url)
    found = _schema_of(source)
    if found is None:
        raise NotABackup(source)
    check_known(found)
    with told(str(database)):
        _check_free(database, source, overwrite=overwrite)
        database.parent.mkdir(parents=True, exist_ok=True)
    with (
        closing(_read_only(source)) as backed_up,
        _copied(backed_up, database) as copy,
        _undisturbed(database),
    ):
        for suffix in _BESIDE:  # left by another database, they would damage this one
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        _put(copy, database, like=database if database.exists() else source)


def _file_of(url: str) -> Path:
    path = sqlite_path(url)
    if path is None:
        raise ServerDatabase(without_password(url))
    return path.resolve()


def _schema_of(path: Path) -> str | None:
    """Return the schema of a database file; None unless it is a whole database of ours."""
    try:
        with closing(_read_only(path)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return revision(connection) if whole else None
    except sqlite3.Error:
        return None


def _check_free(target: Path, source: Path, *, overwrite: bool) -> None:
    """Check that a copy of `source` may be put at `target`."""
    if not target.exists():
        return
    if target.samefile(source):
        raise SameFile(target)
    if not overwrite:
        raise WouldOverwrite(target)


@contextmanager
def _copied(source: sqlite3.Connection, target: Path) -> Iterator[Path]:
    """Copy a database into a file beside `target`; it is gone at the end unless it was moved."""
    copy = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with told(str(target)):
            with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                source.backup(connection)
                connection.execute("PRAGMA journal_mode = DELETE")
            yield copy
    finally:
        for suffix in ("", *_BESIDE):
            copy.with_name(copy.name + suffix).unlink(missing_ok=True)


@contextmanager
def _undisturbed(database: Path) -> Iterator[None]:
    """Keep everybody else out of a database file, if it is one.

    Raises sqlite3.Error while somebody has it open.
    """
    if not database.exists():
        yield
        return
    with closing(sqlite3.connect(database, isolation_level=None, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")  # refused while others use WAL
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if reason_of(error) not in {Reason.NOT_A_DATABASE, Reason.DAMAGED}:
                raise
        yield


def _put(copy: Path, target: Path, *, like: Path) -> None:
    """Move a finished copy to its place, for good, as readable to others as `like` is."""
    shutil.copymode(like, copy)
    copy.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)
