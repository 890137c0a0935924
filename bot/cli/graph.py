"""`rehearse graph`: a scenario as a picture, or as text that other programs draw."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from scenarios.graph import Graph
    from scenarios.machine import ScenarioMachine


class Format(StrEnum):
    """What a graph can be written as."""

    MERMAID = "mermaid"
    DOT = "dot"
    SVG = "svg"
    PNG = "png"


_ENDINGS = {
    ".mmd": Format.MERMAID,
    ".mermaid": Format.MERMAID,
    ".dot": Format.DOT,
    ".gv": Format.DOT,
    ".svg": Format.SVG,
    ".png": Format.PNG,
}


class NoEnding(Exception):
    """No path to an ending was found in the scenario called `scenario`."""

    def __init__(self, scenario: str) -> None:
        super().__init__(scenario)
        self.scenario = scenario


def graph(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A scenario's file or id.")],
    *,
    as_format: Annotated[
        Format | None,
        typer.Option("--format", help="What to write: as --output ends, or else Mermaid."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write it to this file instead of printing it."),
    ] = None,
    path: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Mark the path of these choices.")
    ] = None,
    best: Annotated[bool, typer.Option("--best", help="Mark a path with the most marks.")] = False,
) -> None:
    """Draw a scenario: its nodes, and the choices that lead from one to the other.

    Endings have a shape for each outcome, conditions stand with their choice, and nodes that
    nobody gets to stand apart.
    """
    if best and path is not None:
        raise typer.BadParameter("Say either --path or --best.")
    form = as_format or _ENDINGS.get("" if output is None else output.suffix.lower())
    if form is None and output is not None:
        raise typer.BadParameter("Say --format, or let --output end in .mmd, .dot, .svg or .png.")
    if form is Format.PNG and output is None:
        raise typer.BadParameter("A PNG needs a file: --output FILE.")
    if output is not None and output.exists() and Path(file).exists() and output.samefile(file):
        raise typer.BadParameter("--output is the scenario's own file. Name another.")

    from bot.cli import sources
    from scenarios.graph import graph_of

    machine, _ = sources.find_scenario(file)
    drawn = _drawn(graph_of(machine, _marked(machine, path, best=best)), form or Format.MERMAID)
    if output is None:
        typer.echo(drawn.decode(), nl=False)
    else:
        output.write_bytes(drawn)
        typer.echo(f"Wrote {output}.")


def _marked(machine: "ScenarioMachine", path: str | None, *, best: bool) -> Sequence[str] | None:
    """Return the choices of the path to mark, if one was asked for. Raises NoEnding."""
    if best:
        from scoring.best_path import best_path

        found = best_path(machine)
        if found is None:
            raise NoEnding(machine.scenario.id)
        return found.choices
    if path is None:
        return None
    return [choice.strip() for choice in path.split(",")] if path.strip() else []


def _drawn(graph: "Graph", form: Format) -> bytes:
    from scenarios.graph.dot import dot
    from scenarios.graph.mermaid import mermaid
    from scenarios.graph.svg import svg

    match form:
        case Format.MERMAID:
            return mermaid(graph).encode()
        case Format.DOT:
            return dot(graph).encode()
        case Format.SVG:
            return svg(graph).encode()
        case Format.PNG:
            from bot.documents.picture import png_of

            return png_of(svg(graph))
