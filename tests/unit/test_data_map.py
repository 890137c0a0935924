"""The map of what is kept, held to the database as the migrations make it."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage.opening import upgrade
from bot.storage.schema import VERSION_TABLE

MAP = Path(__file__).parents[2] / "docs" / "contributors" / "data-map.md"


async def test_the_data_map_names_every_table_and_column(tmp_path: Path) -> None:
    """Each table of a new database is on the map with all its columns, and no other is."""
    file = tmp_path / "rehearse.db"
    await upgrade(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as database:
        tables = database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        made = {
            name: {column[1] for column in database.execute(f"PRAGMA table_info({name})")}
            for (name,) in tables
            if name != VERSION_TABLE
        }

    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", MAP.read_text("utf-8"), re.MULTILINE)

    assert {table: set(re.findall(r"`(\w+)`", columns)) for table, columns in rows} == made
