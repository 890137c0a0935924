"""Choosing the unit that a learner studies."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

from bot.practice.unit import choose_unit, unit_of
from bot.storage.calls import Call
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import unit as views

GoOn: TypeAlias = Callable[[Visit], Awaitable[list[Call]]]
"""What a learner is shown once the unit is chosen."""


async def choose(visit: Visit, after: str) -> list[Call]:
    """Show the units to choose from; `after` names where to go on then."""
    library = visit.practice.library
    own = await unit_of(visit.records, library, visit.learner)
    shown = views.units(library.catalogue.units.values(), own, after)
    if visit.message is not None:
        return visit.in_place(shown)
    return await visit.offer(shown, after)


async def set_unit(visit: Visit, unit: str, after: str, go_on: GoOn | None) -> list[Call]:
    """Remember the unit and go on; a unit that is none shows those there are."""
    library = visit.practice.library
    if not await choose_unit(visit.records, library, visit.learner, unit):
        return await choose(visit, after)
    if go_on is None:
        return visit.in_place(views.chosen(library.catalogue.units[unit]))
    return await go_on(await again(visit))


async def again(visit: Visit) -> Visit:
    """Return the visit with the learner's preferences as they are now."""
    learner = await visit.records.learner(visit.chat)
    return visit if learner is None else replace(visit, learner=learner)
