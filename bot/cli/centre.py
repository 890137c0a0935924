"""`rehearse centre`: centres, and the people in them."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.centre.hours import USUAL
from bot.centre.roles import Role
from bot.cli.links import Bot, Picture, bot_name, check_picture, print_link
from bot.cli.recorded import transact

if TYPE_CHECKING:
    from bot.centre.joining import Made
    from bot.cli.centre_shown import Shown
    from bot.storage.transaction import Transaction

app = typer.Typer(
    help="Found centres, look at them and change them.",
    no_args_is_help=True,
)

CentreId = Annotated[
    str, typer.Argument(metavar="CENTRE", help="The centre's id.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Hours = Annotated[
    str, typer.Option("--office-hours", metavar="HOURS", help="When somebody is there.")
]
OutOfHours = Annotated[
    str, typer.Option("--out-of-hours", metavar="TEXT", help="What learners are told otherwise.")
]
Zone = Annotated[str, typer.Option("--time-zone", metavar="ZONE", help="Where the centre is.")]


@app.command(
    epilog='Example: rehearse centre add riverside "Riverside College" --manager "Jo Price"'
)
def add(  # noqa: PLR0917 - one for each option
    centre: Annotated[
        str,
        typer.Argument(
            metavar="CENTRE", help="A short name for commands and exports.", show_default=False
        ),
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
    manager: Annotated[
        str, typer.Option("--manager", metavar="NAME", help="How its manager will be shown.")
    ],
    time_zone: Zone = "Europe/London",
    office_hours: Hours = USUAL,
    out_of_hours: OutOfHours = "",
    page: Annotated[
        bool, typer.Option("--page/--no-page", help="Let learners practise without Telegram.")
    ] = False,
    bot: Bot = None,
    qr: Picture = None,
    as_json: AsJson = False,
) -> None:
    """Found a centre, and print the link that makes somebody its manager.

    The database is made first if there is none.
    """
    from bot.centre.joining import invite
    from bot.centre.people import found_centre
    from bot.centre.records import Centre
    from bot.settings import read_settings
    from bot.storage.opening import upgrade

    check_picture(qr)
    username = bot_name(bot)
    now = datetime.now(UTC)
    new = Centre(centre, name, time_zone, office_hours, out_of_hours, page, now)

    async def found(tx: "Transaction") -> "Made":
        await found_centre(tx, new, now)
        return await invite(tx, None, centre, Role.MANAGER, manager, now)

    asyncio.run(upgrade(read_settings().database_url))
    made = transact(found)
    if not as_json:
        typer.echo(f"{name.strip()} is founded. This link makes {manager.strip()} its manager:")
    print_link(username, "invite", made, {"centre": centre} if as_json else {}, qr)


@app.command("list", epilog="Example: rehearse centre list")
def list_centres(as_json: AsJson = False) -> None:
    """List the centres, by id."""
    found = transact(lambda tx: tx.centres())
    for each in found:
        closed = ", closed" if each.closed_at else ""
        facts = {"centre": each.id, "name": each.name, "closed": each.closed_at is not None}
        typer.echo(json.dumps(facts) if as_json else f"{each.id}: {each.name}{closed}")
    if not found and not as_json:
        typer.echo("There is no centre yet. `rehearse centre add` founds one.")


@app.command(epilog="Example: rehearse centre show riverside")
def show(centre: CentreId, as_json: AsJson = False) -> None:
    """Show a centre: its hours, people, cohorts and the links that are open."""
    from bot.cli.centre_shown import as_data, as_text, read

    async def work(tx: "Transaction") -> "Shown":
        return await read(tx, centre, datetime.now(UTC))

    shown = transact(work)
    typer.echo(json.dumps(as_data(shown)) if as_json else as_text(shown))


@app.command(
    "set", epilog='Example: rehearse centre set riverside --office-hours "mon-thu 09:00-16:00"'
)
def set_centre(  # noqa: PLR0917 - one for each option
    centre: CentreId,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME")] = None,
    time_zone: Annotated[str | None, typer.Option("--time-zone", metavar="ZONE")] = None,
    office_hours: Annotated[str | None, typer.Option("--office-hours", metavar="HOURS")] = None,
    out_of_hours: Annotated[
        str | None,
        typer.Option("--out-of-hours", metavar="TEXT", help="What learners are told otherwise."),
    ] = None,
    page: Annotated[
        bool | None,
        typer.Option("--page/--no-page", help="Let learners practise without Telegram."),
    ] = None,
    keep_real: Annotated[
        int | None,
        typer.Option(
            "--keep-real",
            metavar="DAYS",
            help="How long what may be real is kept after a safeguarding lead took it on.",
        ),
    ] = None,
    closed: Annotated[
        bool | None,
        typer.Option(
            "--close/--reopen", help="A closed centre lets nobody in and staff do nothing."
        ),
    ] = None,
) -> None:
    """Change a centre; what is not said stays."""
    from bot.centre.errors import NoSuch
    from bot.centre.people import change_centre

    now = datetime.now(UTC)
    given = {
        "name": name,
        "time_zone": time_zone,
        "office_hours": office_hours,
        "out_of_hours": out_of_hours,
        "page_allowed": page,
        "disclosure_days": keep_real,
    }
    changes = {field: value for field, value in given.items() if value is not None}
    if not changes and closed is None:
        raise typer.BadParameter("say what to change; `rehearse centre set --help` lists it")

    async def change(tx: "Transaction") -> None:
        found = await tx.centre(centre)
        if found is None:
            raise NoSuch("centre", centre)
        closed_at = found.closed_at if closed is None else now if closed else None
        after = replace(found, closed_at=closed_at, **changes)  # type: ignore[arg-type]
        await change_centre(tx, None, after, now)

    transact(change)
    typer.echo(f"{centre} is changed.")


@app.command("take-away", epilog="Example: rehearse centre take-away riverside 4k2m8w0q tutor")
def take_away(
    centre: CentreId,
    member: Annotated[
        str, typer.Argument(metavar="MEMBER", help="The member's id.", show_default=False)
    ],
    role: Annotated[Role, typer.Argument(metavar="ROLE", show_default=False)],
) -> None:
    """Take a role away from a member. `rehearse centre show` lists members with their ids."""
    from bot.centre.people import take_role_away

    now = datetime.now(UTC)
    transact(lambda tx: take_role_away(tx, None, centre, member, role, now))
    typer.echo(f"{member} is no {role.replace('_', ' ')} of {centre} any more.")


@app.command("close-link", epilog="Example: rehearse centre close-link riverside 4k2m8w0q")
def close_link(
    centre: CentreId,
    invitation: Annotated[
        str, typer.Argument(metavar="LINK", help="The link's id.", show_default=False)
    ],
) -> None:
    """Close a link that gives a role or lets learners join, before it runs out."""
    from bot.centre.joining import close_code

    now = datetime.now(UTC)
    transact(lambda tx: close_code(tx, None, centre, invitation, now))
    typer.echo(f"The link {invitation} lets nobody in any more.")
