"""`rehearse invite`: a link that gives somebody a role in a centre."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from bot.centre.roles import Role
from bot.cli.links import Bot, Picture, bot_name, check_picture, print_link
from bot.cli.recorded import transact


def invite(  # noqa: PLR0917 - one for each option
    role: Annotated[
        Role,
        typer.Argument(
            metavar="ROLE",
            help="tutor, quality_assurer, manager or safeguarding_lead.",
            show_default=False,
        ),
    ],
    centre: Annotated[str, typer.Option("--centre", metavar="ID", help="The centre's id.")],
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="How the person will be shown.")
    ],
    days: Annotated[int, typer.Option("--days", help="How many days the link works.")] = 7,
    bot: Bot = None,
    qr: Picture = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print a link, with its QR code, that gives a role in a centre to whoever opens it first.

    The link works once. It can't be shown again, since only a check on it is kept.
    """
    from bot.centre import joining

    check_picture(qr)
    username = bot_name(bot)
    now, lives = datetime.now(UTC), timedelta(days=days)
    made = transact(lambda tx: joining.invite(tx, None, centre, role, name, now, lives))
    if not as_json:
        shown = role.replace("_", " ")
        typer.echo(f"This link makes {name.strip()} a {shown} of {centre}:")
    facts = {"centre": centre, "role": role.value, "name": name.strip()} if as_json else {}
    print_link(username, "invite", made, facts, qr)
