"""What the bench measures is what it says: real turns of our bot, and updates as Telegram's."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from scenarios.machine import ScenarioMachine
from scoring.appraisal import appraise, explore_marks
from tests.bench import contenders
from tests.bench.contenders import DATABASE, TOKEN
from tests.bench.crowd import Crowd
from tests.bench.grown import grown
from tests.bench.moves import Player
from tests.bench.page import PAGE_DATABASE, measure_page
from tests.bench.searches import plain_search
from tests.bench.server import BotApiServer, Json
from tests.bench.speed import Load, run_once
from tests.bench.updates import UpdateQueue


async def test_each_choice_a_learner_taps_is_a_turn_in_the_database(tmp_path: Path) -> None:
    player, _ = await _played(tmp_path)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        (turns,) = database.execute("SELECT count(*) FROM turns").fetchone()
        (completed,) = database.execute("SELECT count(completed_at) FROM attempts").fetchone()
    assert turns == player.turns > 20
    assert completed > 0


async def test_every_run_is_the_same_and_its_tape_has_the_words_of_each_call(
    tmp_path: Path,
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    player, tape = await _played(first)
    again, _ = await _played(second)
    assert again.turns == player.turns
    for calls in tape:
        sent = [call for call in calls if call["method"] == "sendMessage"]
        assert 1 <= len(sent) <= 2
        assert all(call["text"] for call in sent)
        assert sent[-1]["keyboard"]


async def _played(folder: Path) -> tuple[Player, list[list[Json]]]:
    """Let three learners play with our bot; return the player and the tape."""
    player = Player("promise-first")
    crowd = Crowd(player)
    tape: list[list[Json]] = []
    async with BotApiServer({TOKEN: crowd}) as address:
        run = await run_once(contenders.ours(address), crowd, Load(3, 6, 12), folder, tape)
    assert run.taps == len(tape) == 36
    return player, tape


async def test_each_wait_at_the_page_is_for_a_turn_that_is_kept(tmp_path: Path) -> None:
    waits = await measure_page(tmp_path, "promise-first", visitors=2)
    with closing(sqlite3.connect(tmp_path / PAGE_DATABASE)) as database:
        (turns,) = database.execute("SELECT count(*) FROM turns").fetchone()
        (completed,) = database.execute("SELECT count(completed_at) FROM attempts").fetchone()
    assert len(waits.answers) == len(waits.turns) == turns > 10
    assert completed == 2
    assert min(*waits.answers, *waits.turns) > 0


async def test_updates_come_again_until_the_offset_moves_past_them() -> None:
    queue = UpdateQueue()
    queue.push("message", {"text": "one"})
    queue.push("message", {"text": "two"})

    async def poll(offset: int) -> list[int]:
        replied: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        queue.poll({"offset": offset, "timeout": 0}, replied.set_result)
        return [update["update_id"] for update in await replied]

    assert await poll(0) == [1, 2]
    assert await poll(0) == [1, 2]
    assert await poll(2) == [2]
    assert await poll(3) == []


def test_the_plain_search_gets_to_the_nodes_that_ours_gets_to() -> None:
    scenario = grown(12)
    _, reached, ended = plain_search(ScenarioMachine(scenario), limit=100_000)
    assert ended
    assert reached == explore_marks(scenario).reached == set(scenario.nodes)


def test_a_grown_scenario_is_as_long_as_asked_and_can_be_achieved() -> None:
    scenario = grown(200)
    assert len(scenario.nodes) == 200
    assert appraise(scenario).achieving is not None


def test_the_plain_search_says_when_it_gave_up() -> None:
    states, _, ended = plain_search(ScenarioMachine(grown(100)), limit=50)
    assert (states, ended) == (50, False)
