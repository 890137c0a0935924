"""A phone's screen as a stream of events, for as long as a browser looks at it."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

from markupsafe import Markup

from bot.web.phone.phone import Phone
from bot.web.phone.phones import Phones
from bot.web.phone.screen import Screen, position

Beside: TypeAlias = Callable[[int], Awaitable[Markup]]
"""Makes what a tutor sees beside a visitor's phone."""

_STILL_HERE_SECONDS = 15.0
_AGAIN_MS = 1_000
_REVISION = re.compile(r"\d{1,15}")


async def watch(
    phones: Phones, phone: Phone, screen: Screen, seen: str, beside: Beside | None
) -> AsyncIterator[str]:
    """Give server-sent events: what changed since `seen`, and then whatever changes.

    `all` has the whole conversation and `messages` its new, changed and removed ones; `typing` is
    on or off; `beside` is what stands beside the phone; `over` is the end of the visit.
    """
    typing, shown_beside = False, None
    yield f"retry: {_AGAIN_MS}\n\n"
    while phones.is_open(phone) and not phones.closing:
        changed = phone.chat.changed()
        if position(phone.epoch, phone.chat) != seen:
            yield _news(phone, screen, seen)
            seen = position(phone.epoch, phone.chat)
        if typing != phone.is_typing:
            typing = phone.is_typing
            yield _event("typing", "on" if typing else "off")
        if beside is not None and (now := await beside(phone.person.id)) != shown_beside:
            shown_beside = now
            yield _event("beside", now)
        try:
            await asyncio.wait_for(changed, _STILL_HERE_SECONDS)
        except TimeoutError:
            yield ": still here\n\n"
    if not phones.closing:
        yield _event("over", "")


def _news(phone: Phone, screen: Screen, seen: str) -> str:
    chat = phone.chat
    epoch, _, revision = seen.partition("-")
    at = position(phone.epoch, chat)
    if epoch != phone.epoch or not _REVISION.fullmatch(revision):
        return _event("all", screen.messages(chat.messages.values()), at)
    since = int(revision)
    changed = [one for one in chat.messages.values() if one.revision > since]
    removed = [number for number, gone in chat.removed.items() if gone > since]
    gone = "".join(f'<li id="m{number}" data-gone></li>' for number in removed)
    return _event("messages", f"{screen.messages(changed)}{gone}", at)


def _event(name: str, data: str, number: str | None = None) -> str:
    lines = [f"event: {name}", *(f"data: {line}" for line in data.split("\n"))]
    if number is not None:
        lines.append(f"id: {number}")
    return "\n".join(lines) + "\n\n"
