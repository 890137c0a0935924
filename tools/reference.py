"""The reference pages under docs/reference, written from the code: `make docs`."""

import json
from pathlib import Path

import typer
from typer.cli import get_docs_for_click
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli.main import app
from bot.settings import Address, Settings, variable
from scenarios.catalogue import load_catalogue
from scenarios.schema import scenario_schema

FOLDER = Path("docs/reference")

_ORIGIN = "<!-- Written from the code by `make docs`. Change the code, not this page. -->\n\n"


def command_line() -> str:
    """Return the page about `rehearse` and its sub-commands."""
    command = get_command(app)
    if isinstance(command, TyperGroup):
        _unabridge(command)
    context = typer.Context(command, info_name="rehearse")
    page = get_docs_for_click(obj=command, ctx=context, name="rehearse", title="The command line")
    return page.strip() + "\n"


def settings() -> str:
    """Return the page about the environment variables."""
    rows = [
        f"| `{variable(name)}` | {_shown(field.default)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    ]
    return (
        "# Settings\n\n"
        "Environment variables, or lines `NAME=value` of a file `.env` in the folder where\n"
        "`rehearse` is started. An empty value means not set.\n\n"
        "| variable | when not set | what it is |\n|---|---|---|\n" + "".join(rows)
    )


def schema() -> str:
    """Return the JSON Schema of scenarios, as `rehearse schema` prints it."""
    return json.dumps(scenario_schema(load_catalogue()), indent=2, ensure_ascii=False) + "\n"


def pages() -> dict[str, str]:
    """Return every reference page by its file name."""
    return {
        "command-line.md": _ORIGIN + command_line(),
        "scenario.schema.json": schema(),
        "settings.md": _ORIGIN + settings(),
    }


def _unabridge(group: TyperGroup) -> None:
    """Let the lists of commands carry the whole of what each is for."""
    for command in group.commands.values():
        command.short_help = (command.help or "").partition("\n")[0]
        if isinstance(command, TyperGroup):
            _unabridge(command)


def _shown(default: object) -> str:
    match default:
        case None | ():
            return "none"
        case Address(host, port):
            return f"`{host}:{port}`"
        case float():
            return f"`{default:g}`"
        case _:
            return f"`{default}`"


def main() -> None:
    """Write the pages into their folder."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
