"""The pages for people: reading them, and doing what they show."""

import os
import re
import subprocess
import sys
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]


@cache
def tokens(page: str) -> list[Token]:
    """Return a page, parsed."""
    return MarkdownIt("commonmark").enable("table").parse((ROOT / page).read_text("utf-8"))


def fences(page: str, language: str) -> list[str]:
    """Return the fenced blocks of a page in one language."""
    return [each.content for each in tokens(page) if each.type == "fence" and each.info == language]


def carry_out(block: str, folder: Path) -> None:
    """Type the commands of a console block in a folder; each has to answer as shown."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("REHEARSE_")}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**ours, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        done = subprocess.run(
            ["sh", "-c", command],
            check=False,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        answer = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
        alike = ELLIPSIS | NORMALIZE_WHITESPACE
        assert OutputChecker().check_output(shown, answer, alike), f"$ {command}\n{answer}"
