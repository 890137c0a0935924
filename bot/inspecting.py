"""A file that somebody sent, checked in a process of its own and for a while only.

A file that is made to be costly would hold up everybody else where it was checked beside them.
Run as a program, this checks the file on its standard input and writes what there is to say.
"""

import asyncio
import contextlib
import json
import sys
from dataclasses import asdict, dataclass

from bot.overview import overview_lines
from scenarios.catalogue import load_catalogue
from scenarios.document import LARGEST_FILE
from scenarios.findings import Finding, Severity
from scoring.checking import check_scenario

PATIENCE_SECONDS = 10.0
"""How long a file may take; those of the library take a fifth of a second."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found in a file, and what it comes to in words, if it can be played."""

    findings: tuple[Finding, ...]
    overview: tuple[str, ...]

    @property
    def has_errors(self) -> bool:
        """Whether anything found keeps the scenario from being played as it should be."""
        return any(found.severity is Severity.ERROR for found in self.findings)


async def inspect(text: bytes, seconds: float = PATIENCE_SECONDS) -> Inspected:
    """Check a file. Raises TimeoutError when that takes too long."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate(text)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    told = json.loads(said)
    return Inspected(tuple(map(_finding, told["findings"])), tuple(told["overview"]))


def _finding(told: dict[str, object]) -> Finding:
    return Finding(**{**told, "severity": Severity(told["severity"])})  # type: ignore[arg-type]


def main() -> None:
    """Check the file on the standard input."""
    checked = check_scenario(sys.stdin.buffer.read(LARGEST_FILE + 1), "", load_catalogue())
    told = {
        "findings": [asdict(found) for found in checked.findings],
        "overview": list(overview_lines(checked)),
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
