"""The written examples, and what the phrases make of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.centre.phrases.listed import Phrases

PARTS = ("held out", "tuned")
"""The parts: the examples of the first were written before the phrases, and chose none."""

NEVER = "numbers and commands"
"""What must never be taken for something real."""


@dataclass(frozen=True, slots=True)
class Example:
    """Something that a learner could type; `group` is what it is an example of."""

    part: str
    real: bool
    group: str
    text: str


@dataclass(frozen=True, slots=True)
class Balance:
    """How many of some examples there are, and which of them the phrases got wrong."""

    count: int
    wrong: tuple[Example, ...]

    @property
    def share_wrong(self) -> float:
        """The share of the examples that the phrases got wrong."""
        return len(self.wrong) / self.count


def examples(part: str) -> Iterator[Example]:
    """Yield the examples of a part."""
    file = Path(__file__).parent / f"{part.replace(' ', '_')}.yaml"
    sides: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(file.read_text("utf-8"))
    for side, groups in sides.items():
        for group, texts in groups.items():
            for text in texts:
                yield Example(part, side == "real", group, text)


def balance(phrases: Phrases, part: str, *, real: bool) -> Balance:
    """Try the phrases on the examples of a part that sound real, or on those that don't."""
    tried = [each for each in examples(part) if each.real is real]
    wrong = tuple(each for each in tried if (phrases.sounds_real(each.text) is not None) != real)
    return Balance(len(tried), wrong)
