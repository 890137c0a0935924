"""Does every way of playing lead to an ending, and something to every node?

Asked of the situations that `scenarios.checks.search` found. Finds unreachable-node, dead-end and
no-way-out.
"""

from collections import deque
from collections.abc import Mapping, Sequence

from scenarios.checks.relevance import leads_to
from scenarios.checks.search import Situations
from scenarios.document import Scalar
from scenarios.findings import Report, shown
from scenarios.loading import Draft
from scenarios.model import Scenario

_FEW_CHOICES = 30


def check_reachability(draft: Draft, situations: Situations, report: Report) -> None:
    """Report nodes that no play gets to, and situations that no play gets out of.

    Where the search ended early, what it found is said, and nothing of what it did not find.
    """
    keys = {key.text: key for key, _ in draft.root.map("nodes").maps()}
    if situations.complete:
        _check_unreachable(draft.scenario, situations.reached, keys, report)
    _check_dead_ends(draft.scenario, situations, keys, report)
    _check_ways_out(draft.scenario, situations, keys, report)


def way(choices: Sequence[str]) -> str:
    """Say by which choices to get somewhere, in a form that `--choose` takes."""
    if not choices:
        return "right at the start"
    listed = ",".join(choices[:_FEW_CHOICES])
    more = len(choices) - _FEW_CHOICES
    return f"after {listed}" if more <= 0 else f"after {listed} and {more} more choices"


def ends_play(scenario: Scenario, situations: Situations, number: int) -> bool:
    """Say whether a situation is an ending."""
    return scenario.nodes[situations.found[number].node].ending is not None


def able_to_end(scenario: Scenario, situations: Situations) -> set[int]:
    """Return the numbers of the situations from which an ending can be reached.

    Those that were not explored count among them.
    """
    came_from: list[list[int]] = [[] for _ in situations.found]
    able = set()
    for number, steps in enumerate(situations.steps):
        if steps is None or ends_play(scenario, situations, number):
            able.add(number)
        for step in steps or ():
            came_from[step.to].append(number)
    waiting = deque(able)
    while waiting:
        new = set(came_from[waiting.popleft()]) - able
        able |= new
        waiting.extend(new)
    return able


def _check_unreachable(
    scenario: Scenario, reached: set[str], keys: Mapping[str, Scalar], report: Report
) -> None:
    named = {to for node in scenario.nodes.values() for to in leads_to(node)}
    tried = {to for name in reached for to in leads_to(scenario.nodes[name])}
    for name, key in keys.items():
        if name in reached:
            continue
        if name not in named:
            hint = "No `goto` names it. Name it in one, or delete it."
        elif name in tried:
            hint = "A `goto` names it, but its condition never holds, or another comes first."
        else:
            hint = "Only nodes that nobody gets to lead here."
        message = f"No sequence of choices gets to {shown(name)}."
        report.error("unreachable-node", key, message, name, hint)


def _check_dead_ends(
    scenario: Scenario, situations: Situations, keys: Mapping[str, Scalar], report: Report
) -> None:
    seen = set()
    for number, situation in enumerate(situations.found):
        node = scenario.nodes[situation.node]
        if node.id in seen or not _is_dead_end(scenario, situations, number):
            continue
        seen.add(node.id)
        message = f"No choice is on offer at {shown(node.id)} {way(situations.path_to(number))}."
        hint = (
            "Each choice is offered once. Add `once: false` to one, or `otherwise` to the node."
            if all(choice.when is None for choice in node.choices.values())
            else "Take the `when` off one choice, or add `otherwise`."
        )
        report.error("dead-end", keys[node.id], message, node.id, hint)


def _check_ways_out(
    scenario: Scenario, situations: Situations, keys: Mapping[str, Scalar], report: Report
) -> None:
    """Report where play gets into situations that no ending can be reached from."""
    able = able_to_end(scenario, situations)
    seen = set()
    for number, came in enumerate(situations.came):
        name = situations.found[number].node
        if number in able or name in seen or _is_dead_end(scenario, situations, number):
            continue
        if came is None or came[0] in able:
            seen.add(name)
            message = (
                f"No ending can be reached any more from {shown(name)} "
                f"{way(situations.path_to(number))}."
            )
            hint = "Add a choice, a `goto` or an `otherwise` that leads on to an ending."
            report.error("no-way-out", keys[name], message, name, hint)


def _is_dead_end(scenario: Scenario, situations: Situations, number: int) -> bool:
    """Say whether nothing is on offer, where it is no ending and nothing leads on."""
    node = scenario.nodes[situations.found[number].node]
    return situations.steps[number] == () and node.ending is None and node.otherwise is None


def count_paths(scenario: Scenario, situations: Situations) -> int | None:
    """Return how many paths there are, or None where there is no end of them.

    A path is a sequence of choices from the start to an ending. Only those through explored
    situations are counted.
    """
    able = able_to_end(scenario, situations)
    steps = [
        [step.to for step in steps or () if step.to in able] if number in able else []
        for number, steps in enumerate(situations.steps)
    ]
    comes_to = [0] * len(steps)
    for ways in steps:
        for to in ways:
            comes_to[to] += 1
    counts = [0] * len(steps)
    counts[0] = 1
    waiting = deque(number for number, comes in enumerate(comes_to) if comes == 0)
    sorted_out, total = 0, 0
    while waiting:
        number = waiting.popleft()
        sorted_out += 1
        if situations.steps[number] is not None and ends_play(scenario, situations, number):
            total += counts[number]
        for to in steps[number]:
            counts[to] += counts[number]
            comes_to[to] -= 1
            if comes_to[to] == 0:
                waiting.append(to)
    return total if sorted_out == len(steps) else None
