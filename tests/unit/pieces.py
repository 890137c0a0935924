"""Pieces of a scenario, completed to a whole one that has nothing else wrong.

A piece stands above the rest of the scenario: the other nodes, should it end with `nodes`, and
every other part that it does not give itself. So its lines keep their numbers.
"""

import re

from scenarios.findings import Finding
from scoring.checking import Checked, check_scenario
from tests.unit.authored import catalogue

GOES_ON = "(And so on, for pages.)"
NODES = """
nodes:
  opening:
    mentee: I don't think I'm going back.
    choices:
      reflect:
        say: You asked, and got sent away. What was that like?
        awards: {active-listening: 2}
        feedback: You say back what you heard, and leave her room to go on.
        goto: plan
      cheer-up:
        say: Everyone hates their first week. It does get better.
        feedback: Meant kindly, but she hears that her week doesn't count.
        goto: drifts
  plan:
    mentee: There's a woman on the tills. I could ask her.
    ending: {outcome: effective, debrief: Amina goes back with a plan of her own.}
  drifts:
    mentee: Yeah. Maybe.
    ending: {outcome: ineffective, debrief: Amina did not go back.}
"""
REST = """
format: 1
id: example
title: An example
summary: Amina's first week went badly.
mentee: {name: Amina, about: "19, at a garden centre."}
briefing: You are Amina's mentor.
marking_points: {active-listening: {max: 2}}
pass_mark: 60
start: opening
"""
FIRST_WEEK = f"{REST.replace('id: example', 'id: first-week')}{NODES}"


def parts(text: str, indent: str) -> dict[str, str]:
    """Return the blocks of a text that begin with a name at this indentation."""
    blocks = re.split(rf"^(?={indent}[a-z])", text, flags=re.MULTILINE)[1:]
    return {block.partition(":")[0].strip(): block for block in blocks}


def completed(piece: str) -> str:
    """Return a whole scenario that begins with a piece of one."""
    given = parts(piece, "")
    text = piece.rstrip("\n") + "\n"
    nodes = parts(NODES.partition("nodes:\n")[2], "  ")
    if list(given)[-1:] == ["nodes"]:
        own = parts(given["nodes"].partition("\n")[2], "  ")
        text += "".join(block for name, block in nodes.items() if name not in own)
    rest = {**parts(REST, ""), **parts(NODES, "")}
    text += "".join(block for name, block in rest.items() if name not in given)
    return text.replace(GOES_ON, "And so on. " * 500)


def check(piece: str) -> Checked:
    """Check a scenario that begins with a piece of one."""
    return check_scenario(completed(piece).encode(), "here.yaml", catalogue())


def found(piece: str) -> list[Finding]:
    """Return everything found in a scenario that begins with a piece of one."""
    return list(check(piece).findings)


def codes(piece: str) -> list[str]:
    """Return the codes of what is found in a scenario that begins with a piece of one."""
    return [each.code for each in found(piece)]
