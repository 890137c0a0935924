"""Playing a scenario: where an attempt stands, what it offers, and what a choice leads to.

Each scenario version has one `ScenarioMachine`, built once and never changed; it serves any
number of attempts, which hand in their `State` and get the next one back.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from transitions import Machine

from scenarios.conditions import Condition
from scenarios.model import Choice, Node, Scenario, Value

_OTHERWISE = ".otherwise"
"""The event of going on where nothing is offered; choices' events are named `node.choice`."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One choice taken at one node."""

    node: str
    choice: str


@dataclass(frozen=True, slots=True)
class State:
    """Where an attempt stands.

    `visited` are the nodes reached so far, this one included. `passed` are the nodes gone
    through by `otherwise` since the last turn, on the way to `node`; their words are shown too.
    """

    node: str
    variables: Mapping[str, Value]
    turns: tuple[Turn, ...]
    visited: frozenset[str]
    passed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a node to another: by a choice, or by `otherwise` where `choice` is None.

    Of the ways of one choice the first is taken whose `when` holds, or is None.
    """

    node: str
    choice: str | None
    to: str
    when: Condition | None


class ChoiceNotOffered(Exception):
    """A choice that cannot be taken here: unknown, held back by its condition, or used up.

    `node` is where it was tried and `offered` are the choice ids that can be taken there now.
    """

    def __init__(self, node: str, choice: str, offered: tuple[str, ...]) -> None:
        super().__init__(node, choice, offered)
        self.node = node
        self.choice = choice
        self.offered = offered


class _Walk:
    """One attempt while it moves: the light object that `transitions` drives."""

    __slots__ = ("chosen", "node", "passed", "turns", "variables", "visited")

    def __init__(self, state: State) -> None:
        self.node = state.node
        self.variables = state.variables
        self.turns = state.turns
        self.visited = state.visited
        self.passed = state.passed
        self.chosen = {f"{turn.node}.{turn.choice}" for turn in state.turns}

    def state(self) -> State:
        """Return where the attempt stands now."""
        return State(self.node, self.variables, self.turns, self.visited, self.passed)


class ScenarioMachine:
    """The rules of one scenario version as a state machine, shared by all its attempts."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._machine = Machine(
            model=None,
            states=list(scenario.nodes),
            initial=scenario.start,
            transitions=[
                {"trigger": trigger, "source": node.id, "dest": to, "conditions": conditions}
                for node in scenario.nodes.values()
                for trigger, to, conditions in _ways_on(node)
            ],
            auto_transitions=False,
            model_attribute="node",
        )

    def ways(self) -> Iterator[Way]:
        """Yield every way on that the machine has, those of one choice in their order."""
        for name, event in self._machine.events.items():
            _, _, choice = name.partition(".")
            for node, transitions in event.transitions.items():
                for one in transitions:
                    asked = (condition.func for condition in one.conditions)
                    when = next((ask.args[0] for ask in asked if isinstance(ask, partial)), None)
                    yield Way(node, None if name == _OTHERWISE else choice, str(one.dest), when)

    def begin(self) -> State:
        """Return the state in which every attempt starts."""
        variables = {name: variable.start for name, variable in self.scenario.variables.items()}
        start = self.scenario.start
        walk = _Walk(State(start, variables, (), frozenset({start}), ()))
        self._go_on(walk)
        return walk.state()

    def offered(self, state: State) -> tuple[Choice, ...]:
        """Return the choices that can be taken now, in the author's order; none at an ending."""
        return self._offered(_Walk(state))

    def advance(self, state: State, choice_id: str) -> State:
        """Take a choice and return the state it leads to.

        Raises ChoiceNotOffered if it is not on offer here.
        """
        walk = _Walk(state)
        self._take(walk, Turn(state.node, choice_id))
        return walk.state()

    def replay(self, turns: Iterable[Turn]) -> tuple[State, ...]:
        """Play recorded turns; return the state before each of them, and the last.

        Raises ChoiceNotOffered at the first turn that this scenario does not allow.
        """
        states = [self.begin()]
        walk = _Walk(states[0])
        for turn in turns:
            self._take(walk, turn)
            states.append(walk.state())
        return tuple(states)

    def _offered(self, walk: _Walk) -> tuple[Choice, ...]:
        node = self.scenario.nodes[walk.node]
        return tuple(c for c in node.choices.values() if _is_offered(node, c, walk))

    def _take(self, walk: _Walk, turn: Turn) -> None:
        node = self.scenario.nodes[walk.node]
        choice = node.choices.get(turn.choice) if turn.node == walk.node else None
        if choice is None or not _is_offered(node, choice, walk):
            offered = tuple(c.id for c in self._offered(walk))
            raise ChoiceNotOffered(walk.node, turn.choice, offered)
        if choice.change or choice.set:
            walk.variables = self._after(choice, walk.variables)
        event = f"{node.id}.{choice.id}"
        walk.turns = (*walk.turns, turn)
        walk.chosen.add(event)
        walk.passed = ()
        self._move(walk, event)
        self._go_on(walk)

    def _after(self, choice: Choice, variables: Mapping[str, Value]) -> Mapping[str, Value]:
        """Return the variables after a choice: its `change`, then its `set`, in bounds."""
        changed = {name: variables[name] + by for name, by in choice.change.items()}
        return {**variables, **self._bounded(changed), **self._bounded(choice.set)}

    def _bounded(self, values: Mapping[str, Value]) -> dict[str, Value]:
        bounded = dict(values)
        for name, value in values.items():
            variable = self.scenario.variables[name]
            if variable.minimum is not None and variable.maximum is not None:
                bounded[name] = min(max(value, variable.minimum), variable.maximum)
        return bounded

    def _go_on(self, walk: _Walk) -> None:
        """Follow `otherwise` while nothing is offered, at most as often as there are nodes."""
        for _ in self.scenario.nodes:
            if self.scenario.nodes[walk.node].otherwise is None or self._offered(walk):
                return
            walk.passed = (*walk.passed, walk.node)
            self._move(walk, _OTHERWISE)

    def _move(self, walk: _Walk, event: str) -> None:
        self._machine.events[event].trigger(walk, walk)
        walk.visited |= {walk.node}


def _ways_on(node: Node) -> Iterable[tuple[str, str, partial[bool] | None]]:
    """Yield each way on from a node: its event, where it leads, and what must hold."""
    for choice in node.choices.values():
        for goto in choice.goto:
            when = None if goto.when is None else partial(_holds, goto.when)
            yield f"{node.id}.{choice.id}", goto.to, when
    if node.otherwise is not None:
        yield _OTHERWISE, node.otherwise, None


def _is_offered(node: Node, choice: Choice, walk: _Walk) -> bool:
    used_up = choice.once and f"{node.id}.{choice.id}" in walk.chosen
    return not used_up and (choice.when is None or _holds(choice.when, walk))


def _holds(condition: Condition, walk: _Walk) -> bool:
    return condition.holds(walk.variables, walk.visited, walk.chosen)
