"""Calls of the Bot API through the library, at servers that are none."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram.error import NetworkError

from bot.telegram.api import Api


@pytest.mark.parametrize("answer", ['{"ok": true}', "{}", "[]", "3"])
async def test_an_answer_without_a_result_is_a_network_error(answer: str) -> None:
    """A proxy that says 200 without being the Bot API is asked again like a dead network."""

    async def answered(_request: web.Request) -> web.Response:
        return web.Response(text=answer, content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answered)
    async with TestServer(app) as server:
        api = Api("1:a", str(server.make_url("")))
        with pytest.raises(NetworkError):
            await api.open()
        with pytest.raises(NetworkError):
            await api.call("sendMessage", {"chat_id": 1, "text": "Hello"})
        with pytest.raises(NetworkError):
            await api.updates(None, 0)
        await api.close()
