"""How a database is named and opened, and how it gets to the newest schema."""

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.storage.address import sqlite_path, without_password
from bot.storage.database import Database
from bot.storage.errors import (
    DatabaseUnavailable,
    Reason,
    SchemaBehind,
    SchemaTooNew,
    StorageError,
)
from bot.storage.opening import open_database, upgrade
from bot.storage.schema import known_revisions
from tests.contract.plain import NOW, look

REVISION = "SELECT version_num FROM rehearse_schema"


async def opened(url: str) -> Database:
    async with open_database(url) as database:
        return database


async def refusal(url: str) -> StorageError:
    """Return what is said of a database that can be neither upgraded nor opened."""
    with pytest.raises(StorageError) as upgrading:
        await upgrade(url)
    with pytest.raises(StorageError) as opening:
        await opened(url)
    assert upgrading.value.args == opening.value.args
    return opening.value


async def unavailable(url: str) -> Reason:
    error = await refusal(url)
    assert isinstance(error, DatabaseUnavailable)
    return error.reason


async def test_an_empty_database_gets_the_newest_schema(empty_url: str) -> None:
    await upgrade(empty_url)
    assert await look(empty_url, REVISION) == [(known_revisions()[-1],)]
    await opened(empty_url)


async def test_upgrading_again_changes_nothing(url: str) -> None:
    async with open_database(url) as database:
        await database.transact(lambda tx: tx.agree(7, NOW))
    await upgrade(url)
    assert await look(url, "SELECT telegram_id FROM learners") == [(7,)]


async def test_two_processes_may_upgrade_at_the_same_time(empty_url: str) -> None:
    def in_a_loop_of_its_own() -> None:
        asyncio.run(upgrade(empty_url))

    await asyncio.gather(*(asyncio.to_thread(in_a_loop_of_its_own) for _ in range(2)))
    assert await look(empty_url, REVISION) == [(known_revisions()[-1],)]


async def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    path = sqlite_path(empty_url)
    if path is not None:
        path.parent.mkdir()
    await look(empty_url, "CREATE TABLE outbox (id INTEGER)")  # in the way of the last table
    with pytest.raises((DatabaseUnavailable, asyncpg.DuplicateTableError)):
        await upgrade(empty_url)
    with pytest.raises((sqlite3.OperationalError, asyncpg.UndefinedTableError)):
        await look(empty_url, "SELECT * FROM learners")


async def test_a_database_that_was_never_set_up_is_not_opened(empty_url: str) -> None:
    with pytest.raises(SchemaBehind) as caught:
        await opened(empty_url)
    assert caught.value.found is None
    assert caught.value.known == known_revisions()[-1]


async def test_a_database_of_a_newer_program_is_left_alone(url: str) -> None:
    await look(url, "UPDATE rehearse_schema SET version_num = '9999'")
    error = await refusal(url)
    assert isinstance(error, SchemaTooNew)
    assert (error.found, error.known) == ("9999", known_revisions()[-1])
    assert await look(url, REVISION) == [("9999",)]


def test_the_migrations_are_one_line_and_named_by_their_revisions() -> None:
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    script = ScriptDirectory.from_config(config)
    newest_first = [migration.revision for migration in script.walk_revisions("base", "heads")]
    assert tuple(reversed(newest_first)) == known_revisions()
    assert len(script.get_heads()) == 1


@pytest.mark.parametrize(
    "url", ["", "sqlite:///", "sqlite://file.db", "file.db", "mysql://root@host/db", "sqlite:///\0"]
)
async def test_an_address_of_no_database_is_refused(url: str) -> None:
    assert await unavailable(url) is Reason.BAD_ADDRESS


def test_three_slashes_name_a_file_here_and_four_one_from_the_root() -> None:
    assert sqlite_path("sqlite:///var/rehearse.db") == Path("var/rehearse.db")
    assert sqlite_path("sqlite:////var/rehearse.db") == Path("/var/rehearse.db")
    assert sqlite_path("postgresql://localhost/rehearse") is None


async def test_a_file_name_may_hold_anything(tmp_path: Path) -> None:
    path = tmp_path / "a b?mode=memory&c#d%41" / "x.db"
    await upgrade(f"sqlite:///{path}")
    await opened(f"sqlite:///{path}")
    assert path.exists()


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Dear diary, " * 1000)
    assert await unavailable(f"sqlite:///{file}") is Reason.NOT_A_DATABASE
    assert file.read_text() == "Dear diary, " * 1000


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert await unavailable(f"sqlite:///{tmp_path}") is Reason.CANNOT_OPEN


async def test_a_folder_that_can_not_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnavailable) as caught:
        await upgrade(f"sqlite:///{tmp_path}/file/rehearse.db")
    assert caught.value.reason is Reason.CANNOT_OPEN


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that everybody may look into."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Stop being root, who may write to every file."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("folder_mode", [0o777, 0o555])
def test_a_file_that_can_not_be_written_is_not_opened(
    public_folder: Path, folder_mode: int
) -> None:
    url = f"sqlite:///{public_folder}/rehearse.db"
    asyncio.run(upgrade(url))
    (public_folder / "rehearse.db").chmod(0o444)
    public_folder.chmod(folder_mode)
    with bound_by_permissions(), pytest.raises(DatabaseUnavailable) as caught:
        asyncio.run(opened(url))
    assert caught.value.reason is Reason.READ_ONLY


async def test_a_server_that_does_not_answer_is_reported_without_the_password() -> None:
    error = await refusal("postgresql://rehearse:very-secret@127.0.0.1:1/rehearse")
    assert isinstance(error, DatabaseUnavailable)
    assert error.reason is Reason.UNREACHABLE
    assert error.address == "postgresql://rehearse@127.0.0.1:1/rehearse"
    assert "very-secret" not in repr(error.args)


async def test_a_port_that_is_no_number_is_a_bad_address() -> None:
    assert await unavailable("postgresql://rehearse@127.0.0.1:port/db") is Reason.BAD_ADDRESS


async def test_a_database_the_server_does_not_have_is_reported(postgres_url: str) -> None:
    assert await unavailable(f"{postgres_url}_2") is Reason.NO_SUCH_DATABASE


async def test_a_name_the_server_does_not_know_is_reported(postgres_url: str) -> None:
    stranger = "postgresql://nobody_here@" + postgres_url.partition("@")[2]
    assert await unavailable(stranger) is Reason.REFUSED


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:secret@host:5432/db", "postgresql://me@host:5432/db"),
        ("postgresql://me:se:cr@et@host/db", "postgresql://me@host/db"),
        ("postgresql://host/db?user=me&password=secret", "postgresql://host/db?user=me"),
        ("postgresql://me@host/db", "postgresql://me@host/db"),
        ("postgresql://me:secret@[::1/db", "postgresql:"),
        ("sqlite:///var/rehearse.db", "sqlite:///var/rehearse.db"),
        ("sqlite:////var/a?b=c d.db", "sqlite:////var/a?b=c d.db"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert without_password(url) == shown
