"""`rehearse print`: a scenario on paper, for a classroom and for learners without Telegram."""

from pathlib import Path
from typing import Annotated

import typer


def print_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A scenario's file or id.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The PDF to write. Without it, named by the scenario."),
    ] = None,
) -> None:
    """Write a scenario as a PDF to be printed: a booklet to play from, with marks and feedback.

    Learners go from one numbered paragraph to the next, with a pencil. The first sheet is for
    the tutor and says which pages to give out when.
    """
    if output is not None and output.exists() and Path(file).exists() and output.samefile(file):
        raise typer.BadParameter("--output is the scenario's own file. Name another.")

    from bot.cli import sources
    from bot.documents.paper.printing import script

    machine, catalogue = sources.find_scenario(file)
    path = output or Path(f"{machine.scenario.id}.pdf")
    path.write_bytes(script(machine.scenario, catalogue))
    typer.echo(f"Wrote {path}.")
