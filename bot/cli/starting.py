"""Beginning a play somewhere in the middle of a scenario, to try that part of it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from difflib import get_close_matches

from scenarios.machine import ScenarioMachine
from scenarios.model import Scenario, Value, Variable

_WHOLE = re.compile("-?[0-9]{1,15}")


class NoSuchNode(Exception):
    """There is no such node in the scenario; `nearest` is the one most like it, if one is."""

    def __init__(self, node: str, nearest: str | None) -> None:
        super().__init__(node)
        self.node = node
        self.nearest = nearest


class NoSuchVariable(Exception):
    """There is no such variable in the scenario; `nearest` is the one most like it, if one is."""

    def __init__(self, variable: str, nearest: str | None) -> None:
        super().__init__(variable)
        self.variable = variable
        self.nearest = nearest


class BadValue(Exception):
    """A variable that can't hold a value.

    `minimum` and `maximum` are the bounds of a whole number, None for true or false.
    """

    def __init__(self, variable: Variable, value: str) -> None:
        super().__init__(variable.name, value)
        self.variable = variable.name
        self.value = value
        self.minimum = variable.minimum
        self.maximum = variable.maximum


def begin_elsewhere(
    machine: ScenarioMachine, node: str | None, settings: Sequence[tuple[str, str]]
) -> ScenarioMachine:
    """Return a machine that begins at `node` with variables set to the values written.

    Nothing counts as visited or chosen before. Without a node it begins where the scenario does.
    Raises NoSuchNode, NoSuchVariable and BadValue.
    """
    scenario = machine.scenario
    if node is not None and node not in scenario.nodes:
        raise NoSuchNode(node, _nearest(node, scenario.nodes))
    values = {name: _value(scenario, name, written) for name, written in settings}
    variables = {
        name: replace(variable, start=values.get(name, variable.start))
        for name, variable in scenario.variables.items()
    }
    start = scenario.start if node is None else node
    return ScenarioMachine(replace(scenario, start=start, variables=variables))


def _value(scenario: Scenario, name: str, written: str) -> Value:
    variable = scenario.variables.get(name)
    if variable is None:
        raise NoSuchVariable(name, _nearest(name, scenario.variables))
    if variable.minimum is None or variable.maximum is None:
        if written not in {"true", "false"}:
            raise BadValue(variable, written)
        return written == "true"
    if not _WHOLE.fullmatch(written) or not variable.minimum <= int(written) <= variable.maximum:
        raise BadValue(variable, written)
    return int(written)


def _nearest(name: str, known: Collection[str]) -> str | None:
    near = get_close_matches(name, known, n=1)
    return near[0] if near else None
