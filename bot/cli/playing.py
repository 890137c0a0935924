"""Playing a scenario at a screen: by answers typed in, or by choices made beforehand."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias, TypeVar

from bot.cli.screen import Screen, facts
from bot.practice.attempts import shuffled
from bot.practice.library import Library
from bot.practice.standing import standing_of
from scenarios.catalogue import Catalogue
from scenarios.machine import ScenarioMachine, State
from scenarios.model import Choice, FeedbackPolicy
from scoring.feedback import feedback_due, report

T = TypeVar("T")
Pick: TypeAlias = Callable[[Sequence[Choice]], Choice]
"""Takes one of the choices on offer, which stand in the order shown; raises Left to stop."""


class Left(Exception):
    """Whoever plays stopped before the end."""


class NoWayOn(Exception):
    """Nothing can be said at `node`, and it is no ending: a fault in the scenario."""

    def __init__(self, node: str) -> None:
        super().__init__(node)
        self.node = node


def choose_scenario(library: Library, screen: Screen) -> ScenarioMachine:
    """Ask which of the known scenarios to play. Raises Left."""
    screen.note("Which conversation would you like to practise?")
    return _pick_numbered(screen, list(library), _entry)


def play_by_hand(machine: ScenarioMachine, catalogue: Catalogue, screen: Screen, seed: str) -> None:
    """Play to the ending by answers typed in.

    `seed` fixes the order in which choices are shown. Raises Left, and NoWayOn.
    """
    screen.briefing(machine.scenario)
    if machine.scenario.content_note is not None and sys.stdin.isatty():
        _ask(screen, "Press Enter to begin, or type q to leave:")
    _play(machine, catalogue, screen, seed, partial(_pick_numbered, screen, shown=_say))


def play_choices(
    machine: ScenarioMachine,
    catalogue: Catalogue,
    screen: Screen,
    seed: str,
    choices: Sequence[str],
) -> None:
    """Show how the choices play, and what is on offer after them.

    Raises ChoiceNotOffered before anything is shown, and NoWayOn.
    """
    left = iter(take_all(machine, choices).turns)

    def pick(offered: Sequence[Choice]) -> Choice:
        screen.numbered(map(_say, offered))
        turn = next(left, None)
        if turn is None:
            raise Left
        return machine.scenario.nodes[turn.node].choices[turn.choice]

    screen.briefing(machine.scenario)
    try:
        _play(machine, catalogue, screen, seed, pick)
    except Left:
        screen.note(f"Under way: this is turn {len(choices) + 1}.")


def outcome_of(
    machine: ScenarioMachine, catalogue: Catalogue, choices: Sequence[str]
) -> dict[str, Any]:
    """Return where the choices lead and the marks they earn, ready to be printed as JSON.

    Raises ChoiceNotOffered.
    """
    stands = standing_of(machine, take_all(machine, choices).turns, catalogue)
    return {
        "scenario": stands.scenario,
        "version": stands.version,
        "node": stands.node,
        "ending": stands.node if stands.ended else None,
        "turns": [{"node": turn.node, "choice": turn.choice} for turn in stands.state.turns],
        "variables": {variable.name: variable.value for variable in stands.variables},
        "marks": stands.marks.recorded(),
        "percent": stands.percent,
        "achieved": stands.marks.achieved,
        "mistakes": list(stands.mistakes),
        "offered": list(stands.offered),
    }


def take_all(machine: ScenarioMachine, choices: Sequence[str]) -> State:
    """Take choices from the start and return where they lead. Raises ChoiceNotOffered."""
    state = machine.begin()
    for choice in choices:
        state = machine.advance(state, choice)
    return state


def _play(
    machine: ScenarioMachine, catalogue: Catalogue, screen: Screen, seed: str, pick: Pick
) -> None:
    scenario = machine.scenario
    state = machine.begin()
    while True:
        screen.arrival(scenario, state)
        for feedback in feedback_due(scenario, state):
            screen.feedback(feedback, with_words=scenario.feedback is not FeedbackPolicy.EACH)
        node = scenario.nodes[state.node]
        if node.ending is not None:
            screen.report(report(machine, state.turns, catalogue))
            return
        choices = [node.choices[choice] for choice in shuffled(machine, state, seed)]
        if not choices:
            raise NoWayOn(state.node)
        choice = pick(choices)
        screen.said(choice.say)
        state = machine.advance(state, choice.id)


def _pick_numbered(screen: Screen, items: Sequence[T], shown: Callable[[T], str]) -> T:
    """Show a numbered list and ask until one of its numbers is typed. Raises Left."""
    last = len(items)
    numbers = f"a number from 1 to {last}" if last > 1 else "1"
    screen.numbered(map(shown, items))
    answer = _ask(screen, f"Type {numbers}, or q to leave:")
    while answer not in map(str, range(1, last + 1)):
        screen.note("That is not one of the numbers here.")
        answer = _ask(screen, f"Please type {numbers}, or q to leave:")
    return items[int(answer) - 1]


def _ask(screen: Screen, prompt: str) -> str:
    """Ask for a line. Raises Left when the learner asks to leave or the input ends."""
    try:
        answer = screen.ask(prompt)
    except EOFError:
        raise Left from None
    if answer.lower() in {"q", "quit"}:
        raise Left
    return answer


def _say(choice: Choice) -> str:
    return choice.say


def _entry(machine: ScenarioMachine) -> str:
    scenario = machine.scenario
    about = ". ".join(fact for fact in (facts(scenario), scenario.summary) if fact)
    return f"{scenario.title} ({scenario.id})\n{about}"
