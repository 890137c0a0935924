"""Meeting Telegram at the start: who the bot is, and where its updates go."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.errors import BadToken, TelegramRefused, TelegramUnreachable
from bot.telegram.api import ALLOWED_UPDATES, Api
from bot.telegram.http import TooManyRequests
from bot.telegram.words import playing as words

PATIENCE_SECONDS = 60.0
"""How long a start waits for Telegram to answer."""

_MOST_CONNECTIONS = 100
_FIRST_BACKOFF = 0.5
_LONGEST_BACKOFF = 5.0

log = structlog.get_logger(__name__)


async def meet(api: Api) -> None:
    """Learn from Telegram who the bot is; what may pass is tried again for PATIENCE_SECONDS.

    Raises BadToken, TelegramRefused or TelegramUnreachable, as the rest of this module does.
    """
    await _patiently(api, "getMe", api.open)


async def expect_polls(api: Api) -> None:
    """Tell Telegram that updates are asked for."""
    await _patiently(api, "deleteWebhook", api.bot.delete_webhook)
    await _offer_commands(api)


async def expect_posts(api: Api, url: str, secret: str) -> None:
    """Tell Telegram to post updates to `url`, each with `secret`."""
    tell = partial(
        api.bot.set_webhook,
        url=url,
        secret_token=secret,
        allowed_updates=ALLOWED_UPDATES,
        max_connections=_MOST_CONNECTIONS,
    )
    await _patiently(api, "setWebhook", tell)
    await _offer_commands(api)


async def _offer_commands(api: Api) -> None:
    """Put the commands into Telegram's menu; nothing else rests on it."""
    with contextlib.suppress(TelegramError):
        await api.bot.set_my_commands(list(words.COMMANDS.items()))


async def _patiently(api: Api, method: str, call: Callable[[], Awaitable[object]]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    backoff = _FIRST_BACKOFF
    while True:
        try:
            await call()
        except InvalidToken as error:
            raise BadToken from error
        except BadRequest as error:
            raise TelegramRefused(method, error.message) from error
        except TelegramError as error:
            wait = error.seconds if isinstance(error, TooManyRequests) else backoff
            kind = type(error).__name__
            if time.monotonic() + wait > deadline:
                raise TelegramUnreachable(api.address, PATIENCE_SECONDS, kind) from error
            log.warning("Telegram can't be reached yet", method=method, error=kind)
            await asyncio.sleep(wait)
            backoff = min(backoff * 2, _LONGEST_BACKOFF)
        else:
            return
