"""Take pictures of the page, and those of the README and the guides: `make screenshots`.

Needs Debian's chromium.
"""

import sys
from pathlib import Path

from tests.pictures import progress, tour
from tests.web.browser import CHROMIUM

_ALL = Path("var/screenshots")
_DOCS = Path("docs/pictures")
_BEST = {
    "20-conversation": _DOCS / "conversation.png",
    "30-tutor": _DOCS / "tutor.png",
}


def main() -> None:
    """Take the pictures of the page, and draw that of a learner's progress."""
    if CHROMIUM is None:
        sys.exit("This needs chromium: apt-get install chromium")
    tour.take(_ALL, _BEST)
    progress.draw(_DOCS / "progress.png")


if __name__ == "__main__":
    main()
