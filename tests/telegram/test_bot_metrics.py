"""What `/metrics` says of a bot at work: right numbers, nothing about people, all explained."""

import contextlib
import math
import re
import sqlite3
from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Answer, Outcome, Trouble
from bot.settings import Address
from bot.standin.faults import Fault
from bot.storage.database import Database, Work
from bot.storage.errors import DatabaseUnavailable, Reason
from bot.storage.sqlite import SqliteDatabase
from tests.faults.processes import free_port
from tests.telegram.authored import Json, scenario
from tests.telegram.phone import Phone
from tests.telegram.running import RunningBot, running

_SECRET = "a-secret"
_PAGE = Path(__file__).parents[2] / "docs" / "operators" / "running.md"
_OWED_METHODS = ("sendMessage", "editMessageText", "editMessageReplyMarkup")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[RunningBot]:
    """A bot that serves its webhook, and so its metrics."""
    with free_port() as port:
        settings: dict[str, Any] = {
            "webhook_url": f"http://127.0.0.1:{port}/telegram",
            "webhook_secret": _SECRET,
            "listen": Address("127.0.0.1", port),
        }
        async with running(tmp_path, scenario(), **settings) as started:
            yield started


class Scraped:
    """What `/metrics` said at one moment."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.samples = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def value(self, name: str, **labels: str) -> float:
        """Return one number."""
        return self.samples[f"rehearse_{name}", frozenset(labels.items())]

    def total(self, name: str) -> float:
        """Return a number summed over its labels."""
        return sum(value for (each, _), value in self.samples.items() if each == f"rehearse_{name}")

    def labels(self) -> Iterable[tuple[str, Mapping[str, str]]]:
        """Return the name and the labels of each of our numbers."""
        ours = (each for each in self.samples if each[0].startswith("rehearse_"))
        return [(name, dict(labels)) for name, labels in ours]


async def test_a_turn_is_counted_once_it_is_recorded(bot: RunningBot) -> None:
    """From the link to the report: each update and turn, and the one ending."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await bot.settled()
    halfway = await _scraped(bot)
    assert halfway.value("updates_total", outcome="handled") == 4
    assert halfway.value("turns_total", mode="practice") == 1
    assert halfway.total("attempts_completed_total") == 0

    await sam.send("1")
    await sam.until("What you showed")
    await bot.settled()
    done = await _scraped(bot)
    assert done.total("updates_total") == 5
    assert done.value("turns_total", mode="practice") == 2
    assert done.value("attempts_completed_total", mode="practice") == 1
    assert done.total("errors_total") == 0


async def test_another_way_is_counted_apart(bot: RunningBot) -> None:
    """The turns and the ending of a replay are no practice's; those copied are not counted."""
    sam = await _finished(bot)
    await sam.tap("Try another way from here")
    await sam.tap("Turn 2")
    await sam.until("Another way, from turn 2.")
    await bot.settled()
    await sam.choose("Quit.")
    await bot.settled()
    seen = await _scraped(bot)
    assert seen.value("turns_total", mode="replay") == 1
    assert seen.value("attempts_completed_total", mode="replay") == 1
    assert seen.value("turns_total", mode="practice") == 2
    assert seen.value("attempts_completed_total", mode="practice") == 1


async def test_each_update_and_each_owed_call_is_timed(bot: RunningBot) -> None:
    """Histograms hold as many moments as there were updates and calls, and these are all owed."""
    await _finished(bot)
    seen = await _scraped(bot)
    assert seen.value("update_seconds_count") == seen.total("updates_total")
    assert seen.value("call_seconds_count") == seen.total("calls_total")
    assert 0 < seen.value("update_seconds_sum") < math.inf
    for method in _OWED_METHODS:
        made = len(bot.called(method))
        assert made
        assert seen.value("calls_total", method=method, outcome="ok") == made
    assert "answerCallbackQuery" not in seen.text


async def test_an_update_that_comes_again_is_counted_as_repeated(bot: RunningBot) -> None:
    """One handled, two repeated; what the bot does not read is neither."""
    sam = await bot.learner()
    before = await _scraped(bot)
    for _ in range(3):
        await _post(bot, _text(sam.person.id))
    await _post(bot, {"update_id": 999_000_002, "edited_message": {}})
    await bot.settled()
    seen = await _scraped(bot)
    risen = {
        outcome: seen.value("updates_total", outcome=outcome)
        - before.value("updates_total", outcome=outcome)
        for outcome in Outcome
    }
    assert risen == {"handled": 1, "repeated": 2, "unread": 1, "set_aside": 0}


async def test_what_was_undone_is_not_counted(bot: RunningBot) -> None:
    """A turn whose update breaks afterwards is no turn; each try is an error of the handler."""
    sam = await bot.playing("short")
    bot.rows(
        "CREATE TRIGGER no_reply BEFORE INSERT ON outbox WHEN new.payload LIKE '%Work did.%'"
        " BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    await sam.choose("What kept you?")
    await sam.until("Sorry, something went wrong")
    await bot.settled()
    seen = await _scraped(bot)
    assert bot.rows("SELECT * FROM turns") == []
    assert seen.total("turns_total") == 0
    assert seen.value("updates_total", outcome="set_aside") == 1
    assert seen.value("errors_total", where="handler") == 3


async def test_a_database_that_was_away_is_an_error(
    bot: RunningBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be committed counts as an error, and once as handled when it comes again."""
    sam = await bot.learner()
    before = await _scraped(bot)
    refused: list[Reason] = []

    async def full(_database: Database, _work: Work[Any]) -> Any:
        refused.append(Reason.FULL)
        raise DatabaseUnavailable("sqlite:///x", Reason.FULL)

    with monkeypatch.context() as patched:
        patched.setattr(SqliteDatabase, "transact", full)
        assert await _post(bot, _text(sam.person.id)) == 503
    assert await _post(bot, _text(sam.person.id)) == 200
    await bot.settled()
    seen = await _scraped(bot)
    assert refused
    assert seen.value("errors_total", where="database") == len(refused)
    assert seen.total("updates_total") == before.total("updates_total") + 1


async def test_what_telegram_answers_is_told_apart(bot: RunningBot) -> None:
    """A call can be taken, tried again, refused for good, or be blocked by the learner."""
    sam = await bot.learner()
    before = await _scraped(bot)
    bot.server.api.faults.plan(Fault.CUT_BEFORE, methods=["sendMessage"], times=1)
    await _post(bot, _text(sam.person.id))
    await bot.settled()
    await _post(bot, _text(404_404_404, number=999_000_002))
    await bot.settled()
    sam.person.blocks()
    await _post(bot, _text(sam.person.id, number=999_000_003))
    await bot.settled()
    seen = await _scraped(bot)
    made = {"method": "sendMessage"}
    for outcome in (Answer.RETRIED, Answer.REFUSED, Answer.BLOCKED):
        assert seen.value("calls_total", outcome=outcome, **made) == 1
    ok = before.value("calls_total", outcome="ok", **made)
    assert seen.value("calls_total", outcome="ok", **made) == ok + 1


async def test_what_was_done_already_is_no_refusal(bot: RunningBot) -> None:
    """An edit whose answer was lost is tried again, and "not modified" then means it is done."""
    sam = await bot.playing("short")
    before = await _scraped(bot)
    bot.server.api.faults.plan(Fault.CUT_AFTER, methods=["editMessageText"], times=1)
    await sam.choose("What kept you?")
    await bot.settled()
    seen = await _scraped(bot)
    risen = {
        labels["outcome"]: value - before.samples.get(each, 0)
        for each, value in seen.samples.items()
        if (labels := dict(each[1])).get("method") == "editMessageText"
    }
    assert risen == {"retried": 1, "ok": 1}


async def test_what_waits_is_counted_when_it_is_asked_for(bot: RunningBot) -> None:
    """While Telegram is away the replies owed are there to see; afterwards none is."""
    sam = await bot.playing("short")
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=_OWED_METHODS)
    await sam.choose("What kept you?")
    await bot.heard()
    assert (await _scraped(bot)).value("replies_waiting") == 2
    bot.server.api.faults.clear()
    await bot.settled()
    assert (await _scraped(bot)).value("replies_waiting") == 0


async def test_a_database_that_does_not_answer_hides_only_what_waits(bot: RunningBot) -> None:
    """The page comes all the same, with no number for the replies that wait."""
    with contextlib.closing(sqlite3.connect(bot.database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        seen = await _scraped(bot)
    assert math.isnan(seen.value("replies_waiting"))
    assert seen.total("updates_total") == 0


async def test_nothing_about_a_person_is_on_the_page(bot: RunningBot) -> None:
    """No number or name of a learner, no word of a scenario; labels have few values, all known."""
    sam = await _finished(bot)
    seen = await _scraped(bot)
    told = [str(sam.person.id), "Sam", "short", "What kept you?", "Work did."]
    assert [each for each in told if each in seen.text] == []
    known = {
        "outcome": {*Outcome, *Answer},
        "mode": {"practice", "replay"},
        "where": set(Trouble),
        "method": set(_OWED_METHODS),
    }
    for _, labels in seen.labels():
        for label, value in labels.items():
            assert label == "le" or value in known[label]


async def test_a_bot_that_polls_serves_metrics_where_it_serves_health(tmp_path: Path) -> None:
    """With `REHEARSE_LISTEN` set, polled updates are counted as posted ones are."""
    with free_port() as port:
        async with running(tmp_path, scenario(), listen=Address("127.0.0.1", port)) as bot:
            await bot.learner()
            assert (await _scraped(bot)).value("updates_total", outcome="handled") == 2


async def test_every_metric_is_explained(bot: RunningBot) -> None:
    """The operators' table has each metric that is served, with its labels, and no other."""
    await bot.learner()
    seen = await _scraped(bot)
    served = {name: set[str]() for name in re.findall(r"^# TYPE (\S+)", seen.text, re.MULTILINE)}
    for name, pairs in seen.samples:
        if name in served:
            served[name] |= {label for label, _ in pairs}
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| (.+) \|$", _explained(), re.MULTILINE)
    assert {name: set(re.findall(r"`(\w+)`", labels)) for name, labels, _ in rows} == served
    meanings = {name: meaning for name, _, meaning in rows}
    for name, labels in seen.labels():
        for label in {"outcome", "mode", "where"} & labels.keys():
            assert f"`{labels[label]}`" in meanings[name]


async def test_the_examples_name_metrics_that_there_are(bot: RunningBot) -> None:
    """What the alerts watch is served, from the first moment on."""
    seen = await _scraped(bot)
    names = {name for name, _ in seen.labels()}
    watched = re.findall(r"^ +expr: (.+)$", _explained(), re.MULTILINE)
    assert len(watched) == 2
    for expression in watched:
        assert set(re.findall(r"rehearse_\w+", expression)) <= names


def _explained() -> str:
    """Return the operators' section about metrics."""
    _, _, section = _PAGE.read_text("utf-8").partition("\n## Metrics\n")
    return section.partition("\n## ")[0]


async def _finished(bot: RunningBot) -> Phone:
    """Return the phone of a learner who has just finished `short`."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.choose("What could you try?")
    await sam.until("What you showed")
    await bot.settled()
    return sam


async def _scraped(bot: RunningBot) -> Scraped:
    host, port = bot.settings.listen
    async with ClientSession() as session, session.get(f"http://{host}:{port}/metrics") as response:
        assert response.status == 200
        return Scraped(await response.text())


async def _post(bot: RunningBot, update: Json) -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": _SECRET}
    url = bot.settings.webhook_url or ""
    async with ClientSession(headers=headers) as session, session.post(url, json=update) as answer:
        return answer.status


def _text(chat: int, number: int = 999_000_001) -> Json:
    """Write an update in which somebody asks for help."""
    message = {"message_id": 1, "chat": {"id": chat, "type": "private"}, "text": "/help"}
    return {"update_id": number, "message": message}
