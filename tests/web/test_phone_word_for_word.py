"""The page is the same bot: a play there and one on Telegram say the same, word for word."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeAlias

import pytest

from bot.standin.chats import Message
from scenarios.catalogue import load_catalogue
from scenarios.loading import library_files, read_scenario
from tests.contract.plain import look
from tests.telegram.phone import Phone, labels
from tests.telegram.running import running
from tests.web.books import settled
from tests.web.reading import Seen
from tests.web.trying import plain, trying

Said: TypeAlias = tuple[Any, Any]
"""What a message says with its entities, and its buttons with what they send."""

_NAME = "You"


@pytest.mark.usefixtures("unhurried", "same_order")
@pytest.mark.parametrize("scenario", ["promise-first", "lifts-home", "show-me"])
async def test_a_play_is_the_same_on_the_page_and_on_telegram(
    tmp_path: Path, scenario: str
) -> None:
    """From the rules to the result: the same texts, entities and buttons, in the same order."""
    choices = _best_way(scenario)
    telegram = await _played_on_telegram(tmp_path, scenario, choices)
    page, screen = await _played_on_the_page(tmp_path, scenario, choices)
    assert len(page) > len(choices) + 3
    assert page == telegram
    for seen, (content, _) in zip(screen, page, strict=True):
        assert plain(content["text"]) == plain(seen.text).partition(": ")[2]


@pytest.fixture
def same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every attempt the same token, from which the order of its choices follows."""
    fixed = SimpleNamespace(token_urlsafe=lambda _: "AAAAAAAAAAA")
    monkeypatch.setattr("bot.practice.attempts.secrets", fixed)


async def _played_on_telegram(folder: Path, scenario: str, choices: Sequence[str]) -> list[Said]:
    async with running(folder) as bot:
        phone = bot.phone(_NAME)
        await phone.send(f"/start play-{scenario}")
        await phone.tap("I agree")
        await phone.tap("Begin")
        for choice in choices:
            await phone.tap(*await phone.until(partial(_offered, phone, choice)))
        await phone.until("100%")
        await bot.settled()
        return [(message.content, message.inline_keyboard) for message in phone.messages]


async def _played_on_the_page(
    folder: Path, scenario: str, choices: Sequence[str]
) -> tuple[list[Said], list[Seen]]:
    async with trying(folder) as page, page.learner(f"/start play-{scenario}") as visitor:
        await visitor.tap("Begin")
        for choice in choices:
            await visitor.choose(choice)
        await visitor.until("100%")
        await settled(page.database_url)
        kept = await look(page.database_url, "SELECT shown FROM page_messages ORDER BY message")
        return [_said(shown) for (shown,) in kept], list(visitor.screen.values())


def _best_way(scenario: str) -> Sequence[str]:
    """Return the choices of the first of a scenario's own tests that earns everything."""
    catalogue = load_catalogue()
    (file,) = [path for path in library_files() if path.stem == scenario]
    tests = read_scenario(file, catalogue).tests
    return next(test.choose for test in tests if test.percent == 100)


def _offered(phone: Phone, choice: str) -> tuple[str, Message] | None:
    """Return the newest button that takes a choice, and the message it is on."""
    for message in reversed(phone.received):
        for label, data in labels(message).items():
            if data.endswith(f":{choice}"):
                return label, message
    return None


def _said(shown: str) -> Said:
    kept = json.loads(shown)
    return kept["content"], kept["keyboard"]
