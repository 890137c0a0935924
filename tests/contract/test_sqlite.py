"""What SQLite's one writer promises when things go wrong beneath it."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from bot.storage import sqlite as module
from bot.storage.address import sqlite_path
from bot.storage.errors import DatabaseUnavailable, Reason
from bot.storage.opening import open_database, upgrade
from bot.storage.sqlite import SqliteDatabase
from bot.storage.sqlite_file import connect
from bot.storage.statements import SqliteAdapter, statements
from bot.storage.transaction import Transaction
from tests.contract.plain import NOW, look

KIB = 1024


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[SqliteDatabase]:
    await upgrade(sqlite_url)
    async with open_database(sqlite_url) as opened:
        assert isinstance(opened, SqliteDatabase)
        yield opened


@pytest.fixture
def file(sqlite_url: str) -> Path:
    path = sqlite_path(sqlite_url)
    assert path is not None
    return path


async def claim(database: SqliteDatabase, number: int) -> bool:
    return await database.transact(lambda tx: tx.claim_update(1, number, NOW))


async def claimed(url: str) -> list[int]:
    return [number for (number,) in await look(url, "SELECT update_id FROM updates ORDER BY 1")]


async def test_commits_wait_for_the_disk(database: SqliteDatabase) -> None:
    async def pragmas(tx: Transaction) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [tx._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    full = 2
    assert await database.transact(pragmas) == ["wal", full, 1]


async def test_the_writer_waits_while_another_process_writes(
    database: SqliteDatabase, sqlite_url: str, file: Path
) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        caller = asyncio.create_task(claim(database, 1))
        await asyncio.sleep(0)
        assert not caller.done()
        other.execute("ROLLBACK")
        assert await caller
    assert await claimed(sqlite_url) == [1]


async def test_a_database_that_stays_busy_is_reported_and_works_again_later(
    database: SqliteDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnavailable) as caught:
            await claim(database, 1)
        assert caught.value.reason is Reason.BUSY
    assert await claim(database, 1)


async def test_a_full_disk_is_reported_and_works_again_when_there_is_room(
    database: SqliteDatabase, sqlite_url: str
) -> None:
    async def room(tx: Transaction, pages: int) -> None:
        tx._connection.execute(f"PRAGMA max_page_count = {pages}")

    await database.transact(lambda tx: room(tx, 1))  # as many as there are already
    outcomes = await asyncio.gather(
        database.transact(lambda tx: tx.pin("long", "v1", bytes(64 * KIB), NOW)),
        database.transact(lambda tx: tx.pin("longer", "v1", bytes(64 * KIB), NOW)),
        return_exceptions=True,
    )
    assert [getattr(outcome, "reason", None) for outcome in outcomes] == [Reason.FULL] * 2

    await database.transact(lambda tx: room(tx, 1_000_000))
    assert await claim(database, 3)
    assert await claimed(sqlite_url) == [3]


async def test_a_file_that_can_not_be_written_any_more_is_reported(
    database: SqliteDatabase,
) -> None:
    async def query_only(tx: Transaction) -> None:
        tx._connection.execute("PRAGMA query_only = ON")

    await database.transact(query_only)
    with pytest.raises(DatabaseUnavailable) as caught:
        await claim(database, 1)
    assert caught.value.reason is Reason.READ_ONLY


async def test_when_a_shared_commit_fails_everybody_who_shared_it_is_told(
    database: SqliteDatabase, sqlite_url: str
) -> None:
    async def fail_at_commit(tx: Transaction) -> None:
        tx._connection.execute("PRAGMA defer_foreign_keys = ON")
        tx._connection.execute("INSERT INTO turns VALUES (404, 1, 'n', 'c', '[]', 0)")

    outcomes = await asyncio.gather(
        claim(database, 1),
        database.transact(fail_at_commit),
        claim(database, 2),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [sqlite3.IntegrityError] * 3
    assert await claim(database, 3)
    assert await claimed(sqlite_url) == [3]


async def test_when_sqlite_undoes_the_whole_transaction_everybody_in_it_is_told(
    database: SqliteDatabase, sqlite_url: str
) -> None:
    class Undone(Exception):
        pass

    async def undo_everything(tx: Transaction) -> None:
        tx._connection.execute("ROLLBACK")
        raise Undone

    outcomes = await asyncio.gather(
        claim(database, 1),
        database.transact(undo_everything),
        claim(database, 2),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [Undone] * 3
    assert await claim(database, 3)
    assert await claimed(sqlite_url) == [3]


async def test_closing_leaves_one_file(sqlite_url: str, file: Path) -> None:
    await upgrade(sqlite_url)
    async with open_database(sqlite_url) as database:
        await database.transact(lambda tx: tx.claim_update(1, 1, NOW))
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("owed", "outbox_owed"),
        ("owed_chats", "outbox_owed"),
        ("waiting", "outbox_owed"),
        ("newest_keyboard", "outbox_keyboards"),
        ("attempt_under_way", "one_attempt_under_way"),
        ("done", "ix_attempts_learner_id"),
        ("last_old_claim", "updates_by_age"),
        ("forget_claims", "updates_by_age"),
        ("last_old_call", "PRIMARY KEY"),
        ("forget_calls", "PRIMARY KEY"),
        ("fail_owed", "outbox_owed"),
        ("mark_receiver_reachable", "sqlite_autoindex_learners_1"),
    ],
)
@pytest.mark.usefixtures("database")
async def test_no_question_reads_through_a_whole_table(
    sqlite_url: str, statement: str, index: str
) -> None:
    sql = getattr(statements(SqliteAdapter), statement).sql
    plan = await look(sqlite_url, "EXPLAIN QUERY PLAN " + re.sub(r":\w+", "1", sql))
    assert index in str(plan)


@pytest.mark.parametrize("_again", range(5))
def test_a_new_file_may_be_opened_by_several_at_once(tmp_path: Path, _again: int) -> None:
    """Switching to the write-ahead log refuses company; whoever comes second waits."""
    path, together = tmp_path / "new.db", Barrier(4)

    def open_and_close() -> None:
        together.wait()
        connect(path, create=True).close()

    with ThreadPoolExecutor(together.parties) as threads:
        for done in [threads.submit(open_and_close) for _ in range(together.parties)]:
            done.result()
