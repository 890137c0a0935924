"""Moving to another Telegram account."""

from bot.practice.errors import PinnedVersionUnreadable
from bot.practice.moving import (
    Moved,
    NoSuchCode,
    OwnPractice,
    SameAccount,
    make_code,
    move_here,
    tidied,
)
from bot.storage.calls import Call
from bot.telegram import calls
from bot.telegram.conversation import playing
from bot.telegram.conversation.own_data import clear
from bot.telegram.conversation.unit import again
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import moving as views
from bot.telegram.views import pages
from bot.telegram.words import moving as words

MOVE = "move-"
"""What a deep link with a code begins with: `/start move-<code>`."""


def link_of(code: str) -> str:
    """Return the payload of the deep link that stands for a code as it was typed."""
    return f"{MOVE}{tidied(code)}"


async def explain(visit: Visit) -> list[Call]:
    """Say what a move does; on a tap, in place of the page tapped."""
    if visit.message is None:
        return await visit.offer(views.explanation(), "moving")
    return visit.in_place(views.explanation())


async def make(visit: Visit) -> list[Call]:
    """Make a code and show it; the one before stops working."""
    code = await make_code(visit.records, visit.learner, visit.practice.now)
    return visit.in_place(views.code(code, f"https://t.me/{visit.bot}?start={MOVE}{code}"))


async def arrive(visit: Visit, code: str) -> list[Call]:
    """Bring the practice that a code stands for to this account."""
    moved = await move_here(visit.records, visit.learner, code, visit.practice.now)
    match moved:
        case Moved(left):
            return await _moved(visit, left)
        case NoSuchCode():
            return visit.say(pages.plain(words.NO_SUCH_CODE))
        case SameAccount():
            return visit.say(pages.plain(words.SAME_ACCOUNT))
        case OwnPractice():
            return visit.say(pages.plain(words.OWN_PRACTICE))


async def arrive_again(visit: Visit, code: str) -> list[Call]:
    """Bring a practice here for somebody who had agreed; after a double tap it is here already."""
    moved = await move_here(visit.records, visit.learner, code, visit.practice.now)
    if isinstance(moved, Moved):
        return await _moved(visit, moved.left)
    return await playing.back(visit, "")


async def _moved(visit: Visit, left: int) -> list[Call]:
    """Show where the learner is, and tell the account that they left."""
    cleared = await clear(visit, left)
    await visit.records.forget_chat(left, visit.practice.now)
    told = [*cleared, *calls.send(left, pages.plain(words.LEFT, words.LEFT_NOT_YOU))]
    here = await again(visit)
    try:
        where = await playing.resume(here)
    except PinnedVersionUnreadable as lost:
        where = await playing.unreadable(here, lost.scenario, lost.version)
    return [*told, *here.say(pages.plain(words.MOVED)), *where]
