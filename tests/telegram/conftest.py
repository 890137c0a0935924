"""A bot and its people on the stand-in: in memory with time standing still, or behind HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.standin.core import BotApi, Call
from bot.standin.errors import ApiError
from bot.standin.people import Person
from tests.telegram.authored import scenario
from tests.telegram.clock import StillClock
from tests.telegram.running import RunningBot, running
from tests.telegram.standin_http import TOKEN, StandInServer


class Caller:
    """A bot that calls the stand-in without HTTP; `calls` is the stand-in's own record."""

    def __init__(self, clock: StillClock) -> None:
        self.clock = clock
        self.calls: list[Call] = []
        self.api = BotApi(TOKEN, clock=clock, calls=self.calls)

    async def __call__(self, method: str, **params: Any) -> Any:
        return await self.api.call(TOKEN, method, params)

    async def refusal(self, method: str, **params: Any) -> ApiError:
        """Return what the call is refused with."""
        with pytest.raises(ApiError) as refused:
            await self(method, **params)
        return refused.value

    async def updates(self, offset: int = 0) -> list[dict[str, Any]]:
        """Confirm what is before `offset` and return what waits, as a bot that is not in haste."""
        self.clock.advance(10)
        found: list[dict[str, Any]] = await self("getUpdates", offset=offset)
        return found


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
async def call(clock: StillClock) -> AsyncIterator[Caller]:
    caller = Caller(clock)
    yield caller
    caller.api.close()


@pytest.fixture
def learner(call: Caller) -> Person:
    """Someone who has sent the bot one message."""
    person = call.api.person("Sam")
    person.sends("/start")
    return person


@pytest.fixture
async def server() -> AsyncIterator[StandInServer]:
    async with StandInServer() as running:
        yield running


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[RunningBot]:
    """A bot that polls and plays the scenario `short` besides the library's."""
    async with running(tmp_path, scenario()) as started:
        yield started
