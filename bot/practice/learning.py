"""The use cases of revision: a session of cards, and whether anything is due.

A session lasts five minutes. Nothing is stored of it: when it began, and how many cards were
known by then, travel with its buttons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import Protocol

from bot.practice.library import Library
from bot.practice.progress import Finished
from bot.practice.records import Learner
from bot.practice.revision import (
    DuePractice,
    Face,
    Memory,
    Recall,
    deck,
    points_due,
    practice_due,
    reviewed,
)

SESSION = timedelta(minutes=5)
NEW_CARDS = 8
"""How many cards a learner meets for the first time in one session."""


class RevisionRecords(Protocol):
    """What revision asks of the memory of practice."""

    async def remembered_cards(self, learner: int) -> Mapping[str, Memory]:
        """Return what is remembered of each card a learner has met, by its id."""

    async def review_card(self, learner: int, card: str, memory: Memory, since: datetime) -> bool:
        """Remember a review; False, and nothing kept, when there was one at `since` or later."""

    async def completed(self, learner: int) -> Sequence[Finished]:
        """Return the completed practice attempts of a learner, the oldest first; no replays."""

    async def done(self, learner: int) -> Mapping[str, bool]:
        """Return which scenarios the learner completed, and whether it ever was achieved."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session of cards: when it began, in whole seconds, and how many cards were known then."""

    start: datetime
    known: int


@dataclass(frozen=True, slots=True)
class Asking:
    """A card to ask, the `number`th of its session (from 1)."""

    session: Session
    face: Face
    number: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The end of a session.

    `seen` cards were gone through, `due` more are due now and `new` were never met. `ahead` are
    the moments at which known cards are due later, the next first; `practice` is a scenario for a
    marking point that is due.
    """

    seen: int
    due: int
    new: int
    ahead: tuple[datetime, ...]
    practice: DuePractice | None


@dataclass(frozen=True, slots=True)
class Learning:
    """Revision of a learner's unit, over the records of one transaction at one moment.

    `cards` are those of the unit (see `learning`).
    """

    records: RevisionRecords
    library: Library
    now: datetime
    learner: Learner
    unit: str | None
    cards: Mapping[str, Face]

    @property
    def title(self) -> str:
        """The title of the unit; empty without one."""
        return "" if self.unit is None else self.library.catalogue.units[self.unit].title

    async def start(self) -> Asking | Summary:
        """Start a session."""
        known = self._known(await self.records.remembered_cards(self.learner.id))
        return await self.go_on(Session(self.now.replace(microsecond=0), len(known)))

    async def go_on(self, session: Session) -> Asking | Summary:
        """Return the session's next card, or its summary when it is over or nothing is left.

        What is due comes first, the longest due before the rest, and then what is new.
        """
        known = self._known(await self.records.remembered_cards(self.learner.id))
        asked = _asked(known, session)
        if self.now - session.start >= SESSION:
            return await self._summary(known, asked)
        left = max(0, NEW_CARDS - (len(known) - session.known))
        waiting = chain(self._due(known), islice(self._new(known), left))
        face = next(waiting, None)
        if face is None:
            return await self._summary(known, asked)
        return Asking(session, face, asked + 1)

    async def turn_over(self, session: Session, card: str) -> Asking | None:
        """Return the card to show its back, or None when it is not to be asked in this session."""
        known = self._known(await self.records.remembered_cards(self.learner.id))
        face = self.cards.get(card)
        memory = known.get(card)
        if face is None or (memory is not None and memory.reviewed_at >= session.start):
            return None
        return Asking(session, face, _asked(known, session) + 1)

    async def rate(self, session: Session, card: str, recall: Recall) -> bool:
        """Remember how well a card was known; False when that was said in this session before."""
        if card not in self.cards:
            return False
        known = await self.records.remembered_cards(self.learner.id)
        memory = reviewed(known.get(card), recall, self.now)
        return await self.records.review_card(self.learner.id, card, memory, session.start)

    async def end(self, session: Session) -> Summary:
        """Return the summary of a session."""
        known = self._known(await self.records.remembered_cards(self.learner.id))
        return await self._summary(known, _asked(known, session))

    async def anything_due(self) -> bool:
        """Whether a card that was met before, or a marking point, is due."""
        known = self._known(await self.records.remembered_cards(self.learner.id))
        return bool(self._due(known)) or await self._practice() is not None

    def _known(self, cards: Mapping[str, Memory]) -> dict[str, Memory]:
        """Leave out cards of other units, and those whose entry in the catalogue is gone."""
        return {card: memory for card, memory in cards.items() if card in self.cards}

    def _due(self, known: Mapping[str, Memory]) -> list[Face]:
        due = sorted((memory.due_at, card) for card, memory in known.items())
        return [self.cards[card] for at, card in due if at <= self.now]

    def _new(self, known: Mapping[str, Memory]) -> list[Face]:
        return [face for card, face in self.cards.items() if card not in known]

    async def _summary(self, known: Mapping[str, Memory], seen: int) -> Summary:
        return Summary(
            seen=seen,
            due=len(self._due(known)),
            new=len(self._new(known)),
            ahead=tuple(sorted(m.due_at for m in known.values() if m.due_at > self.now)),
            practice=await self._practice(),
        )

    async def _practice(self) -> DuePractice | None:
        due = points_due(await self.records.completed(self.learner.id), self.now)
        scenarios = [machine.scenario for machine in self.library]
        done = await self.records.done(self.learner.id) if due else {}
        return practice_due(due, self.unit, scenarios, done)


def learning(
    records: RevisionRecords, library: Library, now: datetime, learner: Learner, unit: str | None
) -> Learning:
    """Return the use cases of revision for a learner of `unit`."""
    return Learning(records, library, now, learner, unit, deck(library.catalogue, unit))


def _asked(known: Mapping[str, Memory], session: Session) -> int:
    return sum(memory.reviewed_at >= session.start for memory in known.values())
