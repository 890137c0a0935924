"""SQLite: one writer, whose commits are shared by everything that waits for it.

Statements take microseconds, less than handing them to aiosqlite's thread would, so they run on
the event loop; COMMIT, which waits for the disk, runs in that thread. Nothing else uses the
writer's connection, so nobody can commit somebody else's rows.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

from bot.practice.records import Attempt
from bot.storage.attempts import each_attempt
from bot.storage.database import Database, T, Work
from bot.storage.errors import DatabaseUnavailable, Reason
from bot.storage.sqlite_file import connect, reason_of
from bot.storage.statements import Row, SqliteAdapter, statements
from bot.storage.transaction import Transaction

_MOST_TOGETHER = 64
_BUSY_SECONDS = 5.0
_BUSY_PAUSE_SECONDS = 0.005
_ROWS_AT_ONCE = 500


@dataclass(slots=True)
class _Job:
    """A work, the caller who waits for it, and what came of it."""

    work: Work[Any]
    caller: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None

    def answer(self) -> None:
        """Tell the caller, unless they have gone."""
        if self.caller.done():
            return
        if self.error is None:
            self.caller.set_result(self.result)
        else:
            self.caller.set_exception(self.error)


class SqliteDatabase(Database):
    """An SQLite file, open for writing; `open_sqlite` makes one.

    `disk` is `connection` as aiosqlite has it, for what waits for the disk.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, disk: aiosqlite.Connection, address: str
    ) -> None:
        self._path = path
        self._address = address
        self._connection = connection
        self._disk = disk
        self._transaction = Transaction(statements(SqliteAdapter), connection)
        self._waiting: deque[_Job] = deque()
        self._wake = asyncio.Event()
        self._closed = False
        self._writer = asyncio.create_task(self._write())

    async def transact(self, work: Work[T]) -> T:
        """Run `work` inside a transaction; see `Database`."""
        if self._closed:
            raise DatabaseUnavailable(self._address, Reason.CLOSED)
        caller: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Job(work, caller))
        self._wake.set()
        return await caller

    async def attempts(self) -> AsyncIterator[Attempt]:
        """Give every attempt; see `Database`."""
        async for attempt in each_attempt(self._every_row()):
            yield attempt

    async def close(self) -> None:
        """Finish what was asked, then close the connection."""
        self._closed = True
        self._wake.set()
        await self._writer
        await self._disk.close()

    async def _write(self) -> None:
        while not self._closed:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                most = min(len(self._waiting), _MOST_TOGETHER)
                await self._commit([self._waiting.popleft() for _ in range(most)])

    async def _commit(self, jobs: list[_Job]) -> None:
        """Run works in one transaction; answer their callers once it is on disk."""
        try:
            await self._begin()
            before = self._connection.total_changes
            for job in jobs:
                await self._run(job)
            if self._connection.total_changes == before:
                self._connection.execute("COMMIT")  # touches no disk
            else:
                await self._disk.commit()
        except Exception as error:  # whatever it is, nobody may be left waiting
            with suppress(sqlite3.Error):  # SQLite may have rolled back already
                self._connection.execute("ROLLBACK")
            for job in jobs:
                job.error = job.error or self._told(error)
        for job in jobs:
            job.answer()

    async def _begin(self) -> None:
        """Take the write lock, which a command in another process may hold for a moment."""
        waited = 0.0
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if reason_of(error) is not Reason.BUSY or waited >= _BUSY_SECONDS:
                    raise
                await asyncio.sleep(_BUSY_PAUSE_SECONDS)
                waited += _BUSY_PAUSE_SECONDS
            else:
                return

    async def _run(self, job: _Job) -> None:
        """Run one work in a savepoint of its own, so that its failure undoes nothing else.

        Raises what SQLite answers some errors with: the whole transaction undone.
        """
        if job.caller.cancelled():
            return
        self._connection.execute("SAVEPOINT work")
        try:
            job.result = await job.work(self._transaction)
        except Exception as error:
            if not self._connection.in_transaction:
                raise
            job.error = self._told(error)
            self._connection.execute("ROLLBACK TO work")
        self._connection.execute("RELEASE work")

    def _told(self, error: Exception) -> Exception:
        """Return an error as a caller is told of it."""
        reason = reason_of(error)
        return error if reason is None else DatabaseUnavailable(self._address, reason)

    async def _every_row(self) -> AsyncIterator[Row]:
        """Read on a connection of its own; its one SELECT sees one moment and stops nobody."""
        sql = statements(SqliteAdapter).every_attempt.sql
        reader = aiosqlite.Connection(partial(connect, self._path), _ROWS_AT_ONCE)
        try:
            async with reader, reader.execute(sql) as cursor:
                async for row in cursor:
                    yield row
        except sqlite3.Error as error:
            raise self._told(error) from error


async def open_sqlite(path: Path, connection: sqlite3.Connection, address: str) -> SqliteDatabase:
    """Take over a connection that was just opened to `path`, and write with it."""
    connection.execute("PRAGMA busy_timeout = 0")  # the writer waits without blocking
    disk = await aiosqlite.Connection(lambda: connection, iter_chunk_size=1)
    return SqliteDatabase(path, connection, disk, address)
