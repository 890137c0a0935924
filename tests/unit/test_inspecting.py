"""Checking a file apart: the same is said as anywhere, and none takes longer than it may."""

import pytest

from bot.inspecting import Inspected, inspect
from bot.overview import overview_lines
from scoring.checking import check_scenario
from tests.telegram.authored import Json, choice, ending, scenario, text
from tests.unit.authored import catalogue


def _maze(nodes: int) -> Json:
    """Write a scenario that goes in circles in very many ways."""
    maze = {
        f"n{at}": {"mentee": f"Number {at}.", "choices": _ways(at, nodes)} for at in range(nodes)
    }
    return scenario("maze", {**maze, "gone": ending("Bye.")}, start="n0")


def _ways(at: int, nodes: int) -> Json:
    on = {f"c{way}": choice(f"Go {way}.", f"n{(at * 7 + way * 13) % nodes}") for way in range(4)}
    return {**on, "out": choice("Out.", "gone")} if at == 1 else on


@pytest.mark.parametrize(
    "file", [text(scenario()), text(scenario()).replace(b"goto: kept", b"goto: keptt"), b"\t- no"]
)
async def test_the_same_is_found_as_beside_the_bot(file: bytes) -> None:
    """Findings and overview come back as they are."""
    checked = check_scenario(file, "", catalogue())
    assert await inspect(file) == Inspected(checked.findings, tuple(overview_lines(checked)))


async def test_a_file_that_takes_too_long_is_given_up() -> None:
    """Whatever is in it, there is an end."""
    with pytest.raises(TimeoutError):
        await inspect(text(_maze(500)), seconds=1)
