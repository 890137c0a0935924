"""`rehearse db`: upgrade, backup, restore."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.db import app
from bot.storage.errors import NotABackup, StorageError, WouldOverwrite
from bot.storage.opening import open_database

SERVER = "postgresql://rehearse:very-secret@db.example/rehearse"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, whose database is `data.db`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REHEARSE_DATABASE_URL", "sqlite:///data.db")
    return tmp_path


def db(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


async def _ready() -> bool:
    async with open_database("sqlite:///data.db") as database:
        return await database.ready()


def is_ready() -> bool:
    return asyncio.run(_ready())


def test_upgrade_makes_the_database() -> None:
    result = db("upgrade")
    assert (result.exit_code, result.output) == (0, "The database is up to date.\n")
    assert is_ready()


def test_backup_and_restore_carry_a_database_over(folder: Path) -> None:
    db("upgrade")
    result = db("backup", "copy.db")
    assert (result.exit_code, result.output) == (0, "The database is backed up in copy.db.\n")

    (folder / "data.db").unlink()
    result = db("restore", "copy.db")
    assert (result.exit_code, result.output) == (0, "The database is what it was in copy.db.\n")
    assert is_ready()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("backup", "copy.db"), WouldOverwrite),
        (("restore", "copy.db"), WouldOverwrite),
        (("restore", "notes.txt", "--force"), NotABackup),
    ],
)
def test_what_is_there_is_kept(
    folder: Path, arguments: tuple[str, ...], error: type[StorageError]
) -> None:
    db("upgrade")
    db("backup", "copy.db")
    (folder / "notes.txt").write_text("Dear diary")
    assert isinstance(db(*arguments).exception, error)
    assert is_ready()


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_force_replaces_what_is_there(command: str) -> None:
    db("upgrade")
    db("backup", "copy.db")
    assert db(command, "copy.db", "--force").exit_code == 0
    assert is_ready()


def test_a_file_that_is_not_there_is_wrong_usage() -> None:
    result = db("restore", "missing.db")
    assert result.exit_code == 2
    assert "missing.db" in result.stderr


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (
            "backup",
            "pg_dump --format=custom --file='my copy.db' postgresql://rehearse@db.example/rehearse",
        ),
        (
            "restore",
            "pg_restore --clean --if-exists --dbname=postgresql://rehearse@db.example/rehearse"
            " 'my copy.db'",
        ),
    ],
)
def test_for_a_server_its_own_command_is_named_without_the_password(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, line: str
) -> None:
    monkeypatch.setenv("REHEARSE_DATABASE_URL", SERVER)
    if command == "restore":
        (folder / "my copy.db").touch()
    result = db(command, "my copy.db")
    assert result.exit_code == 1
    assert result.stderr == f"PostgreSQL copies its databases itself. Use: {line}\n"
