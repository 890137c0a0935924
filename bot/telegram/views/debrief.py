"""The debrief as it is read: one question at a time, then the log of the answers."""

from bot.practice.debrief import MOST_CHARACTERS, QUESTIONS, Debrief, TooLong
from bot.telegram.buttons import ChangeAnswers, KeepAnswer, SkipQuestion
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import debrief as words


def question(debrief: Debrief, number: int) -> list[Message]:
    """Ask question `number` (from 1)."""
    about = [Block(words.ABOUT)] if number == 1 else []
    rows: Rows = (((words.SKIP, SkipQuestion(debrief.attempt.token, number)),),)
    return messages([_asked(number), *about, Block(words.HOW_TO_ANSWER)], rows)


def question_again(debrief: Debrief, number: int) -> list[Message]:
    """Ask question `number` once more, with the answer there is."""
    now = Block(debrief.text(number) or words.SKIPPED, words.NOW)
    rows: Rows = (((words.SKIP, KeepAnswer(debrief.attempt.token, number)),),)
    return messages([now, Block(words.HOW_TO_CHANGE)], rows, opening=_asked(number))


def log(debrief: Debrief, title: str) -> list[Message]:
    """Show all answers back, and that they can be changed while they can."""
    turn = debrief.attempt.replay_from
    about = words.DONE if turn is None else words.DONE_REPLAY
    answers = [
        Block(debrief.text(number) or words.SKIPPED, heading)
        for number, heading in enumerate(words.ANSWERS, start=1)
    ]
    after = [words.GO_ON]
    rows: Rows = ()
    if debrief.changeable:
        after = [words.CHANGEABLE, words.GO_ON]
        rows = (((words.CHANGE, ChangeAnswers(debrief.attempt.token)),),)
    told = Block(about.format(title=title, turn=turn))
    blocks = [told, *answers, Block("\n".join(after))]
    return messages(blocks, rows, Block(words.DONE_HEADING))


def too_long(answer: TooLong) -> list[Message]:
    """Say that an answer was too long to keep."""
    text = words.TOO_LONG.format(length=answer.length, most=MOST_CHARACTERS)
    return messages([Block(text)])


def _asked(number: int) -> Block:
    heading = words.QUESTION.format(number=number, count=QUESTIONS)
    return Block(words.QUESTIONS[number - 1], heading)
