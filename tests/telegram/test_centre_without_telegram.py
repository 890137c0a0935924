"""Learners without Telegram: let in by their tutor, they practise on the page, for their cohort."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.people import FIRST_VISITOR
from bot.telegram.buttons import encode
from bot.telegram.staff_buttons import LetIn
from tests.faults.processes import free_port
from tests.telegram import centres
from tests.telegram.authored import scenario
from tests.telegram.phone import Phone
from tests.telegram.running import RunningBot, running
from tests.web.trying import Visitor

_LINK = re.compile(r"(http://127\.0\.0\.1:\d+)(/enter/[0-9a-z]{16})")
_VISITORS = "SELECT telegram_id FROM learners WHERE telegram_id >= ?"
_ADDED = "SELECT detail FROM audit WHERE action = 'add learner'"
_PLAYED = (
    "SELECT e.added_by IS NOT NULL, a.achieved FROM attempts a "
    "JOIN enrolments e ON e.id = a.enrolment_id WHERE a.completed_at IS NOT NULL"
)


@pytest.fixture
async def paged(tmp_path: Path) -> AsyncIterator[RunningBot]:
    """A bot that also serves the page."""
    with free_port() as port:
        address = f"http://127.0.0.1:{port}"
        listen = ("127.0.0.1", port)
        async with running(tmp_path, scenario(), page_url=address, listen=listen) as bot:
            yield bot


async def _tutor(bot: RunningBot, *, page: bool = True) -> Phone:
    """Return the phone of a tutor with a cohort, whose centre lets learners use the page."""
    jo = await centres.ready(bot)
    bot.rows("UPDATE centres SET page_allowed = ?", page)
    await centres.cohort(bot)
    return jo


async def _link(jo: Phone, age: str) -> tuple[str, str]:
    await jo.send("/cohorts")
    await jo.tap("Autumn group")
    await jo.tap("A learner without Telegram")
    await jo.tap(age)
    made = await jo.until("This link opens a phone")
    found = _LINK.search(made.text)
    assert found is not None
    return found[1], found[2]


async def _plays(visitor: Visitor) -> None:
    await visitor.say("/start play-short")
    await visitor.tap("Begin")
    await visitor.choose("ask")
    await visitor.choose("plan")
    await visitor.until("What you showed")


async def test_a_learner_under_16_is_joined_by_the_tutor_and_plays_on_the_page(
    paged: RunningBot,
) -> None:
    """They see no rule that they could not agree to, and the attempt is the cohort's."""
    jo = await _tutor(paged)
    address, path = await _link(jo, "Under 16")
    assert paged.rows(_ADDED) == [("under 16; the centre holds the permission it needs",)]
    async with Visitor(address) as visitor:
        await visitor.enter(path)
        visitor.watch()
        await visitor.say("/start")
        await visitor.until("/practise")
        assert all("16 or over" not in one.text for one in visitor.screen.values())
        await _plays(visitor)
    assert paged.rows(_PLAYED) == [(True, True)]


async def test_under_16_tapped_twice_joins_one_learner(paged: RunningBot) -> None:
    """The question is answered once."""
    jo = await _tutor(paged)
    await _link(jo, "Under 16")
    await jo.tap_again()
    await paged.settled()
    assert len(paged.rows(_ADDED)) == 1
    assert len(paged.rows("SELECT * FROM page_links")) == 1
    assert len(paged.rows(_VISITORS, FIRST_VISITOR)) == 1


async def test_a_learner_of_16_agrees_and_joins_on_the_page(paged: RunningBot) -> None:
    """Start leads them to the rules, then to the cohort; nothing is kept of them before."""
    jo = await _tutor(paged)
    address, path = await _link(jo, "16 or over")
    async with Visitor(address) as visitor:
        await visitor.enter(path)
        visitor.watch()
        assert paged.rows(_VISITORS, FIRST_VISITOR) == []
        assert (await visitor.post("/begin"))[0] == 204
        await visitor.tap("I agree")
        await visitor.tap("Join")
        await visitor.until("You are in “Autumn group” at Riverside now.")
        await _plays(visitor)
    assert paged.rows(_PLAYED) == [(False, True)]


async def test_another_link_opens_the_same_phone_and_shuts_the_first_browser_out(
    paged: RunningBot,
) -> None:
    """What the learner did is still there."""
    jo = await _tutor(paged)
    address, path = await _link(jo, "Under 16")
    async with Visitor(address) as first, Visitor(address) as second:
        await first.enter(path)
        await first.say("/start")
        await jo.send("/cohorts")
        await jo.tap("Autumn group")
        await jo.tap("Learners")
        await jo.until("Learners of “Autumn group”")
        await jo.tap(next(label for label in jo.buttons if label.startswith("Learner ")))
        await jo.tap("Another link to their phone")
        made = await jo.until("the browser that they used before is shut out")
        found = _LINK.search(made.text)
        assert found is not None
        await second.enter(found[2])
        _, shown = await second.get("/")
        assert "/practise shows" in re.sub(r"<[^>]*>", "", shown)
        assert (await first.get("/"))[0] == 403


async def test_where_the_centre_allows_no_page_nothing_is_offered_nor_made(
    paged: RunningBot,
) -> None:
    """Not even to a forged tap."""
    jo = await _tutor(paged)
    await jo.send("/cohorts")
    await jo.tap("Autumn group")
    await jo.tap("A learner without Telegram")
    await jo.until("Under 16: you join them.")
    paged.rows("UPDATE centres SET page_allowed = false")
    await jo.send("/cohorts")
    await jo.tap("Autumn group")
    await jo.until("Learners: 0.")
    assert "A learner without Telegram" not in jo.buttons
    ((member,),) = paged.rows("SELECT id FROM members WHERE name = 'Jo Price'")
    ((cohort,),) = paged.rows("SELECT id FROM cohorts")
    await jo.forge(encode(LetIn(member, cohort, 1)))
    await paged.settled()
    assert paged.rows("SELECT * FROM page_links") == []
    assert paged.rows(_VISITORS, FIRST_VISITOR) == []


async def test_without_a_page_the_bot_offers_none(bot: RunningBot) -> None:
    """The centre may allow it; there has to be one too."""
    jo = await _tutor(bot)
    await jo.send("/cohorts")
    await jo.tap("Autumn group")
    await jo.until("Learners: 0.")
    assert "A learner without Telegram" not in jo.buttons
