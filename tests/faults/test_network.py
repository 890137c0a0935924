"""Telegram answering badly, and a bot that is told to stop in the middle of work."""

import asyncio
from pathlib import Path

import pytest

from bot.standin.faults import Fault, Faults
from tests.faults.learners import all_play
from tests.faults.trial import Mode, open_trial
from tests.telegram.running import until

_SHARE_OF_FAULTS = 0.1
_STOPS = 5
_CALLS_BETWEEN_STOPS = 150
_RETRY_AFTER_SECONDS = 10


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_everyone_finishes_when_a_tenth_of_all_calls_fail(tmp_path: Path, mode: Mode) -> None:
    """With 429s, 502s and cut connections messages may repeat, but every turn counts once."""
    faults = Faults(seed=1)
    for fault in Fault:
        faults.plan(fault, probability=_SHARE_OF_FAULTS / len(Fault))
    async with open_trial(tmp_path, mode, faults) as trial:
        await trial.bot.start()
        await all_play(trial.invite(50))
        assert {call.fault for call in trial.server.calls} >= set(Fault)
        faults.clear()
        await trial.finish()


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_stopped_under_load_it_ends_in_time_and_loses_nothing(
    tmp_path: Path, mode: Mode
) -> None:
    """SIGTERM ends the bot with exit code 0 within 10 s, and the next run goes on from there."""
    async with open_trial(tmp_path, mode) as trial:
        async with asyncio.TaskGroup() as group:
            for _ in range(_STOPS):
                trial.server.calls.clear()
                group.create_task(all_play(trial.invite(20)))
                await trial.bot.start()
                await until(lambda: len(trial.server.calls) >= _CALLS_BETWEEN_STOPS)
                await trial.bot.stop()
                trial.check_nothing_lost()
            await trial.bot.start()
        await trial.finish()


async def test_a_chat_that_has_to_wait_holds_up_no_other(tmp_path: Path) -> None:
    """Told to wait with one chat, the bot waits with it alone: the others finish meanwhile."""
    faults = Faults()
    faults.plan(
        Fault.TOO_MANY_REQUESTS,
        methods=["sendMessage"],
        times=1,
        retry_after=_RETRY_AFTER_SECONDS,
    )
    async with open_trial(tmp_path, faults=faults) as trial:
        learners = trial.invite(5)
        await trial.bot.start()
        async with asyncio.TaskGroup() as group:
            plays = {learner: group.create_task(learner.play()) for learner in learners}
            refused = await until(
                lambda: next((call.params for call in trial.server.calls if call.fault), None)
            )
            (held,) = [one for one in learners if one.phone.chat.id == refused["chat_id"]]
            await asyncio.wait([play for learner, play in plays.items() if learner is not held])
            assert not held.phone.received
        await trial.finish()


async def test_a_token_that_is_revoked_ends_the_bot(tmp_path: Path) -> None:
    """When the token stops being valid the bot ends, and says in one sentence what to do."""
    async with open_trial(tmp_path) as trial:
        await trial.bot.start()
        await all_play(trial.invite(1))
        await trial.settle()
        trial.server.api.token = "731000:another"
        await trial.learners[0].phone.send("/help")
        assert await trial.bot.ended() == 1
        *_, sentence = trial.bot.log.read_text().splitlines()
    assert sentence.startswith("Telegram does not know the bot token.")


async def test_it_waits_for_telegram_at_the_start(tmp_path: Path) -> None:
    """A Telegram that is away, or answers badly, when the bot starts is waited for."""
    faults = Faults()
    for fault in (Fault.BAD_GATEWAY, Fault.TOO_MANY_REQUESTS, Fault.CUT_BEFORE):
        faults.plan(fault, methods=["getMe"], times=1)
    async with open_trial(tmp_path, faults=faults) as trial:
        await trial.server.stop()
        await trial.bot.start()
        await until(lambda: "Telegram can't be reached yet" in trial.bot.log.read_text())
        await trial.server.start()
        await all_play(trial.invite(1))
        await trial.finish()


@pytest.mark.parametrize("away", [False, True])
async def test_what_can_not_be_sent_does_not_hold_up_the_end(tmp_path: Path, away: bool) -> None:
    """A reply that has to wait stays owed when the bot is stopped, and is sent by the next run."""
    faults = Faults()
    async with open_trial(tmp_path, faults=faults) as trial:
        (learner,) = trial.invite(1)
        await trial.bot.start()
        await learner.play()
        await trial.settle()
        faults.plan(Fault.TOO_MANY_REQUESTS, methods=["sendMessage"], times=1, retry_after=60)
        playing = asyncio.create_task(learner.play())
        await until(lambda: any(call.fault for call in trial.server.calls))
        if away:
            await trial.server.stop()
        await trial.bot.stop()
        if away:
            await trial.server.start()
        await trial.bot.start()
        await playing
        await trial.finish()
