"""What of the catalogue a set of scenarios practises, and what it leaves out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scenarios.catalogue import Catalogue, Criterion, Mistake, Skill, Unit
from scenarios.model import Choice, Scenario

FOR_CRITERION = 2
FOR_MISTAKE = 1
FOR_POINT = 3
"""How many scenarios it takes to cover a criterion, a mistake and a marking point."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A criterion, a mistake or a marking point, and what exercises it.

    `scenarios` has for each scenario that counts the choices (`node.choice`) that exercise it, and
    `partly` the same for those that award some of a criterion's `marking_points` and not all.
    """

    id: str
    text: str
    marking_points: tuple[str, ...]
    needed: int
    scenarios: Mapping[str, tuple[str, ...]]
    partly: Mapping[str, tuple[str, ...]]

    @property
    def is_gap(self) -> bool:
        """Whether too few scenarios exercise it."""
        return len(self.scenarios) < self.needed


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """The criteria and the mistakes of a unit, in the catalogue's order."""

    unit: Unit
    criteria: tuple[Covered, ...]
    mistakes: tuple[Covered, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything in the catalogue that scenarios can exercise."""

    units: tuple[UnitCoverage, ...]
    marking_points: tuple[Covered, ...]

    @property
    def gaps(self) -> tuple[Covered, ...]:
        """What too few scenarios exercise: by unit, and then the marking points."""
        by_unit = [one for unit in self.units for one in (*unit.criteria, *unit.mistakes)]
        return tuple(one for one in (*by_unit, *self.marking_points) if one.is_gap)


def coverage(catalogue: Catalogue, scenarios: Sequence[Scenario]) -> Coverage:
    """Find out what of a catalogue scenarios exercise.

    A criterion is exercised by a scenario of its own unit that awards all its marking points, a
    mistake by a choice that shows it in a scenario of its own unit, and a marking point by any
    choice that awards it.
    """
    own = {unit: [one for one in scenarios if unit in one.units] for unit in catalogue.units}
    return Coverage(
        units=tuple(
            UnitCoverage(
                unit=unit,
                criteria=tuple(_criterion(one, own[unit.id]) for one in unit.criteria.values()),
                mistakes=tuple(
                    _mistake(one, own[unit.id])
                    for one in catalogue.mistakes.values()
                    if one.unit == unit.id
                ),
            )
            for unit in catalogue.units.values()
        ),
        marking_points=tuple(
            _point(skill, scenarios) for skill in catalogue.marking_points.values()
        ),
    )


def _criterion(criterion: Criterion, scenarios: Sequence[Scenario]) -> Covered:
    points = frozenset(criterion.marking_points)
    awarding = {one.id: _awarding(one, points) for one in scenarios}
    whole = {one.id for one in scenarios if points <= _awarded(one)}
    return Covered(
        id=criterion.id,
        text=criterion.text,
        marking_points=criterion.marking_points,
        needed=FOR_CRITERION,
        scenarios={name: choices for name, choices in awarding.items() if name in whole},
        partly={
            name: choices for name, choices in awarding.items() if choices and name not in whole
        },
    )


def _mistake(mistake: Mistake, scenarios: Sequence[Scenario]) -> Covered:
    showing = {
        one.id: tuple(name for name, choice in _choices(one) if mistake.id in choice.mistakes)
        for one in scenarios
    }
    return Covered(
        id=mistake.id,
        text=mistake.text,
        marking_points=mistake.marking_points,
        needed=FOR_MISTAKE,
        scenarios={name: choices for name, choices in showing.items() if choices},
        partly={},
    )


def _point(skill: Skill, scenarios: Sequence[Scenario]) -> Covered:
    awarding = {one.id: _awarding(one, {skill.id}) for one in scenarios}
    return Covered(
        id=skill.id,
        text=skill.title,
        marking_points=(skill.id,),
        needed=FOR_POINT,
        scenarios={name: choices for name, choices in awarding.items() if choices},
        partly={},
    )


def _awarded(scenario: Scenario) -> frozenset[str]:
    return frozenset(point for _, choice in _choices(scenario) for point in choice.awards)


def _awarding(scenario: Scenario, points: Collection[str]) -> tuple[str, ...]:
    """Return the choices of a scenario that award any of some points."""
    return tuple(
        name
        for name, choice in _choices(scenario)
        if any(point in choice.awards for point in points)
    )


def _choices(scenario: Scenario) -> Iterator[tuple[str, Choice]]:
    for node in scenario.nodes.values():
        for choice in node.choices.values():
            yield f"{node.id}.{choice.id}", choice
