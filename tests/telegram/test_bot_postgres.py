"""The same conversation with PostgreSQL as the database."""

from pathlib import Path

import asyncpg

from tests.telegram.authored import scenario
from tests.telegram.running import running


async def test_a_whole_practice_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    """From the link to the report and on, with a double tap and a restart in between."""
    async with running(tmp_path, scenario(), database_url=postgres_url) as bot:
        sam = bot.phone()
        await sam.send("/start play-short")
        await sam.tap("I agree")
        await sam.tap("Begin")
        await sam.choose("What kept you?")
        await sam.tap_again()
        await sam.until("Work did.")
        await bot.restart()
        before = len(sam.received)
        await sam.send("/resume")
        await sam.until(lambda: sam.received[before:])
        await sam.choose("Quit.")
        await sam.tap("Play again")
        await sam.choose("Sit up.")
        await sam.tap("Leave")
        await sam.until("Your place is kept")
        await sam.send("/start play-promise-first")
        await sam.until("You are part-way through “The short one”")
        await sam.tap("Begin")
        await sam.until("Can I tell you something?")
        await bot.heard()
    connection = await asyncpg.connect(postgres_url)
    try:
        attempts = await connection.fetch(
            "SELECT scenario, percent, replaced_at IS NOT NULL FROM attempts ORDER BY id"
        )
        turns = await connection.fetch(
            "SELECT attempt_id, turn, choice FROM turns ORDER BY attempt_id, turn"
        )
    finally:
        await connection.close()
    assert list(map(tuple, attempts)) == [
        ("short", 67, False),
        ("short", None, True),
        ("promise-first", None, False),
    ]
    assert [(turn, choice) for _, turn, choice in turns] == [(1, "ask"), (2, "order"), (1, "tell")]
