"""A lean Bot API server on loopback: it hands out updates and answers calls as fast as it can.

It refuses nothing (the stand-in does that, for the tests): here its own cost must stay small
beside the bots', and be the same for each of them.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import parse_qsl

from typing_extensions import override

Json = dict[str, Any]
Reply = Callable[[object], None]


class Bot(Protocol):
    """What the server asks about one bot's calls."""

    def poll(self, params: Json, reply: Reply) -> None:
        """Reply to getUpdates, now or later."""

    def call(self, method: str, params: Json) -> object:
        """Return the result of any other call."""


class BotApiServer:
    """Serves the bots it is given, each under its token."""

    def __init__(self, bots: Mapping[str, Bot]) -> None:
        self._bots = bots
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> str:
        """Listen on a free port; return the address."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self._bots), "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()


class _Connection(asyncio.Protocol):
    """One keep-alive connection: a request, then its reply, then the next."""

    def __init__(self, bots: Mapping[str, Bot]) -> None:
        self._bots = bots
        self._received = bytearray()
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        self._received += data
        head_end = self._received.find(b"\r\n\r\n")
        if head_end < 0:
            return
        path, headers = _parse_head(self._received[:head_end])
        body_start = head_end + 4
        body_end = body_start + int(headers.get("content-length", 0))
        if len(self._received) < body_end:
            return
        body = bytes(self._received[body_start:body_end])
        del self._received[:body_end]
        self._answer(path, _parameters(body, headers.get("content-type", "")))

    def _answer(self, path: str, params: Json) -> None:
        _, bot_and_token, method = path.split("/", 2)
        bot = self._bots[bot_and_token.removeprefix("bot")]
        if method == "getUpdates":
            bot.poll(params, self._reply)
        else:
            self._reply(bot.call(method, params))

    def _reply(self, result: object) -> None:
        body = json.dumps({"ok": True, "result": result}).encode()
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            "Connection: keep-alive\r\n\r\n"
        )
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(head.encode() + body)


def _parse_head(head: bytearray) -> tuple[str, dict[str, str]]:
    """Return the path, and the headers under lower-case names."""
    request, *lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return request.split(" ", 2)[1], headers


def _parameters(body: bytes, content_type: str) -> Json:
    """Read a JSON or a urlencoded body; in the latter, keyboards are JSON strings."""
    if not body:
        return {}
    if content_type.startswith("application/json"):
        params: Json = json.loads(body)
    elif content_type.startswith("application/x-www-form-urlencoded"):
        params = dict(parse_qsl(body.decode()))
    else:
        raise ValueError(f"the bench's server does not read {content_type!r}")
    keyboard = params.get("reply_markup")
    if isinstance(keyboard, str):
        params["reply_markup"] = json.loads(keyboard)
    return params
