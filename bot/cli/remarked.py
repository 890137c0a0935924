"""How the results of marking again look in a terminal, before and after."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.practice.records import Result
    from bot.practice.remarking import Plan, Proposed
    from scenarios.corrections import Difference
    from scenarios.model import Scenario
    from scoring.marking import Status

_MOST_DIFFERENCES = 20


def print_plan(corrected: "Scenario", found: "Plan", only_from: str | None) -> None:
    """Print which results change, and how many stay."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    changing = [each for each in found.attempts if each.changes]
    if changing:
        table = Table("attempt", "learner", "before", "after", "what changes", box=SIMPLE_HEAD)
        for each in changing:
            own = str(each.attempt.id)
            if each.attempt.replays is not None:
                own += " (replay)"
            table.add_row(
                own,
                str(each.attempt.learner),
                _result(each.before),
                _result(each.after),
                "\n".join(_changes(each)),
            )
        console.print(table)
    for line in _summary(corrected, found, only_from):
        typer.echo(line)


def print_unlike(found: "Plan") -> None:
    """Print on the error stream what keeps attempts from being marked again."""
    for version in found.unreadable:
        typer.echo(f"Version {version}, which was played, can't be read any more.", err=True)
    for version, differences in found.differences.items():
        typer.echo(f"Version {version} is not played as the corrected file is:", err=True)
        for each in differences[:_MOST_DIFFERENCES]:
            typer.echo(f"  {_difference(each)}", err=True)
        if len(differences) > _MOST_DIFFERENCES:
            typer.echo(f"  and {len(differences) - _MOST_DIFFERENCES} more", err=True)
    typer.echo(
        "Nothing was marked. Correct the file so that only words, marks and feedback differ,"
        " or name one version with --from.",
        err=True,
    )


def _summary(corrected: "Scenario", found: "Plan", only_from: str | None) -> Iterator[str]:
    which = f"at {corrected.id}" + (f" marked by version {only_from}" if only_from else "")
    changing = [each for each in found.attempts if each.changes]
    if not found.attempts:
        yield f"No attempt {which} is left to mark by version {corrected.version}."
    else:
        every = _number(len(found.attempts), "attempt")
        yield f"{every} {which}, marked by version {corrected.version}:"
        staying = len(found.attempts) - len(changing)
        if changing:
            gained = sum(each.after.achieved and not each.before.achieved for each in changing)
            lost = sum(each.before.achieved and not each.after.achieved for each in changing)
            yield f"  {_number(len(changing), 'result')} changed, {staying} the same."
            yield f"  The standard is reached by {gained:,} more, and no longer by {lost:,}."
        else:
            yield "  Nothing changed: every result is the same."
    if found.already:
        yield f"{_number(found.already, 'attempt')} marked by this version already."
    if found.under_way:
        yield f"{_number(found.under_way, 'attempt')} under way, and left alone."


def _number(count: int, of_what: str) -> str:
    return f"{count:,} {of_what}" if count == 1 else f"{count:,} {of_what}s"


def _result(result: "Result") -> str:
    return f"{result.percent}%, {'reached' if result.achieved else 'not yet'}"


def _changes(each: "Proposed") -> Iterator[str]:
    for point, (before, after) in each.statuses.items():
        yield f"{point}: {_words(before)}, now {_words(after)}"
    for point, marks in each.after.marks.items():
        before_marks = each.before.marks.get(point)
        if point in each.statuses or before_marks is None:
            continue
        old, new = (f"{part['marks']} of {part['max']}" for part in (before_marks, marks))
        if old != new:
            yield f"{point}: {old}, now {new}"


def _words(status: "Status | None") -> str:
    from scoring.feedback import STATUS_WORDS

    return "not marked" if status is None else STATUS_WORDS[status]


def _difference(each: "Difference") -> str:
    where = ", ".join(
        f"{kind} {name}" for kind, name in (("node", each.node), ("choice", each.choice)) if name
    )
    if each.added is not None:
        return f"{where} is new" if each.added else f"{where} is gone"
    return f"{where}: `{each.part}` differs" if where else f"`{each.part}` differs"
