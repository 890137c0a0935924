"""What a tap costs each bot: one run of one bot, from start to stop."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.contenders import Contender
from tests.bench.crowd import Crowd, Learner
from tests.bench.processes import Cpu, cpu_of, running
from tests.bench.server import Json

START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Load:
    """How many learners tap side by side, and how often each: unmeasured, then measured."""

    learners: int
    warm_up: int
    taps: int


@dataclass(frozen=True, slots=True)
class Run:
    """One bot's run: seconds to its first poll, then what all the taps took together."""

    start_up: float
    taps: int
    calls: int
    cpu: Cpu
    wall: float


async def run_once(
    contender: Contender,
    crowd: Crowd,
    load: Load,
    folder: Path,
    tape: list[list[Json]] | None = None,
) -> Run:
    """Run a bot for a crowd that the server knows already; `tape` takes the measured steps.

    Raises Stalled when the bot leaves learners waiting, TimeoutError when it never polls.
    """
    learners = [Learner(chat) for chat in range(1, load.learners + 1)]
    started = time.monotonic()
    async with running(contender.command, contender.settings, folder) as pid:
        await asyncio.wait_for(crowd.updates.polled.wait(), START_SECONDS)
        start_up = time.monotonic() - started
        await _play(crowd, learners, load.warm_up)
        await crowd.quiet()
        crowd.tape = tape
        calls, cpu, started = crowd.calls, cpu_of(pid), time.monotonic()
        await _play(crowd, learners, load.warm_up + load.taps)
        wall = time.monotonic() - started
        await crowd.quiet()
        return Run(
            start_up,
            load.learners * load.taps,
            crowd.calls - calls,
            cpu_of(pid) - cpu,
            wall,
        )


async def _play(crowd: Crowd, learners: Sequence[Learner], steps: int) -> None:
    await crowd.play(learners, lambda learner: learner.steps >= steps, at_once=len(learners))
