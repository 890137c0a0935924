"""The picture of a learner's progress, drawn by Typst from plain facts."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

_LAYOUT = Path(__file__).with_name("chart.typ")
_PIXELS_PER_INCH = 216.0
"""Three pixels a point: 1080 across, as phones show it."""


def draw(facts: Mapping[str, Any]) -> bytes:
    """Return the picture as PNG.

    The facts reach the layout as data, so nothing they say is ever read as markup.
    """
    import typst  # noqa: PLC0415 - a large library, loaded when the first picture is drawn

    return typst.compile(
        _LAYOUT,
        format="png",
        ppi=_PIXELS_PER_INCH,
        sys_inputs={"data": json.dumps(facts)},
        font_paths=[Path(str(files("font_roboto"))) / "files"],
        ignore_system_fonts=True,
    )
