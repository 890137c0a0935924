"""How findings look in a terminal: the line for editors, the place in the file, what to do."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.overview import number_of, overview_lines
from scenarios.document import LARGEST_FILE, lines_of
from scenarios.findings import Finding, Severity
from scoring.checking import Checked

_MOST_SHOWN = 100
"""Findings of one file that anybody reads in one go."""

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}


class Printer:
    """Prints what was found, file by file."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @classmethod
    def on_output(cls) -> Self:
        """Return a printer on the standard output."""
        return cls(Console(highlight=False, soft_wrap=True))

    def print(self, files: Sequence[Checked]) -> None:
        """Print the findings and the overview of each file, and how many there are in all."""
        for file in files:
            self._findings(file)
            if file.scenario is not None:
                self._overview(file)
        if files:
            self._console.print(Text(_in_all(files), "bold"))

    def _findings(self, file: Checked) -> None:
        lines = _read_lines(file.path) if file.findings else []
        for finding in file.findings[:_MOST_SHOWN]:
            self._finding(finding, lines)
        more = len(file.findings) - _MOST_SHOWN
        if more > 0:
            words = f"{_plain(file.path)}: and {more:,} more; --json has them all.\n"
            self._console.print(Text(words))

    def _finding(self, finding: Finding, lines: Sequence[str]) -> None:
        where = f"{finding.path}:{finding.line}:{finding.column}: "
        kind = Text(f"{finding.severity} {finding.code}", _COLOURS[finding.severity])
        message = f": {_plain(finding.message)}"
        self._console.print(Text.assemble(_plain(where), kind, message))
        if finding.line <= len(lines):
            self._place(finding, lines[finding.line - 1])
        if finding.hint:
            self._console.print(Text(f"    {_plain(finding.hint)}"))
        self._console.print()

    def _place(self, finding: Finding, line: str) -> None:
        """Print the line of the file with a caret under the place, or as much as there is room."""
        margin = f"{finding.line:>6} | "
        room = max(20, self._console.width - len(margin) - 1)
        begin = max(0, finding.column - 1 - room // 2) if len(line) > room else 0
        part = _plain(line[begin : begin + room])
        before = cell_len(_plain(line[begin : finding.column - 1]))
        self._console.print(Text.assemble((margin, "dim"), part))
        self._console.print(Text.assemble(("       | ", "dim"), " " * before, ("^", "bold")))

    def _overview(self, file: Checked) -> None:
        self._console.print(Text(_plain(file.path), "bold"))
        for line in overview_lines(file):
            self._console.print(Text(f"    {line}"))
        self._console.print()


def clear() -> None:
    """Clear the screen, if there is one."""
    Console(file=sys.stdout).clear()


def _in_all(files: Sequence[Checked]) -> str:
    severities = [finding.severity for file in files for finding in file.findings]
    errors = number_of(severities.count(Severity.ERROR), "error")
    warnings = number_of(severities.count(Severity.WARNING), "warning")
    return f"{number_of(len(files), 'file')} checked: {errors}, {warnings}."


def _read_lines(path: str) -> list[str]:
    try:
        with Path(path).open("rb") as file:
            return lines_of(file.read(LARGEST_FILE))
    except OSError:
        return []


def _plain(text: str) -> str:
    """Return a text of the file fit to be printed: nothing in it steers the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
