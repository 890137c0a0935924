"""What a learner can set; each change shows the settings again, in place."""

from bot.practice.unit import unit_of
from bot.storage.calls import Call
from bot.telegram.conversation.unit import again
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import settings as views


async def show(visit: Visit) -> list[Call]:
    """Show the settings; on a tap, in place of the page tapped."""
    library = visit.practice.library
    unit = await unit_of(visit.records, library, visit.learner)
    own = None if unit is None else library.catalogue.units[unit]
    shown = views.settings(visit.learner.preferences, own)
    if visit.message is None:
        return await visit.offer(shown, "settings")
    return visit.in_place(shown)


async def set_typing(visit: Visit, wanted: int) -> list[Call]:
    """Show "typing..." before messages, or don't."""
    await visit.records.set_typing(visit.learner.id, bool(wanted))
    return await show(await again(visit))


async def set_spacing(visit: Visit, wanted: int) -> list[Call]:
    """Put more room between options, or the usual."""
    await visit.records.set_spacing(visit.learner.id, bool(wanted))
    return await show(await again(visit))
