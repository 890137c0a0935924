"""Does every name refer to something that is declared?

Finds unknown-node, unknown-marking-point, unknown-mistake, unknown-unit, unknown-variable, and
failed-test where a test names a node or choice that is not there.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from scenarios.checks.shape import Use
from scenarios.document import Fields
from scenarios.findings import Report, shown
from scenarios.shapes import Target

Declared: TypeAlias = Mapping[Target, Collection[str]]
"""The known names. A target that is absent could not be read, and its names are not checked."""

UNDECLARED = "Declare it under `variables:`."
"""What to do about a variable that is like no declared one."""

_CODE_AND_NOUN: Mapping[Target, tuple[str, str]] = {
    Target.NODE: ("unknown-node", "no node"),
    Target.UNIT: ("unknown-unit", "no unit in the catalogue named"),
    Target.SKILL: ("unknown-marking-point", "no marking point in the catalogue named"),
    Target.MARKING_POINT: ("unknown-marking-point", "no marking point in this scenario named"),
    Target.MISTAKE: ("unknown-mistake", "no mistake in the catalogue named"),
    Target.VARIABLE: ("unknown-variable", "no variable"),
    Target.TESTED_NODE: ("failed-test", "no node"),
    Target.TESTED_CHOICE: ("failed-test", "no choice"),
}


def declared_names(root: Fields) -> Declared:
    """Gather what a scenario file itself declares."""
    declared: dict[Target, Collection[str]] = {}
    if root.get("nodes") is not None:
        nodes = root.map("nodes")
        declared[Target.NODE] = declared[Target.TESTED_NODE] = nodes.entries.keys()
        declared[Target.TESTED_CHOICE] = {
            choice for _, node in nodes.maps() for choice in node.map("choices").entries
        }
    if root.get("marking_points") is not None:
        declared[Target.MARKING_POINT] = root.map("marking_points").entries.keys()
    declared[Target.VARIABLE] = root.map("variables").entries.keys()
    return declared


def check_names(uses: Iterable[tuple[Target, Use]], declared: Declared, report: Report) -> None:
    """Report every name that is not among the declared ones."""
    for target, use in uses:
        name = use.written.text
        if name in declared.get(target, (name,)):
            continue
        code, noun = _CODE_AND_NOUN[target]
        otherwise = UNDECLARED if target is Target.VARIABLE else None
        hint = report.nearest(name, declared[target], otherwise)
        if target is Target.MARKING_POINT and name in declared.get(Target.SKILL, ()):
            hint = f"Add `{name}` to this scenario's `marking_points`."
        report.error(code, use.written, f"There is {noun} {shown(name)}.", use.node, hint)
