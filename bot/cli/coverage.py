"""`rehearse coverage`: what of the qualifications the scenarios practise, and what is missing."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from scenarios.catalogue import Catalogue
    from scenarios.model import Scenario
    from scoring.coverage import Coverage, Covered

_FIRST_COLUMN = 34


def coverage(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Scenario files, or folders of them. Without it, the library.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show which scenarios practise each criterion and each common mistake.

    Gaps come first: criteria that fewer than two scenarios of their unit award in full, mistakes
    that no choice shows, and marking points that fewer than three scenarios award. They end the
    command with exit code 1.
    """
    from bot.cli.files import say_what_is_missing, scenario_files
    from scenarios.catalogue import load_catalogue
    from scoring.coverage import coverage as find_coverage

    files = scenario_files(paths or [])
    say_what_is_missing(files)
    catalogue = load_catalogue()
    scenarios = _read(files.files, catalogue)
    found = find_coverage(catalogue, scenarios)
    if as_json:
        typer.echo(json.dumps(_as_data(found)))
    else:
        _print(found, len(scenarios))
    if found.gaps or files.closed:
        raise typer.Exit(1)


def _read(files: list[Path], catalogue: "Catalogue") -> "list[Scenario]":
    """Read all files. Raises InvalidScenario with every finding in them, and DuplicateScenario."""
    from bot.errors import DuplicateScenario
    from scenarios.findings import Finding, InvalidScenario
    from scenarios.loading import read_scenario

    scenarios: dict[str, tuple[Path, Scenario]] = {}
    findings: list[Finding] = []
    for path in files:
        try:
            scenario = read_scenario(path, catalogue)
        except InvalidScenario as invalid:
            findings.extend(invalid.findings)
            continue
        first, _ = scenarios.setdefault(scenario.id, (path, scenario))
        if first is not path:
            raise DuplicateScenario(scenario.id, first, path)
    if findings:
        raise InvalidScenario(findings)
    return [scenario for _, scenario in scenarios.values()]


def _as_data(found: "Coverage") -> dict[str, Any]:
    return {
        "gaps": [one.id for one in found.gaps],
        "units": [
            {
                "unit": each.unit.id,
                "title": each.unit.title,
                "criteria": [_covered(one) for one in each.criteria],
                "mistakes": [_covered(one) for one in each.mistakes],
            }
            for each in found.units
        ],
        "marking_points": [_covered(one) for one in found.marking_points],
    }


def _covered(one: "Covered") -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text,
        "marking_points": list(one.marking_points),
        "needed": one.needed,
        "gap": one.is_gap,
        "scenarios": {scenario: list(choices) for scenario, choices in one.scenarios.items()},
        "partly": {scenario: list(choices) for scenario, choices in one.partly.items()},
    }


def _print(found: "Coverage", scenarios: int) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    console.print(f"{_scenarios(scenarios)} against the catalogue.\n")
    if found.gaps:
        _print_gaps(console, found.gaps)
    else:
        console.print("No gaps: every criterion, mistake and marking point is covered.\n")
    for each in found.units:
        console.print(f"{each.unit.title} ({each.unit.id})", style="bold")
        _print_table(console, "criterion", each.criteria)
        _print_table(console, "mistake", each.mistakes)
    console.print("All units", style="bold")
    _print_table(console, "marking point", found.marking_points)


def _print_gaps(console: "Console", gaps: "Sequence[Covered]") -> None:
    table = _table("gap", "what is missing")
    for one in gaps:
        table.add_row(_name(one), f"It {_lacks(one)}")
    console.print(f"Gaps: {len(gaps)}", style="bold")
    console.print(table)


def _print_table(console: "Console", what: str, rows: "Sequence[Covered]") -> None:
    if not rows:
        return
    table = _table(what, "scenarios and choices")
    for one in rows:
        lines = [f"{name}: {', '.join(choices)}" for name, choices in one.scenarios.items()]
        if one.is_gap:
            lines = [f"Gap: {_lacks(one)}", *lines]
        table.add_row(_name(one), "\n".join(lines))
    console.print(table)


def _name(one: "Covered") -> str:
    return f"{one.id}\n{one.text}"


def _lacks(one: "Covered") -> str:
    """Say how many scenarios it needs and has, and which come near."""
    words = f"needs {_scenarios(one.needed)}, has {len(one.scenarios)}."
    if len(one.marking_points) > 1 and one.partly:
        points = ", ".join(one.marking_points)
        words += f" Not all of {points}: {', '.join(one.partly)}."
    return words


def _scenarios(number: int) -> str:
    return "1 scenario" if number == 1 else f"{number} scenarios"


def _table(first: str, second: str) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, show_lines=True)
    table.add_column(first, width=_FIRST_COLUMN, overflow="fold")
    table.add_column(second, overflow="fold")
    return table
