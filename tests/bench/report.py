"""The results, as tables for people and as data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from tests.bench import page, searches
from tests.bench.commits import TOGETHER, Commits
from tests.bench.contenders import AIOGRAM, OURS, STOCK
from tests.bench.memory import FEW, Memory
from tests.bench.page import Waits
from tests.bench.searches import Searches
from tests.bench.speed import Load, Run

_MEBIBYTE = 1024 * 1024
_GOALS = {AIOGRAM: 0.8, STOCK: 0.25}
_MEMORY_GOAL = 5


@dataclass(frozen=True, slots=True)
class Results:
    """All that one run of the bench measured; `memory` is None when it was left out."""

    machine: Mapping[str, str]
    load: Load
    runs: Mapping[str, Sequence[Run]]
    memory: Memory | None
    commits: Commits
    waits: Waits
    searches: Searches


def as_data(results: Results) -> dict[str, Any]:
    """Return the results as JSON takes them; times of a tap in milliseconds, memory in MiB."""
    load = results.load
    data: dict[str, Any] = {
        "machine": dict(results.machine),
        "load": {"learners": load.learners, "warm_up": load.warm_up, "taps": load.taps},
        "bots": {name: _bot(runs) for name, runs in results.runs.items()},
        "commits_per_second": {
            "alone": round(results.commits.alone),
            "together": round(results.commits.together),
        },
    }
    data |= page.as_data(results.waits)
    data |= searches.as_data(results.searches)
    ours = results.runs[OURS]
    data["ours_to"] = {
        name: _ratio(ours, runs) for name, runs in results.runs.items() if name != OURS
    }
    if results.memory is not None:
        data["memory"] = _memory(results.memory)
    return data


def print_tables(data: Mapping[str, Any], console: Console) -> None:
    """Print what `as_data` gave."""
    for name, value in data["machine"].items():
        console.print(f"{name:12} {value}", highlight=False)
    console.print(_speed_table(data))
    for name, goal in _GOALS.items():
        ratio = data["ours_to"][name]
        console.print(
            f"Rehearse takes {ratio['median']:.2f} of the processor time of {name} "
            f"({ratio['min']:.2f} to {ratio['max']:.2f} by round; goal: {goal})"
        )
    commits = data["commits_per_second"]
    console.print(
        f"{commits['alone']:,} commits a second one after another; "
        f"{commits['together']:,} transactions a second, {TOGETHER} waiting at a time"
    )
    if memory := data.get("memory"):
        console.print(
            f"memory with {FEW} learners under way {memory['with_few']['Pss']:.1f} MiB, "
            f"with {memory['many']:,} {memory['with_many']['Pss']:.1f} MiB: "
            f"{memory['difference']['Pss']:+.1f} MiB (goal: under {_MEMORY_GOAL})"
        )
    page.print_page(data, console)
    searches.print_searches(data, console)


def _bot(runs: Sequence[Run]) -> dict[str, Any]:
    def of(measure: Callable[[Run], float], scale: float = 1000) -> dict[str, Any]:
        values = [round(measure(run) * scale, 3) for run in runs]
        return {"min": min(values), "median": round(median(values), 3), "rounds": values}

    return {
        "cpu": of(lambda run: run.cpu.total / run.taps),
        "system": of(lambda run: run.cpu.system / run.taps),
        "wall": of(lambda run: run.wall / run.taps),
        "calls": of(lambda run: run.calls / run.taps, 1),
        "start_up_seconds": of(lambda run: run.start_up, 1),
    }


def _ratio(ours: Sequence[Run], others: Sequence[Run]) -> dict[str, float]:
    """Compare processor times round by round, since a busy machine slows both in a round."""
    ratios = [
        (mine.cpu.total / mine.taps) / (other.cpu.total / other.taps)
        for mine, other in zip(ours, others, strict=True)
    ]
    return {
        "min": round(min(ratios), 3),
        "median": round(median(ratios), 3),
        "max": round(max(ratios), 3),
    }


def _memory(memory: Memory) -> dict[str, Any]:
    few = {name: size / _MEBIBYTE for name, size in memory.with_few.items()}
    many = {name: size / _MEBIBYTE for name, size in memory.with_many.items()}
    return {
        "many": memory.many,
        "with_few": few,
        "with_many": many,
        "difference": {name: many[name] - few[name] for name in few},
    }


def _speed_table(data: Mapping[str, Any]) -> Table:
    load = data["load"]
    table = Table(
        title=f"Milliseconds for a tap, {load['learners']} learners at once (least / median)",
        box=SIMPLE_HEAD,
    )
    table.add_column("bot", no_wrap=True)
    for heading in ("processor", "wall", "calls", "start-up"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, bot in data["bots"].items():
        calls, start_up = bot["calls"]["median"], bot["start_up_seconds"]["median"]
        table.add_row(
            name, _pair(bot["cpu"]), _pair(bot["wall"]), f"{calls:.2f}", f"{start_up:.1f} s"
        )
    return table


def _pair(value: Mapping[str, Any]) -> str:
    return f"{value['min']:.2f} / {value['median']:.2f}"
