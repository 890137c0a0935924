"""PostgreSQL: a pool of connections; each work in a transaction of its own (READ COMMITTED)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeAlias

import asyncpg

from bot.practice.records import Attempt
from bot.storage.address import without_password
from bot.storage.attempts import each_attempt
from bot.storage.database import Database, T, Work
from bot.storage.errors import DatabaseUnavailable, Reason
from bot.storage.schema import SELECT_REVISION, VERSION_TABLE, check_newest, is_newest
from bot.storage.statements import Row, statements
from bot.storage.transaction import Transaction

_DRIVER = "asyncpg"
_MOST_CONNECTIONS = 10
_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 10.0
_WORK_SECONDS = 3.0  # so that, with all else that a stop waits for, it ends within ten
_CLOSE_SECONDS = 2.0
_ROWS_AT_ONCE = 500

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    _Connection: TypeAlias = PoolConnectionProxy[asyncpg.Record]

_REASONS: tuple[tuple[type[Exception], Reason], ...] = (
    (asyncpg.InvalidAuthorizationSpecificationError, Reason.REFUSED),
    (asyncpg.InsufficientPrivilegeError, Reason.REFUSED),
    (asyncpg.InvalidCatalogNameError, Reason.NO_SUCH_DATABASE),
    (asyncpg.ReadOnlySQLTransactionError, Reason.READ_ONLY),
    (asyncpg.DiskFullError, Reason.FULL),
    (asyncpg.TooManyConnectionsError, Reason.BUSY),
    (asyncpg.PostgresConnectionError, Reason.LOST),
    (asyncpg.OperatorInterventionError, Reason.LOST),
    (asyncpg.ClientConfigurationError, Reason.BAD_ADDRESS),
    (asyncpg.InterfaceError, Reason.LOST),
    (OSError, Reason.UNREACHABLE),
)


class PostgresDatabase(Database):
    """A PostgreSQL database; several processes may have it open."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", address: str) -> None:
        self._pool = pool
        self._address = address
        self._sql = statements(_DRIVER)
        self._closed = False
        self._works = 0
        self._idle = asyncio.Event()

    async def transact(self, work: Work[T]) -> T:
        """Run `work` inside a transaction; see `Database`."""
        if self._closed:
            raise DatabaseUnavailable(self._address, Reason.CLOSED)
        self._works += 1
        try:
            with _told(self._address):
                async with asyncio.timeout(_WORK_SECONDS), self._pool.acquire() as connection:
                    return await self._committed(work, connection)
        finally:
            self._works -= 1
            if not self._works:
                self._idle.set()

    async def attempts(self) -> AsyncIterator[Attempt]:
        """Give every attempt; see `Database`."""
        async for attempt in each_attempt(self._every_row()):
            yield attempt

    async def close(self) -> None:
        """Finish what was asked, then close the connections; drop those that don't answer."""
        self._closed = True
        with suppress(DatabaseUnavailable), _told(self._address):
            async with asyncio.timeout(_CLOSE_SECONDS):
                if self._works:
                    self._idle.clear()
                    await self._idle.wait()
                await self._pool.close()
        self._pool.terminate()

    async def _committed(self, work: Work[T], connection: "_Connection") -> T:
        """Run `work` inside a transaction; drop the connection if that is cancelled.

        `async with connection.transaction()` would wait for a rollback, which a server that fell
        silent never answers.
        """
        transaction = connection.transaction()
        try:
            await transaction.start()
            try:
                result = await work(Transaction(self._sql, connection))
            except Exception:
                await transaction.rollback()
                raise
            await transaction.commit()
        except asyncio.CancelledError:
            connection.terminate()
            raise
        return result

    async def _every_row(self) -> AsyncIterator[Row]:
        sql = self._sql.every_attempt.sql
        with _told(self._address):
            async with self._pool.acquire() as connection, connection.transaction(readonly=True):
                async for row in connection.cursor(sql, prefetch=_ROWS_AT_ONCE):
                    yield tuple(row)


async def open_postgres(url: str) -> PostgresDatabase:
    """Open a database on a server. Raises as `open_database` does."""
    address = without_password(url)
    check_newest(await _revision(url))
    with _told(address):
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=_MOST_CONNECTIONS,
            timeout=_CONNECT_SECONDS,
            command_timeout=_ANSWER_SECONDS,
        )
    return PostgresDatabase(pool, address)


async def upgrade_postgres(url: str) -> None:
    """Bring a database on a server to the newest schema. Raises as `upgrade` does."""
    if is_newest(await _revision(url)):
        return
    from bot.storage.migrating import migrate_postgres  # noqa: PLC0415 - slow to load

    with _told(without_password(url)):
        await migrate_postgres(lambda: asyncpg.connect(url, timeout=_CONNECT_SECONDS))


async def _revision(url: str) -> str | None:
    """Return the schema that a database is at; None when it has none."""
    with _told(without_password(url)):
        try:
            connection = await asyncpg.connect(url, timeout=_CONNECT_SECONDS)
        except ValueError as error:
            raise asyncpg.ClientConfigurationError(str(error)) from error
        try:
            if await connection.fetchval("SELECT to_regclass($1)", VERSION_TABLE) is None:
                return None
            found: str | None = await connection.fetchval(SELECT_REVISION)
            return found
        finally:
            await connection.close()


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Tell what is wrong with the database as DatabaseUnavailable; let other errors be."""
    try:
        yield
    except Exception as error:
        reason = _reason_of(error)
        if reason is None:
            raise
        raise DatabaseUnavailable(address, reason) from error


def _reason_of(error: Exception) -> Reason | None:
    return next((reason for kind, reason in _REASONS if isinstance(error, kind)), None)
