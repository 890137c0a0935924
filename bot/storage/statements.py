"""The SQL of `queries/`, as one coroutine for each named statement.

The files are read once for each driver. The name of a statement ends with what it returns:
nothing for rows, `^` one row or None, `$` one value or None, `!` nothing, `*!` nothing, for
several sets of parameters.
"""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from sqlite3 import Connection
from typing import Any, TypeAlias

import aiosql

Row: TypeAlias = Sequence[Any]

Statements: TypeAlias = Any
"""A coroutine function for each statement, by its name: it takes the connection, then parameters
by name. Only the files know which there are, so they have no types."""

_FOLDER = Path(__file__).parent / "queries"


class SqliteAdapter:
    """Runs statements on a plain `sqlite3` connection, at once, each to its end."""

    is_aio_driver = True

    def process_sql(self, _name: str, _kind: object, sql: str) -> str:
        """Return the statement as it is: SQLite knows `:name` parameters."""
        return sql

    async def select(
        self,
        connection: Connection,
        _name: str,
        sql: str,
        parameters: Mapping[str, Any],
        _record_class: Callable[..., Any] | None = None,
    ) -> AsyncGenerator[Row, None]:
        """Give the rows of a statement."""
        for row in connection.execute(sql, parameters).fetchall():
            yield row

    async def select_one(
        self,
        connection: Connection,
        _name: str,
        sql: str,
        parameters: Mapping[str, Any],
        _record_class: Callable[..., Any] | None = None,
    ) -> Row | None:
        """Return the first row of a statement."""
        rows = connection.execute(sql, parameters).fetchall()
        return rows[0] if rows else None

    async def select_value(
        self, connection: Connection, _name: str, sql: str, parameters: Mapping[str, Any]
    ) -> Any:
        """Return the first value of the first row of a statement."""
        rows = connection.execute(sql, parameters).fetchall()
        return rows[0][0] if rows else None

    async def insert_update_delete(
        self, connection: Connection, _name: str, sql: str, parameters: Mapping[str, Any]
    ) -> None:
        """Run a statement that returns nothing."""
        connection.execute(sql, parameters)

    async def insert_update_delete_many(
        self,
        connection: Connection,
        _name: str,
        sql: str,
        parameters: Sequence[Mapping[str, Any]],
    ) -> None:
        """Run a statement once for each set of parameters."""
        connection.executemany(sql, parameters)


@cache
def statements(driver: str | type[SqliteAdapter]) -> Statements:
    """Return the statements for a driver: `SqliteAdapter`, or "asyncpg"."""
    adapter: str | Callable[..., Any] = driver
    return aiosql.from_path(_FOLDER, adapter)
