"""Do the fields of a scenario agree with each other?

Each rule looks at two or more fields that are fine in themselves. Where one of them is not, the
rule keeps silent: the check of shapes has spoken. Finds missing-field, wrong-type, too-long and
fails-not-critical.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from scenarios.checks.shape import LONGEST_TEXT, utf16_length
from scenarios.document import Fields, Items, Scalar
from scenarios.findings import Report, shown

_Error: TypeAlias = Callable[..., None]
"""`Report.error` for one node: takes code, place and message, perhaps a hint."""


def check_agreement(root: Fields, report: Report) -> None:
    """Report every place where the fields of a scenario contradict each other."""
    points, variables = root.map("marking_points"), root.map("variables")
    for name, variable in variables.maps():
        _check_bounds(name, variable, report.error)
    for name, point in points.maps():
        _check_met(name, point, report.error)
    for name, node in root.map("nodes").maps():
        error = partial(report.error, node=name.text)
        _check_node(name, node, error)
        for _, choice in node.map("choices").maps():
            _check_goto(choice, error)
            _check_fails(choice, points, error)
            _check_change(choice, variables, error)
            _check_set(choice, variables, error)


def _check_bounds(name: Scalar, variable: Fields, error: _Error) -> None:
    start, low, high = (variable.whole(field) for field in ("start", "min", "max"))
    if start is None or low is None or high is None:
        return
    if low > high:
        message = f"The `max` of {shown(name.text)} must be {low} or more, not {high}."
        error("wrong-type", variable.get("max"), message)
    elif not low <= start <= high:
        message = f"{shown(name.text)} must start from {low} to {high}, not at {start}."
        error("wrong-type", variable.get("start"), message)


def _check_met(name: Scalar, point: Fields, error: _Error) -> None:
    most, met = point.whole("max"), point.whole("met")
    if most is not None and met is not None and met > most >= 1:
        message = f"The `met` of {shown(name.text)} must be from 1 to {most}, not {met}."
        error("wrong-type", point.get("met"), message)


def _check_node(name: Scalar, node: Fields, error: _Error) -> None:
    has = {field for field in node.entries if node.get(field) is not None}
    subject = shown(name.text)
    if not has & {"mentee", "scene"}:
        error("missing-field", name, f"{subject} says nothing.", hint="Add `mentee` or `scene`.")
    if not has & {"choices", "ending"}:
        error("missing-field", name, f"{subject} has no way on.", hint="Add `choices` or `ending`.")
    for field in ("choices", "otherwise"):
        if {field, "ending"} <= has:
            at = node.entries["ending" if field == "choices" else "otherwise"].key
            message = f"{subject} cannot have both `{field}` and an `ending`."
            error("wrong-type", at, message, hint="Delete one of the two.")
    says = [choice.scalar("say") for _, choice in node.map("choices").maps()]
    lines = [f"{number}. {say.text}" for number, say in enumerate(says, 1) if say]
    length = utf16_length("\n".join(lines))
    if length > LONGEST_TEXT:
        at = node.entries["choices"].key
        message = (
            f"The choices of {subject} are {length:,} characters long together; "
            f"{LONGEST_TEXT:,} is the most."
        )
        error("too-long", at, message, hint="Shorten them.")


def _check_goto(choice: Fields, error: _Error) -> None:
    ways = choice.get("goto")
    entries = ways.values if isinstance(ways, Items) else ()
    for entry in entries[:-1]:
        if isinstance(entry, Fields) and entry.get("when") is None:
            message = "Only the last entry of `goto` has no `when`; those after it are lost."
            error("missing-field", entry, message, hint="Add `when`, or move it to the end.")
    last = entries[-1] if entries else None
    if isinstance(last, Fields) and last.get("when") is not None:
        message = "The last entry of `goto` has no `when`, so that there is always a way on."
        error("wrong-type", last.entries["when"].key, message, hint="Add an entry `to` below.")


def _check_fails(choice: Fields, points: Fields, error: _Error) -> None:
    for point in choice.several("fails"):
        if not isinstance(point, Scalar) or point.text not in points.entries:
            continue
        if points.map(point.text).flag("critical") is not True:
            message = f"{shown(point.text)} cannot be failed; only a critical point can."
            hint = f"Add `critical: true` to {shown(point.text)}, or delete it here."
            error("fails-not-critical", point, message, hint=hint)


def _check_change(choice: Fields, variables: Fields, error: _Error) -> None:
    for name, (key, _) in choice.map("change").entries.items():
        variable = variables.scalar(name)
        if variable is not None and variable.flag is not None:
            message = f"{shown(name)} is true or false; only a whole number can be changed."
            error("wrong-type", key, message, hint="Use `set`.")


def _check_set(choice: Fields, variables: Fields, error: _Error) -> None:
    for name, (_, value) in choice.map("set").entries.items():
        variable = variables.get(name)
        if not isinstance(value, Scalar) or variable is None:
            continue
        if isinstance(variable, Fields) and value.flag is not None:
            error("wrong-type", value, f"{shown(name)} must be a whole number.")
        elif isinstance(variable, Scalar) and value.whole is not None:
            error("wrong-type", value, f"{shown(name)} must be true or false.")
