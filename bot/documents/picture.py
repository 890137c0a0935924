"""From a picture in SVG to PNG, with the fonts that come with the program."""

import re
from importlib.resources import files
from pathlib import Path

_PAGE = b"""\
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.picture), format: "svg")
"""
_POINTS_PER_INCH = 72.0
_SHARPNESS = 2.0
_LARGEST = 12_000
"""Pixels along the longer side; a larger picture is drawn less sharply."""


def png_of(svg: str) -> bytes:
    """Return a picture as PNG: two pixels for each of its own, unless that is too large."""
    import typst  # noqa: PLC0415 - a large library, loaded when the first picture is drawn

    found = re.search(r'width="(\d+)" height="(\d+)"', svg)
    longest = max(map(int, found.groups())) if found else 1
    return typst.compile(
        _PAGE,
        format="png",
        # Typst takes a pixel of the picture for three quarters of a point.
        ppi=_POINTS_PER_INCH / 0.75 * min(_SHARPNESS, _LARGEST / longest),
        sys_inputs={"picture": svg},
        font_paths=typst.Fonts(
            include_system_fonts=False,
            font_paths=[Path(str(files("font_roboto"))) / "files"],
        ),
    )
