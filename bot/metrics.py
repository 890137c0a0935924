"""What the program counts about itself, for Prometheus: how much, how fast, and what went wrong.

Names and labels are few and fixed. Nothing here tells of a person or of what somebody said.
"""

import asyncio
import math
from collections.abc import Iterable, Iterator
from enum import StrEnum

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from bot.practice.progress import REPLAY
from bot.storage.database import Database
from bot.storage.errors import DatabaseUnavailable

_MOST_WAITING = 10_000
_WAITING_SECONDS = 1.0
_PRACTICE = "practice"
_UPDATE_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_CALL_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class Outcome(StrEnum):
    """What came of an update."""

    HANDLED = "handled"
    REPEATED = "repeated"
    UNREAD = "unread"
    SET_ASIDE = "set_aside"


class Answer(StrEnum):
    """What Telegram answered to a call that was owed."""

    OK = "ok"
    REFUSED = "refused"
    RETRIED = "retried"
    BLOCKED = "blocked"


class Trouble(StrEnum):
    """Where something went wrong."""

    HANDLER = "handler"
    DATABASE = "database"


class _Registry(CollectorRegistry):
    """A registry that leaves out when each count began: Prometheus' text format has no such thing.

    The library would make a gauge of every one.
    """

    def collect(self) -> Iterator[Metric]:
        """Give what is counted now."""
        for metric in super().collect():
            metric.samples = [each for each in metric.samples if not each.name.endswith("_created")]
            yield metric


class _Children(dict[tuple[str, ...], Counter]):
    """The children of a counter by their labels, each made when it is first counted."""

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self._counter = counter

    def __missing__(self, labels: tuple[str, ...]) -> Counter:
        child = self[labels] = self._counter.labels(*labels)
        return child


class Metrics:
    """The counts of one program since it started."""

    def __init__(self) -> None:
        self._registry = _Registry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._updates = self._counter("updates", "Updates by what came of them.", "outcome")
        self._turns = self._counter("turns", "Turns recorded.", "mode")
        self._completed = self._counter(
            "attempts_completed", "Attempts that came to an ending.", "mode"
        )
        self._errors = self._counter("errors", "What went wrong, by where.", "where")
        self._calls = self._counter("calls", "Owed calls to Telegram.", "method", "outcome")
        self._update_seconds = self._histogram(
            "update_seconds", "Seconds from an update to its commit.", _UPDATE_BUCKETS
        )
        self._call_seconds = self._histogram(
            "call_seconds", "Seconds that an owed call to Telegram took.", _CALL_BUCKETS
        )
        self._waiting = Gauge(
            "rehearse_replies_waiting",
            f"Owed replies not sent yet, counted up to {_MOST_WAITING}.",
            registry=self._registry,
        )
        self._begin_at_zero()

    def took(self, outcome: Outcome, seconds: float) -> None:
        """Count an update that was committed `seconds` after it came."""
        self._updates[outcome,].inc()
        self._update_seconds.observe(seconds)

    def played(self, turns: Iterable[str], completed: Iterable[str]) -> None:
        """Count turns and endings that were committed, each by the mode of its attempt."""
        for mode in turns:
            self._turns[mode,].inc()
        for mode in completed:
            self._completed[mode,].inc()

    def called(self, method: str, answer: Answer, seconds: float) -> None:
        """Count a call that was owed, after `seconds`, whatever Telegram answered."""
        self._calls[method, answer].inc()
        self._call_seconds.observe(seconds)

    def broke(self, where: Trouble) -> None:
        """Count something that went wrong."""
        self._errors[where,].inc()

    async def page(self, database: Database) -> bytes:
        """Return everything in Prometheus' text format, with what waits in the database now.

        What waits is not a number (NaN) while the database does not answer.
        """
        try:
            async with asyncio.timeout(_WAITING_SECONDS):
                waiting = float(await database.transact(lambda tx: tx.waiting(_MOST_WAITING)))
        except (TimeoutError, DatabaseUnavailable):
            waiting = math.nan
        self._waiting.set(waiting)
        return generate_latest(self._registry)

    def _begin_at_zero(self) -> None:
        """Show what has not happened yet as 0, so that its first time is seen as a rise."""
        for mode in (_PRACTICE, REPLAY):
            self._turns[mode,].inc(0)
            self._completed[mode,].inc(0)
        for outcome in Outcome:
            self._updates[outcome,].inc(0)
        for where in Trouble:
            self._errors[where,].inc(0)

    def _counter(self, name: str, meaning: str, *labels: str) -> _Children:
        counter = Counter(f"rehearse_{name}", meaning, labels, registry=self._registry)
        return _Children(counter)

    def _histogram(self, name: str, meaning: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"rehearse_{name}", meaning, buckets=buckets, registry=self._registry)
