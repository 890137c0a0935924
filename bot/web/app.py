"""One ASGI application: the webhook, `/healthz`, `/readyz` and `/metrics`."""

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import NotReady
from bot.storage.errors import DatabaseUnavailable
from bot.web.bodies import read_body

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_MOST_BYTES = 1_048_576
_UPDATE_IDS = range(1 << 63)


@dataclass(frozen=True, slots=True)
class Webhook:
    """The address Telegram posts updates to, the secret it must know, and who takes them.

    `take` returns once the update is committed, and raises DatabaseUnavailable or NotReady
    otherwise.
    """

    url: str
    secret: str
    take: Callable[[dict[str, Any]], Awaitable[None]]


def application(
    ready: Callable[[], Awaitable[bool]],
    metrics: Callable[[], Awaitable[bytes]],
    webhook: Webhook | None,
    page: BaseRoute | None = None,
) -> Starlette:
    """Build the application; without a webhook or a page it serves health and metrics alone.

    `page` is what else is served, from the root on. `ready` says whether updates can be handled
    now; `metrics` is what is counted, as Prometheus reads it.
    """

    async def live(_request: Request) -> Response:
        return PlainTextResponse("live\n")

    async def readiness(_request: Request) -> Response:
        if await ready():
            return PlainTextResponse("ready\n")
        return PlainTextResponse("not ready\n", HTTPStatus.SERVICE_UNAVAILABLE)

    async def counted(_request: Request) -> Response:
        return Response(await metrics(), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    routes: list[BaseRoute] = [
        Route("/healthz", live),
        Route("/readyz", readiness),
        Route("/metrics", counted),
    ]
    if webhook is not None:
        path = unquote(urlsplit(webhook.url).path) or "/"
        routes.append(Route(path, _posted(webhook), methods=["POST"]))
    if page is not None:
        routes.append(page)
    return Starlette(routes=routes)


def _posted(webhook: Webhook) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint that takes updates and answers 200 once they are committed."""

    async def post(request: Request) -> Response:
        secret = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(secret.encode(), webhook.secret.encode()):
            return PlainTextResponse("wrong secret\n", HTTPStatus.UNAUTHORIZED)
        update = _update(await read_body(request, _MOST_BYTES))
        try:
            await webhook.take(update)
        except (DatabaseUnavailable, NotReady):
            return PlainTextResponse("try again\n", HTTPStatus.SERVICE_UNAVAILABLE)
        return Response()

    return post


def _update(body: bytes) -> dict[str, Any]:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    if isinstance(update, dict):
        number = update.get("update_id")
        if type(number) is int and number in _UPDATE_IDS:
            return update
    raise HTTPException(HTTPStatus.BAD_REQUEST)
