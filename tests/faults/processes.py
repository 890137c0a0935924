"""`rehearse` as real processes: run, killed with SIGKILL, stopped with SIGTERM and run again."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REHEARSE = Path(sys.executable).with_name("rehearse")
"""The command as it was installed beside the Python that runs the tests."""

PATIENCE_SECONDS = 60.0
STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit code (minus the signal that killed it) and what it wrote."""

    code: int
    output: str
    errors: str


async def rehearse(
    *arguments: str,
    settings: Mapping[str, str],
    folder: Path,
    before: Sequence[str | Path] = (),
) -> Ended:
    """Run a command to its end in `folder`; `before` is a program that runs it, with arguments."""
    process = await asyncio.create_subprocess_exec(
        *before, REHEARSE, *arguments, env=_environment(settings), cwd=folder,
        stdin=DEVNULL, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            output, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return Ended(process.returncode, output.decode(), errors.decode())


class Bot:
    """A bot that can be started again and again; `log` gathers what all its runs wrote."""

    def __init__(
        self, settings: Mapping[str, str], folder: Path, command: Sequence[str] = ("run",)
    ) -> None:
        self.log = folder / "log"
        self._command = command
        self._settings = settings
        self._folder = folder
        self._process: Process | None = None

    @property
    def process(self) -> Process:
        """The process that was started last."""
        assert self._process is not None, "the bot was never started"
        return self._process

    async def start(self) -> None:
        """Start a process; it needs a moment until it takes updates."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                REHEARSE, *self._command, env=_environment(self._settings), cwd=self._folder,
                stdin=DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    @property
    def running(self) -> bool:
        """Whether the process started last has not ended yet."""
        return self._process is not None and self._process.returncode is None

    def kill(self) -> None:
        """Kill it where it stands; it gets no chance to do anything about it."""
        if self.running:
            self.process.kill()

    async def ended(self) -> int:
        """Wait until it ends; return the exit code, or minus the signal that killed it."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self.process.wait()

    async def killed(self) -> None:
        """Wait until SIGKILL has ended it."""
        assert await self.ended() == -signal.SIGKILL

    async def stop(self) -> None:
        """Ask it to stop; it has to end by itself, in time and with exit code 0."""
        self.process.terminate()
        async with asyncio.timeout(STOP_SECONDS):
            assert await self.process.wait() == 0

    async def remove(self) -> None:
        """Let no process be left."""
        if self._process is not None:
            self.kill()
            await self._process.wait()


@contextmanager
def free_port() -> Iterator[int]:
    """Keep a port for a process to listen on, so that nobody else is given it meanwhile."""
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which nothing but `settings` is set for the program."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("REHEARSE_")}
    return ours | {f"REHEARSE_{name}": value for name, value in settings.items()}
