"""A learner's own data: the question before everything is deleted, and what follows."""

from collections.abc import Sequence

from bot.telegram.buttons import DeleteEverything, KeepIt
from bot.telegram.views.joining import quoted
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import own_data as words
from bot.telegram.words import playing, real


def question(asked: str, groups: Sequence[str] = ()) -> list[Message]:
    """Ask whether to delete everything; `asked` names this question in its buttons.

    `groups` are those that would be left without a tutor.
    """
    delete = (words.DELETE_EVERYTHING, DeleteEverything(asked))
    rows: Rows = ((delete, (words.KEEP_IT, KeepIt(asked))),)
    blocks = [
        Block(words.DELETE_WHAT, words.DELETE_ASK),
        *([Block(words.DELETE_TUTOR.format(groups=quoted(groups)))] if groups else []),
        Block(words.DELETE_FOR_GOOD),
        Block(words.DELETE_MINUTES),
    ]
    return messages(blocks, rows)


def too_young(asked: str) -> list[Message]:
    """Send somebody elsewhere who agreed and is too young after all, and ask to delete it all."""
    rows: Rows = (((words.DELETE_EVERYTHING, DeleteEverything(asked)),),)
    told = (playing.TOO_YOUNG, playing.ELSEWHERE, words.TOO_YOUNG_KEPT)
    return messages([Block(text) for text in told], rows)


def deleted(*, staying: bool) -> list[Message]:
    """Say what was deleted, what is `staying` with a centre, and what is out of the bot's hands."""
    stays = (words.DELETED_BUT, real.HELP) if staying else (words.DELETED,)
    told = (*stays, words.DELETED_CHAT, words.DELETED_BACKUPS, words.DELETED_COME_BACK)
    return messages([Block(text) for text in told])
