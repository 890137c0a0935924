"""Listening: where the application is served, and what stands in the way."""

import asyncio
import socket

import pytest
from aiohttp import ClientSession
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import CannotListen
from bot.settings import Address
from bot.web.server import serving
from tests.faults.processes import free_port


async def test_a_port_in_use_is_told() -> None:
    """Listening where somebody listens already says which address and why."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen) as told:
            async with serving(Starlette(), Address("127.0.0.1", port)):
                pass
    assert (told.value.host, told.value.port) == ("127.0.0.1", port)
    assert "in use" in told.value.reason


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "x" * 300, "é.example"])
async def test_a_host_that_is_not_this_machine_is_told(host: str) -> None:
    """An address of another machine, or none at all, can't be listened on."""
    with pytest.raises(CannotListen) as told:
        async with serving(Starlette(), Address(host, 0)):
            pass
    assert told.value.host == host


async def test_the_loopback_of_ipv6_can_be_listened_on() -> None:
    """`::1` is served like any other address."""
    with free_port() as port:
        async with (
            serving(Starlette(), Address("::1", port)),
            ClientSession() as session,
            session.get(f"http://[::1]:{port}/") as response,
        ):
            assert response.status == 404


async def test_a_request_under_way_is_finished_before_the_end() -> None:
    """Stopping answers what was asked already."""
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_request: Request) -> Response:
        asked.set()
        await go_on.wait()
        return PlainTextResponse("done")

    async def get(session: ClientSession, port: int) -> str:
        async with session.get(f"http://127.0.0.1:{port}/") as response:
            return await response.text()

    with free_port() as port:
        async with ClientSession() as session:
            async with serving(Starlette(routes=[Route("/", slow)]), Address("127.0.0.1", port)):
                answer = asyncio.create_task(get(session, port))
                await asked.wait()
                asyncio.get_running_loop().call_later(0.1, go_on.set)
            assert await answer == "done"
