"""`rehearse schema`: the format as a JSON Schema, for editors."""

import json
from pathlib import Path
from typing import Annotated

import typer


def schema(
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write it to this file instead of printing it."),
    ] = None,
) -> None:
    """Print the JSON Schema of scenarios, with which editors complete and check them.

    The page docs/tutors/editor.md says how to give it to an editor.
    """
    from scenarios.catalogue import load_catalogue
    from scenarios.schema import scenario_schema

    text = json.dumps(scenario_schema(load_catalogue()), indent=2, ensure_ascii=False)
    if output is None:
        typer.echo(text)
    else:
        output.write_text(f"{text}\n", encoding="utf-8")
        typer.echo(f"Wrote {output}.")
