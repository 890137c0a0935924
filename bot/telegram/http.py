"""The Telegram library's requests, carried by aiohttp.

The library's own backend costs several times the processor time for each call
(docs/adr/0006-http-backend.md). Errors name what failed and never the address, which holds the
bot's token.
"""

import json
from typing import Any

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

_TOO_MANY_REQUESTS = 429
_SECONDS = 20.0
_CONNECT_SECONDS = 5.0


class TooManyRequests(TelegramError):
    """Telegram asks to wait `seconds` before the next call to this chat."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too many requests: wait {seconds:g} s")
        self.seconds = seconds


class AiohttpRequest(BaseRequest):
    """One keep-alive connection pool for everything that the bot asks of Telegram."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that a call may take when the caller names no other time."""
        return _SECONDS

    async def initialize(self) -> None:
        """Open the pool; a second call changes nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                skip_auto_headers=("User-Agent", "Accept"),
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

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
        """Make one call; return the status and the body.

        Raises TooManyRequests on a 429, TimedOut when no answer came in time and NetworkError
        when the connection failed.
        """
        if self._session is None:
            raise NetworkError("the connection pool is closed")
        total = read_timeout if isinstance(read_timeout, int | float) else _SECONDS
        timeout = aiohttp.ClientTimeout(total=total, sock_connect=_CONNECT_SECONDS)
        try:
            async with self._session.request(
                method, url, timeout=timeout, allow_redirects=False, **_body(request_data)
            ) as response:
                status, payload = response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from None
        if status == _TOO_MANY_REQUESTS:
            raise TooManyRequests(_seconds_to_wait(payload))
        return status, payload

    @staticmethod
    @override
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer of the Bot API.

        Raises NetworkError for what is none, such as a proxy's page, whatever its status says.
        """
        try:
            answer = json.loads(payload)
        except ValueError:
            raise NetworkError("the answer is not JSON") from None
        if not isinstance(answer, dict) or (
            answer.get("ok") is not False and "result" not in answer
        ):
            raise NetworkError("the answer is not the Bot API's")
        return answer


def _body(request_data: RequestData | None) -> dict[str, Any]:
    if request_data is None:
        return {}
    if not request_data.contains_files:
        return {
            "data": json.dumps(request_data.parameters).encode(),
            "headers": {"Content-Type": "application/json"},
        }
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return {"data": form}


def _seconds_to_wait(payload: bytes) -> float:
    """Read `retry_after`; a 429 that names no time (a proxy's) means one second."""
    try:
        return max(0.0, float(json.loads(payload)["parameters"]["retry_after"]))
    except (ValueError, KeyError, TypeError):
        return 1.0
