"""`rehearse play`: a role-play in the terminal, or what comes of choices made beforehand."""

import json
import secrets
from typing import Annotated

import typer

_LEFT = "You have left. Nothing of this practice is kept, and you can start again at any time."
_LEFT_BY_CTRL_C = 130


def play(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE", help="A scenario's file or id. Without it, choose one from a list."
        ),
    ] = None,
    choose: Annotated[
        str | None,
        typer.Option(metavar="A,B,C", help="Take these choices, by id, instead of asking."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --choose: print where it leads as JSON.")
    ] = False,
    seed: Annotated[
        int | None, typer.Option(help="A number that fixes the order in which choices are shown.")
    ] = None,
) -> None:
    """Play a scenario in the terminal.

    You read what the mentee says, choose what you would say, and find out why it helps or harms.
    """
    if choose is not None and file is None:
        raise typer.BadParameter("--choose needs a FILE to take the choices in.")
    if as_json and choose is None:
        raise typer.BadParameter("--json needs --choose A,B,C.")
    order = secrets.token_hex() if seed is None else str(seed)
    if file is None or choose is None:
        _by_hand(file, order)
    else:
        _by_choices(file, _ids(choose), order, as_json=as_json)


def _by_hand(file: str | None, order: str) -> None:
    from bot.cli import playing, sources
    from bot.cli.screen import Screen

    screen = Screen.on_output()
    try:
        if file is None:
            library = sources.known_scenarios()
            machine, catalogue = playing.choose_scenario(library, screen), library.catalogue
        else:
            machine, catalogue = sources.find_scenario(file)
        playing.play_by_hand(machine, catalogue, screen, order)
    except playing.Left:
        screen.note(_LEFT)
    except KeyboardInterrupt:
        screen.note(_LEFT)
        raise typer.Exit(_LEFT_BY_CTRL_C) from None


def _by_choices(file: str, choices: list[str], order: str, *, as_json: bool) -> None:
    from bot.cli import playing, sources
    from bot.cli.screen import Screen

    machine, catalogue = sources.find_scenario(file)
    if as_json:
        typer.echo(json.dumps(playing.outcome_of(machine, catalogue, choices)))
    else:
        playing.play_choices(machine, catalogue, Screen.on_output(), order, choices)


def _ids(choose: str) -> list[str]:
    return [choice.strip() for choice in choose.split(",")] if choose.strip() else []
