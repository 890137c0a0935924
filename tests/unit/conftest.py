"""What the tests of the command line share."""

from pathlib import Path

import pytest

from tests.unit.commands import CommandLine


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """A shell in an empty folder without settings."""
    return CommandLine(tmp_path, monkeypatch, capsys)
