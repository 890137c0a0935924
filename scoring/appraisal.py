"""What a scenario's mark scheme makes of its paths: the best, the worst, and what none can do.

A *path* runs from the start to an ending. The situations of `scenarios.checks.search` are taken
with the marks that each step adds. Paths are tried most promising first, with what can still come
as the bound (A*: Hart, Nilsson and Raphael 1968), so that few need to be tried.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple, TypeAlias

from scenarios.checks.search import BUDGET, Search, Situations, Step
from scenarios.model import Choice, Outcome, Scenario
from scoring.marking import GOOD_OUTCOMES, percent_of

_FAILED = -1
_TRIES = 100_000

_Earned: TypeAlias = tuple[int, ...]
"""Marks by point, in the rubric's order; _FAILED for a point that was failed for good."""


@dataclass(frozen=True, slots=True)
class Path:
    """A way through a scenario by its choices, and its per cent."""

    choices: tuple[str, ...]
    percent: int


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What the paths of a scenario can and can't do.

    `earnable` is the most that some path earns of each point. `best` and `worst` are paths with
    the highest and the lowest per cent, None when no ending can be reached. `achieving` and
    `missing` are paths that do and don't achieve, None when there is none. `compensable` are the
    points of which some achieving path earns nothing, and `unfair` those never on offer on some
    path to an effective ending. When `complete` is false the search ended early, and what is said
    to be impossible may be possible. The points of `compensable` come with such a path, those of
    `unfair` with the choices of a shortest one.
    """

    earnable: Mapping[str, int]
    best: Path | None
    worst: Path | None
    achieving: Path | None
    missing: Path | None
    compensable: Mapping[str, Path]
    unfair: Mapping[str, tuple[str, ...]]
    complete: bool


def search_marks(scenario: Scenario) -> Search:
    """Return a search that tells situations apart also by what was awarded before."""
    return Search(scenario, lambda choice: bool(choice.awards))


def explore_marks(scenario: Scenario, budget: int = BUDGET) -> Situations:
    """Find every situation, told apart also by what was awarded before."""
    return search_marks(scenario).explore(budget)


def appraise(scenario: Scenario, situations: Situations | None = None) -> Appraisal:
    """Find out what the paths of a scenario earn; `situations` are those of `explore_marks`."""
    board = _Board(scenario, situations or explore_marks(scenario))
    best, worst = board.path(), board.path(lowest=True)
    achieving = board.path(_allows_no_failure, board.achieves, at_least=scenario.pass_mark)
    missing = board.path(accepts=lambda *end: not board.achieves(*end), lowest=True)
    return Appraisal(
        earnable=board.earnable(),
        best=best,
        worst=worst,
        achieving=achieving,
        missing=missing,
        compensable=board.compensable() if achieving else {},
        unfair=board.unfair(),
        complete=board.complete,
    )


class _Move(NamedTuple):
    """A step as marks see it: points are numbers in the rubric's order."""

    choice: str
    to: int
    awards: Mapping[str, int]
    gains: Mapping[int, int]
    fails: frozenset[int]


class _Label(NamedTuple):
    """A way to a situation, and what it earned."""

    at: int
    earned: _Earned
    came: "_Label | None"
    choice: str

    def choices(self) -> tuple[str, ...]:
        taken = []
        label: _Label = self
        while label.came is not None:
            taken.append(label.choice)
            label = label.came
        return tuple(reversed(taken))


_Allows: TypeAlias = Callable[[_Move], bool]
_Accepts: TypeAlias = Callable[[Outcome, _Earned], bool]


def _allows_all(_: _Move) -> bool:
    return True


def _allows_no_failure(move: _Move) -> bool:
    return not move.fails


def _accepts_all(_outcome: Outcome, _earned: _Earned) -> bool:
    return True


class _Board:
    """The situations of a scenario with the marks that each step adds."""

    def __init__(self, scenario: Scenario, situations: Situations) -> None:
        self.complete = situations.complete
        self._points = tuple(scenario.marking_points.values())
        self._numbers = {point.id: number for number, point in enumerate(self._points)}
        self._caps = tuple(point.max for point in self._points)
        self._total = sum(self._caps)
        self._pass_mark = scenario.pass_mark
        endings = (scenario.nodes[one.node].ending for one in situations.found)
        self._outcomes = [None if ending is None else ending.outcome for ending in endings]
        self._effects = {
            (node.id, choice.id): self._effect(choice)
            for node in scenario.nodes.values()
            for choice in node.choices.values()
        }
        self._moves = [
            tuple([self._move(one.node, step) for step in steps or ()])
            for one, steps in zip(situations.found, situations.steps, strict=True)
        ]
        self._order, self._circles = _last_first(self._moves)
        self._most, self._least = self._to_come(lowest=False), self._to_come(lowest=True)

    def _effect(self, choice: Choice) -> tuple[Mapping[int, int], frozenset[int]]:
        """Return what a choice gains when it is taken first, and what it fails."""
        gains = {self._numbers[point]: marks for point, marks in choice.awards.items()}
        return gains, frozenset(self._numbers[point] for point in choice.fails)

    def _move(self, node: str, step: Step) -> _Move:
        choice = step.choice
        gains, fails = self._effects[node, choice.id]
        return _Move(choice.id, step.to, choice.awards, gains if step.first else {}, fails)

    def achieves(self, outcome: Outcome, earned: _Earned) -> bool:
        """Whether a path that ends so achieves the scenario."""
        return (
            outcome in GOOD_OUTCOMES
            and self._percent(earned) >= self._pass_mark
            and all(
                marks >= point.met
                for point, marks in zip(self._points, earned, strict=True)
                if point.critical
            )
        )

    def earnable(self) -> Mapping[str, int]:
        """Return the most of each point that some path earns, by itself."""
        most = self._most[0] or (0,) * len(self._points)
        return {point.id: marks for point, marks in zip(self._points, most, strict=True)}

    def compensable(self) -> Mapping[str, Path]:
        """Return the points of which some achieving path earns nothing, each with such a path."""

        def without(number: int) -> _Allows:
            return lambda move: number not in move.gains and not move.fails

        paths = (
            self.path(without(number), self.achieves, at_least=self._pass_mark, without=number)
            for number in range(len(self._points))
        )
        pairs = zip(self._points, paths, strict=True)
        return {point.id: path for point, path in pairs if path is not None}

    def unfair(self) -> Mapping[str, tuple[str, ...]]:
        """Return the points never on offer on some path to an effective ending, with that path."""
        paths = ((point.id, self._unoffered(point.id)) for point in self._points)
        return {point: path for point, path in paths if path is not None}

    def _unoffered(self, point: str) -> tuple[str, ...] | None:
        """Return a shortest path to an effective ending that never offers a point."""
        waiting = deque([0])
        came: dict[int, tuple[int, str]] = {}
        while waiting:
            at = waiting.popleft()
            if self._outcomes[at] is Outcome.EFFECTIVE:
                return _way_to(at, came)
            moves = self._moves[at]
            # A choice taken before may be on offer and earn nothing again, so `gains` won't do.
            if any(point in move.awards for move in moves):
                continue
            for move in moves:
                if move.to != 0 and move.to not in came:
                    came[move.to] = at, move.choice
                    waiting.append(move.to)
        return None

    def path(
        self,
        allows: _Allows = _allows_all,
        accepts: _Accepts = _accepts_all,
        *,
        lowest: bool = False,
        at_least: int = 0,
        without: int | None = None,
    ) -> Path | None:
        """Return the path with the highest (or lowest) per cent that is allowed and accepted.

        None when there is none, or when too many had to be tried: then `complete` is false. What
        can't come to `at_least` per cent is not tried; `without` is a point of which the allowed
        moves earn nothing.
        """
        to_come = self._least if lowest else self._most
        if to_come[0] is None:
            return None
        caps = tuple(0 if number == without else cap for number, cap in enumerate(self._caps))
        newest_first = count(0, -1)
        start = _Label(0, (0,) * len(self._points), None, "")
        heap = [(0, next(newest_first), start)]
        reached: set[tuple[int, _Earned]] = set()
        for _ in range(_TRIES):
            if not heap:
                return None
            *_, label = heappop(heap)
            outcome = self._outcomes[label.at]
            if outcome is not None:
                if accepts(outcome, label.earned):
                    return Path(label.choices(), self._percent(label.earned))
                continue
            for move in self._moves[label.at]:
                coming = to_come[move.to]
                if coming is None or not allows(move):
                    continue
                earned = self._earn(label.earned, move)
                if (move.to, earned) in reached:
                    continue
                reached.add((move.to, earned))
                bound = _bound(caps, earned, coming)
                if percent_of(bound, self._total) < at_least:
                    continue
                rank = bound if lowest else -bound
                heappush(
                    heap, (rank, next(newest_first), _Label(move.to, earned, label, move.choice))
                )
        self.complete = False
        return None

    def _earn(self, earned: _Earned, move: _Move) -> _Earned:
        if not move.gains and not move.fails:
            return earned
        after = list(earned)
        for point, marks in move.gains.items():
            if after[point] != _FAILED:
                after[point] = min(self._caps[point], after[point] + marks)
        for point in move.fails:
            after[point] = _FAILED
        return tuple(after)

    def _percent(self, earned: _Earned) -> int:
        return percent_of(sum(max(0, marks) for marks in earned), self._total)

    def _to_come(self, *, lowest: bool) -> Sequence[_Earned | None]:
        """Return for each situation the most (or least) that can still be earned of each point.

        None where no ending can be reached, _FAILED (when lowest) where a point can still be
        failed. Marks can't be earned twice, so a circle of situations adds none.
        """
        known: list[_Earned | None] = [
            None if outcome is None else (0,) * len(self._points) for outcome in self._outcomes
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

    def _best_of(self, at: int, known: Sequence[_Earned | None], *, lowest: bool) -> _Earned | None:
        best = min if lowest else max
        own = known[at]
        for move in self._moves[at]:
            after = known[move.to]
            if after is None:
                continue
            coming = self._coming(after, move, lowest=lowest)
            if own is None:
                own = coming
            elif own != coming:
                own = tuple(map(best, own, coming))
        return own

    def _coming(self, after: _Earned, move: _Move, *, lowest: bool) -> _Earned:
        if not move.gains and not (move.fails and lowest):
            return after
        coming = list(after)
        for point, marks in move.gains.items():
            if coming[point] != _FAILED:
                coming[point] = min(self._caps[point], coming[point] + marks)
        if lowest:
            for point in move.fails:
                coming[point] = _FAILED
        return tuple(coming)


def _bound(caps: _Earned, earned: _Earned, coming: _Earned) -> int:
    """Return the marks that what was earned comes to, with the most (or least) that can come."""
    total = 0
    for cap, marks, more in zip(caps, earned, coming, strict=True):
        if _FAILED not in (marks, more):
            total += min(cap, marks + more)
    return total


def _way_to(at: int, came: Mapping[int, tuple[int, str]]) -> tuple[str, ...]:
    taken = []
    while at in came:
        at, choice = came[at]
        taken.append(choice)
    return tuple(reversed(taken))


def _last_first(moves: Sequence[Sequence[_Move]]) -> tuple[Sequence[int], bool]:
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
