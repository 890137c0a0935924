"""One learner from the first link to the last goodbye, with the library's own scenarios."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from bot.standin.chats import Message
from scenarios.catalogue import load_catalogue
from scenarios.loading import LIBRARY, read_scenario
from scenarios.machine import ScenarioMachine
from scenarios.model import Scenario
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot, running

_FIRST, _SECOND, _THIRD = "promise-first", "add-me-back", "he-keeps-my-card"
_WAY = "Try another way from here"


async def test_a_learner_practises_looks_back_revises_and_leaves(tmp_path: Path) -> None:
    """Three practices, another way, a log, progress, cards, a copy of it all, and an end."""
    async with running(tmp_path) as bot:
        sam = bot.phone("Sam")
        await sam.send(f"/start play-{_FIRST}")
        await sam.tap("I agree")
        await _play(bot, sam, _FIRST, best=False)
        await _look_back(bot, sam)
        await _go_another_way(bot, sam)
        for scenario in (_SECOND, _THIRD):
            await sam.send(f"/start play-{scenario}")
            await _play(bot, sam, scenario, best=True)
        await _see_progress(bot, sam)
        await _revise(bot, sam)
        await _take_a_copy(bot, sam)
        await _leave(bot, sam)


async def _play(bot: RunningBot, sam: Phone, scenario: str, *, best: bool) -> None:
    """Play by the scenario's own tests: the one that achieves, or one that does not."""
    played = _read(scenario)
    chosen = next(test.choose for test in played.tests if bool(test.achieved) is best)
    await sam.tap("Begin")
    await _say(sam, _said(played, chosen))
    report = await sam.until(lambda: _report_of(sam, played.title))
    await bot.settled()
    wanted = "Scenario standard reached" if best else "Not yet reached"
    assert wanted in report.text
    assert list(labels(report))[-2:] == ["Look back", _WAY]


async def _look_back(bot: RunningBot, sam: Phone) -> None:
    await sam.tap("Look back")
    await sam.until("question 1 of 3")
    await bot.settled()
    await sam.send("She wanted a promise.")
    await sam.until("question 2 of 3")
    await sam.tap("Skip")
    await sam.until("question 3 of 3")
    await bot.settled()
    await sam.send("Say the limit first.")
    log = await sam.until("Your log")
    await bot.settled()
    assert "She wanted a promise." in log.text
    assert "You skipped this one." in log.text


async def _go_another_way(bot: RunningBot, sam: Phone) -> None:
    """Go back to the first turn and play it as the best test does; the first attempt stays."""
    played = _read(_FIRST)
    chosen = next(test.choose for test in played.tests if test.achieved)
    recorded = "SELECT percent, achieved, marks FROM attempts WHERE mode = 'practice'"
    before = bot.rows(recorded)
    report = await sam.until(lambda: _report_of(sam, played.title))
    await sam.tap(_WAY, report)
    await sam.tap("Turn 1")
    await _say(sam, _said(played, chosen))
    await sam.until("Another way, from turn 1. First time:")
    await bot.settled()
    assert bot.rows(recorded) == before


async def _see_progress(bot: RunningBot, sam: Phone) -> None:
    """The picture and the words come; the newest attempt can be read again."""
    await sam.send("/progress")
    shown = await sam.until("Your progress\n")
    await bot.settled()
    assert "Conversations finished: 3\n" in shown.text
    assert "Standard reached in 2 of 3" in shown.text
    assert len(bot.called("sendPhoto")) == 1
    await sam.tap("Read one again")
    await sam.until("Another way")


async def _revise(bot: RunningBot, sam: Phone) -> None:
    """A card answered well is put off for days; when those have passed it is due again."""
    cards = "SELECT card FROM cards WHERE due_at > reviewed_at"
    await sam.send("/learn")
    await sam.until("Card 1")
    await bot.settled()
    await sam.tap("Show")
    await sam.tap("Yes")
    await sam.until("Card 2")
    await bot.settled()
    await sam.tap("Leave")
    await sam.until("Due again: 1 in ")
    await bot.settled()
    (card,) = bot.rows(cards)
    days = timedelta(days=100) // timedelta(microseconds=1)
    bot.rows("UPDATE cards SET due_at = due_at - ?, reviewed_at = reviewed_at - ?", days, days)
    await sam.send("/learn")
    await sam.tap("Show")
    await sam.tap("Nearly")
    await bot.settled()
    assert bot.rows(cards) == [card]


async def _take_a_copy(bot: RunningBot, sam: Phone) -> None:
    await sam.send("/mydata")
    page, file = await sam.until(lambda: _documents(sam))
    await bot.settled()
    copy = json.loads(_content(bot, file))
    assert len(copy["practices"]) == 4
    assert "She wanted a promise." in json.dumps(copy)
    assert "She wanted a promise." in _content(bot, page)
    assert len(copy["cards"]) == 1


async def _leave(bot: RunningBot, sam: Phone) -> None:
    await sam.send("/deleteme")
    await sam.tap("Delete everything")
    await sam.until("is deleted")
    await bot.settled()
    rules, goodbye = sam.received
    assert "By tapping I agree" in rules.text
    assert "only you can remove" in goodbye.text
    assert str(sam.person.id) not in bot.kept()
    assert "She wanted a promise." not in bot.kept()
    await sam.send("/progress")
    await sam.until(lambda: len(sam.received) == 3)
    assert "By tapping I agree" in sam.texts[-1]


async def _say(sam: Phone, said: Sequence[str]) -> None:
    for words in said:
        await sam.choose(words)


def _read(scenario: str) -> Scenario:
    return read_scenario(LIBRARY / f"{scenario}.yaml", load_catalogue())


def _said(scenario: Scenario, chosen: Sequence[str]) -> list[str]:
    """Return what is said by taking these choices one after the other."""
    machine = ScenarioMachine(scenario)
    state = machine.begin()
    said = []
    for choice in chosen:
        said.append(scenario.nodes[state.node].choices[choice].say)
        state = machine.advance(state, choice)
    return said


def _report_of(sam: Phone, title: str) -> Message | None:
    reports = (each for each in sam.received if "What you showed" in each.text)
    return next((each for each in reports if f"{title}\n" in each.text), None)


def _documents(sam: Phone) -> list[Message] | None:
    found = [each for each in sam.received if "document" in each.content]
    return found if len(found) == 2 else None


def _content(bot: RunningBot, message: Message) -> str:
    return bot.server.api.files[message.content["document"]["file_id"]].data.decode()
