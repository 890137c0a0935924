"""What our bot's memory holds with a few learners in the middle of a scenario, and with many."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.contenders import Contender
from tests.bench.crowd import Crowd, Learner
from tests.bench.moves import choices_on
from tests.bench.processes import memory_of, running
from tests.bench.speed import START_SECONDS

FEW = 10
_AT_ONCE = 50
_WARM_UP_STEPS = 200
_FEWEST_STEPS = 5
"""/start, `I agree`, `Begin` and two turns."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes held (`Rss`, `Pss`) with FEW learners under way, and with `many`."""

    many: int
    with_few: Mapping[str, int]
    with_many: Mapping[str, int]


async def measure_memory(contender: Contender, crowd: Crowd, many: int, folder: Path) -> Memory:
    """Bring learners into the middle of a scenario, a few and then many, and weigh the bot.

    The few play for a while first, so that the many are not charged for what any first taps
    load. Raises Stalled when the bot leaves learners waiting, TimeoutError when it never polls.
    """
    learners = [Learner(chat) for chat in range(1, many + 1)]
    async with running(contender.command, contender.settings, folder) as pid:
        await asyncio.wait_for(crowd.updates.polled.wait(), START_SECONDS)
        await crowd.play(learners[:FEW], lambda some: _midway(some, _WARM_UP_STEPS), FEW)
        await crowd.quiet()
        with_few = memory_of(pid)
        await crowd.play(learners[FEW:], lambda one: _midway(one, _FEWEST_STEPS), _AT_ONCE)
        await crowd.quiet()
        return Memory(many, with_few, memory_of(pid))


def _midway(learner: Learner, steps: int) -> bool:
    """Whether a learner took so many steps and has choices to take."""
    return learner.steps >= steps and bool(learner.screen and choices_on(learner.screen))
