"""`rehearse try`: the bot behind a phone on a page, for whoever has no Telegram."""

import asyncio
import os
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

_DATABASE = "sqlite:///var/try.db"

_READY = "The page with a phone is ready. "
_ONE_LINK = "Open this link in a browser: it lets one visitor in, once, and for a day."
_LINKS = "Each of these links lets one visitor in, once, and for a day."
_STOP = "\nTo stop, press Ctrl+C; what visitors did is there the next time."


def try_(
    file: Annotated[
        str | None,
        typer.Argument(metavar="FILE", help="A scenario's file or id, for Start to begin."),
    ] = None,
    *,
    links: Annotated[int, typer.Option(min=1, max=100, help="How many visitors can come in.")] = 1,
    database: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Where the page keeps what visitors do."),
    ] = _DATABASE,
    address: Annotated[
        str | None,
        typer.Option(
            "--url", metavar="ADDRESS", help="Where visitors find the page, if a proxy serves it."
        ),
    ] = None,
    browser: Annotated[
        bool, typer.Option(help="Open the first link in a browser, where there is one.")
    ] = True,
) -> None:
    """Try the bot in a browser, without Telegram.

    A page with a phone is served on this machine, with the same bot at the other end. It needs no
    token and no network. With a FILE of your own the page also shows the scenario's graph, what it
    remembers, the marks so far and what `rehearse check` finds, and follows each change that you
    save.
    """
    from bot.cli.sources import find_scenario
    from bot.logs import configure_logs
    from bot.settings import read_settings
    from bot.trying import Trial, try_out

    settings = read_settings()
    configure_logs(settings.log_format)
    path = None if file is None or not Path(file).is_file() else Path(file)
    scenario = None
    if file is not None and path is None:
        scenario = find_scenario(file)[0].scenario.id
    trial = Trial(database, scenario, links, path, address and address.rstrip("/"))

    def tell(found: Sequence[str]) -> None:
        typer.echo(_READY + (_ONE_LINK if len(found) == 1 else _LINKS) + _STOP, err=True)
        for link in found:
            typer.echo(link)
        if browser and _has_screen():
            webbrowser.open(found[0])

    asyncio.run(try_out(settings, trial, tell))


def _has_screen() -> bool:
    """Whether a browser would open a window, rather than fill this terminal."""
    if not sys.stdout.isatty():
        return False
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
