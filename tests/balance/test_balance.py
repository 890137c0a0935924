"""The phrases hold their balance: they err towards asking, and leave everyday talk in peace."""

import pytest

from bot.centre.phrases.listed import load_phrases
from tests.balance.examples import NEVER, PARTS, balance, examples


def test_there_are_enough_examples_of_both_sides() -> None:
    """There are 240 examples at least, and about as many of each side."""
    every = [each for part in PARTS for each in examples(part)]
    real = sum(each.real for each in every)
    assert len(every) >= 240
    assert 0.4 <= real / len(every) <= 0.6
    assert len({each.text for each in every}) == len(every)


@pytest.mark.parametrize("part", PARTS)
def test_what_sounds_real_is_caught(part: str) -> None:
    """Of the examples that sound real, 95 in 100 are caught, in each part."""
    real = balance(load_phrases(), part, real=True)
    print(f"{part}: {1 - real.share_wrong:.1%} of {real.count} are caught")  # noqa: T201
    assert real.share_wrong <= 0.05, [each.text for each in real.wrong]


@pytest.mark.parametrize("part", PARTS)
def test_few_false_alarms_are_raised(part: str) -> None:
    """Of role-play and everyday talk at most 40 in 100 are asked about, of numbers none."""
    other = balance(load_phrases(), part, real=False)
    print(f"{part}: {other.share_wrong:.1%} of {other.count} are false alarms")  # noqa: T201
    assert other.share_wrong <= 0.4
    assert not [each.text for each in other.wrong if each.group == NEVER]
