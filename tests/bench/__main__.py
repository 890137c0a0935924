"""Print what a tap costs Rehearse and other bots: `python -m tests.bench`."""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.bench.bench import BotFailed, Plan, run_bench
from tests.bench.report import as_data, print_tables
from tests.bench.speed import Load

_VAR = Path("var")
_WARM_UP_STEPS = 10
_WIDTH = 110


def bench(
    *,
    learners: Annotated[int, typer.Option(min=1, help="Learners tapping side by side.")] = 50,
    taps: Annotated[int, typer.Option(min=1, help="Measured taps of each learner.")] = 30,
    rounds: Annotated[int, typer.Option(min=1, help="Runs of each bot.")] = 5,
    many: Annotated[
        int, typer.Option(min=0, help="Learners for the memory; 0 leaves it out.")
    ] = 10_000,
    peers: Annotated[
        Path, typer.Option(exists=True, help="Python of the others' environment (`make bench`).")
    ] = _VAR / "bench-venv/bin/python",
    as_json: Annotated[bool, typer.Option("--json", help="Print data, not tables.")] = False,
) -> None:
    """Measure Rehearse beside other bots that make the same calls, in one run on loopback."""
    console, progress = Console(width=_WIDTH), Console(stderr=True)
    plan = Plan(Load(learners, _WARM_UP_STEPS, taps), rounds, many, peers, progress.print)
    _VAR.mkdir(exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=_VAR, prefix="bench-") as folder:
            results = asyncio.run(run_bench(plan, Path(folder).absolute()))
    except BotFailed as failed:
        progress.print(f"{failed.bot} failed: {failed.what}. The end of its log:\n{failed.log}")
        raise typer.Exit(1) from None
    data = as_data(results)
    if as_json:
        typer.echo(json.dumps(data, indent=2))
    else:
        print_tables(data, console)


if __name__ == "__main__":
    typer.run(bench)
