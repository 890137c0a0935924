"""The page on each kind of database, and visitors who may do as much as they like."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiolimiter import AsyncLimiter
from playwright.async_api import Browser

from tests.web.browser import chromium
from tests.web.trying import TriedPage, trying


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/try.db"
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[TriedPage]:
    """The page on an SQLite file."""
    async with trying(tmp_path) as started:
        yield started


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let visitors do more in a moment than people can."""
    monkeypatch.setattr(AsyncLimiter, "has_capacity", lambda *_: True)
    monkeypatch.setattr(AsyncLimiter, "acquire", _at_once)


async def _at_once(*_: object) -> None:
    return None


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of a worker, which have to share its event loop."""
    async with chromium() as started:
        yield started
