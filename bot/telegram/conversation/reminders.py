"""Turning reminders on and off, and the time zone they go by."""

from bot.practice import reminders
from bot.storage.calls import Call
from bot.telegram.conversation.unit import again
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import reminders as views


async def turn_on(visit: Visit) -> list[Call]:
    """Turn reminders on and show it."""
    await reminders.turn_on(visit.records, visit.learner, visit.practice.now)
    return await _state(visit)


async def turn_off(visit: Visit) -> list[Call]:
    """Turn reminders off and show it."""
    await reminders.turn_off(visit.records, visit.learner)
    return await _state(visit)


async def choose_zone(visit: Visit) -> list[Call]:
    """Show the time zones to choose from."""
    return visit.in_place(views.zones(visit.learner.preferences))


async def set_zone(visit: Visit, zone: str) -> list[Call]:
    """Move to a time zone; one that is not offered shows those there are."""
    if not await reminders.move_to(visit.records, visit.learner, zone):
        return await choose_zone(visit)
    return await _state(visit)


async def _state(visit: Visit) -> list[Call]:
    return visit.in_place(views.state((await again(visit)).learner.preferences))
