"""`rehearse centre`, `cohort`, `invite` and `audit`: what an operator does for centres."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.centre.joining import CohortOffered, RoleOffered, look, take_role
from bot.centre.records import Member
from bot.centre.roles import Role
from bot.cli.links import bot_name
from bot.storage.opening import open_database, upgrade
from bot.storage.transaction import Transaction
from tests.contract.centre import People, a_centre
from tests.telegram.standin_http import TOKEN, StandInServer
from tests.unit.commands import CommandLine, Ran

URL = "sqlite:///centres.db"
T = TypeVar("T")

FOUND = ("centre", "add", "riverside", "Riverside College", "--manager", "Jo Price")
BOT = ("--bot", "@RehearseBot")
AUTUMN = ("riverside", "autumn")


@pytest.fixture
def shell(shell: CommandLine) -> CommandLine:
    """A shell whose database is not there yet."""
    shell.set("DATABASE_URL", URL)
    return shell


@pytest.fixture
def people(shell: CommandLine) -> People:
    """Who is who in a centre that is ready for learners."""
    del shell
    asyncio.run(upgrade(URL))
    return done(a_centre)


def done(work: Callable[[Transaction], Awaitable[T]]) -> T:
    """Do something in the database in one transaction."""

    async def within() -> T:
        async with open_database(URL) as database:
            return await database.transact(work)

    return asyncio.run(within())


def printed(shell: CommandLine, *arguments: str) -> str:
    ran = shell.rehearse(*arguments)
    assert (ran.code, ran.err) == (0, ""), ran
    return ran.out


def data(shell: CommandLine, *arguments: str) -> Any:
    return json.loads(printed(shell, *arguments, "--json"))


def code_in(text: str, purpose: str) -> str:
    """Return the code of the one link in a text."""
    (code,) = re.findall(rf"https://t\.me/RehearseBot\?start={purpose}-([0-9a-z]{{16}})\b", text)
    return str(code)


def open_cohort(shell: CommandLine, people: People) -> str:
    days = ("--starts", "2031-01-01", "--ends", "2099-12-31")
    tutor = ("--tutor", people.tutor.id)
    return printed(shell, "cohort", "add", *AUTUMN, "Autumn group", *tutor, *days)


def refused(ran: Ran, code: int, *words: str) -> None:
    assert (ran.code, ran.out) == (code, "")
    for each in words:
        assert each in ran.err


def test_one_command_makes_a_centre_and_prints_its_managers_link(shell: CommandLine) -> None:
    """From nothing: the database is made, and the link gives the role to who opens it."""
    out = printed(shell, *FOUND, *BOT)
    assert "▄" in out
    code = code_in(out, "invite")
    member = done(lambda tx: take_role(tx, 7, code, datetime.now(UTC)))
    assert isinstance(member, Member)
    assert (member.centre, member.name) == ("riverside", "Jo Price")
    assert [held.role for held in member.roles] == [Role.MANAGER]


def test_a_second_centre_of_that_id_is_refused(shell: CommandLine) -> None:
    """Nothing is made of it, and no link."""
    printed(shell, *FOUND, *BOT)
    refused(shell.rehearse(*FOUND, *BOT), 1, "There is a centre riverside already.")
    assert len(data(shell, "centre", "show", "riverside")["links"]) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--office-hours", "always"), "mon-fri 09:00-17:00"),
        (("--time-zone", "Mars/Base"), "Europe/London"),
        (("--bot", "not a bot"), "no user name of a bot"),
        (("--qr", "code.gif"), ".png or .svg"),
    ],
)
def test_what_can_t_be_used_is_told_with_what_can(
    shell: CommandLine, options: tuple[str, str], words: str
) -> None:
    """Nothing is founded then."""
    refused(shell.rehearse(*FOUND, *BOT, *options), 2, words)
    if (shell.folder / "centres.db").exists():
        assert "no centre yet" in printed(shell, "centre", "list")


def test_without_a_token_the_bots_name_has_to_be_said(shell: CommandLine) -> None:
    """Telegram knows a bot by its token alone."""
    refused(shell.rehearse(*FOUND), 2, "REHEARSE_BOT_TOKEN")
    assert not (shell.folder / "centres.db").exists()


def test_the_qr_code_is_written_as_a_picture(shell: CommandLine) -> None:
    """As its name ends."""
    printed(shell, *FOUND, *BOT, "--qr", "manager.png")
    assert (shell.folder / "manager.png").read_bytes().startswith(b"\x89PNG")
    invite = ("invite", "tutor", "--centre", "riverside", "--name", "Al", *BOT)
    printed(shell, *invite, "--qr", "tutor.SVG")
    assert "<svg" in (shell.folder / "tutor.SVG").read_text("utf-8")


def test_an_invitation_gives_its_role_in_its_centre(shell: CommandLine) -> None:
    """As JSON too; every role but the learner's can be given."""
    printed(shell, *FOUND, *BOT)
    invite = ("--centre", "riverside", "--name", "Sam Hill", *BOT)
    made = data(shell, "invite", "safeguarding_lead", *invite)
    offer = done(lambda tx: look(tx, 7, code_in(made["link"], "invite"), datetime.now(UTC)))
    assert isinstance(offer, RoleOffered)
    assert (offer.role, offer.name) == (Role.SAFEGUARDING_LEAD, "Sam Hill")
    refused(shell.rehearse("invite", "learner", *invite), 2, "role")
    refused(shell.rehearse("invite", "tutor", *invite, "--days", "0"), 2, "days")


def test_a_centre_that_is_not_there_is_told_with_how_to_find_one(shell: CommandLine) -> None:
    """Whatever is asked of it."""
    printed(shell, *FOUND, *BOT)
    for command in (
        ("centre", "show", "nowhere"),
        ("centre", "set", "nowhere", "--name", "X"),
        ("invite", "tutor", "--centre", "nowhere", "--name", "X", *BOT),
        ("cohort", "list", "nowhere"),
        ("cohort", "code", "nowhere", "autumn", *BOT),
    ):
        refused(shell.rehearse(*command), 1, "There is no centre nowhere.", "rehearse centre list")


def test_a_centre_is_shown_with_its_people_and_what_it_lacks(shell: CommandLine) -> None:
    """What keeps it from opening to learners is said, and what to do."""
    printed(shell, *FOUND, *BOT)
    out = printed(shell, "centre", "show", "riverside")
    assert "no lead and no deputy for safeguarding" in out
    assert "manager for Jo Price" in out
    assert data(shell, "centre", "show", "riverside")["ready"] is False


def test_a_centre_that_is_ready_says_so(shell: CommandLine, people: People) -> None:
    """With everybody's roles and ids."""
    shown = data(shell, "centre", "show", "riverside")
    assert shown["ready"] is True
    assert {each["member"]: each["roles"] for each in shown["members"]} == {
        people.manager.id: ["manager"],
        people.tutor.id: ["tutor"],
        people.lead.id: ["safeguarding_lead"],
        people.deputy.id: ["safeguarding_lead"],
    }
    assert "safeguarding lead (deputy), test alert answered" in printed(
        shell, "centre", "show", "riverside"
    )


def test_only_what_is_said_changes(shell: CommandLine) -> None:
    """A closed centre invites nobody, until it is opened again."""
    printed(shell, *FOUND, *BOT)
    before = data(shell, "centre", "show", "riverside")
    changes = ("--out-of-hours", "Call 111.", "--page", "--keep-real", "30")
    printed(shell, "centre", "set", "riverside", *changes)
    after = data(shell, "centre", "show", "riverside")
    assert after == {
        **before,
        "out_of_hours": "Call 111.",
        "page": True,
        "keep_real_days": 30,
    }
    printed(shell, "centre", "set", "riverside", "--close")
    assert "riverside: Riverside College, closed" in printed(shell, "centre", "list")
    invite = ("invite", "tutor", "--centre", "riverside", "--name", "Al", *BOT)
    refused(shell.rehearse(*invite), 1, "is closed", "--reopen")
    printed(shell, "centre", "set", "riverside", "--reopen")
    printed(shell, *invite)
    refused(shell.rehearse("centre", "set", "riverside"), 2, "say what to change")


def test_a_cohort_waits_for_lead_and_deputy(shell: CommandLine, people: People) -> None:
    """It is refused with what is missing; after that it opens."""
    away = ("centre", "take-away", "riverside", people.deputy.id, "safeguarding_lead")
    printed(shell, *away)
    refused(shell.rehearse(*away), 1, f"{people.deputy.id} is no safeguarding lead.")
    ran = shell.rehearse(
        "cohort", "add", *AUTUMN, "A", "--tutor", people.tutor.id,
        "--starts", "2031-01-01", "--ends", "2031-02-01",
    )  # fmt: skip
    refused(ran, 1, "can't open to learners", "no deputy")


def test_a_cohort_is_opened_planned_and_closed(shell: CommandLine, people: People) -> None:
    """And listed with all of it."""
    assert "is open" in open_cohort(shell, people)
    printed(
        shell, "cohort", "plan", *AUTUMN, "promise-first", "--mode", "assessed", "--attempts", "1"
    )
    (shell.folder / "ids.csv").write_text("reference\nR1\nR2\n")
    assert printed(shell, "cohort", "references", *AUTUMN, "ids.csv").startswith("2 new")
    shown = data(shell, "cohort", "list", "riverside")
    assert shown["scenarios"] == [{"scenario": "promise-first", "mode": "assessed", "attempts": 1}]
    assert (shown["learners"], shown["references"], shown["closed"]) == (0, 2, False)
    assert "tutor Jo Price" in printed(shell, "cohort", "list", "riverside")
    take = ("centre", "take-away", "riverside", people.tutor.id, "tutor")
    refused(shell.rehearse(*take), 1, "tutors autumn", "hand-over")
    printed(shell, "cohort", "close", *AUTUMN)
    refused(shell.rehearse("cohort", "close", *AUTUMN), 1, "The cohort autumn is closed.")
    printed(shell, *take)


def test_a_cohort_is_handed_to_another_tutor_alone(shell: CommandLine, people: People) -> None:
    """Whoever is no tutor can't have one."""
    open_cohort(shell, people)
    refused(
        shell.rehearse("cohort", "hand-over", *AUTUMN, people.lead.id),
        1,
        f"{people.lead.id} is no tutor.",
    )
    refused(shell.rehearse("cohort", "hand-over", *AUTUMN, "nobody00"), 1, "no member nobody00")
    printed(shell, "cohort", "hand-over", *AUTUMN, people.tutor.id)


def test_learners_join_by_the_link_of_a_cohort(shell: CommandLine, people: People) -> None:
    """Until it is closed by its id."""
    open_cohort(shell, people)
    made = data(shell, "cohort", "code", *AUTUMN, "--uses", "3", *BOT)
    code = code_in(made["link"], "join")
    assert isinstance(done(lambda tx: look(tx, 7, code, datetime.now(UTC))), CohortOffered)
    close = ("centre", "close-link", "riverside", made["invitation"])
    printed(shell, *close)
    refused(shell.rehearse(*close), 1, "There is no open link")
    offer = done(lambda tx: look(tx, 7, code, datetime.now(UTC)))
    assert not isinstance(offer, CohortOffered)
    assert "join-" not in printed(shell, "audit")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"R1\nR1\n=1\n", "line 3"),
        (b"\xff\xfe", "CSV in UTF-8"),
        (b"x" * (1 << 20) + b"x", "1 MiB"),
        (b"", "holds no reference"),
    ],
)
def test_a_list_that_can_t_be_used_is_refused_whole(
    shell: CommandLine, people: People, content: bytes, words: str
) -> None:
    """Everything wrong is said by line, and nothing is taken."""
    open_cohort(shell, people)
    (shell.folder / "ids.csv").write_bytes(content)
    refused(shell.rehearse("cohort", "references", *AUTUMN, "ids.csv"), 1, words)
    assert data(shell, "cohort", "list", "riverside")["references"] == 0


def test_the_audit_says_who_did_what(shell: CommandLine, people: People) -> None:
    """By centre, member and day; the operator is named as such."""
    open_cohort(shell, people)
    assert re.search(
        r"riverside  the operator  open cohort, cohort autumn", printed(shell, "audit")
    )
    own = printed(shell, "audit", "--person", people.lead.id, "--json").splitlines()
    assert [json.loads(line)["name"] for line in own] == ["Lee Lead"]
    nothing = ("audit", "--since", "2199-01-01")
    assert printed(shell, *nothing) == "Nothing like that is in the audit.\n"
    assert printed(shell, *nothing, "--json") == ""
    assert printed(shell, "audit", "--centre", "hilltop", "--json") == ""


async def test_the_bots_name_is_asked_of_telegram(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a token, links name the bot that Telegram says it is."""
    monkeypatch.chdir(tmp_path)
    async with StandInServer() as server:
        monkeypatch.setenv("REHEARSE_BOT_TOKEN", TOKEN)
        monkeypatch.setenv("REHEARSE_API_URL", server.url)
        name = await asyncio.to_thread(bot_name, None)
        assert [call.method for call in server.calls] == ["getMe"]
        assert name == "rehearse_bot"
