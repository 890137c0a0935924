"""Another way: choosing a turn of a finished practice, and going on from there differently."""

from bot.practice.errors import PinnedVersionUnreadable
from bot.practice.replay import Replaying, StillUnderWay
from bot.storage.calls import Call
from bot.telegram.conversation import playing
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import another_way as view


async def choose(visit: Visit, token: str) -> list[Call]:
    """List the turns of a finished attempt, below its result."""
    position = await _replaying(visit).turns(visit.learner, token)
    if position is None:
        return await playing.resume(visit)
    return await visit.offer(view.turns(position, 0), f"turns of {token}")


async def show_page(visit: Visit, token: str, page: int) -> list[Call]:
    """Show another page of the turns in place of the one tapped."""
    position = await _replaying(visit).turns(visit.learner, token)
    if position is None:
        return await playing.resume(visit)
    return visit.in_place(view.turns(position, page))


async def go(visit: Visit, token: str, turn: int, replaces: str | None) -> list[Call]:
    """Go another way from a turn, unless something is under way that `replaces` doesn't name."""
    started = await _replaying(visit).start(visit.learner, token, turn, replaces)
    if started is None:
        return await playing.resume(visit)
    if not isinstance(started, StillUnderWay):
        return [*visit.tapped_off(), *await playing.go_on(visit, started.position)]
    if started.same:
        return [*visit.tapped_off(), *await playing.resume(visit)]
    under_way = (started.attempt.token, playing.title(visit, started.attempt))
    asked = view.ask_first(token, turn, under_way)
    return [*visit.tapped_off(), *await visit.offer(asked, f"another way {token} {turn}")]


async def start_again(visit: Visit, token: str) -> list[Call]:
    """Start a replay again from its decision; any other attempt from its beginning.

    So does a replay whose version can't be played any more.
    """
    try:
        started = await _replaying(visit).again(visit.learner, token)
    except PinnedVersionUnreadable:
        started = None
    if started is None:
        return await playing.again(visit, token, token)
    if isinstance(started, StillUnderWay):
        return [*visit.tapped_off(), *await playing.resume(visit)]
    return [*visit.tapped_off(), *await playing.go_on(visit, started.position)]


def _replaying(visit: Visit) -> Replaying:
    return Replaying(visit.records, visit.practice.library, visit.practice.now)
