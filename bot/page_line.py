"""The line between the bot and the phones of its page, in one process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import structlog

from bot.storage.database import Database
from bot.storage.errors import DatabaseUnavailable
from bot.telegram.api import Api
from bot.telegram.inprocess import InProcessRequest
from bot.telegram.meeting import expect_posts, meet
from bot.telegram.updates import Raw
from bot.web.phone.phones import TOKEN, Phones
from bot.web.phone.screen import Screen
from bot.web.phone.visitors import Visitors

_INSIDE = "https://inside.invalid"
_HOUSEKEEPING_SECONDS = 600.0

log = structlog.get_logger(__name__)


class PageLine:
    """The phones of the page, who may see them, and the Bot API that the bot reaches them by."""

    def __init__(self, database: Database) -> None:
        self.phones = Phones(database)
        self.visitors = Visitors(database)
        self.screen = Screen(self.phones.username)
        self.api = Api(
            TOKEN, _INSIDE, partial(InProcessRequest, self.phones.carry, self.phones.fetch)
        )

    @asynccontextmanager
    async def open(self, take: Callable[[Api, Raw], Awaitable[None]]) -> AsyncIterator[None]:
        """Let the bot meet its page and take what visitors do, and end old visits meanwhile."""
        self.phones.take = partial(take, self.api)
        await meet(self.api)
        await expect_posts(self.api, _INSIDE, "in-process")
        housekeeping = asyncio.create_task(self._keep_house())
        try:
            yield
        finally:
            housekeeping.cancel()
            self.phones.close()

    async def _keep_house(self) -> None:
        """End the visits of those who stayed away."""
        while True:
            try:
                for person in await self.visitors.expire():
                    self.phones.put_away(person)
                self.phones.tidy()
            except DatabaseUnavailable as error:
                log.error("old visits can't be ended yet", reason=error.reason.value)
            await asyncio.sleep(_HOUSEKEEPING_SECONDS)
