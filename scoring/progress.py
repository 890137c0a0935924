"""What a learner's completed attempts show taken together, and what to practise next.

Everything is computed from the attempts and the catalogue, and nothing is stored up. A criterion
that is *supported* has evidence; only an assessor can say that it is met.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scenarios.catalogue import Catalogue, Criterion, Unit
from scenarios.model import Scenario
from scoring.marking import Status

SCENARIOS_NEEDED = 2
"""In how many scenarios of a unit a marking point has to be shown to support a criterion."""


@dataclass(frozen=True, slots=True)
class Completed:
    """One completed practice attempt; `units` are those of its scenario.

    `slipped` are the marking points in which a mistake was made.
    """

    scenario: str
    units: tuple[str, ...]
    at: datetime
    percent: int
    achieved: bool
    statuses: Mapping[str, Status]
    slipped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ScenarioProgress:
    """How one scenario went: per cents, and whether its standard was reached ever and last."""

    scenario: str
    attempts: int
    first: int
    best: int
    latest: int
    achieved: bool
    achieved_latest: bool
    last_at: datetime


@dataclass(frozen=True, slots=True)
class PointProgress:
    """How one marking point stands.

    `latest` is the status when it last came up; NOT_REACHED when it never did although an
    attempt could have led to it, None when no scenario played has it. `shown_in` are the
    scenarios that showed it without a slip, in the order in which they first did.
    """

    point: str
    latest: Status | None
    shown_in: tuple[str, ...]

    @property
    def shown_enough(self) -> bool:
        """Whether it was shown in as many scenarios as support asks for."""
        return len(self.shown_in) >= SCENARIOS_NEEDED

    @property
    def strong(self) -> bool:
        """Whether it was shown enough, and also the last time."""
        return self.shown_enough and self.latest is Status.MET


@dataclass(frozen=True, slots=True)
class CriterionProgress:
    """How one criterion stands; `missing` says of each lacking point how many scenarios more."""

    criterion: Criterion
    missing: Mapping[str, int]

    @property
    def supported(self) -> bool:
        """Whether the attempts are evidence for it."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class NextPractice:
    """A scenario to play next, and the marking point that it is for, as that stands now."""

    scenario: Scenario
    point: PointProgress


@dataclass(frozen=True, slots=True)
class Progress:
    """All of it: scenarios (the latest first), then points and criteria as the catalogue has them.

    `unit` is the learner's; without one, points are those that ever came up in any scenario, and
    there are no criteria.
    """

    unit: Unit | None
    attempts: int
    scenarios: tuple[ScenarioProgress, ...]
    points: tuple[PointProgress, ...]
    criteria: tuple[CriterionProgress, ...]
    next: NextPractice | None

    @property
    def all_shown(self) -> bool:
        """Whether nothing is left that is weak or was shown too little."""
        return all(point.strong for point in self.points)


def progress(
    attempts: Sequence[Completed],
    unit: Unit | None,
    library: Collection[Scenario],
    catalogue: Catalogue,
) -> Progress:
    """Take completed attempts, the oldest first, together.

    `library` are the scenarios that can be practised. The marking points of a unit are those of
    its criteria and of its scenarios, and only its own scenarios count for them.
    """
    counted = [each for each in attempts if unit is None or unit.id in each.units]
    asked = _asked(unit, library)
    seen = {point for each in counted for point in each.statuses}
    points = tuple(
        _point(point, counted) for point in catalogue.marking_points if point in asked | seen
    )
    by_point = {point.point: point for point in points}
    return Progress(
        unit=unit,
        attempts=len(attempts),
        scenarios=_scenarios(attempts),
        points=points,
        criteria=() if unit is None else _criteria(unit, by_point),
        next=_next(points, unit, library, {each.scenario for each in attempts}),
    )


def _asked(unit: Unit | None, library: Iterable[Scenario]) -> set[str]:
    """Return the marking points of a unit."""
    if unit is None:
        return set()
    criteria = {point for each in unit.criteria.values() for point in each.marking_points}
    return criteria.union(*(each.marking_points for each in library if unit.id in each.units))


def _scenarios(attempts: Sequence[Completed]) -> tuple[ScenarioProgress, ...]:
    own: dict[str, list[Completed]] = defaultdict(list)
    for each in attempts:
        own[each.scenario].append(each)
    stood = [
        ScenarioProgress(
            scenario=scenario,
            attempts=len(tries),
            first=tries[0].percent,
            best=max(each.percent for each in tries),
            latest=tries[-1].percent,
            achieved=any(each.achieved for each in tries),
            achieved_latest=tries[-1].achieved,
            last_at=tries[-1].at,
        )
        for scenario, tries in own.items()
    ]
    return tuple(sorted(stood, key=lambda each: each.last_at, reverse=True))


def _point(point: str, attempts: Iterable[Completed]) -> PointProgress:
    latest: Status | None = None
    shown: dict[str, None] = {}
    for each in attempts:
        status = each.statuses.get(point)
        if status is None:
            continue
        if status is not Status.NOT_REACHED or latest is None:
            latest = status
        if status is Status.MET and point not in each.slipped:
            shown.setdefault(each.scenario)
    return PointProgress(point, latest, tuple(shown))


def _criteria(unit: Unit, points: Mapping[str, PointProgress]) -> tuple[CriterionProgress, ...]:
    """Apply the rule: each point of a criterion is met in enough scenarios of its unit.

    A point that was failed in an attempt is not met in it, whatever else was said, and an attempt
    with a slip in a point is no support by that point.
    """
    return tuple(
        CriterionProgress(
            criterion,
            {
                point: SCENARIOS_NEEDED - len(points[point].shown_in)
                for point in criterion.marking_points
                if not points[point].shown_enough
            },
        )
        for criterion in unit.criteria.values()
    )


def _next(
    points: Iterable[PointProgress],
    unit: Unit | None,
    library: Collection[Scenario],
    done: Collection[str],
) -> NextPractice | None:
    """Return a practice for the weakest point that some scenario can still help with, if any.

    A safety error goes before all, points of the criteria before others, and the catalogue's
    order decides between equals. Only scenarios of the unit are suggested, since no other could
    support it: those not done first, then those that have not shown the point yet, then the
    easier ones. To show a point once more where it was shown already would add nothing.
    """
    own = [each for each in library if unit is None or unit.id in each.units]
    criteria = {} if unit is None else unit.criteria
    asked = {point for each in criteria.values() for point in each.marking_points}

    def rank(point: PointProgress) -> tuple[bool, bool, int, int]:
        failed = point.latest is Status.FAILED
        return not failed, point.point not in asked, _weakness(point), len(point.shown_in)

    for point in sorted((point for point in points if not point.strong), key=rank):
        training = [each for each in own if point.point in each.marking_points]
        if point.latest is Status.MET:
            training = [each for each in training if each.id not in point.shown_in]
        if training:
            return NextPractice(min(training, key=lambda each: _fit(each, point, done)), point)
    return None


def _fit(
    scenario: Scenario, point: PointProgress, done: Collection[str]
) -> tuple[bool, bool, int, str]:
    shown = scenario.id in point.shown_in
    return scenario.id in done, shown, scenario.level or 0, scenario.title


def _weakness(point: PointProgress) -> int:
    if point.latest in {Status.NOT_MET, Status.PARTLY_MET}:
        return 0
    return 2 if point.latest is Status.MET else 1
