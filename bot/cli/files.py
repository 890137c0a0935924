"""The scenario files that a command was given: files, and all there are in folders."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import typer

from scenarios.loading import library_files

_SUFFIXES = {".yaml", ".yml"}


class NoSuchPath(Exception):
    """There is neither a file nor a folder of this name."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


@dataclass(slots=True)
class Files:
    """The files found.

    `empty` are folders without scenarios, `closed` those that can't be read, and `absent` paths
    at which there is nothing.
    """

    files: list[Path] = field(default_factory=list)
    empty: list[Path] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)
    absent: list[Path] = field(default_factory=list)


def scenario_files(paths: Iterable[Path]) -> Files:
    """Return the scenario files of some paths, each once; without a path, those of the library.

    Of a folder those are its `*.yaml` and `*.yml` files, in its folders too, but for hidden ones.
    Raises NoSuchPath.
    """
    found = files_at(paths)
    if found.absent:
        raise NoSuchPath(found.absent[0])
    return found


def files_at(paths: Iterable[Path]) -> Files:
    """Return what `scenario_files` does, also where some of the paths are absent."""
    found = Files()
    seen = set()
    for path in list(paths) or [_nearby(file) for file in library_files()]:
        if not os.path.lexists(path):
            found.absent.append(path)
            continue
        files = list(_within(path, found)) if path.is_dir() else [path]
        if not files and path not in found.closed:
            found.empty.append(path)
        for file in files:
            same = os.path.realpath(file)
            if same not in seen:
                seen.add(same)
                found.files.append(file)
    return found


def say_what_is_missing(found: Files) -> None:
    """Say on the error stream which folders had nothing to read."""
    for folder in found.empty:
        typer.echo(f"There are no scenarios (*.yaml or *.yml) in {folder}.", err=True)
    for folder in found.closed:
        typer.echo(f"The folder {folder} can't be read.", err=True)


def _within(folder: Path, found: Files) -> Iterator[Path]:
    def closed(error: OSError) -> None:
        found.closed.append(Path(error.filename))

    for inside, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(inside, name)
            wanted = path.suffix.lower() in _SUFFIXES and not name.startswith(".")
            # A pipe or a device may never come to an end; a broken link is worth a word.
            if wanted and (path.is_file() or path.is_symlink()):
                yield path


def _nearby(path: Path) -> Path:
    """Return a path as seen from the working folder, if it lies in it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
