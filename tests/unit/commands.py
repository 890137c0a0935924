"""Running `rehearse` in this process, as its users do in theirs."""

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.main import main

EXAMPLE_FILE = str(Path(__file__).parent / "locked-out.yaml")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


class CommandLine:
    """A shell in an empty folder, with no settings but those given to it."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        monkeypatch.chdir(folder)
        for variable in [name for name in os.environ if name.startswith("REHEARSE_")]:
            monkeypatch.delenv(variable)

    def set(self, variable: str, value: str) -> None:
        """Set a setting by its name without the prefix."""
        self._monkeypatch.setenv(f"REHEARSE_{variable}", value)

    def rehearse(self, *arguments: str, typed: str = "") -> Ran:
        """Run the command with these arguments, and this typed at it."""
        self._monkeypatch.setattr(sys, "argv", ["rehearse", *arguments])
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = self._capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)
