"""Attempts as the views are given them, played without records."""

from datetime import UTC, datetime

from bot.practice.attempts import Position, shuffled
from bot.practice.records import Attempt, RecordedTurn
from scenarios.machine import ScenarioMachine, Turn

_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOKEN = "token-of-11"


def position(machine: ScenarioMachine, *choices: str) -> Position:
    """Return where an attempt stands once these choices were taken."""
    state = machine.begin()
    recorded = []
    for taken in choices:
        shown = shuffled(machine, state, TOKEN)
        recorded.append(RecordedTurn(state.node, taken, shown, _NOON))
        state = machine.advance(state, taken)
    attempt = Attempt(
        id=1,
        learner=1,
        token=TOKEN,
        scenario=machine.scenario.id,
        version=machine.scenario.version,
        mode="practice",
        started_at=_NOON,
        completed_at=None,
        replaced_at=None,
        shown=shuffled(machine, state, TOKEN),
        turns=tuple(recorded),
        result=None,
    )
    states = machine.replay([Turn(turn.node, turn.choice) for turn in recorded])
    return Position(attempt, machine, states)
