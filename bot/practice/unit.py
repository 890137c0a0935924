"""Which unit a learner studies: the one they chose, or what they practise says."""

from collections.abc import Sequence
from typing import Protocol

from bot.practice.library import Library
from bot.practice.records import Learner


class UnitRecords(Protocol):
    """What choosing a unit asks of the memory of practice."""

    async def practised(self, learner: int) -> Sequence[str]:
        """Return the scenarios a learner has begun, the one begun last first."""

    async def study(self, learner: int, unit: str) -> None:
        """Remember the unit that a learner chose."""


async def unit_of(records: UnitRecords, library: Library, learner: Learner) -> str | None:
    """Return the unit a learner studies, or None when there is nothing to tell it by.

    It is the unit they chose; else the first unit of the scenario they began last, among those
    still here that belong to a unit. A unit that the catalogue no longer has does not count.
    """
    if learner.preferences.unit in library.catalogue.units:
        return learner.preferences.unit
    for scenario in await records.practised(learner.id):
        machine = library.current(scenario)
        if machine is not None and machine.scenario.units:
            return machine.scenario.units[0]
    return None


async def choose_unit(records: UnitRecords, library: Library, learner: Learner, unit: str) -> bool:
    """Let a learner study `unit`; False, and nothing changed, when there is no such unit."""
    if unit not in library.catalogue.units:
        return False
    await records.study(learner.id, unit)
    return True
