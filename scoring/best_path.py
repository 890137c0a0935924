"""The path to show as the best one."""

from dataclasses import replace

from scenarios.machine import ChoiceNotOffered, ScenarioMachine
from scenarios.model import Node, Scenario
from scoring.appraisal import Path, appraise


def best_path(machine: ScenarioMachine) -> Path | None:
    """Return a path with the highest per cent, without a mistake if there is such a one.

    None when no ending can be reached, or when too many paths had to be tried.
    """
    best = appraise(machine.scenario).best
    if best is None:
        return None
    faultless = appraise(_without_mistakes(machine.scenario)).best
    if faultless is None or faultless.percent < best.percent or not _ends(machine, faultless):
        return best
    return faultless


def _without_mistakes(scenario: Scenario) -> Scenario:
    nodes = {name: _good_choices(node) for name, node in scenario.nodes.items()}
    return replace(scenario, nodes=nodes)


def _good_choices(node: Node) -> Node:
    good = {name: choice for name, choice in node.choices.items() if not choice.mistakes}
    return replace(node, choices=good)


def _ends(machine: ScenarioMachine, path: Path) -> bool:
    """Whether a path comes to an ending where `otherwise` is followed less often."""
    state = machine.begin()
    try:
        for choice in path.choices:
            state = machine.advance(state, choice)
    except ChoiceNotOffered:
        return False
    return machine.scenario.nodes[state.node].ending is not None
