"""Which unit a learner studies."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from bot.practice.library import Library
from bot.practice.records import Learner, Preferences
from bot.practice.unit import choose_unit, unit_of
from tests.telegram.authored import machine
from tests.unit.authored import catalogue

_SAM = Learner(1, 101, datetime(2026, 11, 22, tzinfo=UTC))
_PLAYED = Library(
    catalogue(),
    [
        machine("two", units=["tquk-l1-mentoring", "aim-l2-mentoring"]),
        machine("one", units=["employment-mentoring"]),
        machine("free"),
    ],
)


@dataclass
class _Units:
    begun: Sequence[str] = ()
    chosen: list[str] = field(default_factory=list)

    async def practised(self, learner: int) -> Sequence[str]:
        assert learner == _SAM.id
        return self.begun

    async def study(self, learner: int, unit: str) -> None:
        assert learner == _SAM.id
        self.chosen.append(unit)


@pytest.mark.parametrize(
    ("chosen", "begun", "unit"),
    [
        (None, [], None),
        (None, ["two", "one"], "tquk-l1-mentoring"),
        (None, ["free", "withdrawn", "one", "two"], "employment-mentoring"),
        (None, ["free", "withdrawn"], None),
        ("aim-l2-peer-mentoring", ["one"], "aim-l2-peer-mentoring"),
        ("a-unit-that-is-gone", ["one"], "employment-mentoring"),
    ],
)
async def test_the_unit_is_the_one_chosen_or_else_of_what_was_begun_last(
    chosen: str | None, begun: list[str], unit: str | None
) -> None:
    sam = replace(_SAM, preferences=Preferences(unit=chosen))
    assert await unit_of(_Units(begun), _PLAYED, sam) == unit


async def test_only_a_unit_of_the_catalogue_can_be_chosen() -> None:
    units = _Units()
    assert await choose_unit(units, _PLAYED, _SAM, "employment-mentoring")
    assert not await choose_unit(units, _PLAYED, _SAM, "no-such-unit")
    assert units.chosen == ["employment-mentoring"]
