"""A scenario's file is saved while somebody plays it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.library import read_library
from bot.practice.redrafting import BegunAnew, CarriedOver, NothingToCarryOver
from bot.storage.opening import open_database
from bot.telegram.api import Api
from bot.telegram.meeting import meet
from bot.telegram.redrafting import Outcome, Redrafting
from scenarios.catalogue import load_catalogue
from scenarios.loading import load_scenario
from scenarios.machine import ScenarioMachine
from tests.telegram.authored import Json, choice, ending, scenario, text
from tests.telegram.phone import Phone, choices, labels
from tests.telegram.running import RunningBot
from tests.telegram.standin_http import TOKEN


def rewritten(**nodes: Json) -> Json:
    """Return `short` with some of its nodes written otherwise."""
    return scenario(nodes={**scenario()["nodes"], **nodes}, summary="Rewritten.")


def later_bus() -> Json:
    """Return `short` with other words at its second node."""
    kept = {**scenario()["nodes"]["kept"], "mentee": "The bus did."}
    return rewritten(kept=kept)


@asynccontextmanager
async def _beside(bot: RunningBot, woken: list[int]) -> AsyncIterator[Redrafting]:
    """Work on the database of a bot that is stopped, and start it again afterwards."""
    await bot.stop()
    library, _ = read_library(bot.settings.scenarios)
    api = Api(TOKEN, bot.settings.api_url)
    await meet(api)
    async with open_database(bot.settings.database_url) as database:
        yield Redrafting(database, library, api, woken.append)
    await api.close()
    await bot.start()


async def save(bot: RunningBot, phone: Phone, *versions: Json) -> list[Outcome]:
    """Save versions of a scenario one after the other while the phone's learner plays it."""
    woken: list[int] = []
    outcomes = []
    async with _beside(bot, woken) as redrafting:
        for each in versions:
            source = text(each)
            machine = ScenarioMachine(load_scenario(source, "here.yaml", load_catalogue()))
            await redrafting.offer(machine, source)
            outcomes.append(await redrafting.carry(phone.person.id, machine.scenario.id))
        bot.publish(versions[-1])
    told = [each for each in outcomes if not isinstance(each, NothingToCarryOver)]
    assert woken == [phone.person.id] * len(told)
    await bot.settled()
    return outcomes


async def test_whoever_is_in_a_scenario_goes_on_in_the_version_that_was_saved(
    bot: RunningBot,
) -> None:
    """They read that it was saved and the same place in its new words, and answer there."""
    sam = await bot.playing("short")
    asked = sam.received[-1]
    await sam.choose("What kept you?")
    old = await sam.until("Work did.")
    await bot.settled()
    (outcome,) = await save(bot, sam, later_bus())
    assert isinstance(outcome, CarriedOver)
    assert sam.texts[-2] == "The file was saved. You are at the same place in the new version."
    assert "The bus did." in sam.texts[-1]
    assert [labels(message) for message in (asked, old)] == [{}, {}]
    await sam.choose("What could you try?")
    await sam.until("Scenario standard reached: 100%")


async def test_a_place_that_another_way_leads_to_now_is_said_to_be_so(bot: RunningBot) -> None:
    """The learner is not told that they said what the new version does not have."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    tell = {"tell": choice("Sit up.", "kept")}
    (outcome,) = await save(bot, sam, rewritten(opening={"mentee": "Hello.", "choices": tell}))
    assert isinstance(outcome, CarriedOver)
    assert "you got there another way" in sam.texts[-2]
    assert "Work did." in sam.texts[-1]


async def test_without_a_way_to_the_place_it_begins_anew(bot: RunningBot) -> None:
    """The start of the new version is shown, and its choices work."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    ask = {"ask": choice("What kept you?", "glad")}
    nodes = {"opening": {"mentee": "Hi there.", "choices": ask}, "glad": ending("Thanks.")}
    (outcome,) = await save(bot, sam, scenario(nodes=nodes))
    assert isinstance(outcome, BegunAnew)
    assert "so it begins anew" in sam.texts[-2]
    assert "Hi there." in sam.texts[-1]
    await sam.choose("What kept you?")
    await sam.until("Thanks.")


async def test_a_place_that_has_become_an_ending_shows_the_report(bot: RunningBot) -> None:
    """The same choices have ended the conversation, so its marks are there."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    await save(bot, sam, rewritten(kept=ending("We are done.")))
    await sam.until("We are done.")
    await sam.until("What you showed")
    assert bot.rows("SELECT ending FROM attempts WHERE completed_at IS NOT NULL") == [("kept",)]


async def test_versions_saved_in_a_row_leave_one_attempt_and_one_prompt(bot: RunningBot) -> None:
    """The last one is where the learner is; a version saved twice says nothing again."""
    sam = await bot.playing("short")
    versions = [scenario(summary=f"Version {number}.") for number in range(3)]
    outcomes = await save(bot, sam, *versions, versions[-1])
    assert [isinstance(each, CarriedOver) for each in outcomes] == [True, True, True, False]
    assert sam.texts.count(sam.texts[-2]) == 3
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    under_way = "SELECT count(*) FROM attempts WHERE completed_at IS NULL AND replaced_at IS NULL"
    assert bot.rows(under_way) == [(1,)]


async def test_the_buttons_of_the_version_before_change_nothing(bot: RunningBot) -> None:
    """A tap that was on its way when the file was saved shows where the learner stands."""
    sam = await bot.playing("short")
    old = sam.received[-1]
    number = next(number for number, said in choices(old).items() if "What kept you?" in said)
    data = labels(old)[number]
    await save(bot, sam, later_bus())
    await sam.forge(data, old.id)
    await bot.settled()
    turns = "SELECT count(*) FROM turns"
    assert bot.rows(turns) == [(0,)]
    await sam.choose("What kept you?")
    await sam.until("The bus did.")


@pytest.mark.parametrize("playing", ["", "promise-first", "short"])
async def test_with_nothing_under_way_nobody_is_told(bot: RunningBot, playing: str) -> None:
    """Who idles, plays something else or has ended hears nothing; a new play has the new text."""
    sam = await bot.playing(playing) if playing else await bot.learner()
    if playing == "short":
        await sam.choose("Sit up.")
        await sam.choose("Quit.")
        await sam.until("What you showed")
        await bot.settled()
    before = list(sam.texts)
    assert await save(bot, sam, later_bus()) == [NothingToCarryOver()]
    assert sam.texts == before
    kim = await bot.playing("short", "Kim")
    await kim.choose("Sit up.")
    await kim.until("The bus did.")


async def test_a_person_who_never_agreed_is_not_told(bot: RunningBot) -> None:
    """Nothing is owed to a stranger, and nothing is kept of them."""
    stranger = bot.phone()
    assert await save(bot, stranger, later_bus()) == [NothingToCarryOver()]
    assert stranger.texts == []
    assert str(stranger.person.id) not in bot.kept()
