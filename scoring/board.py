"""The situations of a scenario as its mark scheme sees them: what each step adds, what can come."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from scenarios.checks.search import Situations, Step
from scenarios.model import Choice, Scenario
from scoring.marking import percent_of

FAILED = -1
"""In place of marks, for a point that was failed for good."""

Earned: TypeAlias = tuple[int, ...]
"""Marks by point, in the rubric's order, or FAILED."""


class Move(NamedTuple):
    """A step as marks see it: points are numbers in the rubric's order."""

    choice: str
    to: int
    awards: Mapping[str, int]
    gains: Mapping[int, int]
    fails: frozenset[int]


class Board:
    """The situations of a scenario with the marks that each step adds.

    `points` are those of the rubric, `caps` the most of each and `total` of all. By situation,
    `outcomes` has the outcome of an ending, None elsewhere, `moves` the steps, and `most` and
    `least` what can still be earned of each point.
    """

    def __init__(self, scenario: Scenario, situations: Situations) -> None:
        self.points = tuple(scenario.marking_points.values())
        self._numbers = {point.id: number for number, point in enumerate(self.points)}
        self.caps = tuple(point.max for point in self.points)
        self.total = sum(self.caps)
        endings = (scenario.nodes[one.node].ending for one in situations.found)
        self.outcomes = [None if ending is None else ending.outcome for ending in endings]
        self._effects = {
            (node.id, choice.id): self._effect(choice)
            for node in scenario.nodes.values()
            for choice in node.choices.values()
        }
        self.moves = [
            tuple([self._move(one.node, step) for step in steps or ()])
            for one, steps in zip(situations.found, situations.steps, strict=True)
        ]
        self._order, self._circles = _last_first(self.moves)
        self.most, self.least = self._to_come(lowest=False), self._to_come(lowest=True)

    def _effect(self, choice: Choice) -> tuple[Mapping[int, int], frozenset[int]]:
        """Return what a choice gains when it is taken first, and what it fails."""
        gains = {self._numbers[point]: marks for point, marks in choice.awards.items()}
        return gains, frozenset(self._numbers[point] for point in choice.fails)

    def _move(self, node: str, step: Step) -> Move:
        choice = step.choice
        gains, fails = self._effects[node, choice.id]
        return Move(choice.id, step.to, choice.awards, gains if step.first else {}, fails)

    def earn(self, earned: Earned, move: Move) -> Earned:
        """Return what was earned once a step is taken as well."""
        if not move.gains and not move.fails:
            return earned
        after = list(earned)
        for point, marks in move.gains.items():
            if after[point] != FAILED:
                after[point] = min(self.caps[point], after[point] + marks)
        for point in move.fails:
            after[point] = FAILED
        return tuple(after)

    def percent(self, earned: Earned) -> int:
        """Return the per cent that this comes to."""
        return percent_of(sum(max(0, marks) for marks in earned), self.total)

    def _to_come(self, *, lowest: bool) -> Sequence[Earned | None]:
        """Return for each situation the most (or least) that can still be earned of each point.

        None where no ending can be reached, FAILED (when lowest) where a point can still be
        failed. Marks can't be earned twice, so a circle of situations adds none.
        """
        known: list[Earned | None] = [
            None if outcome is None else (0,) * len(self.points) for outcome in self.outcomes
        ]
        changed = True
        while changed:
            changed = False
            for at in self._order:
                own = self._best_of(at, known, lowest=lowest)
                if own != known[at]:
                    known[at] = own
                    changed = self._circles
        return known

    def _best_of(self, at: int, known: Sequence[Earned | None], *, lowest: bool) -> Earned | None:
        best = min if lowest else max
        own = known[at]
        for move in self.moves[at]:
            after = known[move.to]
            if after is None:
                continue
            coming = self._coming(after, move, lowest=lowest)
            if own is None:
                own = coming
            elif own != coming:
                own = tuple(map(best, own, coming))
        return own

    def _coming(self, after: Earned, move: Move, *, lowest: bool) -> Earned:
        if not move.gains and not (move.fails and lowest):
            return after
        coming = list(after)
        for point, marks in move.gains.items():
            if coming[point] != FAILED:
                coming[point] = min(self.caps[point], coming[point] + marks)
        if lowest:
            for point in move.fails:
                coming[point] = FAILED
        return tuple(coming)


def _last_first(moves: Sequence[Sequence[Move]]) -> tuple[Sequence[int], bool]:
    """Return the situations so that each comes after those it leads to, and if any circles back."""
    order: list[int] = []
    entered, left = {0}, set[int]()
    circles = False
    path = [(0, iter(moves[0]))]
    while path:
        at, ways = path[-1]
        move = next(ways, None)
        if move is None:
            path.pop()
            left.add(at)
            order.append(at)
        elif move.to not in entered:
            entered.add(move.to)
            path.append((move.to, iter(moves[move.to])))
        elif move.to not in left:
            circles = True
    return order, circles
