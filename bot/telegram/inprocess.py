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


class InProcessRequest(BaseRequest):
    """Hands every call to `carry`, as it would have gone over the wire."""

    def __init__(self, carry: Carry) -> None:
        self._carry = carry

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
        token, _, name = url.rpartition("/bot")[2].partition("/")
        fields: Mapping[str, Any] = {}
        files: Mapping[str, Any] = {}
        if request_data is not None:
            files = request_data.multipart_data
            fields = request_data.json_parameters if files else request_data.parameters
        status, answer = await self._carry(token, name, fields, files)
        return status, json.dumps(answer).encode()
