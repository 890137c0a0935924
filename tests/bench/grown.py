"""Scenarios of any length, grown the same way each time, to be searched and played."""

from functools import cache
from typing import Any

import yaml

from scenarios.catalogue import Catalogue, load_catalogue
from scenarios.loading import load_scenario
from scenarios.model import Scenario

_CHOICES = 3
_POINTS = ("active-listening", "empowerment")
_OUTCOMES = ("effective", "acceptable", "ineffective")


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that comes with the program."""
    return load_catalogue()


def grown(nodes: int) -> Scenario:
    """Return the scenario that `grown_source` writes."""
    return load_scenario(grown_source(nodes), "grown.yaml", catalogue())


def grown_source(nodes: int) -> bytes:
    """Write a scenario of so many nodes with three choices each, two variables and conditions.

    Every seventh node leads to two others, and every eleventh asks what the variables are.
    """
    deciding = nodes - len(_OUTCOMES)
    conversation: dict[str, Any] = {
        f"n{number}": _node(number, deciding) for number in range(deciding)
    }
    for number, outcome in enumerate(_OUTCOMES):
        ending = {"outcome": outcome, "debrief": "Done."}
        conversation[f"e{number}"] = {"mentee": "Bye.", "ending": ending}
    scenario = {
        "format": 1,
        "id": "grown",
        "title": "Grown",
        "summary": "As long as it takes.",
        "mentee": {"name": "Ada", "about": "17."},
        "briefing": "Listen.",
        "marking_points": {point: {"max": max(1, deciding // 4)} for point in _POINTS},
        "variables": {"trust": {"start": 2, "min": 0, "max": 5}, "told": False},
        "start": "n0",
        "nodes": conversation,
    }
    return yaml.dump(scenario, Dumper=yaml.CSafeDumper, sort_keys=False).encode()


def _node(number: int, deciding: int) -> dict[str, Any]:
    choices = {f"c{choice}": _choice(number, choice, deciding) for choice in range(_CHOICES)}
    return {"mentee": "Well?", "choices": choices}


def _choice(number: int, choice: int, deciding: int) -> dict[str, Any]:
    ahead = number + 1 + (choice if number % 7 == 0 else 0)
    to = f"n{ahead}" if ahead < deciding else f"e{choice}"
    written: dict[str, Any] = {"say": f"Go on, {number}.{choice}.", "feedback": "So.", "goto": to}
    if choice == 0:
        written |= {"awards": {_POINTS[number % 2]: 1}, "change": {"trust": 1}}
    elif choice == 1:
        written["change"] = {"trust": -1}
    elif number % 5 == 0:
        written["set"] = {"told": True}
    if number % 11 == 3 and choice == 0:
        other = f"n{min(number + 2, deciding - 1)}"
        written["goto"] = [{"when": "trust >= 3 and told", "to": to}, {"to": other}]
    return written
