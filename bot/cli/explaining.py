"""The pages that explain each finding: docs/findings/, which is installed with the program."""

import sys
from difflib import get_close_matches
from pathlib import Path

from scenarios.findings import ERRORS, WARNINGS

_FOLDERS = (
    Path(__file__).parents[2] / "docs" / "findings",
    Path(sys.prefix) / "share" / "rehearse" / "findings",
)
"""Where the pages are in the project, and where they are once it is installed."""


class NoSuchCode(Exception):
    """No finding has this code; `nearest` is the code most like it, if one is."""

    def __init__(self, code: str, nearest: str | None) -> None:
        super().__init__(code)
        self.code = code
        self.nearest = nearest


def page_of(code: str) -> str:
    """Return the page that explains a code.

    Raises NoSuchCode, and OSError if the page cannot be read.
    """
    known = (*ERRORS, *WARNINGS)
    if code not in known:
        near = get_close_matches(code, known, n=1)
        raise NoSuchCode(code, near[0] if near else None)
    pages = [folder / f"{code}.md" for folder in _FOLDERS]
    page = next((each for each in pages if each.is_file()), pages[-1])
    return page.read_text(encoding="utf-8")
