"""SIGKILL at random moments while calls flow."""

import asyncio
import random
from pathlib import Path

import pytest

from bot.standin.faults import Chosen, Fault, Faults
from tests.faults.learners import Learner, all_play
from tests.faults.processes import Bot
from tests.faults.trial import Mode, Trial, open_trial
from tests.telegram.running import until

_KILLS = 50
_LEARNERS = 24
_CALLS_OF_A_START = 5
_CALLS_UNDER_LOAD = 150
_MOMENT_SECONDS = 0.01


class Axe(Faults):
    """Kills the bot at a call, or a moment after it, once it has been raised.

    The call it falls on may still be carried out, but nobody hears the answer.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._chance = random.Random(seed)
        self._calls_left = 0
        self._bot: Bot | None = None

    def raise_over(self, bot: Bot) -> None:
        """Kill the bot at some call from now on: while it starts, or in the middle of work."""
        starting = self._chance.random() < 0.1
        self._calls_left = self._chance.randint(
            1, _CALLS_OF_A_START if starting else _CALLS_UNDER_LOAD
        )
        self._bot = bot

    def choose(self, method: str) -> Chosen | None:
        """Let the axe fall if this is the call; what dead bots asked for does not count."""
        if self._bot is None or not self._bot.running:
            return super().choose(method)
        self._calls_left -= 1
        if self._calls_left:
            return super().choose(method)
        if self._chance.random() < 0.5:
            moment = self._chance.uniform(0, _MOMENT_SECONDS)
            asyncio.get_running_loop().call_later(moment, self._bot.kill)
            return None
        self._bot.kill()
        return Chosen(self._chance.choice([Fault.CUT_BEFORE, Fault.CUT_AFTER]), retry_after=0)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_killed_again_and_again_it_loses_nothing(tmp_path: Path, mode: Mode) -> None:
    """Killed at any moment, the bot has lost nothing, counts nothing twice, and everyone ends."""
    axe = Axe(seed=len(mode))
    async with open_trial(tmp_path, mode, axe) as trial:
        learners = trial.invite(_LEARNERS)
        over = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for learner in learners:
                group.create_task(_play_until(over, learner))
            for _ in range(_KILLS):
                await _start_and_kill(trial, axe)
            over.set()
            await trial.bot.start()
        await trial.finish()


async def test_killed_while_it_makes_its_database_it_makes_it_the_next_time(tmp_path: Path) -> None:
    """A first start that is killed half-way leaves nothing behind that hinders the next."""
    async with open_trial(tmp_path) as trial:
        for beside in ("", "-wal", "-shm"):
            begun = trial.database.with_name(trial.database.name + beside)
            await trial.bot.start()
            await until(begun.exists)
            trial.bot.kill()
            await trial.bot.killed()
        learners = trial.invite(1)
        await trial.bot.start()
        await all_play(learners)
        await trial.finish()


async def _play_until(over: asyncio.Event, learner: Learner) -> None:
    await learner.play()
    while not over.is_set():
        await learner.play()


async def _start_and_kill(trial: Trial, axe: Axe) -> None:
    axe.raise_over(trial.bot)
    await trial.bot.start()
    await trial.bot.killed()
    trial.check_nothing_lost()
