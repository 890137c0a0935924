"""A learner's progress, and the finished attempts that can be read again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from operator import attrgetter
from typing import Protocol

from bot.practice.errors import PinnedVersionUnreadable
from bot.practice.library import Library
from bot.practice.records import Learner, Records
from bot.practice.unit import UnitRecords, unit_of
from scenarios.model import Scenario
from scoring.marking import Status
from scoring.progress import Completed, Progress, progress

REPLAY = "replay"
"""The mode of another way through a recorded attempt."""

PAGE = 6
"""How many finished attempts stand on a page."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A completed attempt without its turns.

    `statuses` are by marking point; `slipped` are the points in which a mistake was made.
    """

    token: str
    scenario: str
    version: str
    mode: str
    at: datetime
    percent: int
    achieved: bool
    statuses: Mapping[str, Status]
    slipped: frozenset[str] = frozenset()


class ProgressRecords(Records, UnitRecords, Protocol):
    """What progress asks of the memory of practice."""

    async def completed(self, learner: int) -> Sequence[Finished]:
        """Return the completed practice attempts of a learner, the oldest first; no replays."""

    async def finished(self, learner: int, most: int, skip: int) -> Sequence[Finished]:
        """Return `most` completed attempts after `skip` of them, the newest first, with replays."""

    async def count_finished(self, learner: int) -> int:
        """Return how many attempts a learner has completed, with replays."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner's progress, and by id the scenarios in it that can still be read."""

    progress: Progress
    known: Mapping[str, Scenario]


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """A page of finished attempts, the newest first: its number from 0, and how many there are.

    `known` are the scenarios of the attempts by id, as far as they can still be read.
    """

    attempts: Sequence[Finished]
    number: int
    count: int
    known: Mapping[str, Scenario]


async def standing(records: ProgressRecords, library: Library, learner: Learner) -> Standing:
    """Take a learner's completed practice attempts together."""
    attempts = await records.completed(learner.id)
    known = await _known(records, library, attempts)
    unit = await unit_of(records, library, learner)
    counted = [
        Completed(
            scenario=each.scenario,
            units=known[each.scenario].units if each.scenario in known else (),
            at=each.at,
            percent=each.percent,
            achieved=each.achieved,
            statuses=each.statuses,
            slipped=each.slipped,
        )
        for each in attempts
    ]
    shown = progress(
        counted,
        None if unit is None else library.catalogue.units[unit],
        [machine.scenario for machine in library],
        library.catalogue,
    )
    return Standing(shown, known)


async def finished_page(
    records: ProgressRecords, library: Library, learner: Learner, number: int
) -> FinishedPage:
    """Return a page of a learner's finished attempts; one beyond the last means the last."""
    count = ceil(await records.count_finished(learner.id) / PAGE)
    number = max(0, min(number, count - 1))
    attempts = await records.finished(learner.id, PAGE, number * PAGE)
    return FinishedPage(attempts, number, count, await _known(records, library, attempts))


async def _known(
    records: Records, library: Library, attempts: Iterable[Finished]
) -> Mapping[str, Scenario]:
    """Return the scenarios of attempts by id: the current version, or the last one played.

    What is neither in the library any more nor readable as it was then is left out.
    """
    last = {each.scenario: each.version for each in sorted(attempts, key=attrgetter("at"))}
    known = {}
    for scenario, version in last.items():
        machine = library.current(scenario)
        if machine is None:
            try:
                machine = await library.pinned(records, scenario, version)
            except PinnedVersionUnreadable:
                continue
        known[scenario] = machine.scenario
    return known
