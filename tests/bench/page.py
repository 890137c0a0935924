"""What somebody at the try-it page waits for after a tap: its answer, and the new turn."""

import asyncio
import math
import re
import sysconfig
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console

from scenarios.catalogue import load_catalogue
from scenarios.loading import library_files, read_scenario
from tests.bench.processes import LOG, running
from tests.telegram.running import until
from tests.web.trying import Visitor

PAGE_DATABASE = "try.db"
"""The page's database, in the folder it runs in."""

_GOAL_MS = 100
_LINK = re.compile(r"http://\S+/enter/\S+(?=\n)")


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds from each tap to its answer, and to the new turn on the screen."""

    answers: Sequence[float]
    turns: Sequence[float]


async def measure_page(folder: Path, scenario: str, visitors: int) -> Waits:
    """Run `rehearse try` in `folder`, and let visitors play one after another.

    Raises TimeoutError when it never says where it is.
    """
    choices = _best_way(scenario)
    rehearse = Path(sysconfig.get_path("scripts")) / "rehearse"
    links = ("--links", str(visitors))
    database = ("--database", f"sqlite:///{PAGE_DATABASE}")
    command = (str(rehearse), "try", "--no-browser", *links, *database, scenario)
    settings = {
        "REHEARSE_LISTEN": "127.0.0.1:0",
        "REHEARSE_TYPING_SECONDS": "0",
        "REHEARSE_SEND_RATE": "0",
    }
    answers, turns = list[float](), list[float]()
    async with running(command, settings, folder):
        for link in await until(partial(_links, folder / LOG, visitors)):
            async with Visitor(link.partition("/enter/")[0]) as visitor:
                await visitor.enter(link)
                await _play(visitor, scenario, choices, answers, turns)
    return Waits(answers, turns)


def as_data(waits: Waits) -> dict[str, Any]:
    """Return the waits as JSON takes them, in milliseconds."""
    return {
        "page": {
            "taps": len(waits.answers),
            "answer": _of(waits.answers),
            "turn": _of(waits.turns),
        }
    }


def print_page(data: Mapping[str, Any], console: Console) -> None:
    """Print what `as_data` gave."""
    page = data["page"]
    answer, turn = page["answer"], page["turn"]
    console.print(
        f"the page answers a tap in {answer['median']:.1f} ms (95th percentile "
        f"{answer['p95']:.1f}) and shows the new turn in {turn['median']:.1f} ms "
        f"({turn['p95']:.1f}); goal: under {_GOAL_MS}"
    )


async def _play(
    visitor: Visitor,
    scenario: str,
    choices: Sequence[str],
    answers: list[float],
    turns: list[float],
) -> None:
    """Play once, noting how long each choice took."""
    visitor.watch()
    await visitor.say(f"/start play-{scenario}")
    for label in ("I agree", "Begin"):
        await visitor.tap(label)
    for number, choice in enumerate(choices, 1):
        await visitor.until(f"turn {number}.")
        last = number == len(choices)
        new = asyncio.create_task(_when(visitor, "100%" if last else f"turn {number + 1}."))
        started = time.perf_counter()
        await visitor.choose(choice)
        answers.append(time.perf_counter() - started)
        turns.append(await new - started)


async def _when(visitor: Visitor, words: str) -> float:
    await visitor.until(words)
    return time.perf_counter()


def _links(log: Path, number: int) -> Sequence[str] | None:
    """Return the links that the page has printed, once there are so many."""
    links = _LINK.findall(log.read_text(encoding="utf-8"))
    return links if len(links) == number else None


def _best_way(scenario: str) -> Sequence[str]:
    (file,) = [path for path in library_files() if path.stem == scenario]
    tests = read_scenario(file, load_catalogue()).tests
    return next(test.choose for test in tests if test.percent == 100)


def _of(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(each * 1000 for each in seconds)
    most = ordered[math.ceil(len(ordered) * 0.95) - 1]
    return {"median": round(median(ordered), 3), "p95": round(most, 3)}
