"""From nothing to learners who play: one command, and the rest in the bot."""

import asyncio
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.telegram.authored import scenario, text
from tests.telegram.phone import Phone
from tests.telegram.running import RunningBot

_COMMAND = "from bot.cli.main import main; main()"
_TOUCHING = scenario("a-bruise", title="A bruise", content_note="Jo is hurt at home.")
_LINK = re.compile(r"\?start=((?:invite|join)-[0-9a-z]{16})")


async def test_a_centre_comes_to_its_learners_from_nothing(bot: RunningBot) -> None:
    """A command prints the manager's link; staff are invited, leads answer, a tutor publishes.

    What touches safety goes through a second person. Learners join by link and play it, the export
    says centre and cohort of each attempt, and another centre's tutor finds none of it.
    """
    founded = await _rehearse(
        bot, "centre", "add", "riverside", "Riverside", "--manager", "Mo", "--bot", "rehearse_bot"
    )
    mo = bot.phone("Mo")
    await mo.send(f"/start {_found(founded)}")
    await mo.tap("I agree")
    await mo.tap("Accept")
    await mo.until("You are a manager at Riverside now.")
    jo = await _invited(bot, mo, "Tutor", "Jo Price")
    for name in ("Lee Lead", "Dee Deputy"):
        lead = await _invited(bot, mo, "Safeguarding lead", name)
        await lead.tap("It reached me")
        await lead.until("alerts reach you.")
    await mo.send("/centre")
    await mo.until("The centre is ready for learners.")

    quinn = await _invited(bot, mo, "Quality assurer", "Quinn")
    await _published(jo, quinn)
    link = await _opened(bot, jo)
    for name in ("Sam", "Kim", "Alex"):
        await _plays(bot, link, name)
    await jo.send("/cohorts")
    await jo.tap("Autumn")
    await jo.until("Learners: 3.")
    exported = await _rehearse(bot, "export", "--json")
    lines = [json.loads(line) for line in exported.splitlines()]
    assert len(lines) == 3
    assert {(line["centre"], line["cohort"]) for line in lines} == {("riverside", "autumn")}
    assert all(line["completed"] for line in lines)
    assert {line["scenario"] for line in lines} == {"a-bruise"}
    await _finds_nothing(bot)


async def _invited(
    bot: RunningBot, mo: Phone, role: str, name: str, centre: str = "Riverside"
) -> Phone:
    """Let the manager invite somebody, who takes the role; return their phone."""
    await mo.send("/centre")
    await mo.tap("Invite somebody")
    await mo.tap(role)
    await bot.settled()
    await mo.send(name)
    made = await mo.until(f"This link makes {name} a")
    phone = bot.phone(name.split(maxsplit=1)[0])
    await phone.send(f"/start {_found(made.text)}")
    await phone.tap("I agree")
    await phone.tap("Accept")
    await phone.until(f"at {centre} now.")
    return phone


async def _opened(bot: RunningBot, jo: Phone) -> str:
    """Let the tutor open a cohort; return what its join link carries."""
    await jo.send("/cohorts")
    await jo.tap("Open a group")
    await bot.settled()
    await jo.send("Autumn")
    await jo.tap("None of these")
    await jo.until("When does “Autumn” start?")
    await jo.tap(next(label for label in jo.buttons if label.startswith("Today")))
    await jo.until("What is the last day of “Autumn”?")
    await jo.tap(jo.buttons[0])
    await jo.until("“Autumn” is open.")
    await jo.tap("Join link")
    await jo.tap("30")
    made = await jo.until("This link lets learners join")
    return _found(made.text)


async def _published(jo: Phone, quinn: Phone) -> None:
    """Let the tutor send a scenario that touches safety, and the assurer approve it."""
    jo.person.sends_document("a-bruise.yaml", text(_TOUCHING), "application/yaml")
    await jo.tap("Publish")
    await quinn.tap("Look at it")
    await quinn.tap("Approve")
    await jo.until("Quinn approved “A bruise”")


async def _finds_nothing(bot: RunningBot) -> None:
    """Let another centre's tutor look for the cohort, the scenario and the learners."""
    founded = await _rehearse(
        bot, "centre", "add", "hilltop", "Hilltop", "--manager", "Max", "--bot", "rehearse_bot"
    )
    max_ = bot.phone("Max")
    await max_.send(f"/start {_found(founded)}")
    await max_.tap("I agree")
    await max_.tap("Accept")
    await max_.until("You are a manager at Hilltop now.")
    alex = await _invited(bot, max_, "Tutor", "Alex Other", "Hilltop")
    await alex.send("/cohorts")
    await alex.until("There is no group yet that you can see.")
    await alex.send("/scenarios")
    await alex.until("There is nothing here yet")
    await alex.send("/start play-a-bruise")
    await alex.until("That conversation is not here.")
    assert not any("Autumn" in said or "bruise" in said for said in alex.texts)


async def _plays(bot: RunningBot, link: str, name: str) -> None:
    phone = bot.phone(name)
    await phone.send(f"/start {link}")
    await phone.tap("I agree")
    await phone.tap("Join")
    await phone.until("You are in “Autumn” at Riverside now.")
    await bot.settled()
    await phone.send("/start play-a-bruise")
    await phone.tap("Begin")
    await phone.choose("What kept you?")
    await phone.choose("What could you try?")
    await phone.until("What you showed")


async def _rehearse(bot: RunningBot, *arguments: str) -> str:
    """Run a command on the bot's database, and return what it printed."""
    given = {f"REHEARSE_{name}": value for name, value in bot.environment.items()}
    root = str(Path(__file__).parents[2])
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", _COMMAND, *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **given, "PYTHONPATH": root},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _found(text: str) -> str:
    found = _LINK.search(text)
    assert found is not None
    return found[1]
