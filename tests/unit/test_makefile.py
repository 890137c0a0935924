"""`make run`, the command of the README, in a folder whose virtual environment is ready."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with everything installed, where `rehearse` prints what it was asked to do."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    commands = tmp_path / ".venv" / "bin"
    commands.mkdir(parents=True)
    (commands / "pip").touch()
    (commands / "rehearse").write_text('#!/bin/sh\necho "rehearse $*"\n')
    (commands / "rehearse").chmod(0o755)
    (tmp_path / ".venv" / "runtime.stamp").touch()
    return tmp_path


def run(checkout: Path, *words: str, **environment: str) -> str:
    """Return what `make run` prints."""
    kept = {"PATH": os.environ["PATH"]}
    return subprocess.run(
        ["make", "run", *words],
        check=True,
        cwd=checkout,
        env={**kept, **environment},
        capture_output=True,
        text=True,
    ).stdout


def test_without_a_token_it_opens_the_page(checkout: Path) -> None:
    """An unset or empty token, or a .env without one, means the page with a phone."""
    (checkout / ".env").write_text("REHEARSE_BOT_TOKEN=\nREHEARSE_SEND_RATE=10\n")

    assert run(checkout) == "rehearse try\n"
    assert run(checkout, REHEARSE_BOT_TOKEN="") == "rehearse try\n"


def test_with_a_token_it_starts_the_bot(checkout: Path) -> None:
    """A token in the environment or in .env means the bot."""
    assert run(checkout, REHEARSE_BOT_TOKEN="1:a") == "rehearse run\n"

    (checkout / ".env").write_text("export REHEARSE_BOT_TOKEN = 1:a\n")
    assert run(checkout) == "rehearse run\n"


def test_arguments_are_handed_on(checkout: Path) -> None:
    """ARGS goes to the command that is run."""
    assert run(checkout, "ARGS=promise-first --links 7") == "rehearse try promise-first --links 7\n"
