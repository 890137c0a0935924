"""The Telegram library's requests, carried to a Bot API in this process instead of over HTTP."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from telegram.request import BaseRequest, RequestData
from typing_extensions import override

Carry: TypeAlias = Callable[
    [str, str, Mapping[str, Any], Mapping[str, Any]], Awaitable[tuple[int, Mapping[str, Any]]]
]
"""Takes a token, a method, its fields, and its files (name, bytes and content type, by the name of
their part); returns the status and the answer."""

Fetch: TypeAlias = Callable[[str, str], Awaitable[tuple[int, bytes]]]
"""Takes a token and the path of a file; returns the status and the file, or a refusal as JSON."""


class InProcessRequest(BaseRequest):
    """Hands every call to `carry`, and every download to `fetch`, as if they went over the wire."""

    def __init__(self, carry: Carry, fetch: Fetch) -> None:
        self._carry = carry
        self._fetch = fetch

    @property
    def read_timeout(self) -> float:
        """Seconds that a call may take: nothing is on its way that could be lost."""
        return 0.0

    async def initialize(self) -> None:
        """Open nothing."""

    async def shutdown(self) -> None:
        """Close nothing."""

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call; return the status and the body."""
        before, _, called = url.partition("/bot")
        token, _, name = called.partition("/")
        if before.endswith("/file"):
            return await self._fetch(token, name)
        fields: Mapping[str, Any] = {}
        files: Mapping[str, Any] = {}
        if request_data is not None:
            files = request_data.multipart_data
            fields = request_data.json_parameters if files else request_data.parameters
        status, answer = await self._carry(token, name, fields, files)
        return status, json.dumps(answer).encode()
