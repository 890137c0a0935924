"""The numbers that name people: Telegram's, and those of visitors of the page."""

import secrets

FIRST_VISITOR = 1 << 52
"""Visitors of the page have numbers from here on: Telegram's have at most 52 bits."""


def new_visitor() -> int:
    """Return a number for a new visitor, which says nothing about them."""
    return FIRST_VISITOR + secrets.randbelow(FIRST_VISITOR)


def is_visitor(person: int) -> bool:
    """Whether a number names a visitor of the page."""
    return person >= FIRST_VISITOR
