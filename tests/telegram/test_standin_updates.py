"""What the stand-in promises about updates: order, confirmation, repetition, expiry."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standin.people import Person
from bot.standin.updates import Update, UpdateQueue
from tests.telegram.clock import StillClock
from tests.telegram.conftest import Caller
from tests.telegram.standin_http import TOKEN


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def poll(call: Caller, **params: Any) -> asyncio.Task[list[dict[str, Any]]]:
    """Ask for updates and let the request come to its wait."""
    task = asyncio.ensure_future(call.api.call(TOKEN, "getUpdates", params))
    await asyncio.sleep(0)
    return task


async def test_update_ids_ascend_one_by_one(call: Caller, learner: Person) -> None:
    for number in range(3):
        learner.sends(str(number))
    first, *others = ids(await call.updates())
    assert others == [first + 1, first + 2, first + 3]


@pytest.mark.usefixtures("learner")
async def test_what_is_not_confirmed_comes_again(call: Caller) -> None:
    assert await call.updates() == await call.updates() != []


async def test_an_offset_confirms_what_is_before_it(call: Caller, learner: Person) -> None:
    learner.sends("one")
    learner.sends("two")
    first = ids(await call.updates())[0]
    assert texts(await call.updates(first + 2)) == ["two"]
    assert texts(await call.updates()) == ["two"]
    assert await call.updates(first + 3) == []


async def test_a_negative_offset_keeps_only_the_newest(call: Caller, learner: Person) -> None:
    learner.sends("one")
    learner.sends("two")
    assert texts(await call.updates(-2)) == ["one", "two"]
    assert texts(await call.updates()) == ["one", "two"]
    assert texts(await call.updates(-1)) == ["two"]


@pytest.mark.usefixtures("learner")
async def test_an_offset_never_given_out_confirms_nothing(call: Caller) -> None:
    (only,) = ids(await call.updates())
    assert texts(await call.updates(only + 1000)) == ["/start"]


async def test_the_limit_is_kept_between_one_and_a_hundred(call: Caller, learner: Person) -> None:
    for number in range(120):
        learner.sends(str(number))
    for limit, given_out in [(2, 2), (0, 1), (500, 100)]:
        call.clock.advance(10)
        assert len(await call("getUpdates", limit=limit)) == given_out
    assert len(await call.updates()) == 100


async def test_the_same_offset_soon_again_brings_one_update(call: Caller, learner: Person) -> None:
    learner.sends("one")
    assert texts(await call.updates()) == ["/start", "one"]
    call.clock.advance(0.4)
    assert texts(await call("getUpdates")) == ["/start"]
    call.clock.advance(0.5)
    assert texts(await call("getUpdates")) == ["/start", "one"]


async def test_the_same_offset_soon_again_without_updates_waits_three_seconds(
    call: Caller,
) -> None:
    assert await call.updates() == []
    waiting = await poll(call)
    call.clock.advance(2.9)
    await asyncio.sleep(0)
    assert not waiting.done()
    call.clock.advance(0.2)
    assert await waiting == []


async def test_a_long_poll_waits_for_what_comes(call: Caller, learner: Person) -> None:
    (first,) = ids(await call.updates())
    waiting = await poll(call, offset=first + 1, timeout=30)
    learner.sends("one")
    learner.sends("two")
    assert texts(await waiting) == ["one", "two"]


async def test_a_long_poll_ends_empty_at_its_timeout_and_after_fifty_seconds_at_most(
    call: Caller,
) -> None:
    for timeout, seconds in [(20, 20), (600, 50)]:
        waiting = await poll(call, timeout=timeout)
        call.clock.advance(seconds - 0.1)
        await asyncio.sleep(0)
        assert not waiting.done()
        call.clock.advance(0.2)
        assert await waiting == []


async def test_a_second_poll_ends_the_first_with_a_conflict(call: Caller, learner: Person) -> None:
    start = ids(await call.updates())[0] + 1
    first = await poll(call, offset=start, timeout=30)
    second = await poll(call, offset=start, timeout=30)
    with pytest.raises(
        Exception, match="Conflict: terminated by other getUpdates request"
    ) as ended:
        await first
    assert getattr(ended.value, "code", None) == 409
    learner.sends("one")
    assert texts(await second) == ["one"]


async def test_a_poll_whose_client_is_gone_loses_nothing(call: Caller, learner: Person) -> None:
    start = ids(await call.updates())[0] + 1
    waiting = await poll(call, offset=start, timeout=30)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    learner.sends("one")
    assert texts(await call.updates(start)) == ["one"]


async def test_only_allowed_kinds_are_told_from_then_on(call: Caller, learner: Person) -> None:
    learner.taps(1, "x", forged=True)
    call.clock.advance(10)
    found = await call("getUpdates", allowed_updates=["callback_query"])
    assert [*found[0], *found[1]] == ["update_id", "message", "update_id", "callback_query"]
    learner.sends("one")
    assert len(await call.updates()) == 2
    info = await call("getWebhookInfo")
    assert (info["allowed_updates"], info["pending_update_count"]) == (["callback_query"], 2)
    call.clock.advance(10)
    await call("getUpdates", allowed_updates=[])
    learner.sends("two")
    assert len(await call.updates()) == 3


async def test_messages_are_kept_a_day_and_taps_two_and_a_half_minutes(
    call: Caller, learner: Person
) -> None:
    learner.taps(1, "x", forged=True)
    call.clock.advance(149 - 10)
    assert len(await call.updates()) == 2
    call.clock.advance(2)
    assert texts(await call.updates()) == ["/start"]
    call.clock.advance(24 * 3600)
    assert await call.updates() == []


Moves = st.lists(st.one_of(st.just("add"), st.integers(-2, 20)), max_size=60)


@given(Moves)
def test_a_bot_that_confirms_what_it_got_gets_everything_once_and_in_order(
    moves: list[str | int],
) -> None:
    """`add` is a new update; a number is how many of those read are confirmed, if positive."""
    queue = UpdateQueue(StillClock())
    added, got, offset = 0, list[Update](), 0
    for move in [*moves, 20, 20, 20, 20]:
        if isinstance(move, str):
            queue.add("message", {"number": added}, ("message", 1), 60)
            added += 1
            continue
        confirmed = queue.read(queue.settle(offset), 20)[: max(move, 0)]
        got += confirmed
        offset = confirmed[-1].id + 1 if confirmed else offset
    assert [update.payload["number"] for update in got] == list(range(added))
