"""The use cases of practice: start, choose, resume, review.

Each takes the `Records` of one transaction and returns what happened as a value; a tap that is
late, doubled or forged is an outcome like any other, and changes nothing.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.practice.library import Library
from bot.practice.records import Attempt, Learner, NewAttempt, RecordedTurn, Records, Result
from scenarios.machine import ScenarioMachine, State, Turn
from scenarios.model import Choice
from scoring.marking import Marks, mark

TOKEN_BYTES = 8


@dataclass(frozen=True, slots=True)
class Position:
    """Where an attempt stands: the state before each turn taken, and the present one."""

    attempt: Attempt
    machine: ScenarioMachine
    states: tuple[State, ...]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns taken so far."""
        return self.states[-1].turns

    @property
    def ended(self) -> bool:
        """Whether the conversation has reached an ending."""
        return self.machine.scenario.nodes[self.states[-1].node].ending is not None

    def shown(self) -> tuple[Choice, ...]:
        """The choices on offer now, in the order the learner sees them."""
        node = self.machine.scenario.nodes[self.states[-1].node]
        return tuple(node.choices[choice] for choice in self.attempt.shown)


@dataclass(frozen=True, slots=True)
class Started:
    """A new attempt began."""

    position: Position


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The learner has an attempt under way already; nothing was started."""

    position: Position


@dataclass(frozen=True, slots=True)
class NoSuchScenario:
    """No scenario of this id can be practised."""

    scenario: str


@dataclass(frozen=True, slots=True)
class Advanced:
    """A turn was recorded, and `position` is the new one; at an ending it carries its result."""

    position: Position
    choice: Choice


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The choice was not on offer any more, or never; the attempt stands at `position`."""

    position: Position


@dataclass(frozen=True, slots=True)
class NothingUnderWay:
    """The learner has no such attempt to go on with."""


@dataclass(frozen=True, slots=True)
class Practice:
    """The use cases, over the records of one transaction at one moment."""

    records: Records
    library: Library
    now: datetime

    async def start(
        self,
        learner: Learner,
        scenario: str,
        replaces: str | None,
        enrolment: int | None = None,
    ) -> Started | UnderWay | NoSuchScenario:
        """Start an attempt at the current version of `scenario`, for an enrolment if it is given.

        An attempt under way is given up only when `replaces` names it by its token, so a late or
        repeated tap can't throw away newer work.
        """
        machine = self.library.current(scenario)
        if machine is None:
            return NoSuchScenario(scenario)
        under_way = await self.records.under_way(learner.id)
        if under_way is not None:
            if under_way.token != replaces:
                return UnderWay(await self._position(under_way))
            await self.records.replace_attempt(under_way.id, self.now)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        state = machine.begin()
        new = NewAttempt(
            learner=learner.id,
            token=token,
            scenario=scenario,
            version=machine.scenario.version,
            shown=shuffled(machine, state, token),
            at=self.now,
            enrolment=enrolment,
        )
        if not await self.records.start_attempt(new):
            return await self.start(learner, scenario, replaces, enrolment)
        position = await self._reread(token)
        if position.ended:
            await self._complete(position)
            position = await self._reread(token)
        return Started(position)

    async def choose(
        self,
        learner: Learner,
        token: str,
        turn: int,
        choice: str,
    ) -> Advanced | NotTaken | NothingUnderWay:
        """Take `choice` as turn number `turn` (from 1) of the learner's attempt `token`.

        A turn that was taken already, is not the next one, or offers no such choice changes
        nothing; neither does an attempt of somebody else.
        """
        attempt = await self.records.attempt(token)
        if attempt is None or attempt.learner != learner.id:
            return NothingUnderWay()
        position = await self._position(attempt)
        if not attempt.under_way or turn != len(attempt.turns) + 1 or choice not in attempt.shown:
            return NotTaken(position)
        return await self._take(position, choice)

    async def choose_by_number(
        self, learner: Learner, number: int
    ) -> Advanced | NotTaken | NothingUnderWay:
        """Take the choice shown as `number` (from 1) in the attempt under way."""
        position = await self.resume(learner)
        if position is None:
            return NothingUnderWay()
        shown = position.attempt.shown
        if not 1 <= number <= len(shown):
            return NotTaken(position)
        return await self._take(position, shown[number - 1])

    async def take_all(self, position: Position, choices: Iterable[str]) -> Position:
        """Take choices one after another in an attempt under way; each has to be on offer."""
        for choice in choices:
            position = (await self._take(position, choice)).position
        return position

    async def resume(self, learner: Learner) -> Position | None:
        """Return where the learner's attempt under way stands, if there is one."""
        attempt = await self.records.under_way(learner.id)
        return None if attempt is None else await self._position(attempt)

    async def review(self, learner: Learner, token: str) -> Position | None:
        """Return one of the learner's own attempts, under way or over, or None."""
        attempt = await self.records.attempt(token)
        if attempt is None or attempt.learner != learner.id:
            return None
        return await self._position(attempt)

    async def _take(self, position: Position, choice: str) -> Advanced | NotTaken:
        attempt, machine, state = position.attempt, position.machine, position.states[-1]
        after = machine.advance(state, choice)
        turn = RecordedTurn(node=state.node, choice=choice, shown=attempt.shown, at=self.now)
        if not await self.records.append_turn(attempt.id, len(attempt.turns) + 1, turn):
            return NotTaken(await self._reread(attempt.token))
        moved = replace(
            attempt,
            turns=(*attempt.turns, turn),
            shown=shuffled(machine, after, attempt.token),
        )
        await self.records.show(attempt.id, moved.shown)
        position = Position(moved, machine, (*position.states, after))
        if position.ended:
            position = replace(position, attempt=await self._complete(position))
        return Advanced(position, machine.scenario.nodes[state.node].choices[choice])

    async def _complete(self, position: Position) -> Attempt:
        """Mark the attempt and close it."""
        result = result_of(marks_of(position, self.library), position.states[-1].node)
        await self.records.complete(position.attempt.id, result, self.now)
        return replace(position.attempt, result=result, completed_at=self.now)

    async def _reread(self, token: str) -> Position:
        attempt = await self.records.attempt(token)
        if attempt is None:
            raise LookupError("an attempt disappeared within one transaction")
        return await self._position(attempt)

    async def _position(self, attempt: Attempt) -> Position:
        machine = await self.library.played(self.records, attempt)
        turns: Sequence[Turn] = [Turn(turn.node, turn.choice) for turn in attempt.turns]
        return Position(attempt, machine, machine.replay(turns))


def marks_of(position: Position, library: Library) -> Marks:
    """Mark the turns of an attempt against the version it is pinned to."""
    return mark(position.machine, position.turns, library.catalogue)


def result_of(marks: Marks, ending: str) -> Result:
    """Return the marks of an attempt that came to an ending in the shape in which they are kept."""
    return Result(
        ending=ending,
        percent=marks.percent,
        achieved=marks.achieved,
        marks={
            name: {**recorded, "slips": len(marks.points[name].slips)}
            for name, recorded in marks.recorded().items()
        },
    )


def shuffled(machine: ScenarioMachine, state: State, seed: str) -> tuple[str, ...]:
    """Return the ids of the choices on offer in an order that `seed` fixes.

    The order depends on nothing but the seed and the ids, so an attempt that comes back to a
    node finds its choices where they were. Nodes with `fixed_order` keep the author's order.
    """
    offered = tuple(choice.id for choice in machine.offered(state))
    if machine.scenario.nodes[state.node].fixed_order:
        return offered

    def rank(choice: str) -> bytes:
        return hashlib.sha256(f"{seed}/{state.node}/{choice}".encode()).digest()

    return tuple(sorted(offered, key=rank))
