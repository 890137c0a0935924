"""What is written from the code: docs/reference, and the table of roles. `make docs` does it."""

import json
from pathlib import Path

import typer
from typer.cli import get_docs_for_click
from typer.core import TyperGroup
from typer.main import get_command

from bot.centre.authorisation import ALLOWED
from bot.centre.roles import Role
from bot.cli.main import app
from bot.settings import Address, Settings, variable
from scenarios.catalogue import load_catalogue
from scenarios.schema import scenario_schema

FOLDER = Path("docs/reference")
ROLES_PAGE = Path("docs/centres/people.md")

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


def with_roles(page: str) -> str:
    """Return the page about a centre's people with the table of who may do what."""
    start, end = "<!-- roles: written from the code by `make docs` -->\n", "<!-- roles end -->"
    before, _, rest = page.partition(start)
    return f"{before}{start}\n{roles()}\n{end}{rest.partition(end)[2]}"


def roles() -> str:
    """Return the table of who may do what on whose record."""
    names = [role.replace("_", " ") for role in Role]
    rows = [
        [action.value, *(reach.value if (reach := row.get(role)) else "-" for role in Role)]
        for action, row in ALLOWED.items()
    ]
    table = [["what", *names], ["--"] * (len(names) + 1), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in table)


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
    """Write the pages into their folder, and the table into its page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    page = ROLES_PAGE.read_text(encoding="utf-8")
    ROLES_PAGE.write_text(with_roles(page), encoding="utf-8")


if __name__ == "__main__":
    main()
