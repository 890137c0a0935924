"""The picture of a learner's progress, drawn by Typst from plain facts."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

_PIXELS_PER_INCH = 216.0
"""Three pixels a point: 1080 across, as phones show it."""


def draw(facts: Mapping[str, Any]) -> bytes:
    """Return the picture as PNG.

    The facts reach the layout as data, so nothing they say is ever read as markup.
    """
    import typst  # noqa: PLC0415 - a large library, loaded when the first picture is drawn

    return typst.compile(
        _layout(),
        format="png",
        ppi=_PIXELS_PER_INCH,
        sys_inputs={"data": json.dumps(facts)},
        font_paths=[_fonts()],
        ignore_system_fonts=True,
    )


@cache
def _layout() -> bytes:
    return files(__package__).joinpath("chart.typ").read_bytes()


def _fonts() -> Path:
    import font_roboto  # noqa: PLC0415 - needed with Typst alone

    return Path(font_roboto.__file__).parent / "files"
