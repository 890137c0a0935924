"""What a centre publishes: versions of its own scenarios, and how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.centre.records import CohortRecords


class State(StrEnum):
    """How far a version of a scenario has come."""

    DRAFT = "draft"
    REVIEW = "in review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Found:
    """What the check said of a version: what it comes to, and what is worth a look, by line."""

    overview: tuple[str, ...] = ()
    warnings: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """A version of a centre's scenario; `author` and `reviewer` are ids of members.

    `found` is what the check said when it was sent, and `at` when it came to its state.
    """

    id: str
    centre: str
    scenario: str
    version: str
    title: str
    author: str
    state: State
    reviewer: str | None
    law_checked: date | None
    found: Found
    at: datetime


class PublishingRecords(CohortRecords, Protocol):
    """The memory of what centres publish."""

    async def add_publication(self, publication: Publication) -> bool:
        """Keep a draft; False when the centre has that version already."""

    async def publication(self, centre: str, publication: str) -> Publication | None:
        """Return one of a centre's versions by its id."""

    async def publications(self, centre: str) -> Sequence[Publication]:
        """Return all of a centre's versions, the newest first."""

    async def move_publication(
        self, before: Publication, state: State, reviewer: str | None, at: datetime
    ) -> bool:
        """Give a version another state; False when it is not in the state before any more."""

    async def drop_publication(self, publication: Publication) -> None:
        """Delete a draft, and its text unless something else needs that."""

    async def is_assessed(self, centre: str, scenario: str) -> bool:
        """Whether an open cohort of the centre is assessed by a scenario."""

    async def pinned_text(self, scenario: str, version: str) -> bytes | None:
        """Return the text of a version."""

    async def pin(self, scenario: str, version: str, text: bytes, at: datetime) -> None:
        """Keep the text of a version; nothing changes if it is kept."""
