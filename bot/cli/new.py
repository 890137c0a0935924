"""`rehearse new`: a scenario of one's own, begun with five questions."""

import re
import sys
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from scenarios.catalogue import Catalogue

_NOTHING_WRITTEN = "You have left. Nothing was written."
_LEFT_BY_CTRL_C = 130
_LONGEST_ANSWER = 300
_TITLE = "A quiet word"
_MENTEE = "Sam"
_ABOUT = "Your mentee thinks that everyone else is ahead. Help them find a first step."
_LEVELS = ("1", "2", "3")


class AlreadyThere(Exception):
    """There is something at `path` already, which must not be written over."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class _Left(Exception):
    """Whoever was asked left."""


class _Refused(Exception):
    """An answer that can't be taken, and why."""


def new(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The file to write. Without it, named by the title."),
    ] = None,
    *,
    title: Annotated[str | None, typer.Option(help="What the scenario is called.")] = None,
    mentee: Annotated[str | None, typer.Option(help="The mentee's name.")] = None,
    unit: Annotated[str | None, typer.Option(help="The id of the unit it belongs to.")] = None,
    level: Annotated[str | None, typer.Option(help="How demanding it is: 1, 2 or 3.")] = None,
    about: Annotated[str | None, typer.Option(help="What it is about, in a sentence.")] = None,
) -> None:
    """Begin a scenario: write a small one that works, for you to change.

    You are asked five questions, but none that an option answers. Press Enter for the answer in
    brackets. Where nobody can answer, those in brackets are taken.
    """
    from bot.cli.first_draft import Answers, first_draft, free_id
    from scenarios.catalogue import load_catalogue
    from scenarios.loading import library_files

    path = file and (file if file.suffix else file.with_suffix(".yaml"))
    if path is not None and path.exists():
        raise AlreadyThere(path)
    catalogue = load_catalogue()
    ask = _Questions()
    given: dict[str, str | None] = {"title": title, "mentee": mentee, "about": about}
    given |= {"unit": unit, "level": level}
    _refuse_wrong_options(given, catalogue)
    try:
        named = ask.answer("What is it called?", _TITLE, _words, given["title"])
        name = ask.answer("What is the mentee's name?", _MENTEE, _words, given["mentee"])
        units = _Units(catalogue)
        chosen = ask.answer(units.question, units.first, units.read, given["unit"])
        demands = ask.answer("Which level, 1 to 3?", units.level(chosen), _level, given["level"])
        matter = ask.answer("What is it about, in a sentence?", _ABOUT, _words, given["about"])
    except (_Left, KeyboardInterrupt) as left:
        typer.echo(f"\n{_NOTHING_WRITTEN}")
        raise typer.Exit(1 if isinstance(left, _Left) else _LEFT_BY_CTRL_C) from None
    id_ = free_id(named, {each.stem for each in library_files()})
    path = path or Path(f"{id_}.yaml")
    answers = Answers(named, name, chosen, int(demands), matter)
    _write(path, first_draft(answers, id_, str(path)))
    typer.echo(f"Wrote {path}. Play it: rehearse play {path}")


class _Questions:
    """Asks on the terminal, or reads answers from a pipe while there are any."""

    def __init__(self) -> None:
        self._nobody = False

    def answer(
        self, question: str, default: str, read: Callable[[str], str], given: str | None
    ) -> str:
        """Return the answer that was given, or ask until one can be taken. Raises _Left."""
        if given is not None:
            return read(given or default)
        while not self._nobody:
            answer = self._line(f"{question} [{default}] ")
            try:
                return read(answer or default)
            except _Refused as refused:
                typer.echo(f"{refused}")
        return read(default)

    def _line(self, prompt: str) -> str:
        typer.echo(prompt, nl=False)
        try:
            return input().strip()
        except EOFError:
            if sys.stdin.isatty():
                raise _Left from None
            self._nobody = True
            typer.echo()
            return ""


class _Units:
    """The units to choose from, by number or id."""

    def __init__(self, catalogue: "Catalogue") -> None:
        self._units = catalogue.units
        self.first = next(iter(catalogue.units))

    @property
    def question(self) -> str:
        lines = [
            f"  {number}. {name}: {unit.body}, {unit.title}"
            for number, (name, unit) in enumerate(self._units.items(), start=1)
        ]
        return "\n".join([*lines, "Which unit does it belong to (its number or id)?"])

    def read(self, answer: str) -> str:
        names = list(self._units)
        if answer in self._units:
            return answer
        if re.fullmatch("[0-9]{1,3}", answer) and 1 <= int(answer) <= len(names):
            return names[int(answer) - 1]
        near = get_close_matches(answer, names, n=1)
        hint = f" Did you mean {near[0]}?" if near else f" There are {', '.join(names)}."
        raise _Refused(f"There is no such unit.{hint}")

    def level(self, unit: str) -> str:
        """Return the level that a unit's qualification names, or 1."""
        found = re.search(r"Level ([123])\b", self._units[unit].qualification)
        return found[1] if found else "1"


def _words(answer: str) -> str:
    from bot.cli.first_draft import one_line

    words = one_line(answer)
    if not words:
        raise _Refused("Please write a word or more.")
    if len(words) > _LONGEST_ANSWER:
        raise _Refused(f"Please keep it to {_LONGEST_ANSWER} characters.")
    return words


def _level(answer: str) -> str:
    if answer not in _LEVELS:
        raise _Refused("The level is 1, 2 or 3.")
    return answer


def _refuse_wrong_options(given: "dict[str, str | None]", catalogue: "Catalogue") -> None:
    """Raise a usage error for the first option that can't be taken, before anything is asked."""
    read = {"unit": _Units(catalogue).read, "level": _level}
    for option, answer in given.items():
        try:
            if answer:
                read.get(option, _words)(answer)
        except _Refused as refused:
            raise typer.BadParameter(f"--{option}: {refused}") from None


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise AlreadyThere(path) from None
