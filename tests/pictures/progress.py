"""The picture of a learner's progress, as the bot really sends it."""

import asyncio
import os
import signal
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pydantic import SecretStr

from bot import service
from bot.library import read_library
from bot.practice.library import Library
from bot.settings import Settings
from scenarios.model import Scenario
from tests.telegram.phone import Phone
from tests.telegram.standin_http import TOKEN, StandInServer

_PLAYED = (
    "promise-first",
    "he-keeps-my-card",
    "are-you-my-coach",
    "sent-by-my-tutor",
    "are-you-my-coach",
    "sent-by-my-tutor",
)
"""Scenarios, each played by one of its own tests: a weak one the first time, then the best."""


async def sent() -> bytes:
    """Return the picture that a learner is sent who has played `_PLAYED`."""
    library, _ = read_library(())
    with tempfile.TemporaryDirectory() as folder:
        async with StandInServer() as server:
            settings = Settings(
                bot_token=SecretStr(TOKEN),
                api_url=server.url,
                database_url=f"sqlite:///{folder}/rehearse.db",
                typing_seconds=0,
                send_rate=0,
                _env_file=None,
            )
            running = asyncio.create_task(service.run(settings))
            phone = server.phone()
            await phone.send("/start")
            await phone.tap("I agree")
            for number, name in enumerate(_PLAYED):
                await _play(phone, library, name, first=name not in _PLAYED[:number])
            await phone.send("/progress")
            photo = await phone.until(
                lambda: next((one for one in phone.received if "photo" in one.content), None)
            )
            os.kill(os.getpid(), signal.SIGTERM)
            await running
            return server.api.files[photo.content["photo"][0]["file_id"]].data


async def _play(phone: Phone, library: Library, name: str, *, first: bool) -> None:
    machine = library.current(name)
    assert machine is not None
    finished = _results(phone)
    await phone.send(f"/start play-{name}")
    await phone.tap("Begin")
    state = machine.begin()
    for choice in _choices(machine.scenario, first=first):
        await phone.choose(machine.scenario.nodes[state.node].choices[choice].say)
        state = machine.advance(state, choice)
    await phone.until(lambda: _results(phone) > finished)


def _results(phone: Phone) -> int:
    return sum("What you showed" in text for text in phone.texts)


def _choices(scenario: Scenario, *, first: bool) -> Sequence[str]:
    _, weak, *_, best = sorted(scenario.tests, key=lambda test: test.percent or 0)
    return (weak if first else best).choose


def draw(picture: Path) -> None:
    """Write the picture into its file."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(asyncio.run(sent()))
