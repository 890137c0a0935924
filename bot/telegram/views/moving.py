"""Moving to another account: what it means, and the code."""

from bot.telegram.buttons import MakeMoveCode, Settings
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import moving as words
from bot.telegram.words import playing

_BACK = (playing.BACK, Settings())


def explanation() -> list[Message]:
    """Say what a move does, and offer to make a code."""
    rows: Rows = (((words.MAKE, MakeMoveCode()),), (_BACK,))
    return messages([Block(words.WHAT, words.HEADING), Block(words.HOW)], rows)


def code(code: str, link: str) -> list[Message]:
    """Show a code, as a link and as a text to type."""
    rows: Rows = (((words.NEW_CODE, MakeMoveCode()),), (_BACK,))
    blocks = [
        Block(f"{code}\n{words.CODE_UNTIL}", words.CODE),
        Block(words.CODE_LINK.format(link=link)),
        Block(words.CODE_TYPED.format(code=code)),
    ]
    return messages(blocks, rows)
