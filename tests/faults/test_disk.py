"""A disk that is full when the bot starts, or runs full while learners play."""

import asyncio
from pathlib import Path

import pytest

from tests.faults.disks import small_disk
from tests.faults.learners import all_play
from tests.faults.processes import rehearse
from tests.faults.trial import Mode, open_trial
from tests.telegram.running import until
from tests.telegram.standin_http import TOKEN

_WAITING = "updates wait for the database"


async def test_a_full_disk_is_told_at_the_start(tmp_path: Path) -> None:
    """A disk without room for the database ends the start with one sentence and its remedy."""
    with small_disk(tmp_path / "disk") as disk:
        disk.fill()
        settings = {"BOT_TOKEN": TOKEN, "DATABASE_URL": f"sqlite:///{disk.folder}/rehearse.db"}
        ended = await rehearse("run", settings=settings, folder=tmp_path, before=disk.before)
    assert (ended.code, ended.output) == (1, "")
    (sentence,) = ended.errors.splitlines()
    assert disk.says in sentence


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_updates_wait_while_the_disk_is_full(tmp_path: Path, mode: Mode) -> None:
    """While nothing can be written no update is acknowledged; with room again all go through."""
    with small_disk(tmp_path / "disk") as disk:
        async with open_trial(tmp_path, mode, database=disk.folder / "rehearse.db") as trial:
            learners = trial.invite(4)
            await trial.bot.start()
            await all_play(learners)
            await trial.settle()
            disk.fill(trial.bot)
            async with asyncio.TaskGroup() as group:
                group.create_task(all_play(learners))
                await until(lambda: _WAITING in trial.bot.log.read_text())
                assert trial.server.api.world.queue.waiting()
                trial.check_nothing_lost()
                disk.free(trial.bot)
            await trial.finish()
