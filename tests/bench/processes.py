"""Bots as real processes, and what the system says about them."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

LOG = "log"
"""A bot's output, in the folder it runs in."""

_STOP_SECONDS = 15.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cpu:
    """Processor seconds of a process, all its threads together."""

    user: float
    system: float

    def __sub__(self, other: "Cpu") -> "Cpu":
        return Cpu(self.user - other.user, self.system - other.system)

    @property
    def total(self) -> float:
        """User and system together."""
        return self.user + self.system


def cpu_of(pid: int) -> Cpu:
    """Return what a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return Cpu(int(fields[11]) / _TICKS, int(fields[12]) / _TICKS)


def memory_of(pid: int) -> Mapping[str, int]:
    """Return the bytes that a process holds: `Rss`, and `Pss` with its share of common pages."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    sizes = (line.split() for line in lines if line.startswith(("Rss:", "Pss:")))
    return {name.rstrip(":"): int(kibibytes) * 1024 for name, kibibytes, _ in sizes}


@asynccontextmanager
async def running(
    command: Sequence[str], settings: Mapping[str, str], folder: Path
) -> AsyncIterator[int]:
    """Run a bot in `folder`; yield its process id and end it afterwards.

    Of our bot's settings it sees those given and none of the caller's.
    """
    others = {name: v for name, v in os.environ.items() if not name.startswith("REHEARSE_")}
    with (folder / LOG).open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *command, env={**others, **settings}, cwd=folder, stdout=log, stderr=log
        )
    try:
        yield process.pid
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), _STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
