"""A scenario played thousands of times by a picker: what comes up, what it scores, how it ends.

Plays go through the situations of `scenarios.checks.search`, which are worked out when a play
first comes to them: so they are real plays, in a scenario of any size, and quick ones.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from scenarios.checks.search import Search, Step
from scenarios.machine import Turn
from scenarios.model import Node, Scenario
from scoring.marking import GOOD_OUTCOMES, percent_of
from scoring.pickers import Picker, Shown

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


def walk(scenario: Scenario, plays: int, seed: int, picker: Picker) -> Walked:
    """Play a scenario `plays` times, taking what `picker` picks; a seed always plays the same."""
    nodes = dict.fromkeys(scenario.nodes, 0)
    choices = {f"{node.id}.{name}": 0 for node in scenario.nodes.values() for name in node.choices}
    endings = {node.id: 0 for node in scenario.nodes.values() if node.ending}
    percents, stuck = Counter[int](), Counter[str]()
    achieved = given_up = 0
    for _, play in zip(range(plays), walks(scenario, seed, picker), strict=False):
        for node in play.nodes:
            nodes[node] += 1
        for turn in play.turns:
            choices[f"{turn.node}.{turn.choice}"] += 1
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
        choices=choices,
        endings=endings,
        percents=dict(sorted(percents.items())),
        achieved=achieved,
        stuck=dict(stuck),
        given_up=given_up,
        longest=longest_play(scenario),
    )


def walks(scenario: Scenario, seed: int, picker: Picker) -> Iterator[Play]:
    """Yield plays of a scenario, one after another and without end."""
    walker = _Walker(scenario, Random(seed), picker)  # noqa: S311 - it keeps no secret
    while True:
        yield walker.play()


def longest_play(scenario: Scenario) -> int:
    """Return the turns after which a play is given up.

    Whoever takes no choice twice has come to an end by then.
    """
    return max(LONGEST, sum(len(node.choices) for node in scenario.nodes.values()))


@dataclass(frozen=True, slots=True)
class _Way:
    """A step with its turn, and the number of its choice among all the scenario's."""

    step: Step
    turn: Turn
    number: int


class _Walker:
    """Plays a scenario again and again; what it worked out in one play serves the next."""

    def __init__(self, scenario: Scenario, chance: Random, picker: Picker) -> None:
        self._scenario = scenario
        self._chance = chance
        self._picker = picker
        self._search = Search(scenario, lambda choice: bool(choice.awards))
        self._longest = longest_play(scenario)
        self._total = sum(point.max for point in scenario.marking_points.values())
        self._numbers = {
            turn: number
            for number, turn in enumerate(
                Turn(node.id, choice) for node in scenario.nodes.values() for choice in node.choices
            )
        }
        self._times = [0] * len(self._numbers)
        self._ways: dict[int, tuple[_Way, ...]] = {}

    def play(self) -> Play:
        """Play once, to an ending or until there is no going on."""
        situations = self._search.situations
        order = _Order(self._chance)
        steps: list[Step] = []
        turns: list[Turn] = []
        nodes = [*situations.passed, situations.found[0].node]
        at = 0
        while (ways := self._ways_from(at)) and len(turns) < self._longest:
            way = self._picked(order.shown(self._scenario.nodes[nodes[-1]], ways))
            self._times[way.number] += 1
            steps.append(way.step)
            turns.append(way.turn)
            at = way.step.to
            nodes += way.step.passed
            nodes.append(situations.found[at].node)
        ending = self._scenario.nodes[nodes[-1]].ending
        percent, all_critical = self._marked(steps)
        achieved = (
            ending is not None
            and ending.outcome in GOOD_OUTCOMES
            and percent >= self._scenario.pass_mark
            and all_critical
        )
        stuck = ending is None and not ways
        return Play(tuple(turns), tuple(nodes), ending is not None, stuck, percent, achieved)

    def _ways_from(self, at: int) -> tuple[_Way, ...]:
        ways = self._ways.get(at)
        if ways is None:
            node = self._search.situations.found[at].node
            turns = ((step, Turn(node, step.choice.id)) for step in self._search.steps(at))
            ways = tuple(_Way(step, turn, self._numbers[turn]) for step, turn in turns)
            self._ways[at] = ways
        return ways

    def _picked(self, ways: list[_Way]) -> _Way:
        choices = [way.step.choice for way in ways]
        times = [self._times[way.number] for way in ways]
        picked = self._picker(Shown(choices, times, self._chance))
        return next(way for way in ways if way.step.choice is picked)

    def _marked(self, steps: list[Step]) -> tuple[int, bool]:
        """Return the per cent of what was taken, and whether every critical point was met."""
        points = self._scenario.marking_points
        earned = dict.fromkeys(points, 0)
        failed = set[str]()
        for step in steps:
            if step.first:
                for point, award in step.choice.awards.items():
                    earned[point] += award
            failed.update(step.choice.fails)
        marks = {
            name: 0 if name in failed else min(points[name].max, total)
            for name, total in earned.items()
        }
        met = all(marks[point.id] >= point.met for point in points.values() if point.critical)
        return percent_of(sum(marks.values()), self._total), met


class _Order:
    """The order in which one play is shown the choices of each node: by chance, and kept."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._ranks: dict[str, dict[str, float]] = {}

    def shown(self, node: Node, ways: tuple[_Way, ...]) -> list[_Way]:
        """Put the ways on from a node into the order in which this play is shown them."""
        if node.fixed_order:
            return list(ways)
        ranks = self._ranks.get(node.id)
        if ranks is None:
            ranks = self._ranks[node.id] = {name: self._chance.random() for name in node.choices}
        return sorted(ways, key=lambda way: ranks[way.turn.choice])
