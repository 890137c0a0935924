"""`rehearse walk`: a scenario played thousands of times, and what came of it."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from scenarios.loading import Draft
    from scoring.walking import Walked

_BAR = 36
_BAND = 10


class _Asked(NamedTuple):
    """How the plays were asked for."""

    plays: int
    seed: int
    least_used: bool


def walk(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A scenario's file or id.")],
    plays: Annotated[int, typer.Option(min=1, max=1_000_000, help="How often to play.")] = 10_000,
    seed: Annotated[int, typer.Option(help="A number that fixes what chance decides.")] = 1,
    least_used: Annotated[
        bool, typer.Option("--least-used", help="Take the choice taken least often so far.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Play a scenario thousands of times and count what comes up.

    You see how often each node is reached and each choice taken, what is never reached, how the
    plays score and end, and whether any of them can't go on.
    """
    from bot.cli import sources
    from scoring import pickers
    from scoring.walking import walk as play_often

    draft = sources.find_draft(file)
    picker = pickers.least_used if least_used else pickers.at_random
    walked = play_often(draft.scenario, plays, seed, picker)
    asked = _Asked(plays, seed, least_used)
    if as_json:
        typer.echo(json.dumps(_as_data(draft, walked, asked)))
    else:
        _print(draft, walked, asked)
    if walked.ended < plays:
        raise typer.Exit(1)


def _as_data(draft: "Draft", walked: "Walked", asked: _Asked) -> dict[str, Any]:
    lines = _Lines(draft)
    named = (name.split(".") for name in walked.choices)
    return {
        "scenario": draft.scenario.id,
        "version": draft.scenario.version,
        "picker": "least-used" if asked.least_used else "random",
        "plays": asked.plays,
        "seed": asked.seed,
        "ended": walked.ended,
        "achieved": walked.achieved,
        "average": walked.average,
        "stuck": dict(walked.stuck),
        "given_up": walked.given_up,
        "longest": walked.longest,
        "endings": dict(walked.endings),
        "percents": {str(percent): times for percent, times in walked.percents.items()},
        "nodes": [
            {"node": node, "line": lines.of_node(node), "times": times}
            for node, times in walked.nodes.items()
        ],
        "choices": [
            {"node": node, "choice": choice, "line": lines.of_choice(node, choice), "times": times}
            for (node, choice), times in zip(named, walked.choices.values(), strict=True)
        ],
    }


class _Lines:
    """The lines at which a scenario's nodes and choices stand in its file."""

    def __init__(self, draft: "Draft") -> None:
        self._nodes = draft.root.map("nodes")

    def of_node(self, node: str) -> int:
        return self._nodes.entries[node].key.line

    def of_choice(self, node: str, choice: str) -> int:
        return self._nodes.map(node).map("choices").entries[choice].key.line


def _print(draft: "Draft", walked: "Walked", asked: _Asked) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    scenario = draft.scenario
    how = "taking what was taken least so far" if asked.least_used else "at random"
    console.print(f"{scenario.title} ({scenario.id})", style="bold")
    console.print(f"{_plays(asked.plays)} {how}, seed {asked.seed}.\n")
    console.print("What came up", style="bold")
    console.print("\n".join(_counts(draft, walked)), end="\n\n", soft_wrap=True)
    if walked.ended:
        console.print(_histogram(walked))
        console.print(_endings(draft, walked))
    for line in _never(draft, walked):
        console.print(line)
    _print_results(console, walked)


def _counts(draft: "Draft", walked: "Walked") -> Iterator[str]:
    """Yield the lines of a plain table: Rich takes seconds for the thousands there may be."""
    lines = _Lines(draft)
    yield _count_line("node, choice", "line", "times")
    for node in draft.scenario.nodes.values():
        yield _count_line(node.id, str(lines.of_node(node.id)), f"{walked.nodes[node.id]:,}")
        for choice in node.choices:
            line, times = lines.of_choice(node.id, choice), walked.choices[f"{node.id}.{choice}"]
            yield _count_line(f"  {choice}", str(line), f"{times:,}")


def _count_line(what: str, line: str, times: str) -> str:
    return f"  {what:<42} {line:>6} {times:>12}"


def _histogram(walked: "Walked") -> "Table":
    table = _table("What the plays scored", "per cent", "plays", "share")
    table.add_column("")
    bands = dict.fromkeys(range(0, 101, _BAND), 0)
    for percent, times in walked.percents.items():
        bands[percent // _BAND * _BAND] += times
    most = max(bands.values())
    for band, times in bands.items():
        name = str(band) if band == 100 else f"{band} to {band + _BAND - 1}"
        bar = "#" * round(_BAR * times / most)
        table.add_row(name, f"{times:,}", _share(times, walked.ended), bar)
    return table


def _endings(draft: "Draft", walked: "Walked") -> "Table":
    table = _table("Where they ended", "ending", "plays", "share")
    table.add_column("outcome")
    for node, times in walked.endings.items():
        ending = draft.scenario.nodes[node].ending
        outcome = ending.outcome.value if ending else ""
        table.add_row(node, f"{times:,}", _share(times, walked.ended), outcome)
    return table


def _never(draft: "Draft", walked: "Walked") -> Iterator[str]:
    """Yield what no play came to, each with its line."""
    lines = _Lines(draft)
    nodes = [node for node, times in walked.nodes.items() if not times]
    taken: Mapping[str, int] = walked.choices
    choices = [name.split(".") for name, times in taken.items() if not times]
    for node in nodes:
        yield f"Never reached: {node} (line {lines.of_node(node)})"
    for node, choice in choices:
        if node not in nodes:
            yield f"Never taken: {choice} at {node} (line {lines.of_choice(node, choice)})"
    if nodes or choices:
        yield ""
    else:
        yield "Every node was reached and every choice taken.\n"


def _print_results(console: "Console", walked: "Walked") -> None:
    for node, times in walked.stuck.items():
        console.print(f"{_plays(times)} got stuck at {node}: nothing is on offer there.")
    if walked.given_up:
        console.print(
            f"{_plays(walked.given_up)} had not ended after {walked.longest} turns, and were given"
            " up."
        )
    if walked.average is not None:
        console.print(
            f"{walked.achieved:,} of the {walked.ended:,} that ended achieved"
            f" ({_share(walked.achieved, walked.ended)}). They scored {walked.average:.1f}% on"
            " average."
        )
    else:
        console.print("None came to an ending.")


def _table(title: str, what: str, *numbers: str) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    table.add_column(what, overflow="fold")
    for heading in numbers:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _plays(number: int) -> str:
    return "1 play" if number == 1 else f"{number:,} plays"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"
