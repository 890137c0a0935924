"""A clock that stands still until a test moves it."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class _Bell:
    at: float
    callback: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class StillClock:
    """Time that only passes by `advance`; what was set for a moment passed happens then."""

    time: float = 1_790_000_000.0
    _bells: list[_Bell] = field(default_factory=list)

    def now(self) -> float:
        """Return the seconds since 1970."""
        return self.time

    def call_later(self, seconds: float, callback: Callable[[], None]) -> _Bell:
        """Call `callback` when that many seconds have been advanced."""
        bell = _Bell(self.time + seconds, callback)
        self._bells.append(bell)
        return bell

    def advance(self, seconds: float) -> None:
        """Let time pass, ringing each bell at its moment."""
        end = self.time + seconds
        while due := [bell for bell in self._bells if bell.at <= end]:
            bell = min(due, key=lambda one: one.at)
            self._bells.remove(bell)
            self.time = max(self.time, bell.at)
            if not bell.cancelled:
                bell.callback()
        self.time = end
