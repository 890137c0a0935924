"""A new version of a scenario while somebody is in it: their attempt goes on in the new one.

This is for those who write a scenario and try it out. A learner's attempt stays with the version
that it began with.
"""

from dataclasses import dataclass

from bot.practice.attempts import Position, Practice, Started
from bot.practice.errors import PinnedVersionUnreadable
from bot.practice.records import Attempt, Learner
from scenarios.machine import ScenarioMachine
from scenarios.way_back import way_back


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """A new attempt stands where the one before did.

    `same` tells that the very same choices led there.
    """

    position: Position
    same: bool


@dataclass(frozen=True, slots=True)
class BegunAnew:
    """No way was found to where the attempt stood, so a new one begins at the start."""

    position: Position


@dataclass(frozen=True, slots=True)
class NothingToCarryOver:
    """The learner has no attempt under way at another version of the scenario."""


async def carry_over(
    practice: Practice, learner: Learner, scenario: str
) -> CarriedOver | BegunAnew | NothingToCarryOver:
    """Put the learner's attempt under way at `scenario` onto its current version.

    It is set aside as when it is started again. Another way through a finished attempt goes on as
    a practice of its own, since what it is compared with was another version.
    """
    machine = practice.library.current(scenario)
    before = await practice.records.under_way(learner.id)
    if machine is None or before is None or before.scenario != scenario:
        return NothingToCarryOver()
    if before.version == machine.scenario.version:
        return NothingToCarryOver()
    choices = await _way_back(practice, learner, machine)
    started = await practice.start(learner, scenario, before.token)
    if not isinstance(started, Started):
        raise LookupError("an attempt was not set aside within one transaction")
    if choices is None:
        return BegunAnew(started.position)
    position = await practice.take_all(started.position, choices)
    return CarriedOver(position, same=choices == _taken(before))


async def _way_back(
    practice: Practice, learner: Learner, machine: ScenarioMachine
) -> tuple[str, ...] | None:
    try:
        position = await practice.resume(learner)
    except PinnedVersionUnreadable:
        return None
    if position is None:
        return None
    return way_back(machine, position.states[-1].node, position.turns)


def _taken(attempt: Attempt) -> tuple[str, ...]:
    return tuple(turn.choice for turn in attempt.turns)
