"""The facts of the picture of a learner's progress: JSON, with every word that stands in it."""

from typing import Any

from bot.practice.progress import Standing
from bot.telegram.views.progress import cut, status_of, supported, title_of
from bot.telegram.words import progress as words
from scenarios.catalogue import Catalogue
from scoring.marking import Status
from scoring.progress import PointProgress, Progress
from scoring.progress import ScenarioProgress as Played

_PICTURED = 8
"""How many scenarios stand in the picture, the latest ones; the message has them all."""
_TITLE = 70
_SIGNS = {
    Status.FAILED: "failed",
    Status.MET: "shown",
    Status.PARTLY_MET: "partly",
    Status.NOT_MET: "lacking",
    Status.NOT_REACHED: "untried",
    None: "untried",
}


def picture(standing: Standing, catalogue: Catalogue) -> dict[str, Any]:
    """Return what the picture shows."""
    progress = standing.progress
    return {
        "title": words.TITLE,
        "unit": None if progress.unit is None else progress.unit.title,
        "scenarios": _pictured_scenarios(standing),
        "skills": {
            "title": words.SKILLS,
            "rows": [
                {
                    "title": catalogue.marking_points[each.point].title,
                    "sign": _SIGNS[each.latest],
                    "standing": _pictured_status(each),
                }
                for each in progress.points
            ],
        },
        "criteria": None if progress.unit is None else _pictured_criteria(progress),
    }


def _pictured_scenarios(standing: Standing) -> dict[str, Any]:
    played = standing.progress.scenarios
    rows = [_pictured_scenario(standing, each) for each in played[:_PICTURED]]
    rings = any(row["ring"] for row in rows)
    notes = [words.PICTURE_LINE_RING if rings else words.PICTURE_LINE]
    if len(played) > _PICTURED:
        notes.append(words.PICTURE_MORE.format(count=len(played) - _PICTURED))
    return {"title": words.CONVERSATIONS, "rows": rows, "notes": notes}


def _pictured_scenario(standing: Standing, played: Played) -> dict[str, Any]:
    known = standing.known.get(played.scenario)
    percents = words.PICTURE_ONCE if played.attempts == 1 else words.PICTURE_TWICE
    return {
        "title": cut(title_of(standing.known, played.scenario), _TITLE),
        "first": played.first,
        "ring": played.attempts > 1,
        "best": played.best,
        "pass": None if known is None else known.pass_mark,
        "reached": played.achieved,
        "percents": percents.format(first=played.first, best=played.best),
        "standing": words.PICTURE_REACHED if played.achieved else words.NOT_REACHED,
    }


def _pictured_status(point: PointProgress) -> str:
    count = len(point.shown_in)
    if point.latest is not Status.MET or not count:
        return status_of(point)
    said = words.PICTURE_IN_ONE if count == 1 else words.PICTURE_IN
    return said.format(status=status_of(point), count=count)


def _pictured_criteria(progress: Progress) -> dict[str, Any]:
    counts = supported(progress)
    return {
        "title": words.PICTURE_CRITERIA.format(**counts),
        "supported": counts["supported"],
        "of": counts["count"],
        "note": words.PICTURE_SUPPORTED,
    }
