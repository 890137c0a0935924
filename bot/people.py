"""The numbers that name people: Telegram's, and those of visitors of the page."""

FIRST_VISITOR = 1 << 52
"""Visitors of the page have numbers from here on: Telegram's have at most 52 bits."""


def is_visitor(person: int) -> bool:
    """Whether a number names a visitor of the page."""
    return person >= FIRST_VISITOR
