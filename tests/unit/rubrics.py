"""Small scenarios with a rubric, for the tests of `scoring/`."""

import json
from typing import Any, TypeAlias

from scenarios.machine import ScenarioMachine, Turn
from tests.unit.authored import load

Authored: TypeAlias = dict[str, Any]
"""A part of a scenario as it would be written; JSON is YAML too."""

LISTENING = "active-listening"
EMPOWERMENT = "empowerment"
REFERRAL = "safeguarding-referral"
SOLVE = "ascentis-l1-mentoring.solve"
"""A mistake in empowerment."""
HANDLES_ALONE = "aim-l2-peer-mentoring.handles-alone"
"""A mistake in safeguarding-referral, among others."""


def choice(goto: object = "end", *, say: str = "Well.", **fields: object) -> Authored:
    return {"say": say, "feedback": f"About: {say}", "goto": goto, **fields}


def node(**choices: Authored) -> Authored:
    return {"mentee": "Hello.", "choices": choices}


def ending(outcome: str = "effective") -> Authored:
    return {"mentee": "Bye.", "ending": {"outcome": outcome, "debrief": f"It was {outcome}."}}


def machine(
    nodes: Authored, marking_points: Authored | None = None, **fields: object
) -> ScenarioMachine:
    """Build a scenario that starts at its first node and has an effective ending `end`."""
    scenario = {
        "format": 1,
        "id": "made-up",
        "title": "Made up",
        "summary": "Nothing much.",
        "mentee": {"name": "Ada", "about": "17."},
        "briefing": "Listen.",
        "marking_points": marking_points or {LISTENING: {"max": 2}},
        "start": next(iter(nodes)),
        "nodes": {"end": ending(), **nodes},
        **fields,
    }
    return ScenarioMachine(load(json.dumps(scenario)))


def taken(machine: ScenarioMachine, *choices: str) -> tuple[Turn, ...]:
    """Return the turns that these choices make from the start."""
    state = machine.begin()
    for each in choices:
        state = machine.advance(state, each)
    return state.turns
