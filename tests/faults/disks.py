"""Disks that are full, by what means the machine gives."""

import contextlib
import resource
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from typing_extensions import override

from tests.faults.processes import Bot

_DISK_BYTES = 16 << 20
_BLOCK = bytes(4096)
_FILE_BYTES = 16 << 10


class Disk(ABC):
    """A disk with little room in `folder`.

    `says` is what the program says of it when it is full, and `before` a command that has to
    run a program for it to be full from the start.
    """

    says: str
    before: Sequence[str] = ()

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def fill(self, bot: Bot | None = None) -> None:
        """Leave no room to write in, for a bot that runs already if one is given."""

    @abstractmethod
    def free(self, bot: Bot) -> None:
        """Make room again."""


class _SmallDisk(Disk):
    """A file system of its own, in memory."""

    says = "has no room left: free some space on its disk"

    @override
    def fill(self, bot: Bot | None = None) -> None:
        with contextlib.suppress(OSError), self._filler.open("wb", buffering=0) as filler:
            while filler.write(_BLOCK):
                continue

    @override
    def free(self, bot: Bot) -> None:
        self._filler.unlink()

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"


class _LimitedFiles(Disk):
    """A folder like any other, but no file of the bot's may grow: SQLite takes it for a fault."""

    says = "went away: check its server or disk"
    before = ("prlimit", f"--fsize={_FILE_BYTES}")

    @override
    def fill(self, bot: Bot | None = None) -> None:
        if bot is not None:
            self._limit(bot, _FILE_BYTES)

    @override
    def free(self, bot: Bot) -> None:
        self._limit(bot, resource.RLIM_INFINITY)

    def _limit(self, bot: Bot, most: int) -> None:
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Make a small disk in `folder`, or what comes next to it where none may be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        yield _LimitedFiles(folder)
        return
    try:
        yield _SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
