"""The stand-in behind HTTP on loopback, with its faults carried out on the wire."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from aiohttp.web_request import FileField

from bot.standin.clock import Clock
from bot.standin.core import BotApi, Call
from bot.standin.errors import ApiError, BadGateway, ConnectionCut
from bot.standin.faults import Faults
from bot.standin.files import Upload
from bot.standin.text import Json
from tests.telegram.phone import Phone

TOKEN = "731000:stand-in"

_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
_WEBHOOK_SECONDS = 60
_MAX_BODY = 60 << 20


class StandInServer:
    """A Bot API server at `url`, for the bot of `token`; `calls` is all it was asked.

    It can be stopped and started again at the same address: what it keeps stays.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        clock: Clock | None = None,
        faults: Faults | None = None,
        retry_seconds: float = 1.0,
    ) -> None:
        self.calls: list[Call] = []
        self.api = BotApi(
            token,
            clock=clock,
            post=self._post,
            local=True,
            retry_seconds=retry_seconds,
            faults=faults,
            calls=self.calls,
        )
        self._port = 0
        self._runner: web.AppRunner | None = None
        self._poster: ClientSession | None = None

    @property
    def url(self) -> str:
        """The address to give a bot as its API's."""
        return f"http://127.0.0.1:{self._port}"

    def phone(self, first_name: str = "Sam") -> Phone:
        """Return the phone of a new person, who has never met the bot."""
        return Phone(self.api.person(first_name))

    async def __aenter__(self) -> Self:
        timeout = ClientTimeout(total=_WEBHOOK_SECONDS)
        self._poster = ClientSession(timeout=timeout)
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.api.close()
        await self.stop()
        if self._poster is not None:
            await self._poster.close()

    async def start(self) -> None:
        """Listen, the first time on a free port."""
        app = web.Application(client_max_size=_MAX_BODY)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_route("GET", "/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/{elsewhere:.*}", _not_found)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Refuse connections, and cut those there are."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _handle(self, request: web.Request) -> web.Response:
        token, method = request.match_info["token"], request.match_info["method"]

        async def call() -> web.Response:
            result = await self.api.call(token, method, await _params(request))
            return web.json_response({"ok": True, "result": result})

        return await _answer(request, call)

    async def _download(self, request: web.Request) -> web.Response:
        async def download() -> web.Response:
            data = self.api.download(request.match_info["token"], request.match_info["path"])
            return web.Response(body=data, content_type="application/octet-stream")

        return await _answer(request, download)

    async def _post(self, url: str, headers: Mapping[str, str], update: Json) -> int:
        assert self._poster is not None
        try:
            async with self._poster.post(url, headers=headers, json=update) as response:
                return response.status
        except ClientError as error:
            raise ConnectionError(*error.args) from error


async def _answer(
    request: web.Request, work: Callable[[], Awaitable[web.Response]]
) -> web.Response:
    """Answer a request with what comes of it, a refusal, or the fault that was planned."""
    try:
        return await work()
    except ApiError as error:
        return _refusal(error)
    except BadGateway:
        return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
    except ConnectionCut:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()


async def _not_found(_: web.Request) -> web.Response:
    return _refusal(ApiError(404, "Not Found"))


def _refusal(error: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
        headers["Retry-After"] = str(error.retry_after)
    return web.json_response(body, status=error.code, headers=headers)


async def _params(request: web.Request) -> Mapping[str, Any]:
    """Gather the fields of a call from its address and its body, whatever the body's form."""
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            fields = json.loads(await request.read() or b"{}")
        except ValueError:
            fields = None
        if not isinstance(fields, dict):
            raise ApiError(400, "Bad Request: can't parse request JSON object")
        return {**params, **fields}
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            params[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            params[name] = value
    return params
