"""`rehearse check`: everything wrong in scenario files, and what their paths come to."""

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.cli.files import Files
    from scenarios.findings import Finding
    from scoring.checking import Checked

_LOOK_AGAIN = 0.5
"""Seconds between two looks at the files that are watched."""

_OBJECTS_BETWEEN_COLLECTIONS = 500_000


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH...", help="Files, or folders of them. Without one, the library."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Let a warning fail the check, as an error does.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever a file changes, until Ctrl-C.")
    ] = False,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="Print what a finding means, and stop.")
    ] = None,
) -> None:
    """Find everything wrong in scenario files.

    Each finding stands with its line and what to do about it. Of each scenario that can be played
    you see how many paths it has, what they score, and how far guessing gets.
    """
    if explain is not None:
        from bot.cli.explaining import page_of

        typer.echo(page_of(explain), nl=False)
        return
    if watch and as_json:
        raise typer.BadParameter("--watch prints for people, so it can't be used with --json.")
    chosen = paths or []
    if watch:
        _watch(chosen)
    elif code := _check_once(chosen, _print_json if as_json else _print, strict=strict):
        raise typer.Exit(code)


def _check_once(
    paths: list[Path], show: "Callable[[Files, list[Checked]], None]", *, strict: bool
) -> int:
    """Check the files, say which of them are absent, and return the exit code."""
    from bot.cli.problems import SOMETHING_WRONG, WRONG_USAGE

    found, findings = _check(paths, show)
    for path in found.absent:
        typer.echo(f"There is no file and no folder {path}.", err=True)
    # A check of nothing passes for no one: a folder's name may be misspelt, or its files moved.
    if found.absent or not found.files:
        return WRONG_USAGE
    return 0 if not found.closed and _passes(findings, strict=strict) else SOMETHING_WRONG


def _check(
    paths: list[Path], show: "Callable[[Files, list[Checked]], None]"
) -> "tuple[Files, list[Finding]]":
    """Check the files there are and show what was found; return both."""
    from bot.cli.files import files_at
    from scenarios.catalogue import load_catalogue
    from scoring.checking import check_together

    found = files_at(paths)
    with seldom_collecting():
        checked = check_together(found.files, load_catalogue())
    show(found, checked)
    return found, [finding for file in checked for finding in file.findings]


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Let the garbage collector look less often: a check keeps nearly all of what it makes."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _passes(findings: "list[Finding]", *, strict: bool) -> bool:
    from scenarios.findings import Severity

    return not any(strict or finding.severity is Severity.ERROR for finding in findings)


def _print(found: "Files", checked: "list[Checked]") -> None:
    from bot.cli.files import say_what_is_missing
    from bot.cli.found import Printer

    Printer.on_output().print(checked)
    say_what_is_missing(found)


def _print_json(found: "Files", checked: "list[Checked]") -> None:
    from bot.cli.files import say_what_is_missing
    from bot.overview import search_note

    typer.echo(json.dumps([asdict(finding) for file in checked for finding in file.findings]))
    for file in checked:
        if note := search_note(file):
            typer.echo(f"{file.path}: {note}", err=True)
    say_what_is_missing(found)


def _watch(paths: list[Path]) -> None:
    import time

    from bot.cli.files import scenario_files
    from bot.cli.found import clear

    scenario_files(paths)
    before = None
    try:
        while True:
            now = _state_of(paths)
            if now != before:
                before = now
                clear()
                found, _ = _check(paths, _print)
                for path in found.absent:
                    typer.echo(f"{path} is not there any more.")
                typer.echo("Waiting for a change. Ctrl-C stops.")
            time.sleep(_LOOK_AGAIN)
    except KeyboardInterrupt:
        typer.echo()


def _state_of(paths: list[Path]) -> object:
    """Return what changes when a file is written, comes or goes."""
    from bot.cli.files import files_at

    return [(file, _written(file)) for file in files_at(paths).files]


def _written(file: Path) -> tuple[int, int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
