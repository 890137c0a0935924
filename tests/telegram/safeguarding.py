"""A centre whose leads are told when it is real, with the phones of its people."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

from bot.centre.joining import invite, take_role
from bot.centre.people import found_centre
from bot.centre.records import Centre, Member
from bot.centre.roles import Role
from bot.storage.opening import open_database
from bot.storage.transaction import Transaction
from tests.contract.centre import People as Members
from tests.contract.centre import a_cohort
from tests.contract.plain import NOW
from tests.telegram.phone import Phone
from tests.telegram.running import RunningBot

T = TypeVar("T")

OPEN_ALWAYS = "mon-sun 00:00-23:59"
NEVER_NOW = "mon-mon 00:00-00:01"


class People:
    """The phones of a centre's staff, and the cohort that its learners are in."""

    def __init__(self, bot: RunningBot, centre: str, hours: str) -> None:
        self.bot = bot
        self.centre = Centre(
            centre, centre.title(), "Europe/London", hours, "Ring the warden: 5550.", False, NOW
        )
        self.manager = bot.phone("Mo")
        self.tutor = bot.phone("Jo")
        self.lead = bot.phone("Lee")
        self.deputy = bot.phone("Dee")
        self.cohort = ""

    async def learner(self, phone: Phone) -> None:
        """Enrol a learner in the centre's cohort."""
        ((learner,),) = self.bot.rows(
            "SELECT id FROM learners WHERE telegram_id = ?", phone.person.id
        )
        await transact(
            self.bot, lambda tx: tx.enrol(self.cohort, learner, "R-17", datetime.now(UTC), None)
        )


async def transact(bot: RunningBot, work: Callable[[Transaction], Awaitable[T]]) -> T:
    """Do something in the database of a running bot."""
    async with open_database(bot.settings.database_url) as database:
        return await database.transact(work)


async def a_centre(
    bot: RunningBot, centre: str = "riverside", hours: str = OPEN_ALWAYS, *, tested: bool = True
) -> People:
    """Found a centre with a tutor, a lead, a deputy and a cohort; `tested` answers test alerts.

    Each of them has opened the bot's chat before, as by the link of their invitation.
    """
    people = People(bot, centre, hours)
    for phone in (people.manager, people.tutor, people.lead, people.deputy):
        await phone.send("/start")
    await bot.settled()

    async def found(tx: Transaction) -> None:
        await found_centre(tx, people.centre, NOW)
        manager, tutor, lead, deputy = [
            await _give(tx, centre, role, phone, name)
            for role, phone, name in (
                (Role.MANAGER, people.manager, "Mo Manager"),
                (Role.TUTOR, people.tutor, "Jo Price"),
                (Role.SAFEGUARDING_LEAD, people.lead, "Lee Lead"),
                (Role.SAFEGUARDING_LEAD, people.deputy, "Dee Deputy"),
            )
        ]
        if tested:
            for each in (lead, deputy):
                await tx.lead_answered(each.id, datetime.now(UTC))
            cohort = await a_cohort(tx, Members(manager, tutor, lead, deputy))
            people.cohort = cohort.id

    await transact(bot, found)
    return people


async def _give(tx: Transaction, centre: str, role: Role, phone: Phone, name: str) -> Member:
    made = await invite(tx, None, centre, role, name, NOW)
    taken = await take_role(tx, phone.person.id, made.code, NOW)
    assert isinstance(taken, Member)
    return taken
