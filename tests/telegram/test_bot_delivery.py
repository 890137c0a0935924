"""Owed replies at a server that answers what the stand-in never does."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.metrics import Metrics
from bot.storage.calls import Call
from bot.storage.opening import open_database, upgrade
from bot.telegram.api import Api
from bot.telegram.delivery import Delivery
from bot.telegram.exchange import Exchange
from tests.telegram.phone import PATIENCE_SECONDS

_GROUP = -400
_MIGRATED = {
    "ok": False,
    "error_code": 400,
    "description": "Bad Request: group chat was upgraded to a supergroup chat",
    "parameters": {"migrate_to_chat_id": -100400},
}


async def test_a_group_that_moved_is_not_written_to_for_ever(tmp_path: Path) -> None:
    """A reply to a group that became another chat is given up after one call."""
    asked: list[str] = []

    async def answered(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.json_response(_MIGRATED, status=400)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answered)
    url = f"sqlite:///{tmp_path}/rehearse.db"
    await upgrade(url)
    async with TestServer(app) as server, open_database(url) as database:
        api = Api("1:a", str(server.make_url("")))
        await api.bot.request.initialize()
        call = Call("sendMessage", {"chat_id": _GROUP, "text": "Hello"})
        await database.transact(lambda tx: tx.owe(_GROUP, [call], datetime.now(UTC)))
        delivery = Delivery(database, Exchange(api), Metrics(), typing=0, rate=0)
        await delivery.start()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await delivery.stop(PATIENCE_SECONDS)
        assert asked == ["/bot1:a/sendMessage"]
        assert await database.transact(lambda tx: tx.owed_chats()) == []
        await api.bot.request.shutdown()
