"""Marking recorded attempts again, under a corrected mark scheme for the same play.

What an attempt came to before is kept beside what it comes to now. Attempts under way are left
alone: they go on with the version they are pinned to, and can be marked again when they have ended.
"""

from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.practice.attempts import result_of
from bot.practice.records import Attempt, Records, Result
from scenarios.catalogue import Catalogue
from scenarios.corrections import Difference, differences_in_play
from scenarios.machine import ScenarioMachine, Turn
from scenarios.model import Scenario
from scoring.marking import Status, mark


@dataclass(frozen=True, slots=True)
class Remark:
    """An attempt (its id) marked again: when, by whom and why, and what that made of its result.

    The result before comes from the mark scheme of `from_version`, the one after from `to_version`.
    """

    attempt: int
    at: datetime
    by: str
    reason: str
    from_version: str
    to_version: str
    before: Result
    after: Result


class RemarkRecords(Records, Protocol):
    """What marking again asks of the memory of practice."""

    async def pin(self, scenario: str, version: str, text: bytes, at: datetime) -> None:
        """Keep the bytes of a scenario version."""

    async def remark(self, remark: Remark) -> bool:
        """Keep a remark, and its result as that of the attempt.

        False, and nothing is kept, when the attempt's result does not come from `from_version`
        any more.
        """


@dataclass(frozen=True, slots=True)
class Proposed:
    """What an attempt comes to now, marked by `from_version`, and what it would come to."""

    attempt: Attempt
    from_version: str
    before: Result
    after: Result

    @property
    def changes(self) -> bool:
        """Whether anything about the result would be another."""
        return _told(self.before) != _told(self.after)

    @property
    def statuses(self) -> Mapping[str, tuple[Status | None, Status | None]]:
        """The points whose status changes: before and after; None where there is no such point."""
        points = dict.fromkeys((*self.before.marks, *self.after.marks))
        both = {name: (_status(self.before, name), _status(self.after, name)) for name in points}
        return {name: (before, after) for name, (before, after) in both.items() if before != after}


@dataclass(frozen=True, slots=True)
class Plan:
    """What marking a scenario's attempts again would do.

    `attempts` are those that would be marked again, the oldest first. `already` counts those
    marked by the corrected version, `under_way` those that have not ended. When some attempts were
    marked by versions that are not played alike (`differences`, by version), or that can't be read
    any more (`unreadable`), nothing may be marked.
    """

    attempts: tuple[Proposed, ...]
    already: int
    under_way: int
    differences: Mapping[str, tuple[Difference, ...]]
    unreadable: tuple[str, ...]

    @property
    def possible(self) -> bool:
        """Whether all attempts concerned were played alike."""
        return not self.differences and not self.unreadable


async def plan(
    attempts: AsyncIterable[Attempt],
    read: Callable[[str], Awaitable[Scenario | None]],
    corrected: ScenarioMachine,
    catalogue: Catalogue,
    only_from: str | None = None,
) -> Plan:
    """Mark the attempts at a scenario by its corrected version, without keeping anything.

    `read` gives an earlier version of the scenario, None when it can't be read any more.
    `only_from` leaves all but the attempts alone that are marked by this version now.
    """
    to_mark: list[tuple[Attempt, Result]] = []
    already = under_way = 0
    async for attempt in attempts:
        if attempt.scenario != corrected.scenario.id:
            continue
        under_way += attempt.under_way
        if attempt.result is None:
            continue
        if marked_by(attempt) == corrected.scenario.version:
            already += 1
        elif only_from in {None, marked_by(attempt)}:
            to_mark.append((attempt, attempt.result))
    differences, unreadable = await _unlike(
        {version for attempt, _ in to_mark for version in (attempt.version, marked_by(attempt))},
        read,
        corrected.scenario,
    )
    if differences or unreadable:
        return Plan((), already, under_way, differences, unreadable)
    proposed = tuple(_proposed(each, result, corrected, catalogue) for each, result in to_mark)
    return Plan(proposed, already, under_way, {}, ())


def marked_by(attempt: Attempt) -> str:
    """Return the version whose mark scheme an attempt's result comes from."""
    return attempt.marked_by or attempt.version


async def _unlike(
    versions: Iterable[str],
    read: Callable[[str], Awaitable[Scenario | None]],
    corrected: Scenario,
) -> tuple[Mapping[str, tuple[Difference, ...]], tuple[str, ...]]:
    """Return how versions differ in play from the corrected one, and which can't be read."""
    differences: dict[str, tuple[Difference, ...]] = {}
    unreadable = []
    for version in sorted(versions):
        played = await read(version)
        if played is None:
            unreadable.append(version)
        elif found := differences_in_play(played, corrected):
            differences[version] = found
    return differences, tuple(unreadable)


def _proposed(
    attempt: Attempt, before: Result, corrected: ScenarioMachine, catalogue: Catalogue
) -> Proposed:
    turns = [Turn(turn.node, turn.choice) for turn in attempt.turns]
    after = result_of(mark(corrected, turns, catalogue), before.ending)
    return Proposed(attempt, marked_by(attempt), before, after)


def _status(result: Result, point: str) -> Status | None:
    marks = result.marks.get(point)
    return None if marks is None else Status(str(marks["status"]))


def _told(result: Result) -> tuple[object, ...]:
    """Return what anybody is told of a result; older ones don't say how many slips there were."""
    parts = ("marks", "max", "status")
    marks = {name: [each[part] for part in parts] for name, each in result.marks.items()}
    return result.ending, result.percent, result.achieved, marks
