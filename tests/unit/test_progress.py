"""What completed attempts show taken together."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.model import MarkingPoint, Scenario
from scoring.marking import Status
from scoring.progress import SCENARIOS_NEEDED, Completed, Progress, progress
from tests.telegram.authored import machine
from tests.unit.authored import catalogue

_UNIT = catalogue().units["aim-l2-mentoring"]
_OTHER = "aim-l2-peer-mentoring"
_START = datetime(2031, 5, 6, tzinfo=UTC)
_ROLE, _BOUNDARIES, _INDIVIDUALITY = "role-clarity", "boundaries", "individuality"
_SCENARIOS = ("one", "two", "three")
_POINTS = sorted({p for each in _UNIT.criteria.values() for p in each.marking_points})

_STATUSES = st.dictionaries(st.sampled_from(_POINTS), st.sampled_from(Status), max_size=5)


def done(
    scenario: str,
    statuses: Mapping[str, Status] | None = None,
    *,
    percent: int = 50,
    achieved: bool = False,
    day: int = 0,
    units: tuple[str, ...] = (_UNIT.id,),
) -> Completed:
    at = _START + timedelta(days=day)
    return Completed(scenario, units, at, percent, achieved, statuses or {})


_ATTEMPTS = st.lists(st.builds(done, st.sampled_from(_SCENARIOS), _STATUSES), max_size=8)


def trains(
    name: str, *points: str, level: int = 1, units: tuple[str, ...] = (_UNIT.id,)
) -> Scenario:
    rubric = {point: MarkingPoint(point, 1, 1, False) for point in points}
    shell = machine(name).scenario
    return replace(shell, units=units, marking_points=rubric, level=level)


def shown(*attempts: Completed, library: tuple[Scenario, ...] = ()) -> Progress:
    return progress(attempts, _UNIT, library, catalogue())


def supported(found: Progress) -> set[str]:
    return {each.criterion.id for each in found.criteria if each.supported}


def test_a_scenario_has_first_best_and_latest_and_when() -> None:
    """Each scenario stands once, with its own attempts, the latest played first."""
    found = shown(
        done("one", percent=40, day=1),
        done("two", percent=10, day=2),
        done("one", percent=90, achieved=True, day=3),
        done("one", percent=70, day=4),
    )
    one, two = found.scenarios
    assert (one.scenario, two.scenario) == ("one", "two")
    assert (one.attempts, one.first, one.best, one.latest) == (3, 40, 90, 70)
    assert (one.achieved, one.achieved_latest) == (True, False)
    assert one.last_at == _START + timedelta(days=4)
    assert found.attempts == 4


def test_nothing_done_shows_every_point_of_the_unit_as_not_tried() -> None:
    """Points of the criteria and of the unit's scenarios stand in the catalogue's order."""
    found = shown(library=(trains("one", "questioning"), trains("two", "review", units=(_OTHER,))))
    names = [point.point for point in found.points]
    assert names == [p for p in catalogue().marking_points if p in {*_POINTS, "questioning"}]
    assert all(point.latest is None and not point.shown_in for point in found.points)
    assert not supported(found)


def test_a_status_is_that_of_the_last_time_it_came_up() -> None:
    """What did not come up later leaves the status as it was; what never did says so."""
    found = shown(
        done("one", {_ROLE: Status.MET, _BOUNDARIES: Status.NOT_REACHED}),
        done("two", {_ROLE: Status.PARTLY_MET}),
        done("three", {_ROLE: Status.NOT_REACHED}),
    )
    points = {point.point: point for point in found.points}
    assert points[_ROLE].latest is Status.PARTLY_MET
    assert points[_ROLE].shown_in == ("one",)
    assert points[_BOUNDARIES].latest is Status.NOT_REACHED
    assert points[_INDIVIDUALITY].latest is None


def test_two_scenarios_support_a_criterion_and_its_neighbour_lacks_a_point() -> None:
    """A criterion needs all of its points; what is missing is said by point and number."""
    found = shown(
        done("one", {_ROLE: Status.MET, _BOUNDARIES: Status.MET}),
        done("two", {_ROLE: Status.MET, _BOUNDARIES: Status.FAILED}),
    )
    assert supported(found) == {"aim-l2-mentoring.1"}
    by_id = {each.criterion.id: each for each in found.criteria}
    assert by_id["aim-l2-mentoring.2"].missing == {_BOUNDARIES: 1}
    assert by_id["aim-l2-mentoring.3"].missing == {_INDIVIDUALITY: 2}


def test_scenarios_of_another_unit_support_nothing_in_this_one() -> None:
    """They stand among the scenarios all the same."""
    found = shown(*(done(name, {_ROLE: Status.MET}, units=(_OTHER,)) for name in _SCENARIOS))
    assert not supported(found)
    assert len(found.scenarios) == 3


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.MET])
def test_nothing_but_met_counts_for_support(status: Status) -> None:
    """Partly met, failed and the rest show nothing."""
    found = shown(*(done(name, dict.fromkeys(_POINTS, status)) for name in _SCENARIOS))
    assert not supported(found)


def test_a_point_met_with_a_slip_supports_nothing_until_it_is_met_without() -> None:
    """The marks stand, but the attempt is not offered as evidence for that point."""
    slipped = replace(done("one", {_ROLE: Status.MET}), slipped=frozenset({_ROLE}))
    clean = done("two", {_ROLE: Status.MET})
    assert not supported(shown(slipped, clean))
    assert supported(shown(slipped, clean, done("one", {_ROLE: Status.MET}))) == {
        "aim-l2-mentoring.1"
    }


@given(attempts=_ATTEMPTS, more=st.sampled_from(_SCENARIOS), point=st.sampled_from(_POINTS))
def test_one_more_point_met_never_takes_support_away(
    attempts: list[Completed], more: str, point: str
) -> None:
    """Support only grows."""
    before = supported(shown(*attempts))
    assert before <= supported(shown(*attempts, done(more, {point: Status.MET})))


@given(attempts=st.lists(_STATUSES.map(lambda statuses: done("one", statuses)), max_size=8))
def test_one_scenario_alone_never_supports(attempts: list[Completed]) -> None:
    """However often it is played."""
    assert not supported(shown(*attempts))


@given(attempts=_ATTEMPTS.flatmap(lambda made: st.tuples(st.just(made), st.permutations(made))))
def test_the_order_of_attempts_does_not_matter_for_support(
    attempts: tuple[list[Completed], list[Completed]],
) -> None:
    """Nor for what is missing."""
    first, second = (shown(*each) for each in attempts)
    assert [each.missing for each in first.criteria] == [each.missing for each in second.criteria]


@given(attempts=_ATTEMPTS)
def test_support_is_what_the_rule_says(attempts: list[Completed]) -> None:
    """Each point of a supported criterion was met in two scenarios; of any other, one was not."""
    found = shown(*attempts)
    for each in found.criteria:
        met = [
            len({a.scenario for a in attempts if a.statuses.get(point) is Status.MET})
            for point in each.criterion.marking_points
        ]
        assert each.supported is all(count >= SCENARIOS_NEEDED for count in met)


def test_a_safety_error_is_practised_first() -> None:
    """Then what was missed, then what never came up, then what was shown once."""
    library = tuple(trains(f"for-{point}", point) for point in _POINTS)
    found = shown(
        done(
            "one", {_ROLE: Status.NOT_MET, _BOUNDARIES: Status.FAILED, _INDIVIDUALITY: Status.MET}
        ),
        library=library,
    )
    assert found.next is not None
    assert found.next.point.point == _BOUNDARIES
    assert found.next.scenario.id == "for-boundaries"


def test_a_scenario_not_done_goes_before_one_that_was() -> None:
    """Then an easier one before a harder one; other units' scenarios support nothing here."""
    library = (
        trains("elsewhere", _ROLE, units=(_OTHER,)),
        trains("one", _ROLE),
        trains("hard", _ROLE, level=2),
        trains("easy", _ROLE),
    )
    found = shown(done("one", {_ROLE: Status.NOT_MET}), library=library)
    assert found.next is not None
    assert found.next.scenario.id == "easy"


def test_a_point_shown_once_asks_for_another_scenario() -> None:
    """Never for the one that has shown it already."""
    one = done("one", dict.fromkeys(_POINTS, Status.MET))
    assert shown(one, library=(trains("one", *_POINTS),)).next is None
    found = shown(one, library=(trains("one", *_POINTS), trains("two", _BOUNDARIES)))
    assert found.next is not None
    assert (found.next.scenario.id, found.next.point.point) == ("two", _BOUNDARIES)
    assert not found.all_shown


def test_with_everything_shown_there_is_nothing_to_suggest() -> None:
    """Every point was met in two scenarios and the last time."""
    met = dict.fromkeys(_POINTS, Status.MET)
    library = (trains("one", *_POINTS), trains("two", *_POINTS))
    found = shown(done("one", met), done("two", met), library=library)
    assert found.next is None
    assert found.all_shown
    slipped = shown(
        done("one", met), done("two", met), done("two", {_ROLE: Status.NOT_MET}), library=library
    )
    assert slipped.next is not None
    assert slipped.next.point.point == _ROLE
    assert supported(slipped) == set(_UNIT.criteria)


def test_without_a_unit_every_scenario_counts() -> None:
    """There are no criteria then, and no points but those that came up."""
    attempts = [done("one", {_ROLE: Status.MET}, units=()), done("two", {"review": Status.MET})]
    found = progress(attempts, None, (trains("three", "review"),), catalogue())
    assert [point.point for point in found.points] == [_ROLE, "review"]
    assert found.criteria == ()
    assert found.next is not None
    assert found.next.scenario.id == "three"
