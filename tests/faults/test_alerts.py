"""Alerts to those who look after learners, when the program is killed and Telegram is away."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.centre.disclosure import heard
from bot.centre.people import found_centre
from bot.centre.roles import Role
from bot.standin.faults import Chosen, Fault, Faults
from bot.storage.opening import open_database, upgrade
from bot.storage.transaction import Transaction
from tests.contract.centre import RIVERSIDE, People, a_cohort, give
from tests.contract.plain import look
from tests.faults.processes import Bot
from tests.faults.trial import Trial, open_trial
from tests.telegram.phone import Phone

_WORDS = "my stepdad comes in my room at night"
_ALERT = "A learner may need you."
_TOLD = "Just to be safe"


class _Stroke(Faults):
    """Kills the bot when it sends its n-th message."""

    def __init__(self, message: int) -> None:
        super().__init__()
        self.bot: Bot | None = None
        self._left = message

    def choose(self, method: str) -> Chosen | None:
        self._left -= method == "sendMessage"
        if not self._left and self.bot is not None:
            self.bot.kill()
            self.bot = None
        return super().choose(method)


@pytest.mark.parametrize("message", [1, 2, 3])
async def test_a_kill_loses_no_alert(tmp_path: Path, message: int) -> None:
    """Whichever of the messages the kill hits, lead, deputy and learner get theirs after it."""
    stroke = _Stroke(message)
    async with open_trial(tmp_path, faults=stroke) as trial:
        sam, lead, deputy = await _unanswered(trial)
        stroke.bot = trial.bot
        await trial.bot.start()
        await trial.bot.killed()
        await trial.bot.start()
        for phone, words in ((lead, _ALERT), (deputy, _ALERT), (sam, _TOLD)):
            await phone.until(words)
        await trial.settle()
        assert await _rounds(trial) == 1, "a kill tells nobody again before it is time"


async def test_alerts_outlive_kills_and_faults_and_end_when_one_is_on_it(tmp_path: Path) -> None:
    """Killed before and after, with Telegram away between, they come until one is on it."""
    async with open_trial(tmp_path) as trial:
        _, lead, deputy = await _unanswered(trial)
        trial.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["sendMessage"], times=6)
        await trial.bot.start()
        await deputy.until(_ALERT)
        for round_ in (2, 3):
            trial.bot.kill()
            await trial.bot.killed()
            await _time_passes(trial)
            await trial.bot.start()
            await _told(lead, round_)
            await _told(deputy, round_)
        await deputy.tap("I am on it")
        await lead.until("Dee Deputy is on it.")
        await trial.settle()
        told = _count(lead), _count(deputy)
        trial.bot.kill()
        await trial.bot.killed()
        await _time_passes(trial)
        await trial.bot.start()
        await lead.send("/help")
        await lead.until("Samaritans")
        await trial.settle()
        assert await _rounds(trial) == 3
        assert (_count(lead), _count(deputy)) == told


async def _unanswered(trial: Trial) -> tuple[Phone, Phone, Phone]:
    """Let a learner of a centre have typed something real that they did not answer for."""
    url = trial.settings["DATABASE_URL"]
    phones = [trial.server.phone(name) for name in ("Sam", "Lee", "Dee")]
    for phone in phones:
        phone.person.unblocks()
    await upgrade(url)
    sam, lead, deputy = phones

    async def typed(tx: Transaction) -> None:
        now = datetime.now(UTC)
        await found_centre(tx, RIVERSIDE, now)
        staff = [
            await give(tx, RIVERSIDE.id, role, person, name)
            for role, person, name in (
                (Role.MANAGER, 1, "Mo Manager"),
                (Role.TUTOR, 2, "Jo Price"),
                (Role.SAFEGUARDING_LEAD, lead.chat.id, "Lee Lead"),
                (Role.SAFEGUARDING_LEAD, deputy.chat.id, "Dee Deputy"),
            )
        ]
        for member in staff[2:]:
            await tx.lead_answered(member.id, now)
        cohort = await a_cohort(tx, People(*staff))
        learner = await tx.agree(sam.chat.id, now)
        await tx.enrol(cohort.id, learner.id, None, now, None)
        await heard(tx, learner.id, _WORDS, 1, None, now - timedelta(minutes=11))

    async with open_database(url) as database:
        await database.transact(typed)
    return sam, lead, deputy


async def _rounds(trial: Trial) -> int:
    """Return how often the leads were told, as the database has it."""
    ((rounds,),) = await look(trial.settings["DATABASE_URL"], "SELECT rounds FROM disclosures")
    return int(rounds)


async def _time_passes(trial: Trial) -> None:
    """Let the next alert, if there is one, be due now."""
    sql = "UPDATE disclosures SET alert_at = 1 WHERE alert_at IS NOT NULL"
    await look(trial.settings["DATABASE_URL"], sql)


async def _told(phone: Phone, times: int) -> None:
    await phone.until(lambda: _count(phone) >= times)


def _count(phone: Phone) -> int:
    return phone.texts.count(_ALERT)
