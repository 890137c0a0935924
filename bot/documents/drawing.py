"""Pictures for those who write scenarios: how one can go, and the link to it as a code."""

import io
from collections.abc import Mapping
from typing import Any

from bot.documents.picture import png_of
from scenarios.catalogue import load_catalogue
from scenarios.graph import graph_of
from scenarios.graph.svg import svg
from scenarios.loading import load_scenario
from scenarios.machine import ScenarioMachine

_PIXELS = 12
"""For each module of a code: large enough to be printed on a poster."""


def graph(facts: Mapping[str, Any]) -> bytes:
    """Draw a scenario (its file's `text`, which was checked before) as PNG."""
    scenario = load_scenario(facts["text"].encode(), "scenario", load_catalogue())
    return png_of(svg(graph_of(ScenarioMachine(scenario))))


def link_code(facts: Mapping[str, Any]) -> bytes:
    """Draw a `link` as a QR code that can lose a quarter of itself, as PNG."""
    import segno  # noqa: PLC0415 - needed when the first code is drawn

    picture = io.BytesIO()
    segno.make(facts["link"], error="q", micro=False).save(picture, kind="png", scale=_PIXELS)
    return picture.getvalue()
