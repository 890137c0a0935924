"""The command `rehearse`: its sub-commands, and what is said when one can't do its work."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from bot.cli import centre, cohort, db, updates
from bot.cli.audit import audit
from bot.cli.check import check
from bot.cli.coverage import coverage
from bot.cli.export import export
from bot.cli.graph import graph
from bot.cli.invite import invite
from bot.cli.new import new
from bot.cli.play import play
from bot.cli.print_ import print_
from bot.cli.remark import remark
from bot.cli.run import run
from bot.cli.schema import schema
from bot.cli.streams import prepare_streams
from bot.cli.try_ import try_
from bot.cli.walk import walk

_INTERRUPTED = 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(short_help="Run the bot.", epilog="Example: REHEARSE_BOT_TOKEN=... rehearse run")(run)
app.command(epilog="Example: rehearse play promise-first")(play)
app.command(
    "try",
    short_help="Try the bot in a browser, without Telegram.",
    epilog="Example: rehearse try first-week.yaml",
)(try_)
app.command(epilog="Example: rehearse check first-week.yaml")(check)
app.command(
    short_help="Play a scenario thousands of times and count what comes up.",
    epilog="Example: rehearse walk promise-first --plays 1000",
)(walk)
app.command(
    short_help="Show which scenarios practise each criterion and mistake.",
    epilog="Example: rehearse coverage",
)(coverage)
app.command(
    short_help="Draw a scenario: its nodes and the ways between them.",
    epilog="Example: rehearse graph promise-first --best --output graph.svg",
)(graph)
app.command(
    "print",
    short_help="Write a scenario as a booklet to be printed.",
    epilog="Example: rehearse print promise-first --output script.pdf",
)(print_)
app.command(
    short_help="Begin a scenario: write a small one that works.",
    epilog="Example: rehearse new first-week.yaml",
)(new)
app.command(
    short_help="Print the JSON Schema of scenarios, for editors.",
    epilog="Example: rehearse schema --output scenario.schema.json",
)(schema)
app.command(epilog="Example: rehearse export --json > attempts.jsonl")(export)
app.command(
    short_help="Mark recorded attempts again, under a corrected mark scheme.",
    epilog="Example: rehearse remark promise-first --to corrected.yaml",
)(remark)
app.add_typer(centre.app, name="centre", short_help="Found centres, look at them, change them.")
app.add_typer(cohort.app, name="cohort", short_help="Open cohorts, plan them, close them.")
app.command(
    short_help="Print a link that gives somebody a role in a centre.",
    epilog='Example: rehearse invite tutor --centre riverside --name "Sam Hill"',
)(invite)
app.command(
    short_help="Print who did and saw what.",
    epilog="Example: rehearse audit --centre riverside --since 2026-09-01",
)(audit)
app.add_typer(db.app, name="db", short_help="Upgrade, back up and restore the database.")
app.add_typer(
    updates.app, name="updates", short_help="List the updates that were set aside, and retry them."
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rehearse {version('rehearse')}")
        raise typer.Exit


@app.callback(epilog="Example: rehearse play")
def rehearse(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """Practise mentoring conversations, and be marked on them."""


def main() -> None:
    """Run the command line and end the process: 0 done, 1 something is wrong, 2 wrong usage."""
    prepare_streams()
    try:
        app(prog_name="rehearse")
    except KeyboardInterrupt:  # before the command that was asked for has begun
        sys.exit(_INTERRUPTED)
    except Exception as error:
        from bot.cli.problems import explain

        problem = explain(error)
        if problem is None:
            raise
        sys.stderr.write(f"{problem.words}\n")
        sys.exit(problem.exit_code)
