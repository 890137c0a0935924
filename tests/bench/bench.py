"""One run of the bench: every bot in turn, round after round, then what is ours alone."""

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import contenders
from tests.bench.commits import measure_commits
from tests.bench.contenders import DATABASE, OURS, TOKEN, Contender
from tests.bench.crowd import Crowd, Stalled
from tests.bench.machine import machine_facts
from tests.bench.memory import Memory, measure_memory
from tests.bench.moves import Player, buttons_on, replay
from tests.bench.page import Waits, measure_page
from tests.bench.processes import LOG
from tests.bench.report import Results
from tests.bench.searches import measure_searches
from tests.bench.server import BotApiServer, Json
from tests.bench.speed import Load, Run, run_once

_SCENARIO = "promise-first"
_VISITORS = 20
_LOG_LINES = 20


class BotFailed(Exception):
    """A bot did not do its part: `bot` by name, `what` happened, and the end of its `log`."""

    def __init__(self, bot: str, what: str, log: str) -> None:
        super().__init__(bot, what, log)
        self.bot = bot
        self.what = what
        self.log = log


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure; `many` learners for the memory, 0 to leave it out.

    `python` is that of the peers' environment; `tell` hears what is being done.
    """

    load: Load
    rounds: int
    many: int
    python: Path
    tell: Callable[[str], None]


async def run_bench(plan: Plan, folder: Path) -> Results:
    """Measure all that the plan asks for, with `folder` for the files.

    Raises BotFailed.
    """
    machine = machine_facts(plan.python)
    bots: dict[str, Crowd] = {}
    async with BotApiServer(bots) as address:
        bench = _Bench(plan, bots, address, folder)
        runs = await bench.speed()
        memory = await bench.memory() if plan.many else None
    plan.tell("commits")
    commits = await measure_commits(folder)
    waits = await _measure_page(plan, folder)
    return Results(machine, plan.load, runs, memory, commits, waits, measure_searches(plan.tell))


async def _measure_page(plan: Plan, folder: Path) -> Waits:
    plan.tell("the try-it page")
    try:
        return await measure_page(folder, _SCENARIO, _VISITORS)
    except TimeoutError:
        raise BotFailed("rehearse try", "it never said where it is", _log(folder)) from None


class _Bench:
    """The bots of one bench; `bots` is what the server serves."""

    def __init__(self, plan: Plan, bots: dict[str, Crowd], address: str, folder: Path) -> None:
        self._plan = plan
        self._bots = bots
        self._ours = contenders.ours(address)
        self._address = address
        self._folder = folder

    async def speed(self) -> dict[str, list[Run]]:
        """Measure every bot once in each round; the peers make the calls that ours made."""
        self._plan.tell("recording what Rehearse answers")
        tape: list[list[Json]] = []
        await self._run_ours(tape)
        tape_file = self._folder / "tape.json"
        tape_file.write_text(json.dumps(tape), encoding="utf-8")
        bare, aiogram, *stock = contenders.peers(self._plan.python, self._address, tape_file)
        order = (bare, aiogram, self._ours, *stock)
        runs: dict[str, list[Run]] = {bot.name: [] for bot in order}
        for number in range(1, self._plan.rounds + 1):
            for bot in order:
                self._plan.tell(f"round {number} of {self._plan.rounds}: {bot.name}")
                ours = bot is self._ours
                run = await (self._run_ours() if ours else self._run_peer(bot, len(tape)))
                runs[bot.name].append(run)
        return runs

    async def memory(self) -> Memory:
        """Weigh our bot with a few learners and with many."""
        self._plan.tell(f"memory with {self._plan.many:,} learners")
        player = Player(_SCENARIO)
        crowd = self._bots[TOKEN] = Crowd(player)
        with self._watched(OURS) as folder:
            memory = await measure_memory(self._ours, crowd, self._plan.many, folder)
            _check_turns(player.turns, folder)
        return memory

    async def _run_peer(self, peer: Contender, steps: int) -> Run:
        crowd = self._bots[TOKEN] = Crowd(replay(steps))
        with self._watched(peer.name) as folder:
            return await run_once(peer, crowd, self._plan.load, folder)

    async def _run_ours(self, tape: list[list[Json]] | None = None) -> Run:
        player = Player(_SCENARIO)
        crowd = self._bots[TOKEN] = Crowd(player)
        with self._watched(OURS) as folder:
            run = await run_once(self._ours, crowd, self._plan.load, folder, tape)
            _check_turns(player.turns, folder)
        return run

    @contextmanager
    def _watched(self, name: str) -> Iterator[Path]:
        """Give a bot a folder of its own to run in, and say how it failed if it does."""
        with tempfile.TemporaryDirectory(dir=self._folder) as made:
            folder = Path(made)
            try:
                yield folder
            except TimeoutError:
                raise BotFailed(name, "it never asked for updates", _log(folder)) from None
            except Stalled as stalled:
                raise BotFailed(name, _stalled(stalled), _log(folder)) from None
            except _TurnsLost as lost:
                raise BotFailed(name, str(lost), _log(folder)) from None


class _TurnsLost(Exception):
    """What the learners did and what the database has kept are not the same."""


def _check_turns(taken: int, folder: Path) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        (kept,) = database.execute("SELECT count(*) FROM turns").fetchone()
    if kept != taken:
        raise _TurnsLost(f"{taken} turns were taken and {kept} are in the database")


def _stalled(stalled: Stalled) -> str:
    learner = stalled.learner
    labels = ", ".join(buttons_on(learner.screen)) if learner.screen else "nothing"
    return f"learner {learner.chat} waits after {learner.steps} steps and can tap {labels}"


def _log(folder: Path) -> str:
    path = folder / LOG
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    return "\n".join(lines[-_LOG_LINES:])
