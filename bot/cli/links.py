"""Links that open the bot in Telegram, printed with their QR code."""

import asyncio
import io
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.centre.joining import Made

Bot = Annotated[
    str | None,
    typer.Option("--bot", metavar="NAME", help="The bot's user name; Telegram is asked if not."),
]
Picture = Annotated[
    Path | None,
    typer.Option("--qr", metavar="FILE", help="Write the QR code to this .png or .svg file."),
]

_PICTURES = (".png", ".svg")
_NAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
_QUIET_ZONE = 4


def check_picture(file: Path | None) -> None:
    """Raise BadParameter for a picture that can't be written as its name ends."""
    if file is not None and file.suffix.lower() not in _PICTURES:
        raise typer.BadParameter(f"{file} has to end in .png or .svg", param_hint="--qr")


def bot_name(given: str | None) -> str:
    """Return the bot's user name: the given one, or what Telegram says of the bot's token.

    Raises BadParameter, NoToken, or what meeting Telegram raises.
    """
    if given is None:
        return asyncio.run(_asked())
    found = _NAME.fullmatch(given)
    if found is None:
        raise typer.BadParameter(f"{given} is no user name of a bot", param_hint="--bot")
    return found[1]


def print_link(
    bot: str, purpose: str, made: "Made", facts: Mapping[str, Any], picture: Path | None
) -> None:
    """Print a link that was just made, with its QR code; `facts` as JSON if there are any."""
    import segno

    link = f"https://t.me/{bot}?start={purpose}-{made.code}"
    code = segno.make(link, error="m", micro=False)
    if picture is not None:
        code.save(str(picture), scale=8, border=_QUIET_ZONE)
    if facts:
        when = made.expires_at.isoformat(timespec="seconds")
        typer.echo(json.dumps({**facts, "link": link, "invitation": made.id, "expires": when}))
        return
    typer.echo(f"\n  {link}\n")
    drawn = io.StringIO()
    code.terminal(drawn, compact=True)
    if _can_print(drawn.getvalue()):
        typer.echo(drawn.getvalue())
    typer.echo(f"It works until {made.expires_at:%d %B %Y, %H:%M} UTC, and can't be shown again.")
    typer.echo(f"To close it before, its id is {made.id}.")
    if picture is not None:
        typer.echo(f"The QR code is in {picture}.")


def _can_print(drawing: str) -> bool:
    try:
        drawing.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


async def _asked() -> str:
    from bot.errors import NoToken
    from bot.settings import read_settings
    from bot.telegram.api import Api
    from bot.telegram.meeting import meet

    settings = read_settings()
    if settings.bot_token is None:
        raise NoToken
    api = Api(settings.bot_token.get_secret_value(), settings.api_url)
    try:
        await meet(api)
        return api.bot.username
    finally:
        await api.close()
