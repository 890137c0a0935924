"""Backups: taken while the bot runs, put back while it does not."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.backup import backup, restore
from bot.storage.database import Database
from bot.storage.errors import (
    DatabaseUnavailable,
    NotABackup,
    Reason,
    SameFile,
    SchemaBehind,
    SchemaTooNew,
    ServerDatabase,
    WouldOverwrite,
)
from bot.storage.opening import open_database, upgrade
from tests.contract.plain import NOW

KILLED_BOT = """
import asyncio, datetime, os, signal, sys
from bot.storage.opening import open_database

async def run():
    now = datetime.datetime.now(datetime.UTC)
    async with open_database(sys.argv[1]) as database:
        await database.transact(lambda tx: tx.agree(8, now))
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(run())
"""
SERVER = "postgresql://rehearse:very-secret@localhost/rehearse"


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """A running bot's database, with learner 7."""
    await upgrade(sqlite_url)
    async with open_database(sqlite_url) as opened:
        await opened.transact(lambda tx: tx.agree(7, NOW))
        yield opened


@pytest.fixture
def file(sqlite_url: str) -> Path:
    """The file of a database with learner 7, which nobody has open."""
    asyncio.run(upgrade(sqlite_url))
    add_learner(sqlite_url, 7)
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Where backups go."""
    return tmp_path / "copy.db"


def run(path: Path, sql: str) -> list[tuple[int]]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(sql).fetchall()


def learners(path: Path) -> list[int]:
    return [learner for (learner,) in run(path, "SELECT telegram_id FROM learners ORDER BY 1")]


def add_learner(url: str, telegram_id: int) -> None:
    async def add() -> None:
        async with open_database(url) as database:
            await database.transact(lambda tx: tx.agree(telegram_id, NOW))

    asyncio.run(add())


async def test_a_backup_of_a_running_bot_is_one_whole_file(
    database: Database, sqlite_url: str, copy: Path
) -> None:
    backup(sqlite_url, copy)
    await database.transact(lambda tx: tx.agree(8, NOW))

    assert learners(copy) == [7]
    assert [path.name for path in copy.parent.iterdir() if path.is_file()] == [copy.name]


def test_a_restored_database_is_what_it_was(file: Path, sqlite_url: str, copy: Path) -> None:
    backup(sqlite_url, copy)
    add_learner(sqlite_url, 8)
    restore(sqlite_url, copy, overwrite=True)

    assert learners(file) == [7]
    add_learner(sqlite_url, 9)
    assert learners(file) == [7, 9]
    assert learners(copy) == [7]


def test_a_database_can_be_restored_where_there_is_none(
    file: Path, sqlite_url: str, copy: Path, tmp_path: Path
) -> None:
    backup(sqlite_url, copy)
    restore(f"sqlite:///{tmp_path}/new/folder/rehearse.db", copy)
    assert learners(tmp_path / "new/folder/rehearse.db") == learners(file)


def test_nothing_is_overwritten_unasked(file: Path, sqlite_url: str, copy: Path) -> None:
    backup(sqlite_url, copy)
    add_learner(sqlite_url, 8)

    with pytest.raises(WouldOverwrite) as caught:
        backup(sqlite_url, copy)
    assert caught.value.path == copy
    with pytest.raises(WouldOverwrite) as caught:
        restore(sqlite_url, copy)
    assert caught.value.path == file
    assert (learners(copy), learners(file)) == ([7], [7, 8])


def test_a_backup_replaces_an_older_one_when_asked(file: Path, sqlite_url: str, copy: Path) -> None:
    copy.write_text("an older one")
    backup(sqlite_url, copy, overwrite=True)
    assert learners(copy) == learners(file)


def test_a_database_is_not_copied_onto_itself(file: Path, sqlite_url: str) -> None:
    with pytest.raises(SameFile):
        backup(sqlite_url, file, overwrite=True)
    with pytest.raises(SameFile):
        restore(sqlite_url, file, overwrite=True)
    assert learners(file) == [7]


@pytest.mark.parametrize("content", [b"", b"Dear diary, " * 1000])
def test_what_is_no_database_is_not_restored(
    file: Path, sqlite_url: str, copy: Path, content: bytes
) -> None:
    copy.write_bytes(content)
    with pytest.raises(NotABackup) as caught:
        restore(sqlite_url, copy, overwrite=True)
    assert caught.value.path == copy
    assert learners(file) == [7]


def test_a_database_of_another_program_is_not_restored(
    file: Path, sqlite_url: str, copy: Path
) -> None:
    with closing(sqlite3.connect(copy)) as other:
        other.execute("CREATE TABLE learners (id INTEGER)")
    with pytest.raises(NotABackup):
        restore(sqlite_url, copy, overwrite=True)
    assert learners(file) == [7]


def test_a_damaged_backup_is_not_restored(file: Path, sqlite_url: str, copy: Path) -> None:
    backup(sqlite_url, copy)
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(NotABackup):
        restore(sqlite_url, copy, overwrite=True)
    assert learners(file) == [7]


def test_a_damaged_database_is_not_backed_up(file: Path, sqlite_url: str, copy: Path) -> None:
    page = 4096
    whole = file.read_bytes()
    file.write_bytes(whole[:page] + b"\xff" * page + whole[2 * page :])
    with pytest.raises((NotABackup, DatabaseUnavailable)):
        backup(sqlite_url, copy)
    assert not copy.exists()


def test_a_backup_of_a_newer_program_is_not_restored(
    file: Path, sqlite_url: str, copy: Path
) -> None:
    backup(sqlite_url, copy)
    run(copy, "UPDATE rehearse_schema SET version_num = '9999'")
    with pytest.raises(SchemaTooNew):
        restore(sqlite_url, copy, overwrite=True)
    assert learners(file) == [7]


async def test_a_database_that_the_bot_has_open_is_not_replaced(
    database: Database, sqlite_url: str, copy: Path
) -> None:
    backup(sqlite_url, copy)
    await database.transact(lambda tx: tx.agree(8, NOW))
    with pytest.raises(DatabaseUnavailable) as caught:
        restore(sqlite_url, copy, overwrite=True)
    assert caught.value.reason is Reason.BUSY
    await database.transact(lambda tx: tx.agree(9, NOW))
    assert learners(Path(sqlite_url.removeprefix("sqlite:///"))) == [7, 8, 9]
    assert [path.name for path in copy.parent.iterdir() if path.is_file()] == [copy.name]


def test_a_damaged_database_can_be_replaced(file: Path, sqlite_url: str, copy: Path) -> None:
    backup(sqlite_url, copy)
    file.write_text("no database any more")
    restore(sqlite_url, copy, overwrite=True)
    assert learners(file) == [7]


def test_what_a_killed_bot_left_beside_its_database_does_not_reach_the_restored_one(
    file: Path, sqlite_url: str, copy: Path
) -> None:
    backup(sqlite_url, copy)
    killed = subprocess.run([sys.executable, "-c", KILLED_BOT, sqlite_url], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert file.with_name(f"{file.name}-wal").stat().st_size > 0

    restore(sqlite_url, copy, overwrite=True)
    assert learners(file) == [7]


def test_what_is_left_beside_a_database_that_is_gone_does_not_reach_the_restored_one(
    file: Path, sqlite_url: str, copy: Path
) -> None:
    backup(sqlite_url, copy)
    for suffix in ("-wal", "-journal"):
        file.with_name(file.name + suffix).write_bytes(b"left behind")
    file.unlink()
    restore(sqlite_url, copy)
    assert learners(file) == [7]


def test_a_backup_is_as_private_as_the_database(file: Path, sqlite_url: str, copy: Path) -> None:
    file.chmod(0o600)
    backup(sqlite_url, copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    copy.chmod(0o644)
    restore(sqlite_url, copy, overwrite=True)
    assert file.stat().st_mode & 0o777 == 0o600


def test_there_is_no_backup_of_a_database_that_is_not_there(sqlite_url: str, copy: Path) -> None:
    with pytest.raises(SchemaBehind):
        backup(sqlite_url, copy)
    assert not copy.exists()


def test_a_backup_needs_a_folder_to_go_to(file: Path, sqlite_url: str) -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        backup(sqlite_url, file.parent / "missing" / "copy.db")
    assert caught.value.reason is Reason.CANNOT_OPEN
    assert caught.value.address == str(file.parent / "missing" / "copy.db")


def test_a_server_copies_its_databases_itself(file: Path, sqlite_url: str, copy: Path) -> None:
    backup(sqlite_url, copy)
    for refuse in (backup, restore):
        with pytest.raises(ServerDatabase) as caught:
            refuse(SERVER, copy)
        assert caught.value.address == "postgresql://rehearse@localhost/rehearse"
    assert learners(file) == [7]
