"""What checking, searching and playing scenarios costs, the latter two beside the plain way.

The plain way plays on the machine. Its search tries every choice and takes two attempts for one
only when they have all in common, so it does not come to an end in a long scenario.
`python -m tests.bench.searches` prints this part of the bench alone.
"""

import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, getrusage
from time import process_time
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bot.cli.check import seldom_collecting
from scenarios.loading import library_files, read_scenario
from scenarios.machine import ScenarioMachine
from scenarios.model import Scenario
from scoring.appraisal import appraise, explore_marks
from scoring.checking import check_together
from scoring.marking import mark
from scoring.pickers import at_random
from scoring.walking import walk
from tests.bench.grown import catalogue, grown, grown_source

PLAYS = 10_000
_PLAIN_PLAYS = 1_000
_NODES = 1_000
_NODES_PLAYED = 30
_PLAIN_LIMIT = 3_000
_ROUNDS = 3
_REHEARSE = Path(sys.executable).with_name("rehearse")


@dataclass(frozen=True, slots=True)
class FilesChecked:
    """Seconds of processor time for some files, the least of some rounds.

    Reading them into scenarios takes `reading`, finding what is wrong `checking` more. `command`
    is what `rehearse check` takes, from the start of its process to the end.
    """

    what: str
    reading: float
    checking: float
    command: float


@dataclass(frozen=True, slots=True)
class Searched:
    """Seconds of processor time for some scenarios, the least of some rounds.

    `situations` were found in `search` seconds, and all paths appraised in `appraisal` more. The
    plain search tried `plain_states` in `plain` seconds; `plain_ended` says if those were all.
    """

    what: str
    situations: int
    search: float
    appraisal: float
    plain_states: int
    plain: float
    plain_ended: bool


@dataclass(frozen=True, slots=True)
class Played:
    """Seconds of processor time for `plays` plays at random, ours and on the machine."""

    nodes: int
    plays: int
    ours: float
    plain_plays: int
    plain: float


@dataclass(frozen=True, slots=True)
class Searches:
    """All that was measured of checking, searching and playing."""

    checked: Sequence[FilesChecked]
    searched: Sequence[Searched]
    played: Played


def measure_searches(tell: Callable[[str], None]) -> Searches:
    """Measure a long scenario, the library, and thousands of plays; `tell` hears what is done."""
    files = library_files()
    long, all_of_library = f"{_NODES:,} nodes", f"library ({len(files)})"
    tell(f"checking a scenario of {_NODES:,} nodes, and the library")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder, "grown.yaml")
        file.write_bytes(grown_source(_NODES))
        checked = [_check(long, [file]), _check(all_of_library, files)]
    tell(f"searching a scenario of {_NODES:,} nodes")
    searched = [_search(long, [grown(_NODES)])]
    tell("searching the library")
    searched.append(_search(all_of_library, [read_scenario(path, catalogue()) for path in files]))
    tell(f"{PLAYS:,} plays")
    return Searches(checked, searched, _play(grown(_NODES_PLAYED)))


def as_data(searches: Searches) -> dict[str, Any]:
    """Return the measurements as JSON takes them, in seconds."""
    played = searches.played
    return {
        "checks": {
            one.what: {
                "reading": round(one.reading, 3),
                "checking": round(one.checking, 3),
                "command": round(one.command, 3),
            }
            for one in searches.checked
        },
        "searches": {
            one.what: {
                "situations": one.situations,
                "search": round(one.search, 3),
                "appraisal": round(one.appraisal, 3),
                "plain_states": one.plain_states,
                "plain": round(one.plain, 3),
                "plain_ended": one.plain_ended,
            }
            for one in searches.searched
        },
        "plays": {
            "nodes": played.nodes,
            "plays": played.plays,
            "ours": round(played.ours, 3),
            "plain_plays": played.plain_plays,
            "plain": round(played.plain, 3),
        },
    }


def print_searches(data: Mapping[str, Any], console: Console) -> None:
    """Print what `as_data` gave."""
    table = Table(title="Seconds to check (processor time)", box=SIMPLE_HEAD)
    table.add_column("files", no_wrap=True)
    for heading in ("reading", "checking", "rehearse check"):
        table.add_column(heading, justify="right", no_wrap=True)
    for what, one in data["checks"].items():
        table.add_row(what, *(f"{one[part]:.2f}" for part in ("reading", "checking", "command")))
    console.print(table)
    table = Table(title="Seconds to search (processor time)", box=SIMPLE_HEAD)
    table.add_column("scenario", no_wrap=True)
    for heading in ("situations", "search", "appraisal", "plain states", "plain search"):
        table.add_column(heading, justify="right", no_wrap=True)
    for what, one in data["searches"].items():
        states = f"{one['plain_states']:,}" + ("" if one["plain_ended"] else ", not all")
        row = (f"{one['situations']:,}", f"{one['search']:.2f}", f"{one['appraisal']:.2f}")
        table.add_row(what, *row, states, f"{one['plain']:.2f}")
    console.print(table)
    plays = data["plays"]
    console.print(
        f"{plays['plays']:,} plays of {plays['nodes']} nodes take {plays['ours']:.2f} s; "
        f"{plays['plain_plays']:,} on the machine, marked one by one, {plays['plain']:.2f} s"
    )


def plain_search(machine: ScenarioMachine, limit: int) -> tuple[int, frozenset[str], bool]:
    """Try every choice wherever play can get to, up to `limit` states.

    Return how many there were, the nodes that were reached, and whether those were all.
    """
    seen = set[object]()
    reached = set[str]()
    waiting = deque([machine.begin()])
    while waiting:
        state = waiting.popleft()
        whole = (state.node, tuple(state.variables.items()), frozenset(state.turns), state.visited)
        if whole in seen:
            continue
        if len(seen) == limit:
            return len(seen), frozenset(reached), False
        seen.add(whole)
        reached |= state.visited
        waiting.extend(machine.advance(state, one.id) for one in machine.offered(state))
    return len(seen), frozenset(reached), True


def _check(what: str, files: Sequence[Path]) -> FilesChecked:
    readings, checks, commands = [], [], []
    for _ in range(_ROUNDS):
        with seldom_collecting():
            start = process_time()
            for file in files:
                read_scenario(file, catalogue())
            between = process_time()
            check_together(files, catalogue())
        readings.append(between - start)
        # A check reads its files as well.
        checks.append(process_time() - between - readings[-1])
        before = _children_time()
        subprocess.run([_REHEARSE, "check", *files], stdout=subprocess.DEVNULL, check=False)
        commands.append(_children_time() - before)
    return FilesChecked(what, min(readings), min(checks), min(commands))


def _children_time() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _search(what: str, scenarios: Sequence[Scenario]) -> Searched:
    searches, appraisals, situations = [], [], 0
    for _ in range(_ROUNDS):
        start = process_time()
        found = [explore_marks(scenario) for scenario in scenarios]
        between = process_time()
        for scenario, one in zip(scenarios, found, strict=True):
            appraise(scenario, one)
        searches.append(between - start)
        appraisals.append(process_time() - between)
        situations = sum(len(one.found) for one in found)
    machines = [ScenarioMachine(scenario) for scenario in scenarios]
    start = process_time()
    plain = [plain_search(machine, _PLAIN_LIMIT) for machine in machines]
    return Searched(
        what=what,
        situations=situations,
        search=min(searches),
        appraisal=min(appraisals),
        plain_states=sum(states for states, _, _ in plain),
        plain=process_time() - start,
        plain_ended=all(ended for _, _, ended in plain),
    )


def _play(scenario: Scenario) -> Played:
    ours = []
    for _ in range(_ROUNDS):
        start = process_time()
        walk(scenario, PLAYS, 1, at_random)
        ours.append(process_time() - start)
    machine, chance = ScenarioMachine(scenario), Random(1)
    start = process_time()
    for _ in range(_PLAIN_PLAYS):
        state = machine.begin()
        while offered := machine.offered(state):
            state = machine.advance(state, chance.choice(offered).id)
        mark(machine, state.turns, catalogue())
    plain = process_time() - start
    return Played(len(scenario.nodes), PLAYS, min(ours), _PLAIN_PLAYS, plain)


def main() -> None:
    """Print the searches and plays alone."""
    data = as_data(measure_searches(Console(stderr=True).print))
    print_searches(data, Console(width=110))


if __name__ == "__main__":
    main()
