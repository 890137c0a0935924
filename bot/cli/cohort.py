"""`rehearse cohort`: the cohorts of a centre."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.links import Bot, Picture, bot_name, check_picture, print_link
from bot.cli.recorded import transact

if TYPE_CHECKING:
    from bot.storage.transaction import Transaction

app = typer.Typer(
    help="Open cohorts, plan them, let learners in, close them.", no_args_is_help=True
)

_LARGEST_LIST = 1 << 20

CentreId = Annotated[
    str, typer.Argument(metavar="CENTRE", help="The centre's id.", show_default=False)
]
CohortId = Annotated[
    str, typer.Argument(metavar="COHORT", help="The cohort's id.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class UnreadableList(Exception):
    """A file is no text in UTF-8, or is too large for a list; `path` names it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@app.command(
    epilog='Example: rehearse cohort add riverside autumn "Autumn group" --tutor 4k2m8w0q'
    " --starts 2026-09-07 --ends 2026-12-18"
)
def add(  # noqa: PLR0917 - one for each option
    centre: CentreId,
    cohort: Annotated[
        str,
        typer.Argument(
            metavar="COHORT", help="A short name for commands and exports.", show_default=False
        ),
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
    tutor: Annotated[
        str, typer.Option("--tutor", metavar="MEMBER", help="The member's id, a tutor.")
    ],
    starts: Annotated[
        datetime, typer.Option("--starts", metavar="DAY", formats=["%Y-%m-%d"], help="First day.")
    ],
    ends: Annotated[
        datetime, typer.Option("--ends", metavar="DAY", formats=["%Y-%m-%d"], help="Last day.")
    ],
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="ID", help="The unit it goes through.")
    ] = None,
) -> None:
    """Open a cohort. The centre needs a lead and a deputy who answered a test alert."""
    from bot.centre.cohorts import NewCohort, open_cohort
    from scenarios.catalogue import load_catalogue

    units = load_catalogue().units
    if unit is not None and unit not in units:
        raise typer.BadParameter(f"{unit} is none of {', '.join(units)}", param_hint="--unit")
    new = NewCohort(centre, cohort, name, unit, starts.date(), ends.date(), tutor)
    transact(lambda tx: open_cohort(tx, None, new, datetime.now(UTC)))
    typer.echo(f"{cohort} is open. `rehearse cohort code {centre} {cohort}` lets learners join.")


@app.command("list", epilog="Example: rehearse cohort list riverside")
def list_cohorts(centre: CentreId, as_json: AsJson = False) -> None:
    """List a centre's cohorts, the newest first, with what they practise."""
    from bot.cli.cohort_shown import as_data, as_text, read

    found = transact(lambda tx: read(tx, centre))
    for each in found:
        typer.echo(json.dumps(as_data(each)) if as_json else as_text(each))
    if not found and not as_json:
        typer.echo(f"{centre} has no cohort yet. `rehearse cohort add` opens one.")


@app.command(epilog="Example: rehearse cohort close riverside autumn")
def close(centre: CentreId, cohort: CohortId) -> None:
    """Close a cohort: nobody joins it any more. What was done in it stays."""
    from bot.centre.cohorts import close_cohort

    closed = transact(lambda tx: close_cohort(tx, None, centre, cohort, datetime.now(UTC)))
    typer.echo(f"{closed.slug} is closed.")


@app.command("hand-over", epilog="Example: rehearse cohort hand-over riverside autumn 4k2m8w0q")
def hand_over(
    centre: CentreId,
    cohort: CohortId,
    tutor: Annotated[
        str, typer.Argument(metavar="MEMBER", help="The member's id, a tutor.", show_default=False)
    ],
) -> None:
    """Give a cohort to another tutor."""
    from bot.centre import cohorts

    now = datetime.now(UTC)
    handed = transact(lambda tx: cohorts.hand_over(tx, None, centre, cohort, tutor, now))
    typer.echo(f"{handed.slug} is tutored by {tutor} now.")


@app.command(epilog="Example: rehearse cohort plan riverside autumn promise-first --mode assessed")
def plan(
    centre: CentreId,
    cohort: CohortId,
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="The scenario's id.", show_default=False)
    ],
    mode: Annotated[str, typer.Option("--mode", help="practice or assessed.")] = "practice",
    attempts: Annotated[
        int | None, typer.Option("--attempts", help="How many there are; any number if not said.")
    ] = None,
) -> None:
    """Say how a cohort practises a scenario."""
    from bot.centre import cohorts
    from bot.centre.records import Planned

    planned = Planned(scenario, mode, attempts)
    now = datetime.now(UTC)
    transact(lambda tx: cohorts.plan(tx, None, centre, cohort, planned, now))
    typer.echo(f"{scenario} is planned in {cohort}: {mode}.")


@app.command(epilog="Example: rehearse cohort references riverside autumn learners.csv")
def references(
    centre: CentreId,
    cohort: CohortId,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV with a column `reference`, or one reference a line.",
            show_default=False,
        ),
    ],
) -> None:
    """Put the centre's own ids for its learners on a cohort's list; joining asks for one then."""
    from bot.centre.cohorts import list_references, read_references

    with file.open("rb") as opened:
        content = opened.read(_LARGEST_LIST + 1)
    if len(content) > _LARGEST_LIST:
        raise UnreadableList(file)
    try:
        found = read_references(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableList(file) from None

    async def keep(tx: "Transaction") -> int:
        return await list_references(tx, None, centre, cohort, found, datetime.now(UTC))

    new = transact(keep)
    typer.echo(f"{new} new on the list, {len(found) - new} were there.")


@app.command(epilog="Example: rehearse cohort code riverside autumn --uses 24")
def code(  # noqa: PLR0917 - one for each option
    centre: CentreId,
    cohort: CohortId,
    uses: Annotated[
        int | None, typer.Option("--uses", help="How many can join; any number if not said.")
    ] = None,
    days: Annotated[int, typer.Option("--days", help="How many days the link works.")] = 30,
    bot: Bot = None,
    qr: Picture = None,
    as_json: AsJson = False,
) -> None:
    """Print a link, with its QR code, that lets learners join a cohort."""
    from bot.centre.joining import make_join_code

    check_picture(qr)
    username = bot_name(bot)
    now, lives = datetime.now(UTC), timedelta(days=days)
    made = transact(lambda tx: make_join_code(tx, None, centre, cohort, now, uses, lives))
    if not as_json:
        typer.echo(f"With this link learners join {cohort}:")
    facts = {"centre": centre, "cohort": cohort} if as_json else {}
    print_link(username, "join", made, facts, qr)
