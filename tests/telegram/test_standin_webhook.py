"""What the stand-in promises about webhooks: one after another, again until they are taken."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.standin.core import BotApi
from bot.standin.errors import ApiError
from bot.standin.people import Person
from tests.telegram.clock import StillClock
from tests.telegram.standin_http import TOKEN, StandInServer

URL = "https://bot.example.org/updates"


class Receiver:
    """The bot's end of a webhook: it takes what `statuses` says, later what it is told to."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, Mapping[str, str], dict[str, Any]]] = []
        self.statuses: dict[str, list[int | OSError]] = {}
        self.held: list[asyncio.Future[int]] = []
        self.holding = False

    async def __call__(self, url: str, headers: Mapping[str, str], update: dict[str, Any]) -> int:
        self.posts.append((url, headers, update))
        if self.holding:
            answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
            self.held.append(answer)
            return await answer
        status = (self.statuses.get(name(update)) or [200]).pop(0)
        if isinstance(status, OSError):
            raise status
        return status

    @property
    def names(self) -> list[str]:
        return [name(update) for _, _, update in self.posts]


def name(update: dict[str, Any]) -> str:
    if "callback_query" in update:
        return str(update["callback_query"]["data"])
    return str(update["message"]["text"])


async def settle() -> None:
    """Let everything happen that does not wait for time or for the bot."""
    for _ in range(50):
        await asyncio.sleep(0)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def api(clock: StillClock, receiver: Receiver) -> AsyncIterator[BotApi]:
    server = BotApi(TOKEN, clock=clock, post=receiver)
    yield server
    server.close()


async def set_webhook(api: BotApi, url: str = URL, **params: Any) -> Any:
    return await api.call(TOKEN, "setWebhook", {"url": url, **params})


async def info(api: BotApi) -> Any:
    return await api.call(TOKEN, "getWebhookInfo", {})


async def test_updates_are_posted_with_the_secret(api: BotApi, receiver: Receiver) -> None:
    await set_webhook(api, secret_token="s3cret")
    api.person().sends("one")
    await settle()
    ((url, headers, update),) = receiver.posts
    assert (url, headers) == (URL, {"X-Telegram-Bot-Api-Secret-Token": "s3cret"})
    assert update["message"]["text"] == "one"
    assert (await info(api))["pending_update_count"] == 0


async def test_without_a_secret_there_is_no_header(api: BotApi, receiver: Receiver) -> None:
    await set_webhook(api)
    api.person().sends("one")
    await settle()
    assert receiver.posts[0][1] == {}


async def test_what_waited_before_is_posted_too_unless_it_is_dropped(
    api: BotApi, receiver: Receiver
) -> None:
    person = api.person()
    person.sends("one")
    await set_webhook(api)
    await settle()
    assert receiver.names == ["one"]
    await api.call(TOKEN, "deleteWebhook", {})
    person.sends("two")
    await api.call(TOKEN, "deleteWebhook", {"drop_pending_updates": True})
    assert (await info(api))["pending_update_count"] == 0


async def test_a_refused_update_is_posted_again_with_growing_delay(
    api: BotApi, receiver: Receiver, clock: StillClock
) -> None:
    await set_webhook(api)
    receiver.statuses["one"] = [500, 302, ConnectionError("refused"), 404, 204]
    api.person().sends("one")
    await settle()
    counts = []
    for seconds in (1.9, 0.2, 3.9, 0.2, 7.9, 0.2, 1000):
        clock.advance(seconds)
        await settle()
        counts.append(len(receiver.posts))
    assert counts == [2, 3, 3, 4, 4, 5, 5]
    assert (await info(api))["pending_update_count"] == 0


async def test_the_last_error_can_be_read(
    api: BotApi, receiver: Receiver, clock: StillClock
) -> None:
    await set_webhook(api)
    receiver.statuses["one"] = [503] * 2
    api.person().sends("one")
    await settle()
    told = await info(api)
    assert told["last_error_message"] == "Wrong response from the webhook: 503"
    assert told["last_error_date"] == int(clock.now())
    assert told["pending_update_count"] == 1


async def test_an_update_that_is_never_taken_expires(
    api: BotApi, receiver: Receiver, clock: StillClock
) -> None:
    await set_webhook(api)
    receiver.statuses["one"] = [500] * 100
    person = api.person()
    person.taps(1, "one", forged=True)
    for _ in range(15):
        clock.advance(10)
        await settle()
    posted = receiver.names.count("one")
    person.taps(1, "two", forged=True)
    for _ in range(15):
        clock.advance(10)
        await settle()
    assert receiver.names == ["one"] * posted + ["two"]
    assert (await info(api))["pending_update_count"] == 0


async def test_one_persons_messages_wait_for_each_other_and_so_do_their_taps(
    api: BotApi, receiver: Receiver
) -> None:
    await set_webhook(api)
    receiver.holding = True
    person = api.person()
    for message, tap in [("one", "a"), ("two", "b")]:
        person.sends(message)
        person.taps(1, tap, forged=True)
    api.person("Kim").sends("other")
    await settle()
    assert receiver.names == ["one", "a", "other"]
    receiver.held[1].set_result(200)
    await settle()
    assert receiver.names == ["one", "a", "other", "b"]
    receiver.held[0].set_result(500)
    await settle()
    assert receiver.names == ["one", "a", "other", "b", "one"]
    receiver.held[4].set_result(200)
    await settle()
    assert receiver.names[5:] == ["two"]


@given(st.lists(st.tuples(st.integers(0, 2), st.lists(st.sampled_from([500, 302]), max_size=3))))
async def test_however_often_it_fails_every_update_is_taken_once_and_in_its_order(
    sent: list[tuple[int, list[int]]],
) -> None:
    """`sent` is who sends a message, and how its delivery fails at first."""
    clock, receiver = StillClock(), Receiver()
    api = BotApi(TOKEN, clock=clock, post=receiver)
    people = [api.person() for _ in range(3)]
    await set_webhook(api, max_connections=2)
    for number, (who, failures) in enumerate(sent):
        receiver.statuses[str(number)] = [*failures, 200]
        people[who].sends(str(number))
    while (await info(api))["pending_update_count"]:
        await settle()
        clock.advance(60)
    posted = [int(one) for one in receiver.names]
    assert sorted(posted) == [n for n, (_, failed) in enumerate(sent) for _ in [*failed, 200]]
    for person in range(3):
        mine = [number for number in posted if sent[number][0] == person]
        assert mine == sorted(mine)
    api.close()


async def test_no_more_are_under_way_than_there_are_connections(
    api: BotApi, receiver: Receiver
) -> None:
    await set_webhook(api, max_connections=2)
    receiver.holding = True
    for number in range(5):
        api.person().sends(str(number))
    await settle()
    assert receiver.names == ["0", "1"]
    receiver.held[1].set_result(200)
    await settle()
    assert receiver.names == ["0", "1", "2"]


async def test_an_active_webhook_excludes_polling_until_it_is_deleted(
    api: BotApi, receiver: Receiver
) -> None:
    waiting = asyncio.ensure_future(api.call(TOKEN, "getUpdates", {"timeout": 30}))
    await settle()
    await set_webhook(api)
    with pytest.raises(ApiError, match="Conflict: terminated by setWebhook request"):
        await waiting
    with pytest.raises(ApiError, match="can't use getUpdates method while webhook is active"):
        await api.call(TOKEN, "getUpdates", {})
    receiver.holding = True
    api.person().sends("one")
    await settle()
    await set_webhook(api, url="")
    assert (await info(api))["url"] == ""
    (update,) = await api.call(TOKEN, "getUpdates", {})
    assert name(update) == "one"


async def test_setting_it_again_changes_nothing_but_not_within_a_second(
    api: BotApi, receiver: Receiver, clock: StillClock
) -> None:
    await set_webhook(api)
    with pytest.raises(ApiError) as refused:
        await set_webhook(api)
    assert (refused.value.code, refused.value.retry_after) == (429, 1)
    receiver.holding = True
    api.person().sends("one")
    await settle()
    clock.advance(1)
    assert await set_webhook(api)
    await settle()
    assert receiver.names == ["one"]
    clock.advance(1)
    assert await set_webhook(api, max_connections=1)
    await settle()
    assert receiver.names == ["one", "one"]
    assert (await info(api))["max_connections"] == 1


@pytest.mark.parametrize(
    ("url", "params", "problem"),
    [
        ("http://bot.example.org/", {}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ("https://", {}, "invalid webhook URL specified"),
        ("https://x:port/", {}, "invalid webhook URL specified"),
        ("ftp://bot.example.org/", {}, "invalid webhook URL specified"),
        (
            "https://bot.example.org:8080/",
            {},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        (URL, {"secret_token": "x" * 257}, "secret token is too long"),
        (URL, {"secret_token": "a b"}, "secret token contains unallowed characters"),
    ],
)
async def test_a_wrong_webhook_is_refused(
    api: BotApi, url: str, params: dict[str, str], problem: str
) -> None:
    with pytest.raises(ApiError) as refused:
        await set_webhook(api, url, **params)
    assert refused.value.description == f"Bad Request: {problem}"
    assert (await info(api))["url"] == ""


async def test_a_local_server_takes_plain_http_at_any_port(clock: StillClock) -> None:
    api = BotApi(TOKEN, clock=clock, post=Receiver(), local=True)
    assert await set_webhook(api, "http://127.0.0.1:8123/updates")
    api.close()


async def test_a_server_that_cannot_post_says_so(clock: StillClock) -> None:
    with pytest.raises(ApiError, match="posts to no webhook"):
        await set_webhook(BotApi(TOKEN, clock=clock))


async def test_updates_arrive_over_http(server: StandInServer) -> None:
    """The bot answers 500 once, and its address refuses connections at first."""
    received: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
    statuses = [500, 200]

    async def take(request: web.Request) -> web.Response:
        secret = request.headers["X-Telegram-Bot-Api-Secret-Token"]
        received.put_nowait((secret, await request.json()))
        return web.Response(status=statuses.pop(0))

    app = web.Application()
    app.router.add_post("/updates", take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    await set_webhook(server.api, f"http://127.0.0.1:{port}/updates", secret_token="s")
    person: Person = server.api.person()
    person.sends("one")
    for _ in range(2):
        secret, update = await received.get()
        assert (secret, update["message"]["text"]) == ("s", "one")
    await runner.cleanup()
