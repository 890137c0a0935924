"""Every table that knows a learner: their copy shows it, and after the end nothing is there."""

import asyncio
import contextlib
import json
import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.storage.moments import micros
from bot.storage.schema import VERSION_TABLE
from tests.contract.plain import look
from tests.telegram.authored import Json, scenario
from tests.telegram.phone import PATIENCE_SECONDS, Phone
from tests.telegram.running import RunningBot, running

_RUNNING = Path(__file__).parents[2] / "docs" / "operators" / "running.md"
_CANARY = "a canary that sings for nobody else"

_OF_THE_ATTEMPTS = "attempt_id IN (SELECT id FROM attempts WHERE learner_id = {learner})"
_OF_THE_MEMBER = "{} IN (SELECT id FROM members WHERE person = {{chat}})"

WHOSE = {
    "learners": "id = {learner}",
    "attempts": "learner_id = {learner}",
    "turns": _OF_THE_ATTEMPTS,
    "remarks": _OF_THE_ATTEMPTS,
    "debrief_answers": _OF_THE_ATTEMPTS,
    "cards": "learner_id = {learner}",
    "move_codes": "learner_id = {learner}",
    "outbox": "chat_id = {chat}",
    "set_aside": "chat_id = {chat}",
    "page_links": "person = {chat}",
    "page_visitors": "person = {chat}",
    "page_messages": "person = {chat}",
    "enrolments": "learner_id = {learner}",
    "wrong_codes": "person = {chat}",
    "previews": "person = {chat}",
    "members": "person = {chat}",
    "roles": _OF_THE_MEMBER.format("member"),
    "audit": _OF_THE_MEMBER.format("actor"),
    "disclosures": "learner_id = {learner}",
    "alerts": "disclosure IN (SELECT id FROM disclosures WHERE learner_id = {learner})",
}
"""How to find the rows of one learner in each table that knows learners."""

STAYS = {"members", "roles", "audit"}
"""The tables that go on saying what staff did, by their name and no longer by their number."""

NOBODYS = {
    "scenario_versions",
    "updates",
    "centres",
    "cohorts",
    "cohort_scenarios",
    "cohort_references",
    "invitations",
    "publications",
}
"""The tables that know no learner."""

IN_THE_COPY: dict[str, Callable[[Json], object]] = {
    "learners": lambda copy: copy["account"]["telegram_number"],
    "attempts": lambda copy: copy["practices"],
    "turns": lambda copy: copy["practices"][0]["turns"],
    "remarks": lambda copy: copy["practices"][0]["marked_again"],
    "debrief_answers": lambda copy: copy["practices"][0]["looking_back"],
    "cards": lambda copy: copy["cards"],
    "move_codes": lambda copy: copy["move_code"],
    "outbox": lambda copy: copy["messages"],
    "set_aside": lambda copy: copy["updates_set_aside"],
    "page_links": lambda copy: copy["page"]["links_until"],
    "page_visitors": lambda copy: copy["page"],
    "page_messages": lambda copy: copy["page"]["messages"],
    "enrolments": lambda copy: copy["centres"]["cohorts"],
    "wrong_codes": lambda copy: copy["centres"]["wrong_codes"],
    "previews": lambda copy: copy["centres"]["preview"],
    "members": lambda copy: copy["centres"]["roles"][0]["shown_as"],
    "roles": lambda copy: copy["centres"]["roles"],
    "audit": lambda copy: copy["centres"]["done_by_you"],
    "disclosures": lambda copy: copy["centres"]["sounded_real"],
    "alerts": lambda copy: copy["centres"]["sounded_real"][0]["alerts"],
}
"""What the copy makes of each table."""


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/rehearse.db"
    address: str = request.getfixturevalue("postgres_url")
    return address


async def test_the_copy_shows_every_table_and_the_end_empties_it(tmp_path: Path, url: str) -> None:
    """Rows in all tables are in the copy and gone after the end; another learner keeps theirs."""
    async with running(tmp_path, scenario(), database_url=url) as bot:
        kim, sam = bot.phone("Kim"), bot.phone("Sam")
        for phone in (kim, sam):
            await _fill(bot, url, phone)
        kims, sams = await _rows(url, kim), await _rows(url, sam)
        assert set(kims) | NOBODYS == await _tables(url), "a table is in no list of this test"
        assert all(sams.values()), "a table holds no row of the learner to be found"

        copy = await _copy(bot, sam)
        assert {table for table, part in IN_THE_COPY.items() if part(copy)} == set(WHOSE)
        assert json.dumps(copy).count(_CANARY) == 3
        page = _file(bot, sam, "my-rehearse-data.html")
        assert page is not None
        assert page.count(_CANARY) == 3

        await sam.send("/deleteme")
        await sam.tap("Delete everything")
        await sam.until("is deleted")
        await _settled(bot, url)
        left = {table: await _all(url, table) for table in await _tables(url)}
    for table in WHOSE.keys() - STAYS:
        assert sorted(map(repr, left[table])) == sorted(map(repr, kims[table])), table
    assert [role for role in left["roles"] if role[5] is None] == kims["roles"]
    everything = repr(left)
    assert _CANARY in everything  # Kim's
    assert str(sam.person.id) not in everything


async def test_the_copy_gives_each_row_of_the_tables_once(tmp_path: Path, url: str) -> None:
    """What is counted in the tables is counted in the copy, with nothing of anybody else's."""
    async with running(tmp_path, scenario(), database_url=url) as bot:
        kim, sam = bot.phone("Kim"), bot.phone("Sam")
        await _fill(bot, url, kim)
        await _fill(bot, url, sam)
        rows = await _rows(url, sam)
        copy = await _copy(bot, sam)
    assert len(copy["practices"]) == len(rows["attempts"])
    assert sum(len(each["turns"]) for each in copy["practices"]) == len(rows["turns"])
    assert len(copy["messages"]) == len(rows["outbox"])
    assert copy["account"]["telegram_number"] == sam.person.id
    assert str(kim.person.id) not in json.dumps(copy)


async def test_what_operators_are_told_to_run_leaves_nothing_either(tmp_path: Path) -> None:
    """The statements on the page about running the bot empty the same tables."""
    url = f"sqlite:///{tmp_path}/rehearse.db"
    async with running(tmp_path, scenario()) as bot:
        sam = bot.phone()
        await _fill(bot, url, sam)
        await _settled(bot, url)
    (statements,) = re.findall(r"```sql\n(.*?)```", _RUNNING.read_text("utf-8"), re.DOTALL)
    with contextlib.closing(sqlite3.connect(tmp_path / "rehearse.db")) as database:
        database.executescript(statements.replace("123456789", str(sam.person.id)))
    left = {table: await _all(url, table) for table in WHOSE}
    assert {table for table, rows in left.items() if rows} == STAYS
    assert str(sam.person.id) not in repr(left)
    assert await _all(url, "roles", "until IS NULL") == []


async def _fill(bot: RunningBot, url: str, phone: Phone) -> None:
    """Let a person leave rows in every table: by playing, and what takes a fault by hand."""
    await phone.send("/start play-short")
    await phone.tap("I agree")
    await phone.tap("Begin")
    await phone.choose("What kept you?")
    await phone.choose("Quit.")
    await phone.tap("Play again")
    await phone.choose("Sit up.")
    await phone.send("/settings")
    await phone.tap("Move to another account")
    await phone.tap("Make a code")
    await phone.until("/move ")
    await _settled(bot, url)
    chat = phone.person.id
    learner = await _learner(url, phone)
    first = await _all(url, "attempts", f"learner_id = {learner} AND percent IS NOT NULL")
    payload = json.dumps({"message": {"from": phone.person.profile, "text": _CANARY}})
    later = micros(datetime.now(UTC) + timedelta(hours=1))
    typed = (  # as somebody without a centre types it: no centre keeps it
        f"NULL, NULL, NULL, '{_CANARY}', 1, 1, NULL, NULL, NULL, {later}, 0, NULL, NULL, NULL"
    )
    version = f"'{first[0][3]}', '{first[0][4]}', 'The short one'"
    me = learner  # ids of their own for what they have at a centre
    result = json.dumps({"ending": "gone", "percent": 0, "achieved": False, "marks": {}})
    shown = json.dumps({"date": 1, "mine": False, "content": {"text": "Hello."}, "keyboard": None})
    for table, values in (
        ("remarks", f"({first[0][0]}, 1, 1, 'Jo', 'So.', 'a', 'b', '{result}', '{result}')"),
        ("debrief_answers", f"({first[0][0]}, 1, '{_CANARY}', 1)"),
        ("cards", f"({learner}, 'term:mentoring', 2, NULL, 1.5, 5.0, 1, 1)"),
        ("set_aside", f"(1, {chat}, '{payload}', 'KeyError', 3, 1, {chat})"),
        ("page_links", f"('digest-{chat}', {later}, {chat}, NULL)"),
        ("page_visitors", f"({chat}, 'digest-{chat}', 1, 1, NULL)"),
        ("page_messages", f"({chat}, 1, '{shown}', NULL)"),
        ("centres", f"('at-{me}', 'Riverside', 'Europe/London', '', '', false, 1, NULL, 90)"),
        ("members", f"('{me}', 'at-{me}', {chat}, 'Jo Price')"),
        ("roles", f"({me}, '{me}', 'tutor', NULL, 1, NULL, NULL, NULL, NULL)"),
        (
            "cohorts",
            f"('of-{me}', 'at-{me}', 'a', 'A', NULL, '2026-09-07', '2026-12-18', '{me}', 1, NULL)",
        ),
        ("enrolments", f"({me}, 'of-{me}', {learner}, 'R1', 1, NULL, NULL)"),
        ("wrong_codes", f"({chat}, 1, 1)"),
        ("publications", f"('{me}', 'at-{me}', {version}, '{me}', 'draft', NULL, NULL, '', 1)"),
        ("previews", f"({chat}, 'preview-{me}', '{me}', '[]', '[]', 1)"),
        ("disclosures", f"('d-{me}', 's', {learner}, {typed})"),
        ("alerts", f"('d-{me}', '{me}', 1, 1, 1, NULL)"),
        ("audit", f"({me}, 1, 'at-{me}', '{me}', 'invite', 'invitation x', '')"),
    ):
        await look(url, f"INSERT INTO {table} VALUES {values}")  # noqa: S608 - our own values


async def _copy(bot: RunningBot, phone: Phone) -> Json:
    await phone.send("/mydata")
    copy: Json = json.loads(await phone.until(lambda: _file(bot, phone, "my-rehearse-data.json")))
    return copy


def _file(bot: RunningBot, phone: Phone, name: str) -> str | None:
    """Return the newest file of this name that a phone received."""
    for message in reversed(phone.received):
        document = message.content.get("document", {})
        if document.get("file_name") == name:
            return bot.server.api.files[document["file_id"]].data.decode()
    return None


async def _rows(url: str, phone: Phone) -> dict[str, list[tuple[Any, ...]]]:
    learner = await _learner(url, phone)
    return {
        table: await _all(url, table, whose.format(learner=learner, chat=phone.person.id))
        for table, whose in WHOSE.items()
    }


async def _learner(url: str, phone: Phone) -> int:
    ((learner, *_),) = await _all(url, "learners", f"telegram_id = {phone.person.id}")
    return int(learner)


async def _all(url: str, table: str, where: str = "1 = 1") -> list[tuple[Any, ...]]:
    return await look(url, f"SELECT * FROM {table} WHERE {where}")  # noqa: S608 - our own tables


async def _tables(url: str) -> set[str]:
    asked = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        if url.startswith("sqlite")
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    return {name for (name,) in await look(url, asked)} - {VERSION_TABLE}


async def _settled(bot: RunningBot, url: str) -> None:
    """Wait until nothing is owed any more."""
    await bot.heard()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await _all(url, "outbox", "sent_at IS NULL AND failed IS NULL"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # a database tells nobody of a change
