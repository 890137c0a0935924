"""Time as the stand-in sees it, injected so that expiry can be tested without waiting."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol


class Timer(Protocol):
    """Something that will happen, unless cancelled."""

    def cancel(self) -> None:
        """Let it not happen."""


class Clock(Protocol):
    """The present time, and a bell."""

    def now(self) -> float:
        """Return the seconds since 1970."""

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call `callback` in that many seconds."""


class WallClock:
    """The real time, on the running event loop."""

    def now(self) -> float:
        """Return the seconds since 1970."""
        return time.time()

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call `callback` in that many seconds."""
        return asyncio.get_running_loop().call_later(seconds, callback)
