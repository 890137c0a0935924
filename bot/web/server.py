"""Serving the application inside the bot's own event loop."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.applications import Starlette

from bot.errors import CannotListen
from bot.settings import Address

_GRACE_SECONDS = 3
_DOOR_SECONDS = 0.05


class _Server(uvicorn.Server):
    """A server that leaves signals to the program around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End every connection, also one that came in as the door closed.

        That one is not known yet when the door closes, would be told nothing, and would keep the
        server waiting for as long as it lasts.
        """
        for server in self.servers:
            server.close()
        await asyncio.sleep(_DOOR_SECONDS)
        await super().shutdown(sockets)


@contextlib.asynccontextmanager
async def serving(app: Starlette, address: Address) -> AsyncIterator[int]:
    """Serve `app`, giving the port; at the end take no new requests and finish those under way.

    Raises CannotListen when the address is taken or not of this machine.
    """
    listener = _listen(address)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield int(listener.getsockname()[1])
    finally:
        server.should_exit = True
        await task
        listener.close()


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family, backlog=2048)
    except (OSError, UnicodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        reason = os.strerror(number) if number and number > 0 else "no such address"
        raise CannotListen(address.host, address.port, reason) from error
