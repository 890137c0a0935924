"""Can every condition be asked? Finds bad-condition, and unknown names within conditions."""

from collections.abc import Iterable, Mapping

from scenarios.checks.names import UNDECLARED
from scenarios.checks.shape import Use
from scenarios.condition_parser import BadCondition, Kind, Scope, parse_condition
from scenarios.conditions import Condition
from scenarios.document import Fields, Scalar
from scenarios.findings import Report


def check_conditions(
    uses: Iterable[Use], root: Fields, report: Report
) -> Mapping[Scalar, Condition]:
    """Parse a scenario's conditions, by the value each is written in; report what is wrong."""
    scope = _scope(root)
    parsed = {}
    for use in uses:
        try:
            parsed[use.written] = parse_condition(use.written.text, scope)
        except BadCondition as bad:
            _report_problems(bad, use, report)
    return parsed


def _report_problems(bad: BadCondition, use: Use, report: Report) -> None:
    for problem in bad.problems:
        message = f"In this condition, {problem.message} (character {problem.column})."
        otherwise = UNDECLARED if problem.code == "unknown-variable" else None
        hint = problem.name and report.nearest(problem.name, problem.known, otherwise)
        report.error(problem.code, use.written, message, use.node, hint)


def _scope(root: Fields) -> Scope:
    """Gather the names conditions may use, also from values that are wrong in other ways."""
    variables = root.map("variables")
    return Scope(
        variables={name: _kind(variables, name) for name in variables.entries},
        choices={
            name: root.map("nodes").map(name).map("choices").entries
            for name in root.map("nodes").entries
        },
    )


def _kind(variables: Fields, name: str) -> Kind:
    written = variables.scalar(name)
    return Kind.NUMBER if written is None or written.whole is not None else Kind.BOOLEAN
