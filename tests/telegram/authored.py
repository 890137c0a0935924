"""Scenarios written for tests: a short one to change at will, and parts to build others from."""

from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from scenarios.catalogue import Catalogue, load_catalogue
from scenarios.loading import load_scenario
from scenarios.machine import ScenarioMachine

Json: TypeAlias = dict[str, Any]


def choice(say: str, goto: str, **fields: Any) -> Json:
    """Write a choice; its feedback repeats what was said unless it is given."""
    return {"say": say, "goto": goto, "feedback": f"The coach on: {say}", **fields}


def ending(says: str, outcome: str = "effective", debrief: str = "So it ended.") -> Json:
    """Write a node that ends the conversation."""
    return {"mentee": says, "ending": {"outcome": outcome, "debrief": debrief}}


def scenario(name: str = "short", nodes: Json | None = None, **fields: Any) -> Json:
    """Write a scenario of two turns, or one with `nodes` that start at `opening`.

    `fields` are added to it or take the place of its own.
    """
    return {
        "format": 1,
        "id": name,
        "title": f"The {name} one",
        "summary": f"What {name} is about.",
        "mentee": {"name": "Jo", "about": "Jo is 17."},
        "briefing": f"You meet Jo in {name}.",
        "marking_points": {"active-listening": {"max": 2}, "empowerment": {"max": 1}},
        "start": "opening",
        "nodes": nodes or _short(),
        **fields,
    }


def text(scenario: Json) -> bytes:
    """Return a scenario as its file has it."""
    written: bytes = yaml.safe_dump(
        scenario, allow_unicode=True, sort_keys=False, width=10_000, encoding="utf-8"
    )
    return written


def write(folder: Path, scenario: Json) -> Path:
    """Write a scenario into its file and return that."""
    file = folder / f"{scenario['id']}.yaml"
    file.write_bytes(text(scenario))
    return file


def machine(name: str = "short", nodes: Json | None = None, **fields: Any) -> ScenarioMachine:
    """Return a scenario, written as `scenario` does, ready to be played."""
    source = text(scenario(name, nodes, **fields))
    return ScenarioMachine(load_scenario(source, f"{name}.yaml", _catalogue()))


@cache
def _catalogue() -> Catalogue:
    return load_catalogue()


def _short() -> Json:
    return {
        "opening": {
            "mentee": ["Hello.", "I nearly did not come."],
            "thought": "I hope this is quick.",
            "choices": {
                "ask": choice("What kept you?", "kept", awards={"active-listening": 2}),
                "tell": choice("Sit up.", "kept", mistake="aim-l2-mentoring.teaching"),
            },
        },
        "kept": {
            "mentee": "Work did.",
            "choices": {
                "plan": choice("What could you try?", "glad", awards={"empowerment": 1}),
                "order": choice("Quit.", "gone"),
            },
        },
        "glad": ending("I will try that."),
        "gone": ending("Bye, then.", "ineffective", "Jo left early."),
    }
