"""How findings look in a terminal: the line for editors, the place in the file, what to do."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from scenarios.document import LARGEST_FILE, lines_of
from scenarios.findings import Finding, Severity
from scoring.checking import Checked, Overview
from scoring.walking import Walked

_MOST_SHOWN = 100
"""Findings of one file that anybody reads in one go."""

_MOST_PATHS = 1_000_000_000
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


def overview_lines(file: Checked) -> Iterator[str]:
    """Yield in words what a scenario that can be played comes to."""
    overview, appraisal = file.overview, file.appraisal
    if overview is None or appraisal is None:
        return
    if note := search_note(file):
        yield note
    paths = _paths(overview)
    nodes, endings = _number(overview.nodes, "node"), _number(overview.endings, "ending")
    yield f"{nodes}, {endings}, {paths}"
    if appraisal.best is not None and appraisal.worst is not None:
        yield f"Best path {appraisal.best.percent}%, worst {appraisal.worst.percent}%."
    yield _at_random(overview.at_random)
    yield (
        f"Always the longest choice reaches the standard {_rate(overview.longest)}, "
        f"always the first shown {_rate(overview.first)}."
    )


def search_note(file: Checked) -> str | None:
    """Say so if the search of a scenario ended before everything was tried."""
    overview, appraisal = file.overview, file.appraisal
    if overview is None or appraisal is None or (overview.complete and appraisal.complete):
        return None
    if overview.complete:
        return (
            "There are too many ways to earn marks to compare them all, so nothing is said of"
            " what no path can do."
        )
    note = (
        f"Not everything was tried: the search ended at {overview.situations:,} situations, and"
        " plays at random went on from the start."
    )
    unseen = ", ".join(overview.unseen[:10])
    more = ", ..." if len(overview.unseen) > 10 else ""
    return f"{note} Neither got to: {unseen}{more}." if unseen else note


def clear() -> None:
    """Clear the screen, if there is one."""
    Console(file=sys.stdout).clear()


def _paths(overview: Overview) -> str:
    if overview.paths is None:
        return "and paths without number: it can go in circles."
    if overview.paths > _MOST_PATHS:
        return f"more than {_MOST_PATHS:,} paths."
    return f"{'' if overview.complete else 'more than '}{_number(overview.paths, 'path')}."


def _at_random(walked: Walked) -> str:
    reaches = f"reaches the standard {_rate(walked)}"
    if walked.average is None:
        return f"Clicking at random comes to no ending and {reaches}."
    unended = walked.plays - walked.ended
    left = f" {unended:,} of them came to no ending." if unended else ""
    return f"Clicking at random scores {walked.average:.0f}% on average and {reaches}.{left}"


def _rate(walked: Walked) -> str:
    return f"in {walked.achieved:,} of {walked.plays:,} plays"


def _in_all(files: Sequence[Checked]) -> str:
    severities = [finding.severity for file in files for finding in file.findings]
    errors = _number(severities.count(Severity.ERROR), "error")
    warnings = _number(severities.count(Severity.WARNING), "warning")
    return f"{_number(len(files), 'file')} checked: {errors}, {warnings}."


def _number(count: int, of_what: str) -> str:
    if count == 0:
        return f"no {of_what}s"
    return f"{count:,} {of_what}" if count == 1 else f"{count:,} {of_what}s"


def _read_lines(path: str) -> list[str]:
    try:
        with Path(path).open("rb") as file:
            return lines_of(file.read(LARGEST_FILE))
    except OSError:
        return []


def _plain(text: str) -> str:
    """Return a text of the file fit to be printed: nothing in it steers the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
