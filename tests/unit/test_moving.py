"""Codes to move with, however they are typed."""

import pytest

from bot.practice.moving import tidied


@pytest.mark.parametrize(
    "typed",
    ["AB0D-1FGH-1KMN", "ab0d 1fgh 1kmn", "abod-lfgh-ikmn", " AB0D1FGH1KMN\n", "“AB0D-1FGH-1KMN”"],
)
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    """Case, grouping, and letters that look like digits make no difference."""
    assert tidied(typed) == "AB0D1FGH1KMN"
