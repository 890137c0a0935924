"""A learner's copy of everything that is held about them: for programs, and for people."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from scoring.feedback import STATUS_WORDS
from scoring.marking import Status

_METHODS = {
    "sendMessage": "a message",
    "sendPhoto": "a picture",
    "sendDocument": "a file",
    "editMessageText": "a change to a message",
    "editMessageReplyMarkup": "buttons taken from a message",
    "deleteMessages": "messages deleted",
}


def as_json(facts: Mapping[str, Any]) -> bytes:
    """Write the copy (the JSON text `copy`) as JSON that is easy on the eye."""
    copy = json.loads(facts["copy"])
    return json.dumps(copy, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace")


def as_html(facts: Mapping[str, Any]) -> bytes:
    """Write the copy as one page that needs nothing else, to be read on a phone or printed."""
    copy = json.loads(facts["copy"])
    page = _template().render(copy=copy, when=_Clock(copy["settings"]["time_zone"]))
    return page.encode("utf-8", "backslashreplace")


class _Clock:
    """Writes moments as people read them, at the learner's own time of day."""

    def __init__(self, zone: str) -> None:
        try:
            self._zone = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            self._zone = ZoneInfo("Europe/London")

    def __call__(self, iso: str) -> str:
        """Return "6 May 2031, 08:08 BST" for a moment in UTC."""
        local = datetime.fromisoformat(iso).astimezone(self._zone)
        return f"{local.day} {local:%B %Y, %H:%M %Z}"


def _status(status: str) -> str:
    """Return a stored status as people read it."""
    return STATUS_WORDS[Status(status)]


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("bot", "documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["method"] = lambda method: _METHODS.get(method, method)
    environment.filters["status"] = _status
    environment.filters["in_full"] = lambda value: json.dumps(value, indent=2, ensure_ascii=False)
    return environment.get_template("records.html")
