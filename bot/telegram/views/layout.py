"""Messages as Telegram takes them: blocks of text, laid out, escaped and split to size.

Text becomes HTML only after it has been cut to size, so a cut never falls inside a tag, an
entity or a character.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.telegram.buttons import Button

MESSAGE_UNITS = 4096
"""The longest text of a message, in UTF-16 units after its HTML was read (Bot API)."""

_GAP = 2  # the empty line between two blocks

Rows = tuple[tuple[tuple[str, Button], ...], ...]
"""A keyboard: rows of (label, button)."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a message, under a bold heading if it has one; a quote is indented."""

    text: str
    heading: str | None = None
    quote: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message: HTML of at most MESSAGE_UNITS, and the buttons under it."""

    html: str
    rows: Rows = ()


def units(text: str) -> int:
    """Return the length of `text` as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def messages(
    blocks: Sequence[Block], rows: Rows = (), opening: Block | None = None
) -> list[Message]:
    """Lay blocks out as few messages as they need; the last carries the buttons.

    Each of them begins with `opening`, if there is one.
    """
    groups = pack(blocks, opening=opening)
    return [
        Message(render(group), rows if number == len(groups) else ())
        for number, group in enumerate(groups, start=1)
    ]


def pack(
    blocks: Sequence[Block], limit: int = MESSAGE_UNITS, opening: Block | None = None
) -> list[list[Block]]:
    """Group blocks, in order, into messages of at most `limit` units, each with the `opening`.

    A block stays whole where it can; one that alone is too long is cut between its paragraphs,
    lines or words, in this order of preference. A heading too long to stand above a text becomes
    part of it.
    """
    first = [] if opening is None else [opening]
    most = limit - sum(_units(block) + _GAP for block in first)
    groups: list[list[Block]] = [[]]
    room = most
    for block in blocks:
        for piece in _pieces(block, most):
            needed = _units(piece) + (_GAP if groups[-1] else 0)
            if needed > room:
                groups.append([])
                room, needed = most, _units(piece)
            groups[-1].append(piece)
            room -= needed
    return [[*first, *group] for group in groups]


def render(blocks: Sequence[Block]) -> str:
    """Return the HTML of one message."""
    parts: list[str] = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        if before is not None:
            parts.append("\n" if before.quote and block.quote and not block.heading else "\n\n")
        if block.heading is not None:
            parts.append(f"<b>{html.escape(block.heading, quote=False)}</b>\n")
        text = html.escape(block.text, quote=False)
        parts.append(f"<blockquote>{text}</blockquote>" if block.quote else text)
    return "".join(parts)


def _units(block: Block) -> int:
    return units(block.text) + (0 if block.heading is None else units(block.heading) + 1)


def _pieces(block: Block, limit: int) -> list[Block]:
    if block.heading is not None and units(block.heading) > limit // 2:
        block = replace(block, heading=None, text=f"{block.heading}\n{block.text}")
    pieces: list[Block] = []
    while _units(block) > limit:
        room = limit - _units(replace(block, text=""))
        cut = _cut(block.text, room)
        pieces.append(replace(block, text=block.text[:cut].rstrip()))
        block = replace(block, heading=None, text=block.text[cut:].lstrip())
    return [*pieces, block]


def _cut(text: str, room: int) -> int:
    """Return how many characters of `text` fit into `room` units, ending at a good place."""
    fits = len(text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore"))
    for gap in ("\n\n", "\n", " "):
        place = text.rfind(gap, fits // 2, fits)
        if place > 0:
            return place
    return fits
