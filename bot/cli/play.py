"""`rehearse play`: a role-play in the terminal, or what comes of choices made beforehand."""

import json
import secrets
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

if TYPE_CHECKING:
    from scenarios.catalogue import Catalogue
    from scenarios.machine import ScenarioMachine

_LEFT = "You have left. Nothing of this practice is kept, and you can start again at any time."
_LEFT_BY_CTRL_C = 130


class _Asked(NamedTuple):
    """Which scenario to play, where to begin, and the seed of the order of choices."""

    file: str | None
    node: str | None
    settings: list[tuple[str, str]]
    order: str


def play(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE", help="A scenario's file or id. Without it, choose one from a list."
        ),
    ] = None,
    *,
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
    node: Annotated[
        str | None,
        typer.Option("--from", metavar="NODE", help="Begin at this node, nothing said before."),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="Begin with this variable at another value. Say it again for more of them.",
        ),
    ] = None,
) -> None:
    """Play a scenario in the terminal.

    You read what the mentee says, choose what you would say, and find out why it helps or harms.
    """
    if choose is not None and file is None:
        raise typer.BadParameter("--choose needs a FILE to take the choices in.")
    if as_json and choose is None:
        raise typer.BadParameter("--json needs --choose A,B,C.")
    if file is None and (node is not None or settings):
        raise typer.BadParameter("--from and --set need a FILE to begin in.")
    order = secrets.token_hex() if seed is None else str(seed)
    asked = _Asked(file, node, [_setting(each) for each in settings or ()], order)
    if choose is None:
        _by_hand(asked)
    else:
        _by_choices(asked, _ids(choose), as_json=as_json)


def _by_hand(asked: _Asked) -> None:
    from bot.cli import playing, sources
    from bot.cli.screen import Screen

    screen = Screen.on_output()
    try:
        if asked.file is None:
            library = sources.known_scenarios()
            machine, catalogue = playing.choose_scenario(library, screen), library.catalogue
        else:
            machine, catalogue = _found(asked, asked.file)
        playing.play_by_hand(machine, catalogue, screen, asked.order)
    except playing.Left:
        screen.note(_LEFT)
    except KeyboardInterrupt:
        screen.note(_LEFT)
        raise typer.Exit(_LEFT_BY_CTRL_C) from None


def _by_choices(asked: _Asked, choices: list[str], *, as_json: bool) -> None:
    from bot.cli import playing
    from bot.cli.screen import Screen

    machine, catalogue = _found(asked, asked.file or "")
    if as_json:
        typer.echo(json.dumps(playing.outcome_of(machine, catalogue, choices)))
    else:
        playing.play_choices(machine, catalogue, Screen.on_output(), asked.order, choices)


def _found(asked: _Asked, file: str) -> "tuple[ScenarioMachine, Catalogue]":
    from bot.cli import sources
    from bot.cli.starting import begin_elsewhere

    machine, catalogue = sources.find_scenario(file)
    if asked.node is None and not asked.settings:
        return machine, catalogue
    return begin_elsewhere(machine, asked.node, asked.settings), catalogue


def _setting(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals:
        raise typer.BadParameter(f"--set takes NAME=VALUE, such as trust=1, not {written}.")
    return name.strip(), value.strip()


def _ids(choose: str) -> list[str]:
    return [choice.strip() for choice in choose.split(",")] if choose.strip() else []
