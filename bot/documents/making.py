"""From an attachment, as it was owed, to the file that is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.documents import chart, drawing, records
from bot.documents.paper import printing
from bot.storage.calls import Attachment

Maker: TypeAlias = Callable[[Mapping[str, Any]], bytes]
"""Makes the content of a file from JSON facts."""

_MAKERS: Mapping[str, tuple[str, Maker]] = {
    "own-data-html": ("my-rehearse-data.html", records.as_html),
    "own-data-json": ("my-rehearse-data.json", records.as_json),
    "progress-chart": ("progress.png", chart.draw),
    "scenario-graph": ("scenario.png", drawing.graph),
    "scenario-script": ("scenario.pdf", printing.laid_out),
    "link-code": ("link.png", drawing.link_code),
}
"""How each kind of attachment is made, and what its file is called."""


class CannotMake(Exception):
    """An attachment that can't be made: its `kind`, and the kind of error that was met."""

    def __init__(self, kind: str, error: str) -> None:
        super().__init__(f"{kind}: {error}")
        self.kind = kind
        self.error = error


@dataclass(frozen=True, slots=True)
class File:
    """A file to send as the parameter `field` of a call."""

    field: str
    name: str
    content: bytes


def make(attachment: Attachment) -> File:
    """Make the file of an attachment; this may take a moment, so do it in a thread.

    Raises CannotMake. What the error says is left out, since it may quote a learner.
    """
    try:
        name, maker = _MAKERS[attachment.kind]
        return File(attachment.field, name, maker(attachment.facts))
    except Exception as error:
        raise CannotMake(attachment.kind, type(error).__name__) from error
