"""Trying a scenario out before it is published: played as ever, and recorded nowhere.

A preview is kept beside the attempts, one for each person, and only until its end.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.centre.publications import Publication
from bot.practice.attempts import (
    Advanced,
    NothingUnderWay,
    NotTaken,
    Position,
    shuffled,
)
from bot.practice.library import Library, Texts
from bot.practice.records import Attempt, RecordedTurn
from scenarios.machine import Turn

BEGINNING = "preview-"
"""What the token of a preview begins with."""

_TOKEN_BYTES = 6


@dataclass(frozen=True, slots=True)
class Preview:
    """What a person tries out, of a publication (by its id), and where it stands."""

    person: int
    token: str
    publication: str
    centre: str
    scenario: str
    version: str
    shown: tuple[str, ...]
    turns: tuple[RecordedTurn, ...]
    at: datetime


class PreviewRecords(Texts, Protocol):
    """The memory of previews, within one transaction."""

    async def start_preview(self, preview: Preview) -> None:
        """Begin a preview, in the place of the person's last."""

    async def preview(self, person: int) -> Preview | None:
        """Return what a person is trying out."""

    async def move_preview(self, preview: Preview) -> None:
        """Keep where a preview stands."""

    async def end_preview(self, person: int) -> None:
        """Forget what a person was trying out."""


@dataclass(frozen=True, slots=True)
class Previewing:
    """The use cases, over the records of one transaction at one moment."""

    records: PreviewRecords
    library: Library
    person: int
    now: datetime

    async def begin(self, publication: Publication) -> Position:
        """Begin a version from its start. Raises PinnedVersionUnreadable."""
        machine = await self.library.pinned(self.records, publication.scenario, publication.version)
        token = f"{BEGINNING}{secrets.token_urlsafe(_TOKEN_BYTES)}"
        preview = Preview(
            person=self.person,
            token=token,
            publication=publication.id,
            centre=publication.centre,
            scenario=publication.scenario,
            version=publication.version,
            shown=shuffled(machine, machine.begin(), token),
            turns=(),
            at=self.now,
        )
        await self.records.start_preview(preview)
        return Position(_attempt(preview), machine, machine.replay(()))

    async def take(
        self, token: str, turn: int, choice: str
    ) -> Advanced | NotTaken | NothingUnderWay:
        """Take a choice as turn number `turn`, as in an attempt; at an ending all is forgotten.

        Raises PinnedVersionUnreadable.
        """
        preview = await self.records.preview(self.person)
        if preview is None or preview.token != token:
            return NothingUnderWay()
        machine = await self.library.pinned(self.records, preview.scenario, preview.version)
        turns = [Turn(each.node, each.choice) for each in preview.turns]
        states = machine.replay(turns)
        if turn != len(turns) + 1 or choice not in preview.shown:
            return NotTaken(Position(_attempt(preview), machine, states))
        node = machine.scenario.nodes[states[-1].node]
        after = machine.advance(states[-1], choice)
        moved = replace(
            preview,
            turns=(*preview.turns, RecordedTurn(node.id, choice, preview.shown, self.now)),
            shown=shuffled(machine, after, token),
        )
        position = Position(_attempt(moved), machine, (*states, after))
        if position.ended:
            await self.records.end_preview(self.person)
        else:
            await self.records.move_preview(moved)
        return Advanced(position, node.choices[choice])

    async def leave(self, token: str) -> Preview | None:
        """End a preview; return what it was, if it was under way."""
        preview = await self.records.preview(self.person)
        if preview is None or preview.token != token:
            return None
        await self.records.end_preview(self.person)
        return preview


def _attempt(preview: Preview) -> Attempt:
    """Return a preview as views know an attempt; nobody keeps it as one."""
    return Attempt(
        id=0,
        learner=0,
        token=preview.token,
        scenario=preview.scenario,
        version=preview.version,
        mode="preview",
        started_at=preview.at,
        completed_at=None,
        replaced_at=None,
        shown=preview.shown,
        turns=preview.turns,
        result=None,
    )
