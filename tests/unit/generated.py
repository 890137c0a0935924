"""Small scenarios made at random, with everything in them that play can depend on."""

import json
from typing import Any, TypeAlias

from hypothesis import strategies as st

from scenarios.machine import ScenarioMachine
from tests.unit.authored import load

Authored: TypeAlias = dict[str, Any]

_POINTS = ("active-listening", "empowerment")
_VARIABLES: Authored = {"trust": {"start": 1, "min": 0, "max": 2}, "told": False}


@st.composite
def machines(draw: st.DrawFn, most: int = 5) -> ScenarioMachine:
    """Draw the machine of a scenario of up to `most` nodes; it may be stuck, or go in circles."""
    names = [f"n{number}" for number in range(draw(st.integers(1, most)))]
    ends = [f"e{number}" for number in range(draw(st.integers(1, 2)))]
    everywhere = [*names, *ends]
    critical = draw(st.sets(st.sampled_from(_POINTS)).map(sorted))
    nodes: Authored = {name: draw(_node(names, everywhere, critical)) for name in names}
    for name in ends:
        outcome = draw(st.sampled_from(["effective", "acceptable", "ineffective", "unsafe"]))
        nodes[name] = {"mentee": "Bye.", "ending": {"outcome": outcome, "debrief": "Done."}}
    return _machine(nodes, start=names[0], critical=critical)


def _machine(nodes: Authored, start: str, critical: list[str]) -> ScenarioMachine:
    scenario = {
        "format": 1,
        "id": "generated",
        "title": "Generated",
        "summary": "Whatever comes.",
        "mentee": {"name": "Ada", "about": "17."},
        "briefing": "Listen.",
        "marking_points": {
            point: {"max": 2, "met": 1, "critical": point in critical} for point in _POINTS
        },
        "variables": _VARIABLES,
        "start": start,
        "nodes": nodes,
    }
    return ScenarioMachine(load(json.dumps(scenario)))


@st.composite
def _node(
    draw: st.DrawFn, names: list[str], everywhere: list[str], critical: list[str]
) -> Authored:
    choices = {
        f"c{number}": draw(_choice(names, everywhere, critical))
        for number in range(draw(st.integers(1, 3)))
    }
    otherwise = draw(st.none() | st.sampled_from(everywhere))
    return {
        "mentee": "Well?",
        "choices": choices,
        **({} if otherwise is None else {"otherwise": otherwise}),
    }


@st.composite
def _choice(
    draw: st.DrawFn, names: list[str], everywhere: list[str], critical: list[str]
) -> Authored:
    condition = st.none() | _conditions(names)
    written: Authored = {"say": "Go on.", "feedback": "So.", "once": draw(st.booleans())}
    if (when := draw(condition)) is not None:
        written["when"] = when
    if (first := draw(condition)) is not None:
        ways = [{"when": first, "to": draw(st.sampled_from(everywhere))}]
        written["goto"] = [*ways, {"to": draw(st.sampled_from(everywhere))}]
    else:
        written["goto"] = draw(st.sampled_from(everywhere))
    if draw(st.booleans()):
        written["change"] = {"trust": draw(st.sampled_from([-1, 1]))}
    if draw(st.booleans()):
        written["set"] = {"told": draw(st.booleans())}
    if draw(st.booleans()):
        written["awards"] = {draw(st.sampled_from(_POINTS)): draw(st.integers(1, 2))}
    if critical and draw(st.integers(0, 3)) == 0:
        written["fails"] = [draw(st.sampled_from(critical))]
    return written


def _conditions(names: list[str]) -> st.SearchStrategy[str]:
    first = st.sampled_from(names)
    plain = st.sampled_from(["trust >= 2", "trust == 0", "told", "not told"])
    asked = first.map(lambda name: f"visited({name})") | first.map(
        lambda name: f"not chosen({name}.c0)"
    )
    return plain | asked
