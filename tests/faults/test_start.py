"""Starts that can't succeed: one clear sentence with the remedy, and no traceback."""

import os
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.problems import explain
from bot.errors import TelegramUnreachable
from bot.service import run
from bot.settings import Settings
from bot.standin.faults import Fault, Faults
from bot.storage.schema import VERSION_TABLE
from bot.telegram import meeting
from scenarios.loading import library_files
from tests.faults.processes import Ended, free_port, rehearse
from tests.telegram.standin_http import TOKEN, StandInServer

_NOBODY = "http://127.0.0.1:9"
_PATIENCE_SECONDS = 0.5

_LIKE_OTHERS = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
)
"""Runs a program for whom permissions count; for root they do not."""


async def start(folder: Path, **settings: str) -> Ended:
    """Start a bot in `folder`, over a database there, and wait for it to end."""
    defaults = {"BOT_TOKEN": TOKEN, "API_URL": _NOBODY, "DATABASE_URL": "sqlite:///rehearse.db"}
    return await rehearse("run", settings=defaults | settings, folder=folder, before=_LIKE_OTHERS)


async def refusal(folder: Path, code: int = 1, **settings: str) -> str:
    """Return the one sentence that a bot ends with because it can't start."""
    ended = await start(folder, **settings)
    assert (ended.code, ended.output) == (code, ""), ended.errors
    (sentence,) = ended.errors.splitlines()
    return sentence


async def test_no_token(tmp_path: Path) -> None:
    """Without a token the operator is told who gives one and where it goes."""
    sentence = await refusal(tmp_path, code=2, BOT_TOKEN="")
    assert "BotFather" in sentence
    assert "REHEARSE_BOT_TOKEN" in sentence


@pytest.mark.parametrize("token", ["731000:somebody-elses", "no-token-at-all"])
async def test_a_wrong_token(tmp_path: Path, token: str) -> None:
    """A token that Telegram does not know (401), or that is none (404), ends the start at once."""
    async with StandInServer() as server:
        sentence = await refusal(tmp_path, BOT_TOKEN=token, API_URL=server.url)
    assert "Telegram does not know the bot token" in sentence
    assert "REHEARSE_BOT_TOKEN" in sentence
    assert token not in sentence


@pytest.mark.parametrize("fault", [None, Fault.BAD_GATEWAY])
async def test_an_api_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault | None
) -> None:
    """After a while without Telegram the start ends, and says which address was tried."""
    monkeypatch.setattr(meeting, "PATIENCE_SECONDS", _PATIENCE_SECONDS)
    faults = Faults()
    async with StandInServer(faults=faults) as server:
        if fault is not None:
            faults.plan(fault)
        url = server.url if fault else _NOBODY
        database = f"sqlite:///{tmp_path}/rehearse.db"
        with pytest.raises(TelegramUnreachable) as unreachable:
            await run(Settings(bot_token=TOKEN, api_url=url, database_url=database, _env_file=None))
    problem = explain(unreachable.value)
    assert problem is not None
    assert problem.exit_code == 1
    assert f"did not answer at {url}" in problem.words
    assert "REHEARSE_API_URL" in problem.words


async def test_a_read_only_database(tmp_path: Path) -> None:
    """A database that may not be written to ends the start, and says what it needs."""
    await rehearse("db", "upgrade", settings=_here(), folder=tmp_path)
    (tmp_path / "rehearse.db").chmod(0o444)
    sentence = await refusal(tmp_path)
    assert "sqlite:///rehearse.db can't be written to" in sentence
    assert "let this program write to the file and its folder" in sentence


async def test_a_read_only_folder(tmp_path: Path) -> None:
    """A folder in which no database can be made ends the start."""
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o555)
    sentence = await refusal(tmp_path, DATABASE_URL=f"sqlite:///{folder}/data/rehearse.db")
    assert "can't be opened: check that its folder is there and may be written to" in sentence
    assert "REHEARSE_DATABASE_URL names it, and --database that of `rehearse try`" in sentence


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """A file that something else made is left as it is, and named."""
    kept = b"These are my notes, and no database.\n" * 40
    (tmp_path / "rehearse.db").write_bytes(kept)
    sentence = await refusal(tmp_path)
    assert "sqlite:///rehearse.db is not a database" in sentence
    assert (tmp_path / "rehearse.db").read_bytes() == kept


async def test_a_newer_database(tmp_path: Path) -> None:
    """A database that a newer program made is left alone; both schemas are named."""
    await rehearse("db", "upgrade", settings=_here(), folder=tmp_path)
    with closing(sqlite3.connect(tmp_path / "rehearse.db")) as connection, connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")  # noqa: S608
    sentence = await refusal(tmp_path)
    assert "newer Rehearse" in sentence
    assert "9999" in sentence


async def test_a_broken_scenario(tmp_path: Path) -> None:
    """Everything wrong in every file is listed, each with its place."""
    (tmp_path / "one.yaml").write_text("format: 1\nid: Not An Id\n")
    (tmp_path / "two.yaml").write_text("- a list\n")
    ended = await start(tmp_path, SCENARIOS=str(tmp_path))
    assert ended.code == 1
    lines = ended.errors.splitlines()
    assert any(line.startswith(f"{tmp_path}/one.yaml:2:5: error bad-id:") for line in lines)
    assert any(line.startswith(f"{tmp_path}/two.yaml:1:1: error ") for line in lines)
    assert all(line.startswith(str(tmp_path)) for line in lines)


async def test_a_scenario_twice(tmp_path: Path) -> None:
    """Two files with one scenario are both named."""
    shipped = library_files()[0]
    (tmp_path / "mine.yaml").write_bytes(shipped.read_bytes())
    sentence = await refusal(tmp_path, SCENARIOS=str(tmp_path))
    assert str(shipped) in sentence
    assert str(tmp_path / "mine.yaml") in sentence
    assert "another id" in sentence


async def test_a_missing_folder_of_scenarios(tmp_path: Path) -> None:
    """A folder that is not there is named, with the setting that names it."""
    sentence = await refusal(tmp_path, code=2, SCENARIOS=f"{tmp_path}/none")
    assert f"There is no folder {tmp_path}/none" in sentence
    assert "REHEARSE_SCENARIOS" in sentence


async def test_a_port_in_use(tmp_path: Path) -> None:
    """A port that another program listens on is named, with the setting to change."""
    with free_port() as port, socket.create_server(("127.0.0.1", port)):
        sentence = await refusal(tmp_path, LISTEN=f"127.0.0.1:{port}")
    assert f"Can't listen on 127.0.0.1:{port}" in sentence
    assert "REHEARSE_LISTEN" in sentence


def _here() -> dict[str, str]:
    return {"DATABASE_URL": "sqlite:///rehearse.db"}
