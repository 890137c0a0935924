"""Faults on demand: what goes wrong, how often, and for which methods."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What goes wrong with a call."""

    TOO_MANY_REQUESTS = "429 with retry_after"
    BAD_GATEWAY = "502 with a page of HTML"
    CUT_BEFORE = "the connection is cut before the work"
    CUT_AFTER = "the work is done, the answer is lost"


@dataclass(slots=True)
class _Plan:
    fault: Fault
    methods: frozenset[str]
    probability: float
    times: int | None
    retry_after: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The fault of one call; `retry_after` in seconds goes with a 429."""

    fault: Fault
    retry_after: int


class Faults:
    """The faults planned for a server. The same seed and the same calls give the same faults."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311  repeatable faults, no secret
        self._plans: list[_Plan] = []

    def plan(
        self,
        fault: Fault,
        *,
        methods: Collection[str] = (),
        probability: float = 1.0,
        times: int | None = None,
        retry_after: int = 1,
    ) -> None:
        """Let calls of these methods (none: of every method) fail with this probability.

        `times` is how often at most, None without end.
        """
        names = frozenset(map(str.lower, methods))
        self._plans.append(_Plan(fault, names, probability, times, retry_after))

    def clear(self) -> None:
        """Let nothing fail any more."""
        self._plans.clear()

    def choose(self, method: str) -> Chosen | None:
        """Return what goes wrong with this call, by the first plan that wants it."""
        for plan in self._plans:
            if plan.times == 0 or (plan.methods and method.lower() not in plan.methods):
                continue
            if self._random.random() < plan.probability:
                if plan.times is not None:
                    plan.times -= 1
                return Chosen(plan.fault, plan.retry_after)
        return None
