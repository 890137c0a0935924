"""Where somebody stands in a scenario, as facts for whoever looks over their shoulder.

A tutor who tries a scenario out reads these, and so does a program that asks what choices lead to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.practice.library import Library
from bot.practice.records import Attempt, Records
from scenarios.catalogue import Catalogue
from scenarios.machine import ScenarioMachine, State, Turn
from scenarios.model import Value
from scoring.marking import Marks, Status, mark_playthrough, read_turns


class StandingRecords(Records, Protocol):
    """The memory of practice and of what was played last, within one transaction."""

    async def latest_attempt(self, learner: int, scenario: str) -> Attempt | None:
        """Return the learner's last attempt at a scenario that was not set aside."""


@dataclass(frozen=True, slots=True)
class VariableNow:
    """What a variable holds; `minimum` and `maximum` are None for true/false."""

    name: str
    value: Value
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class PointNow:
    """What has been shown of a marking point so far; `title` is what people call it."""

    id: str
    title: str
    marks: int
    max: int
    status: Status


@dataclass(frozen=True, slots=True)
class Standing:
    """Where turns lead in a version of a scenario, and what they come to so far.

    `offered` are the ids of the choices that can be taken now, and `mistakes` those of the
    mistakes made, each once. `marks` has in full what `points` sums up.
    """

    scenario: str
    version: str
    state: State
    ended: bool
    offered: tuple[str, ...]
    variables: tuple[VariableNow, ...]
    points: tuple[PointNow, ...]
    marks: Marks
    mistakes: tuple[str, ...]

    @property
    def node(self) -> str:
        """The id of the node where the turns lead."""
        return self.state.node

    @property
    def percent(self) -> int:
        """The marks so far as a per cent of all there are."""
        return self.marks.percent


def standing_of(machine: ScenarioMachine, turns: Sequence[Turn], catalogue: Catalogue) -> Standing:
    """Return where turns lead and what they come to.

    Raises ChoiceNotOffered when the turns can't have been played in this scenario.
    """
    played = read_turns(machine, turns)
    marks = mark_playthrough(played, catalogue)
    scenario = machine.scenario
    return Standing(
        scenario=scenario.id,
        version=scenario.version,
        state=played.state,
        ended=played.ending is not None,
        offered=tuple(choice.id for choice in played.offered),
        variables=tuple(
            VariableNow(name, played.state.variables[name], variable.minimum, variable.maximum)
            for name, variable in scenario.variables.items()
        ),
        points=tuple(
            PointNow(name, catalogue.marking_points[name].title, one.marks, one.max, one.status)
            for name, one in marks.points.items()
        ),
        marks=marks,
        mistakes=tuple(dict.fromkeys(slip.mistake for slip in marks.slips)),
    )


async def stands(
    records: StandingRecords, library: Library, person: int, scenario: str
) -> Standing | None:
    """Return where a person (a Telegram id) stands in a scenario, or stood when it ended.

    None for somebody who is not in it and has not ended it. Raises PinnedVersionUnreadable.
    """
    learner = await records.learner(person)
    if learner is None:
        return None
    attempt = await records.latest_attempt(learner.id, scenario)
    if attempt is None:
        return None
    machine = await library.played(records, attempt)
    turns = [Turn(turn.node, turn.choice) for turn in attempt.turns]
    return standing_of(machine, turns, library.catalogue)
