"""The bot at its webhook: the same conversation, acknowledged only once it is on disk."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.settings import Address
from bot.standin.faults import Fault
from tests.faults.processes import free_port
from tests.telegram.authored import Json, scenario
from tests.telegram.phone import labels
from tests.telegram.running import RunningBot, running, until
from tests.telegram.standin_http import StandInServer

_SECRET = "a-secret"
_HEADERS = {"X-Telegram-Bot-Api-Secret-Token": _SECRET}
_TURNS = "SELECT turn, choice FROM turns ORDER BY turn"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[RunningBot]:
    """A bot that serves its webhook."""
    with free_port() as port:
        async with running(tmp_path, scenario(), **_at(port)) as started:
            yield started


async def test_a_whole_practice_goes_through_the_webhook(bot: RunningBot) -> None:
    """From the link to the report, with typed numbers and taps, without one poll."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    await sam.send("1")
    await sam.until("What you showed")
    await bot.settled()
    assert [turn for turn, _ in bot.rows(_TURNS)] == [1, 2]
    assert bot.called("getUpdates") == []


async def test_what_telegram_could_not_deliver_comes_when_the_bot_is_back(bot: RunningBot) -> None:
    """A tap made while the bot is away is taken after its start."""
    sam = await bot.playing("short")
    await bot.stop()
    await sam.choose("What kept you?")
    await bot.start()
    await sam.until("Work did.")
    await bot.settled()
    assert len(bot.rows(_TURNS)) == 1


async def test_an_update_is_accepted_only_once_it_is_on_disk(bot: RunningBot) -> None:
    """While nothing can be written a post stays unanswered; its 200 comes after the commit."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    update = _tap(sam.person.profile, asked.id, labels(asked)["1"])
    async with ClientSession(headers=_HEADERS) as session:
        with _locked(bot.database_file):
            post = asyncio.create_task(_post(session, bot, update))
            await asyncio.wait({post}, timeout=0.3)
            assert not post.done()
            assert bot.rows(_TURNS) == []
        assert await post == 200
        assert len(bot.rows(_TURNS)) == 1


async def test_an_update_posted_twice_is_accepted_twice_and_counts_once(bot: RunningBot) -> None:
    """A post whose answer was lost is answered with 200 when it comes again."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    update = _tap(sam.person.profile, asked.id, labels(asked)["1"])
    async with ClientSession(headers=_HEADERS) as session:
        answers = await asyncio.gather(*(_post(session, bot, update) for _ in range(3)))
    assert answers == [200] * 3
    await sam.until("Work did.")
    await bot.settled()
    assert len(bot.rows(_TURNS)) == 1
    assert sum("Work did." in text for text in sam.texts) == 1


async def test_a_post_with_a_wrong_secret_is_refused_and_not_read(bot: RunningBot) -> None:
    """Whoever does not know the secret can make the bot do nothing."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    update = _tap(sam.person.profile, asked.id, labels(asked)["1"])
    async with ClientSession() as session:
        assert await _post(session, bot, update) == 401
    assert bot.rows(_TURNS) == []


async def test_health_is_served_beside_the_webhook(bot: RunningBot) -> None:
    """`/healthz` and `/readyz` answer 200 while the bot runs and its database answers."""
    assert await _get(bot, "/healthz") == 200
    assert await _get(bot, "/readyz") == 200


async def test_nothing_is_taken_before_telegram_has_named_the_bot(tmp_path: Path) -> None:
    """Until the bot is known `/readyz` is 503 and so is a post, which comes again later."""
    with free_port() as port:
        async with StandInServer() as server:
            server.api.faults.plan(Fault.BAD_GATEWAY, methods=["getMe"])
            bot = RunningBot(server, tmp_path, **_at(port))
            starting = asyncio.create_task(bot.start())
            await until(lambda: server.calls)
            async with ClientSession(headers=_HEADERS) as session:
                assert await _get(bot, "/healthz") == 200
                assert await _get(bot, "/readyz") == 503
                assert await _post(session, bot, {"update_id": 1}) == 503
            server.api.faults.clear()
            await starting
            assert await _get(bot, "/readyz") == 200
            await bot.stop()


async def test_readiness_ends_while_the_database_does_not_answer(bot: RunningBot) -> None:
    """With the database out of reach `/readyz` is 503, `/healthz` stays 200, and both recover."""
    with _locked(bot.database_file):
        assert await _get(bot, "/readyz") == 503
        assert await _get(bot, "/healthz") == 200
    assert await _get(bot, "/readyz") == 200


def _at(port: int) -> dict[str, Any]:
    """Return the settings of a bot that serves its webhook at a port of this machine."""
    return {
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": _SECRET,
        "listen": Address("127.0.0.1", port),
    }


async def _post(session: ClientSession, bot: RunningBot, update: Json) -> int:
    async with session.post(bot.settings.webhook_url or "", json=update) as response:
        return response.status


async def _get(bot: RunningBot, path: str) -> int:
    host, port = bot.settings.listen
    async with (
        ClientSession() as session,
        session.get(f"http://{host}:{port}{path}") as response,
    ):
        return response.status


@contextlib.contextmanager
def _locked(file: Path) -> Iterator[None]:
    """Hold the lock that every writer needs."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


def _tap(person: Json, message: int, data: str) -> Json:
    chat = {"id": person["id"], "type": "private"}
    return {
        "update_id": 999_000_001,
        "callback_query": {
            "id": "1",
            "from": person,
            "chat_instance": "1",
            "message": {"message_id": message, "date": 0, "chat": chat},
            "data": data,
        },
    }
