"""The small language of conditions: `trust >= 2 and not chosen(discloses.dig)`.

A condition is a tree of the classes below, which `scenarios.condition_parser` makes of the
author's words when the file is loaded. Every part of it is a whole number or true/false.
"""

import operator
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

_Value: TypeAlias = int | bool


class Facts(NamedTuple):
    """What a condition is asked about: an attempt's variables, nodes and choices so far."""

    variables: Mapping[str, _Value]
    visited: Container[str]
    chosen: Container[str]


class Expression(Protocol):
    """A part of a condition."""

    def value(self, facts: Facts) -> _Value:
        """Work this part out."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A whole number, `true` or `false`."""

    literal: _Value

    def value(self, facts: Facts) -> _Value:  # noqa: ARG002  (every part is asked alike)
        """Return the literal."""
        return self.literal


@dataclass(frozen=True, slots=True)
class Variable:
    """What a variable holds now."""

    name: str

    def value(self, facts: Facts) -> _Value:
        """Look the variable up."""
        return facts.variables[self.name]


@dataclass(frozen=True, slots=True)
class Visited:
    """Whether the attempt has reached a node."""

    node: str

    def value(self, facts: Facts) -> bool:
        """Look the node up."""
        return self.node in facts.visited


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whether the attempt has taken a choice, written `node.choice`."""

    choice: str

    def value(self, facts: Facts) -> bool:
        """Look the choice up."""
        return self.choice in facts.chosen


@dataclass(frozen=True, slots=True)
class Not:
    """True when its part is false."""

    part: Expression

    def value(self, facts: Facts) -> bool:
        """Turn the part round."""
        return not self.part.value(facts)


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts and what stands between them: a comparison, `and` or `or`."""

    symbol: str
    left: Expression
    right: Expression

    def value(self, facts: Facts) -> bool:
        """Compare or join the two parts."""
        left = self.left.value(facts)
        if self.symbol == "and":
            return bool(left and self.right.value(facts))
        if self.symbol == "or":
            return bool(left or self.right.value(facts))
        return COMPARISONS[self.symbol](left, self.right.value(facts))


COMPARISONS: Mapping[str, Callable[[_Value, _Value], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition ready to be asked, with the names it depends on.

    `variables` are the variables it reads, `visited` the nodes and `chosen` the choices
    (`node.choice`) it asks about.
    """

    text: str
    expression: Expression
    variables: frozenset[str]
    visited: frozenset[str]
    chosen: frozenset[str]

    def holds(
        self, variables: Mapping[str, _Value], visited: Container[str], chosen: Container[str]
    ) -> bool:
        """Say whether it is true of these variables, nodes reached and choices taken.

        Choices are written `node.choice`.
        """
        return bool(self.expression.value(Facts(variables, visited, chosen)))
