"""Centres for the bot's tests: founded beside the running bot, in its own database."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.centre import joining
from bot.centre.cohorts import NewCohort, open_cohort
from bot.centre.hours import USUAL
from bot.centre.people import found_centre
from bot.centre.records import Centre, Cohort
from bot.centre.roles import Role
from bot.storage.opening import open_database
from bot.storage.transaction import Transaction
from tests.telegram.phone import Phone
from tests.telegram.running import RunningBot

T = TypeVar("T")

RIVERSIDE = "riverside"


def now() -> datetime:
    """Return this moment, as the bot sees it."""
    return datetime.now(UTC)


async def do(bot: RunningBot, work: Callable[[Transaction], Awaitable[T]]) -> T:
    """Do something in the bot's database, as a command of the operator's does."""
    async with open_database(bot.settings.database_url) as database:
        return await database.transact(work)


async def found(bot: RunningBot, centre: str = RIVERSIDE) -> None:
    """Found a centre; its name is its id with a capital."""
    await do(bot, lambda tx: found_centre(tx, _centre(centre), now()))


async def invitation(bot: RunningBot, role: Role, name: str, centre: str = RIVERSIDE) -> str:
    """Return the code of an invitation of the operator's."""
    made = await do(bot, lambda tx: joining.invite(tx, None, centre, role, name, now()))
    return made.code


async def staff(bot: RunningBot, role: Role, name: str, centre: str = RIVERSIDE) -> Phone:
    """Return the phone of somebody who took a role by its link."""
    phone = bot.phone(name.split(maxsplit=1)[0])
    await phone.send(f"/start invite-{await invitation(bot, role, name, centre)}")
    await phone.tap("I agree")
    await phone.tap("Accept")
    await phone.until("at Riverside now." if centre == RIVERSIDE else "/centre shows")
    await bot.settled()
    return phone


async def lead(bot: RunningBot, name: str, centre: str = RIVERSIDE) -> Phone:
    """Return the phone of a safeguarding lead who answered a test alert."""
    phone = await staff(bot, Role.SAFEGUARDING_LEAD, name, centre)
    await _tested(bot, centre, phone)
    return phone


async def ready(bot: RunningBot, centre: str = RIVERSIDE) -> Phone:
    """Found a centre that is ready for learners; return the phone of its tutor, Jo Price."""
    await found(bot, centre)
    for name in ("Lee Lead", "Dee Deputy"):
        await lead(bot, name, centre)
    return await staff(bot, Role.TUTOR, "Jo Price", centre)


async def cohort(  # noqa: PLR0917 - one for each fact
    bot: RunningBot,
    slug: str = "autumn",
    name: str = "Autumn group",
    centre: str = RIVERSIDE,
    starts: int = 0,
    ends: int = 30,
) -> Cohort:
    """Open a cohort of the centre's tutor's that starts and ends so many days from now."""
    today = now().date()
    days = (today + timedelta(days=starts), today + timedelta(days=ends))

    async def work(tx: Transaction) -> Cohort:
        members = await tx.members(centre)
        tutor = next(each for each in members if each.held(Role.TUTOR))
        new = NewCohort(centre, slug, name, None, *days, tutor.id)
        return await open_cohort(tx, None, new, now())

    return await do(bot, work)


async def join_code(bot: RunningBot, slug: str = "autumn", uses: int | None = None) -> str:
    """Return a code to join a cohort of the centre's."""
    made = await do(bot, lambda tx: joining.make_join_code(tx, None, RIVERSIDE, slug, now(), uses))
    return made.code


async def learner(bot: RunningBot, code: str, first_name: str = "Sam") -> Phone:
    """Return the phone of somebody new who joined a cohort by its link."""
    phone = bot.phone(first_name)
    await phone.send(f"/start join-{code}")
    await phone.tap("I agree")
    await phone.tap("Join")
    await phone.until("at Riverside now. /cohort")
    await bot.settled()
    return phone


async def _tested(bot: RunningBot, centre: str, phone: Phone) -> None:
    async def work(tx: Transaction) -> None:
        for each in await tx.members(centre):
            if each.person == phone.person.id:
                assert await tx.lead_answered(each.id, now())

    await do(bot, work)


def _centre(centre: str) -> Centre:
    return Centre(centre, centre.capitalize(), "Europe/London", USUAL, "", False, now())
