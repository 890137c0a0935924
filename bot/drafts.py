"""A scenario's file while somebody is writing it: what is in it, and each time that changes."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

from scenarios.catalogue import Catalogue
from scenarios.document import LARGEST_FILE
from scenarios.findings import Finding
from scenarios.machine import ScenarioMachine
from scoring.checking import Checked, check_scenario

_LOOK_AGAIN = 0.3
"""Seconds between two looks at the file."""

_SETTLED = 0.1
"""Seconds for which a file stays as it is once an editor has written all of it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was in the file at one moment: its `text`, and what `rehearse check` finds in that.

    `machine` plays it, and is None while there are errors.
    """

    text: bytes
    checked: Checked
    machine: ScenarioMachine | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything wrong, in the order of the file."""
        return self.checked.findings


class Draft:
    """A scenario's file that is watched."""

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        self._path = path
        self._catalogue = catalogue
        self._read: bytes | None = None

    def read(self) -> Reading:
        """Read and check the file, which takes a while for a long scenario.

        Raises OSError when it can't be read.
        """
        return self._checked(self._text())

    async def changes(self) -> AsyncGenerator[Reading, None]:
        """Yield what is in the file each time it is not what was read last, until closed.

        While the file is away nothing is yielded, nor what is there for a moment only, as when an
        editor is half-way through saving. It is read and checked in threads.
        """
        before: bytes | None = None
        while True:
            text = await asyncio.to_thread(self._text_if_there)
            if text is None or text == self._read:
                await asyncio.sleep(_LOOK_AGAIN)
            elif text != before:
                await asyncio.sleep(_SETTLED)
            else:
                yield await asyncio.to_thread(self._checked, text)
            before = text

    def _checked(self, text: bytes) -> Reading:
        self._read = text
        checked = check_scenario(text, str(self._path), self._catalogue)
        if checked.scenario is None or checked.has_errors:
            return Reading(text, checked, None)
        return Reading(text, checked, ScenarioMachine(checked.scenario))

    def _text(self) -> bytes:
        """Return the file's text, and no more of it than shows that it is too large."""
        with self._path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)

    def _text_if_there(self) -> bytes | None:
        try:
            return self._text()
        except OSError:
            return None
