"""A scenario played thousands of times by a picker: what comes up, what it scores, how it ends.

Plays go through the situations of `scenarios.checks.search`, which are worked out when a play
first comes to them: so they are real plays, in a scenario of any size, and quick ones.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from scenarios.checks.search import Search, Step
from scenarios.machine import Turn
from scenarios.model import Choice, Node, Scenario
from scoring.appraisal import search_marks
from scoring.marking import GOOD_OUTCOMES, percent_of
from scoring.pickers import Picker

LONGEST = 200
"""Turns after which a play is given up, in a scenario of no more choices than that."""


@dataclass(frozen=True, slots=True)
class Play:
    """One play of a scenario.

    `nodes` are all that it came through, those passed by `otherwise` included; the last is where
    it stopped. `ended` is false when that is no ending: then it was `stuck`, with nothing on
    offer, or was given up after too many turns. `percent` and `achieved` are as `marking` has it.
    """

    turns: tuple[Turn, ...]
    nodes: tuple[str, ...]
    ended: bool
    stuck: bool
    percent: int
    achieved: bool


@dataclass(frozen=True, slots=True)
class Walked:
    """What came of many plays of a scenario.

    `nodes` is how often each node was reached and `choices` how often each choice
    (`node.choice`) was taken, in the author's order, with 0 for what never was. Of the plays that
    ended, `endings` counts where, `percents` what they scored, and `achieved` those that achieved.
    `stuck` counts the others that had nothing on offer, by node, and `given_up` those that had
    not ended after `longest` turns.
    """

    plays: int
    nodes: Mapping[str, int]
    choices: Mapping[str, int]
    endings: Mapping[str, int]
    percents: Mapping[int, int]
    achieved: int
    stuck: Mapping[str, int]
    given_up: int
    longest: int

    @property
    def ended(self) -> int:
        """How many plays came to an ending."""
        return sum(self.endings.values())

    @property
    def average(self) -> float | None:
        """The per cent of a play that ended, on average; None when none did."""
        total = sum(percent * times for percent, times in self.percents.items())
        return total / self.ended if self.ended else None


def walk(
    scenario: Scenario, plays: int, seed: int, picker: Picker, search: Search | None = None
) -> Walked:
    """Play a scenario `plays` times, taking what `picker` picks; a seed always plays the same.

    With a `search` of `appraisal.search_marks`, what it found already is not worked out again.
    """
    walker = _Walker(scenario, seed, picker, search or search_marks(scenario))
    nodes = dict.fromkeys(scenario.nodes, 0)
    endings = {node.id: 0 for node in scenario.nodes.values() if node.ending}
    percents, stuck = Counter[int](), Counter[str]()
    achieved = given_up = 0
    for _ in range(plays):
        play = walker.play()
        for node in play.nodes:
            nodes[node] += 1
        if play.ended:
            endings[play.nodes[-1]] += 1
            percents[play.percent] += 1
            achieved += play.achieved
        elif play.stuck:
            stuck[play.nodes[-1]] += 1
        else:
            given_up += 1
    return Walked(
        plays=plays,
        nodes=nodes,
        choices=walker.taken(),
        endings=endings,
        percents=dict(sorted(percents.items())),
        achieved=achieved,
        stuck=dict(stuck),
        given_up=given_up,
        longest=longest_play(scenario),
    )


def walks(scenario: Scenario, seed: int, picker: Picker) -> Iterator[Play]:
    """Yield plays of a scenario, one after another and without end."""
    walker = _Walker(scenario, seed, picker, search_marks(scenario))
    while True:
        yield walker.play()


def longest_play(scenario: Scenario) -> int:
    """Return the turns after which a play is given up.

    Whoever takes no choice twice has come to an end by then.
    """
    return max(LONGEST, sum(len(node.choices) for node in scenario.nodes.values()))


class _Order:
    """The order in which one play is shown the choices of each node: by chance, and kept."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._ranks: dict[str, dict[str, float]] = {}

    def forget(self) -> None:
        """Leave the next play to chance."""
        self._ranks.clear()

    def shown(self, node: Node, choices: Sequence[Choice]) -> Sequence[Choice]:
        """Put the choices on offer at a node into order."""
        if node.fixed_order:
            return choices
        ranks = self._ranks.get(node.id)
        if ranks is None:
            ranks = self._ranks[node.id] = {name: self._chance.random() for name in node.choices}
        return sorted(choices, key=lambda choice: ranks[choice.id])


@dataclass(frozen=True, slots=True)
class _Place:
    """A situation with the steps on from it, and what a picker asks about it."""

    node: Node
    steps: tuple[Step, ...]
    choices: tuple[Choice, ...]
    turns: Mapping[str, Turn]
    taken: dict[str, int]
    chance: Random
    order: _Order

    def shown(self) -> Sequence[Choice]:
        """Return the choices as this play is shown them."""
        return self.order.shown(self.node, self.choices)

    def times(self) -> Sequence[int]:
        """Return how often each choice was taken so far."""
        return [self.taken[choice.id] for choice in self.choices]


class _Walker:
    """Plays a scenario again and again; what it worked out in one play serves the next."""

    def __init__(self, scenario: Scenario, seed: int, picker: Picker, search: Search) -> None:
        self._scenario = scenario
        self._picker = picker
        self._chance = Random(seed)  # noqa: S311 - it keeps no secret
        self._order = _Order(self._chance)
        self._search = search
        self._places: dict[int, _Place] = {}
        self._longest = longest_play(scenario)
        self._total = sum(point.max for point in scenario.marking_points.values())
        self._turns = {
            node.id: {name: Turn(node.id, name) for name in node.choices}
            for node in scenario.nodes.values()
        }
        self._taken = {node.id: dict.fromkeys(node.choices, 0) for node in scenario.nodes.values()}

    def taken(self) -> Mapping[str, int]:
        """Return how often each choice (`node.choice`) was taken so far."""
        return {
            f"{node}.{choice}": times
            for node, choices in self._taken.items()
            for choice, times in choices.items()
        }

    def play(self) -> Play:
        """Play once, to an ending or until there is no going on."""
        self._order.forget()
        turns: list[Turn] = []
        steps: list[Step] = []
        place = self._place(0)
        nodes = [*self._search.situations.passed, place.node.id]
        while place.steps and len(steps) < self._longest:
            picked = self._picker(place)
            step = next(step for step in place.steps if step.choice is picked)
            place.taken[picked.id] += 1
            turns.append(place.turns[picked.id])
            steps.append(step)
            place = self._place(step.to)
            nodes += step.passed
            nodes.append(place.node.id)
        ending = place.node.ending
        percent, all_critical = self._marked(steps)
        achieved = (
            ending is not None
            and ending.outcome in GOOD_OUTCOMES
            and percent >= self._scenario.pass_mark
            and all_critical
        )
        stuck = ending is None and not place.steps
        return Play(tuple(turns), tuple(nodes), ending is not None, stuck, percent, achieved)

    def _place(self, number: int) -> _Place:
        place = self._places.get(number)
        if place is None:
            node = self._scenario.nodes[self._search.situations.found[number].node]
            steps = self._search.steps(number)
            choices = tuple([step.choice for step in steps])
            turns, taken = self._turns[node.id], self._taken[node.id]
            place = _Place(node, steps, choices, turns, taken, self._chance, self._order)
            self._places[number] = place
        return place

    def _marked(self, steps: Sequence[Step]) -> tuple[int, bool]:
        """Return the per cent of what was taken, and whether every critical point was met."""
        points = self._scenario.marking_points
        earned = dict.fromkeys(points, 0)
        failed = set[str]()
        for step in steps:
            choice = step.choice
            if choice.awards and step.first:
                for point, award in choice.awards.items():
                    earned[point] += award
            if choice.fails:
                failed.update(choice.fails)
        marks = {
            name: 0 if name in failed else min(points[name].max, total)
            for name, total in earned.items()
        }
        met = all(marks[point.id] >= point.met for point in points.values() if point.critical)
        return percent_of(sum(marks.values()), self._total), met
