"""Many learners at once, over a real bot process."""

from pathlib import Path

import pytest

from tests.faults.learners import all_play
from tests.faults.trial import Mode, open_trial


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_two_hundred_learners_play_to_their_reports_at_once(
    tmp_path: Path, mode: Mode
) -> None:
    """Two hundred learners at once play a whole scenario each, and nothing of it is lost."""
    async with open_trial(tmp_path, mode) as trial:
        await trial.bot.start()
        await all_play(trial.invite(200))
        await trial.finish()
