"""What PostgreSQL promises when the server lets go, or says nothing any more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.storage import postgres
from bot.storage.errors import DatabaseUnavailable, Reason
from bot.storage.opening import open_database, upgrade
from bot.storage.transaction import Transaction
from tests.contract.plain import NOW

_NEVER = 3600.0
_GUARD = 5.0  # half of what waiting for one answer would take


class Wire:
    """The way to a server, until it is cut: then nothing passes, and nobody is told."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._open = asyncio.Event()
        self._open.set()
        self._ends: list[asyncio.StreamWriter] = []
        self._carried: list[asyncio.Future[Any]] = []

    def cut(self) -> None:
        self._open.clear()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(*self._server)
        self._ends += [writer, back]
        both = asyncio.gather(self._carry(reader, back), self._carry(there, writer))
        self._carried.append(both)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                await self._open.wait()
                writer.write(data)
        writer.close()

    async def close(self) -> None:
        for end in self._ends:
            end.transport.abort()
        self._open.set()
        await asyncio.gather(*self._carried)


@pytest.fixture
async def wire(postgres_url: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to a database at the newest schema, and the address at its end."""
    await upgrade(postgres_url)
    parts = urlsplit(postgres_url)
    wire = Wire(parts.hostname or "127.0.0.1", parts.port or 5432)
    server = await asyncio.start_server(wire.connect, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    name, at, _ = parts.netloc.rpartition("@")
    yield wire, parts._replace(netloc=f"{name}{at}127.0.0.1:{port}").geturl()
    server.close()
    await wire.close()


async def claim(tx: Transaction) -> bool:
    return await tx.claim_update(1, 1, NOW)


async def test_a_lost_connection_is_reported_and_the_next_work_has_a_new_one(
    postgres_url: str,
) -> None:
    async def lose(tx: Transaction) -> None:
        await tx.claim_update(1, 1, NOW)
        await tx._connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    await upgrade(postgres_url)
    async with open_database(postgres_url) as database:
        with pytest.raises(DatabaseUnavailable) as caught:
            await database.transact(lose)
        assert caught.value.reason is Reason.LOST
        assert await database.transact(lambda tx: tx.claim_update(1, 1, NOW))


async def test_a_server_that_falls_silent_is_reported(
    wire: tuple[Wire, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_CLOSE_SECONDS", 0.0)
    monkeypatch.setattr(postgres, "_WORK_SECONDS", 0.1)
    async with asyncio.timeout(_GUARD), open_database(wire[1]) as database:
        wire[0].cut()
        with pytest.raises(DatabaseUnavailable) as caught:
            await database.transact(claim)
    assert caught.value.reason is Reason.UNREACHABLE


async def test_a_caller_who_goes_away_need_not_wait_for_a_silent_server(
    wire: tuple[Wire, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def work(tx: Transaction) -> None:
        wire[0].cut()
        begun.set()
        await claim(tx)

    monkeypatch.setattr(postgres, "_CLOSE_SECONDS", 0.0)
    monkeypatch.setattr(postgres, "_WORK_SECONDS", _NEVER)
    async with asyncio.timeout(_GUARD), open_database(wire[1]) as database:
        caller = asyncio.create_task(database.transact(work))
        await begun.wait()
        caller.cancel()
        await asyncio.wait([caller])
        assert caller.cancelled()


async def test_a_database_closes_though_its_server_fell_silent(
    wire: tuple[Wire, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def work(tx: Transaction) -> None:
        await claim(tx)
        wire[0].cut()
        begun.set()
        await claim(tx)

    monkeypatch.setattr(postgres, "_CLOSE_SECONDS", 0.1)
    monkeypatch.setattr(postgres, "_WORK_SECONDS", _NEVER)
    async with asyncio.timeout(_GUARD):
        async with open_database(wire[1]) as database:
            caller = asyncio.create_task(database.transact(work))
            await begun.wait()
        with pytest.raises(DatabaseUnavailable) as caught:
            await caller
    assert caught.value.reason is Reason.LOST


async def test_an_idle_database_closes_though_its_server_fell_silent(
    wire: tuple[Wire, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_CLOSE_SECONDS", 0.1)
    async with asyncio.timeout(_GUARD), open_database(wire[1]) as database:
        await database.transact(claim)
        wire[0].cut()
