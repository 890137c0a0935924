"""The staff and learners of a centre on their phones, for tests of publishing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.centre.cohorts import NewCohort, open_cohort
from bot.centre.hours import USUAL
from bot.centre.joining import invite, take_role
from bot.centre.people import found_centre
from bot.centre.records import Centre, Member
from bot.centre.roles import Role
from bot.storage.opening import open_database
from bot.storage.transaction import Transaction
from tests.telegram.phone import Phone
from tests.telegram.running import RunningBot

T = TypeVar("T")

_LEADS = 900_000_000


@dataclass(frozen=True, slots=True)
class AtCentre:
    """A centre with a tutor, a quality assurer and a learner of a cohort."""

    id: str
    tutor: Phone
    assurer: Phone
    learner: Phone


async def do(bot: RunningBot, work: Callable[[Transaction], Awaitable[T]]) -> T:
    """Do something in the bot's database, as a command of the operator's does."""
    async with open_database(bot.settings.database_url) as database:
        return await database.transact(work)


async def open_up(bot: RunningBot, centre: str = "riverside", *, tested: bool = True) -> AtCentre:
    """Found a centre whose leads answered a test alert, unless they did not."""
    tutor, assurer = await _met(bot, "Jo"), await _met(bot, "Quinn")
    learner = bot.phone("Sam")
    await learner.send("/start")
    await learner.tap("I agree")
    await learner.until("Tap a title to read about it.")

    async def work(tx: Transaction) -> None:
        now = datetime.now(UTC)
        name = centre.capitalize()
        await found_centre(tx, Centre(centre, name, "Europe/London", USUAL, "", False, now), now)
        jo = await _give(tx, centre, Role.TUTOR, tutor.person.id, f"Jo of {name}")
        quinn = f"Quinn of {name}"
        await _give(tx, centre, Role.QUALITY_ASSURER, assurer.person.id, quinn)
        for number, lead in enumerate(("Lee", "Dee"), start=_LEADS):
            held = await _give(tx, centre, Role.SAFEGUARDING_LEAD, number, lead)
            if tested:
                assert await tx.lead_answered(held.id, now)
        if not tested:
            return
        days = now.date(), now.date() + timedelta(days=30)
        cohort = await open_cohort(
            tx, None, NewCohort(centre, "autumn", "Autumn", None, *days, jo.id), now
        )
        known = await tx.learner(learner.person.id)
        assert known is not None
        await tx.enrol(cohort.id, known.id, None, now, None)

    await do(bot, work)
    return AtCentre(centre, tutor, assurer, learner)


async def enrol(bot: RunningBot, phone: Phone, centre: AtCentre) -> None:
    """Put a learner into the cohort of a centre as well."""

    async def work(tx: Transaction) -> None:
        known = await tx.learner(phone.person.id)
        cohort = await tx.cohort(centre.id, "autumn")
        assert known is not None
        assert cohort is not None
        await tx.enrol(cohort.id, known.id, None, datetime.now(UTC), None)

    await do(bot, work)


async def make_tutor(bot: RunningBot, phone: Phone, centre: AtCentre, name: str) -> None:
    """Give somebody the role of a tutor at a centre."""
    await do(bot, lambda tx: _give(tx, centre.id, Role.TUTOR, phone.person.id, name))


async def _met(bot: RunningBot, first_name: str) -> Phone:
    """Return the phone of somebody who has written to the bot and is no learner."""
    phone = bot.phone(first_name)
    await phone.send("/privacy")
    await phone.until("What is kept")
    return phone


async def _give(tx: Transaction, centre: str, role: Role, person: int, name: str) -> Member:
    now = datetime.now(UTC)
    made = await invite(tx, None, centre, role, name, now)
    taken = await take_role(tx, person, made.code, now)
    assert isinstance(taken, Member)
    return taken
