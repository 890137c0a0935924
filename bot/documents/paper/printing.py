"""From a scenario to a PDF for the classroom, tagged so that it can also be listened to."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from bot import helplines
from bot.documents.paper.booklet import booklet
from scenarios.catalogue import Catalogue
from scenarios.model import FeedbackPolicy, Scenario

_LAYOUT = Path(__file__).parent.with_name("script.typ")


def script(scenario: Scenario, catalogue: Catalogue) -> bytes:
    """Return the PDF: a sheet for the tutor, the booklet, the marking sheet and the feedback.

    It meets PDF/UA, unless it has letters that none of the fonts has: these are printed as boxes.
    The scenario's texts reach the layout as data, so nothing they say is ever read as markup.
    """
    return laid_out(facts(scenario, catalogue))


def laid_out(said: Mapping[str, Any]) -> bytes:
    """Return the PDF that says what `facts` gave."""
    import typst  # noqa: PLC0415 - a large library, loaded when the first file is made

    data = json.dumps(said)
    try:
        return _compiled(data, "ua-1")
    except typst.TypstError:
        # Some letter is in none of the fonts, such as an emoji. PDF/UA allows no such file.
        return _compiled(data, None)


def _compiled(data: str, standard: Literal["ua-1"] | None) -> bytes:
    import typst  # noqa: PLC0415 - as above

    return typst.compile(
        _LAYOUT,
        format="pdf",
        pdf_standards=standard,
        sys_inputs={"data": data},
        font_paths=[Path(str(files("font_roboto"))) / "files"],
        ignore_system_fonts=True,
    )


def facts(scenario: Scenario, catalogue: Catalogue) -> dict[str, Any]:
    """Return all that the layout says, as JSON can carry it."""
    return {
        "title": scenario.title,
        "summary": scenario.summary,
        "level": scenario.level,
        "minutes": scenario.minutes,
        "content_note": scenario.content_note,
        "briefing": scenario.briefing,
        "mentee": {"name": scenario.mentee.name, "about": scenario.mentee.about},
        "helplines": [helplines.IN_DANGER, *helplines.LINES, helplines.AT_YOUR_CENTRE],
        "booklet": asdict(booklet(scenario, catalogue)),
        "tutor": {
            "units": [
                f"{unit.title} ({unit.body})"
                for unit in map(catalogue.units.get, scenario.units)
                if unit
            ],
            "version": scenario.version,
            "id": scenario.id,
            "author": scenario.author,
            "nation": None if scenario.nation is None else scenario.nation.capitalize(),
            "law_checked": _day(scenario),
            "notes": scenario.notes,
            "released": scenario.feedback is FeedbackPolicy.TUTOR,
        },
    }


def _day(scenario: Scenario) -> str | None:
    day = scenario.law_checked
    return None if day is None else f"{day.day} {day:%B %Y}"
