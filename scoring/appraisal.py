"""What a scenario's mark scheme makes of its paths: the best, the worst, and what none can do.

A *path* runs from the start to an ending. The situations of `scenarios.checks.search` are taken
with the marks that each step adds. Paths are tried most promising first, with what can still come
as the bound (A*: Hart, Nilsson and Raphael 1968), so that few need to be tried.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple, TypeAlias

from scenarios.checks.search import BUDGET, Search, Situations
from scenarios.model import Outcome, Scenario
from scoring.board import FAILED, Board, Earned, Move
from scoring.marking import GOOD_OUTCOMES, percent_of

_TRIES = 100_000


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
    paths = _Paths(scenario, situations or explore_marks(scenario))
    best, worst = paths.path(), paths.path(lowest=True)
    achieving = paths.path(_allows_no_failure, paths.achieves, at_least=scenario.pass_mark)
    missing = paths.path(accepts=lambda *end: not paths.achieves(*end), lowest=True)
    return Appraisal(
        earnable=paths.earnable(),
        best=best,
        worst=worst,
        achieving=achieving,
        missing=missing,
        compensable=paths.compensable() if achieving else {},
        unfair=paths.unfair(),
        complete=paths.complete,
    )


class _Label(NamedTuple):
    """A way to a situation, and what it earned."""

    at: int
    earned: Earned
    came: "_Label | None"
    choice: str

    def choices(self) -> tuple[str, ...]:
        """Return the choices of the way."""
        taken = []
        label: _Label = self
        while label.came is not None:
            taken.append(label.choice)
            label = label.came
        return tuple(reversed(taken))


_Allows: TypeAlias = Callable[[Move], bool]
_Accepts: TypeAlias = Callable[[Outcome, Earned], bool]


def _allows_all(_: Move) -> bool:
    return True


def _allows_no_failure(move: Move) -> bool:
    return not move.fails


def _accepts_all(_outcome: Outcome, _earned: Earned) -> bool:
    return True


class _Paths:
    """The paths of a scenario, tried on its board."""

    def __init__(self, scenario: Scenario, situations: Situations) -> None:
        self.complete = situations.complete
        self._board = Board(scenario, situations)
        self._pass_mark = scenario.pass_mark

    def achieves(self, outcome: Outcome, earned: Earned) -> bool:
        """Whether a path that ends so achieves the scenario."""
        return (
            outcome in GOOD_OUTCOMES
            and self._board.percent(earned) >= self._pass_mark
            and all(
                marks >= point.met
                for point, marks in zip(self._board.points, earned, strict=True)
                if point.critical
            )
        )

    def earnable(self) -> Mapping[str, int]:
        """Return the most of each point that some path earns, by itself."""
        most = self._board.most[0] or (0,) * len(self._board.points)
        return {point.id: marks for point, marks in zip(self._board.points, most, strict=True)}

    def compensable(self) -> Mapping[str, Path]:
        """Return the points of which some achieving path earns nothing, each with such a path."""

        def without(number: int) -> _Allows:
            return lambda move: number not in move.gains and not move.fails

        paths = (
            self.path(without(number), self.achieves, at_least=self._pass_mark, without=number)
            for number in range(len(self._board.points))
        )
        pairs = zip(self._board.points, paths, strict=True)
        return {point.id: path for point, path in pairs if path is not None}

    def unfair(self) -> Mapping[str, tuple[str, ...]]:
        """Return the points never on offer on some path to an effective ending, with that path."""
        paths = ((point.id, self._unoffered(point.id)) for point in self._board.points)
        return {point: path for point, path in paths if path is not None}

    def _unoffered(self, point: str) -> tuple[str, ...] | None:
        """Return a shortest path to an effective ending that never offers a point."""
        waiting = deque([0])
        came: dict[int, tuple[int, str]] = {}
        while waiting:
            at = waiting.popleft()
            if self._board.outcomes[at] is Outcome.EFFECTIVE:
                return _way_to(at, came)
            moves = self._board.moves[at]
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
        to_come = self._board.least if lowest else self._board.most
        if to_come[0] is None:
            return None
        caps = tuple(0 if number == without else cap for number, cap in enumerate(self._board.caps))
        newest_first = count(0, -1)
        start = _Label(0, (0,) * len(self._board.points), None, "")
        heap = [(0, next(newest_first), start)]
        reached: set[tuple[int, Earned]] = set()
        for _ in range(_TRIES):
            if not heap:
                return None
            *_, label = heappop(heap)
            outcome = self._board.outcomes[label.at]
            if outcome is not None:
                if accepts(outcome, label.earned):
                    return Path(label.choices(), self._board.percent(label.earned))
                continue
            for move in self._board.moves[label.at]:
                coming = to_come[move.to]
                if coming is None or not allows(move):
                    continue
                earned = self._board.earn(label.earned, move)
                if (move.to, earned) in reached:
                    continue
                reached.add((move.to, earned))
                bound = _bound(caps, earned, coming)
                if percent_of(bound, self._board.total) < at_least:
                    continue
                rank = bound if lowest else -bound
                heappush(
                    heap, (rank, next(newest_first), _Label(move.to, earned, label, move.choice))
                )
        self.complete = False
        return None


def _bound(caps: Earned, earned: Earned, coming: Earned) -> int:
    """Return the marks that what was earned comes to, with the most (or least) that can come."""
    total = 0
    for cap, marks, more in zip(caps, earned, coming, strict=True):
        if FAILED not in (marks, more):
            total += min(cap, marks + more)
    return total


def _way_to(at: int, came: Mapping[int, tuple[int, str]]) -> tuple[str, ...]:
    taken = []
    while at in came:
        at, choice = came[at]
        taken.append(choice)
    return tuple(reversed(taken))
