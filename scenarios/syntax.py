"""What to say of text that the YAML parser refuses: where, what is wrong, what to do about it.

The parser says where it gave up. Where a slip of the pen is likely to be the cause, that is said
instead, at its own place.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import yaml

from scenarios.findings import Place

PASTED_DASH = re.compile("[–—−•]")
"""What a word processor puts in place of the hyphen that begins a line of a list."""

LIST_LINE = "Begin each line of a list with a hyphen and a space: `- `."
"""What to do about one."""

SPACE_AFTER_COLON = "Put a space after the colon."
"""What to do about a field written `say:Fine`."""

FIELD_WITHOUT_SPACE = re.compile("[A-Za-z0-9_-]+:(?!//)(?=[^ ])")
"""The name of such a field, with its colon."""

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_ITEM = re.compile("[ ]*(?:- +)*")
_NAME = re.compile("[ ]*(?:- +)*[A-Za-z0-9_-]+")
_LOOK = "Look at the indentation of this line and the one above."

_ADVICE = {
    "mapping values are not allowed in this context": (
        "If this is text with a colon in it, put the whole text in quotes."
    ),
    "found character that cannot start any token": (
        "If this is text, put the whole text in quotes."
    ),
    "found unexpected end of stream": "A quotation mark or bracket is opened and not closed.",
}


class Mark(Protocol):
    """Where the parser is, counted from 0."""

    line: int
    column: int


class Explained(NamedTuple):
    """Where text stops being YAML, what is wrong there, and what to do about it."""

    place: Place
    message: str
    hint: str


def lines_in(text: str) -> list[str]:
    """Return the lines of a text as places count them."""
    return _BREAK.split(text)


def position(mark: Mark | None) -> tuple[int, int]:
    """Return line and column of a mark, counted from 1."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def explain(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> Explained:
    """Explain an error of the parser to whoever wrote these lines."""
    place = Place(*position(error.problem_mark))
    problem = error.problem or "it cannot be read"
    advice = "Look at the indentation, colons and quotes of this line and the one above."
    advice = _ADVICE.get(problem, advice)
    suspect = _suspect(error, problem, place, lines)
    if problem.startswith("mapping values") and suspect:
        advice = _LOOK
    slip = next(_slips(suspect, place.line, lines), None)
    place, problem, advice = slip or (place, problem, advice)
    return Explained(place, f"This is not YAML: {problem}.", advice)


def _suspect(
    error: yaml.MarkedYAMLError, problem: str, place: Place, lines: Sequence[str]
) -> int | None:
    """Return the line that is more likely to be wrong than the one where the parser gave up."""
    if problem == "could not find expected ':'" and error.context_mark:
        return position(error.context_mark)[0]
    if problem.startswith("mapping values") and place.line > 1:
        before = _line(lines, place.line)[: place.column - 1]
        # The colon is that of a field, so it is the line above that is no field, or too far left.
        return place.line - 1 if _NAME.fullmatch(before) else None
    return None


def _slips(
    suspect: int | None, found: int, lines: Sequence[str]
) -> Iterator[tuple[Place, str, str]]:
    """Yield the slips of the pen in the suspected line, and in the one where the parser is."""
    for number in filter(None, (suspect, found)):
        written = _line(lines, number)
        begin = _ITEM.match(written)
        at = begin.end() if begin else 0
        if number == suspect and (name := FIELD_WITHOUT_SPACE.match(written, at)):
            place = Place(number, name.end() + 1)
            yield place, "no space follows the colon", SPACE_AFTER_COLON
        if dash := PASTED_DASH.match(written, at):
            yield Place(number, at + 1), f"this line begins with `{dash.group()}`", LIST_LINE


def _line(lines: Sequence[str], number: int) -> str:
    """Return a line; the parser may be beyond the last one."""
    return lines[number - 1] if number <= len(lines) else ""
