"""A moment of the conversation: what is told and said, the coach's word, and the choices."""

from collections.abc import Sequence

from bot.practice.attempts import Position
from bot.telegram.buttons import Button, Leave, Resume, StartAgain, Take
from bot.telegram.views.layout import Block, Message, Rows, messages, pack, render
from bot.telegram.words import another_way
from bot.telegram.words import playing as words
from scenarios.machine import State
from scenarios.model import Node, Scenario
from scoring.feedback import TurnFeedback, feedback_due

_GAP = "\n\n"
_WIDE_GAP = "\n\n\n"


def prompt(position: Position, *, spacing: bool = False) -> list[Message]:
    """Show where an attempt under way stands, ending with the numbered choices.

    `spacing` puts more room between these, and each of their buttons on a row of its own.
    """
    taken = len(position.turns)
    blocks = [*_before(position, taken), _choices(position, spacing)]
    return messages(blocks, _buttons(position, spacing), _opening(position, taken))


def answered(position: Position, turn: int, *, spacing: bool = False) -> Message:
    """Show the message that asked for turn `turn` (from 1) as it reads once that was taken.

    `spacing` is as in `prompt`.
    """
    taken = position.attempt.turns[turn - 1]
    node = position.machine.scenario.nodes[taken.node]
    listed = numbered([node.choices[choice].say for choice in taken.shown], spacing=spacing)
    opening = _opening(position, turn - 1)
    blocks = [*_before(position, turn - 1), Block(listed, words.WHAT_DO_YOU_SAY)]
    asked = pack(blocks, opening=opening)[-1]
    words_said = Block(node.choices[taken.choice].say, words.YOU)
    return Message(render(pack([*asked[:-1], words_said])[0]))


def marked(position: Position) -> list[Block]:
    """Say of another way through an attempt that it is one."""
    turn = position.attempt.replay_from
    return [] if turn is None else [Block(another_way.UNDER_WAY.format(turn=turn))]


def said(scenario: Scenario, state: State) -> list[Block]:
    """Lay out what the narrator tells and what is said on the way to and at a node."""
    nodes = [scenario.nodes[node] for node in (*state.passed, state.node)]
    return [block for node in nodes for block in _spoken(scenario, node)]


def coach(feedback: TurnFeedback) -> Block:
    """Lay out the coach's word on one turn, with the thought that was not said."""
    text = feedback.feedback
    if feedback.thought is not None:
        thought = words.THOUGHT.format(name=feedback.mentee, thought=feedback.thought)
        text = f"{text}\n{thought}"
    return Block(text, words.COACH)


def numbered(lines: Sequence[str], *, spacing: bool = False) -> str:
    """Number lines from 1, as choices stand in a message; `spacing` is as in `prompt`."""
    gap = _WIDE_GAP if spacing else _GAP
    return gap.join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def neutral(scenario: Scenario, line: str) -> Block | None:
    """Return what opens a sensitive message: a line that may be read on a lock screen."""
    return Block(line) if scenario.content_note is not None else None


def _opening(position: Position, taken: int) -> Block | None:
    line = words.NEUTRAL_TURN.format(turn=taken + 1)
    return neutral(position.machine.scenario, line)


def _before(position: Position, taken: int) -> list[Block]:
    """Lay out everything before the choices, as it was after `taken` turns."""
    scenario, state = position.machine.scenario, position.states[taken]
    return [
        *marked(position),
        *said(scenario, state),
        *(coach(feedback) for feedback in feedback_due(scenario, state)),
    ]


def _spoken(scenario: Scenario, node: Node) -> list[Block]:
    blocks = [] if node.scene is None else [Block(node.scene, words.NARRATOR)]
    heading: str | None = node.speaker or scenario.mentee.name
    for bubble in node.mentee:
        blocks.append(Block(bubble, heading, quote=True))
        heading = None
    return blocks


def _choices(position: Position, spacing: bool) -> Block:
    shown = position.shown()
    if not shown:
        return Block(words.STUCK)
    listed = numbered([choice.say for choice in shown], spacing=spacing)
    return Block(listed, words.WHAT_DO_YOU_SAY)


def _buttons(position: Position, spacing: bool) -> Rows:
    token = position.attempt.token
    leave: tuple[str, Button] = (words.LEAVE, Leave(token))
    if not position.attempt.shown:
        return (((words.START_AGAIN, StartAgain(token)), leave),)
    turn = len(position.turns) + 1
    taps = tuple(
        (str(number), Take(token, turn, choice))
        for number, choice in enumerate(position.attempt.shown, start=1)
    )
    rows = tuple((tap,) for tap in taps) if spacing else (taps,)
    return (*rows, (leave,))


def left(position: Position) -> list[Message]:
    """Say that an attempt was put aside, and how to come back to it."""
    scenario = position.machine.scenario
    from_turn = position.attempt.replay_from
    left = words.LEFT if from_turn is None else another_way.LEFT
    text = left.format(title=scenario.title, turn=from_turn)
    rows: Rows = (
        (
            (words.RESUME, Resume()),
            (words.START_AGAIN, StartAgain(position.attempt.token)),
        ),
    )
    return messages([Block(text)], rows, neutral(scenario, words.NEUTRAL_LEFT))
