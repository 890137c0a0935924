"""The bot over HTTP: what its webhook takes, what it refuses, and its health."""

import hmac
import json
from collections.abc import AsyncIterator, Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.exceptions import HTTPException
from starlette.requests import Request
from yarl import URL

from bot.errors import NotReady
from bot.settings import Address
from bot.storage.errors import DatabaseUnavailable, Reason
from bot.web.app import Webhook, application
from bot.web.bodies import read_body
from bot.web.server import serving
from tests.faults.processes import free_port

_SECRET = "the-secret_0"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Served:
    """The application on loopback: the updates it has `taken`, and what taking raises now."""

    def __init__(self, session: ClientSession) -> None:
        self.session = session
        self.taken: list[dict[str, Any]] = []
        self.failing: Exception | None = None
        self.is_ready = True

    async def take(self, update: dict[str, Any]) -> None:
        if self.failing is not None:
            raise self.failing
        self.taken.append(update)

    async def ready(self) -> bool:
        return self.is_ready

    async def metrics(self) -> bytes:
        return b"updates 7\n"

    async def post(self, body: bytes, secret: str | None = _SECRET) -> int:
        headers = {} if secret is None else {_HEADER: secret}
        async with self.session.post("/hook", data=BytesIO(body), headers=headers) as response:
            return response.status

    async def asked(self, method: str, path: str) -> int:
        async with self.session.request(method, path) as response:
            return response.status


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    with free_port() as port:
        address = f"http://127.0.0.1:{port}"
        async with ClientSession(address) as session:
            app = Served(session)
            webhook = Webhook("https://bot.example/hook", _SECRET, app.take)
            async with serving(
                application(app.ready, app.metrics, webhook), Address("127.0.0.1", port)
            ):
                yield app


async def test_an_update_with_the_secret_is_taken(served: Served) -> None:
    """A post that knows the secret reaches the bot as it came, and is answered with 200."""
    update = {"update_id": 7, "message": {"text": "é"}}
    assert await served.post(json.dumps(update).encode()) == 200
    assert served.taken == [update]


@pytest.mark.parametrize(
    "secret", [None, "", "x", _SECRET[:-1], _SECRET + "0", _SECRET.upper(), "é" * 12, "x" * 5000]
)
async def test_a_wrong_or_missing_secret_is_refused(served: Served, secret: str | None) -> None:
    """Without the exact secret a post is refused, and nothing is taken."""
    assert await served.post(b'{"update_id": 7}', secret) == 401
    assert served.taken == []


async def test_the_secret_is_compared_in_constant_time(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How long a refusal takes tells nothing of how much of the secret was right."""
    compared: list[tuple[bytes, bytes]] = []
    compare: Callable[[bytes, bytes], bool] = hmac.compare_digest

    def noted(given: bytes, wanted: bytes) -> bool:
        compared.append((given, wanted))
        return compare(given, wanted)

    monkeypatch.setattr(hmac, "compare_digest", noted)
    await served.post(b"{}", "guess")
    assert compared == [(b"guess", _SECRET.encode())]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": 1.5}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"update_id": ' + b"9" * 5000 + b"}",
    ],
)
async def test_what_is_no_update_is_refused(served: Served, body: bytes) -> None:
    """A body that is no JSON object with a usable number is answered with 400."""
    assert await served.post(body) == 400
    assert served.taken == []


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
async def test_no_bytes_break_the_webhook(served: Served, body: bytes) -> None:
    """Whatever is posted is taken or refused, never an error of the server."""
    assert await served.post(body) in {200, 400}


async def test_a_body_of_more_than_a_mebibyte_is_refused(served: Served) -> None:
    """More than Telegram ever sends is not read to its end."""
    padding = b" " * (1 << 20)
    assert await served.post(b'{"update_id": 7}' + padding) == 413
    assert served.taken == []
    assert await served.post(b'{"update_id": 7}' + padding[16:]) == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_the_webhook_takes_posts_only(served: Served, method: str) -> None:
    """Another method is answered with 405."""
    assert await served.asked(method, "/hook") == 405


async def test_other_addresses_are_not_there(served: Served) -> None:
    """Nothing but the webhook and the pages for operators is served."""
    assert await served.asked("POST", "/") == 404
    assert await served.asked("GET", "/hook/more") == 404


@pytest.mark.parametrize(
    "error", [NotReady(), DatabaseUnavailable("sqlite:///x", Reason.FULL)], ids=["early", "full"]
)
async def test_what_is_not_committed_is_asked_for_again(served: Served, error: Exception) -> None:
    """A post before the bot is known, or that can't be written, is answered with 503."""
    served.failing = error
    assert await served.post(b'{"update_id": 7}') == 503


async def test_health_and_readiness(served: Served) -> None:
    """`/healthz` is 200 whatever happens; `/readyz` says whether updates can be handled."""
    assert await served.asked("GET", "/healthz") == 200
    assert await served.asked("GET", "/readyz") == 200
    served.is_ready = False
    assert await served.asked("GET", "/healthz") == 200
    assert await served.asked("GET", "/readyz") == 503


async def test_metrics_are_served_as_prometheus_reads_them(served: Served) -> None:
    """`/metrics` answers with what is counted now, and says which format that is in."""
    async with served.session.get("/metrics") as response:
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert await response.read() == b"updates 7\n"


async def test_without_a_webhook_health_and_metrics_alone_are_served() -> None:
    """A bot that polls serves its pages for operators and takes no posts."""
    with free_port() as port:
        async with ClientSession(f"http://127.0.0.1:{port}") as session:
            app = Served(session)
            async with serving(
                application(app.ready, app.metrics, None), Address("127.0.0.1", port)
            ):
                assert await app.asked("GET", "/healthz") == 200
                assert await app.asked("GET", "/metrics") == 200
                assert await app.post(b'{"update_id": 7}') == 404


async def test_a_webhook_at_the_root_of_its_host_is_served() -> None:
    """An address without a path means the root."""
    with free_port() as port:
        async with ClientSession(f"http://127.0.0.1:{port}") as session:
            app = Served(session)
            webhook = Webhook("https://bot.example", _SECRET, app.take)
            async with serving(
                application(app.ready, app.metrics, webhook), Address("127.0.0.1", port)
            ):
                assert await app.asked("POST", "/") == 401


async def test_a_webhook_path_may_have_letters_that_are_written_in_percents() -> None:
    """Telegram posts to the address as it was given; that is where updates are taken."""
    taken: list[dict[str, Any]] = []

    async def take(update: dict[str, Any]) -> None:
        taken.append(update)

    async def ready() -> bool:
        return True

    async def metrics() -> bytes:
        return b""

    with free_port() as port:
        webhook = Webhook("https://bot.example/b%C3%B4t%20hook", _SECRET, take)
        async with serving(application(ready, metrics, webhook), Address("127.0.0.1", port)):
            url = URL(f"http://127.0.0.1:{port}/b%C3%B4t%20hook", encoded=True)
            headers = {_HEADER: _SECRET}
            async with (
                ClientSession() as session,
                session.post(url, json={"update_id": 7}, headers=headers) as response,
            ):
                assert response.status == 200
    assert taken == [{"update_id": 7}]


async def test_a_body_that_breaks_off_is_a_bad_request() -> None:
    """Somebody whose network goes in the middle of a form is no failure of the program."""
    events: Iterator[dict[str, Any]] = iter(
        [
            {"type": "http.request", "body": b"text=", "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> dict[str, Any]:
        return next(events)

    with pytest.raises(HTTPException) as refused:
        await read_body(Request({"type": "http"}, receive), 100)
    assert refused.value.status_code == 400
