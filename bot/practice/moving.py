"""Moving a practice to another account, with a code that works once and for an hour.

Whoever has the code has the practice. It has 60 bits and lives for an hour, so guessing it is
hopeless even at Telegram's pace for a hundred years, and tries are not counted. Only its digest
is kept.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.practice.records import Learner

CODE_LIVES = timedelta(hours=1)

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is easily taken for another
_LENGTH = 12
_GROUP = 4
_MISREAD = str.maketrans("OIL", "011")


class MovingRecords(Protocol):
    """The memory of codes, and the move itself, within one transaction."""

    async def keep_move_code(self, learner: int, digest: str, expires_at: datetime) -> None:
        """Keep the digest of a learner's code in the place of any earlier one."""

    async def mover(self, digest: str, now: datetime) -> tuple[int, int] | None:
        """Return the learner id and the Telegram id of whoever made a code that still works."""

    async def use_move_code(self, digest: str) -> bool:
        """Use a code up; False when that has happened already."""

    async def has_practice(self, learner: int) -> bool:
        """Whether a learner has attempts or cards."""

    async def move(self, learner: int, away: int, to: int) -> None:
        """Give a learner the account `to`, whose own learner `away` is deleted."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The practice of the account `left` (a Telegram id) belongs to this account now."""

    left: int


@dataclass(frozen=True, slots=True)
class NoSuchCode:
    """The code is wrong, used or too old; nothing changed, and nobody is told which."""


@dataclass(frozen=True, slots=True)
class SameAccount:
    """The code was made by this very account; it still works."""


@dataclass(frozen=True, slots=True)
class OwnPractice:
    """This account has practice of its own, which a move would throw away; nothing changed."""


def tidied(code: str) -> str:
    """Return a code as it was made, however it was typed."""
    letters = "".join(filter(str.isalnum, code)).upper()
    return letters.translate(_MISREAD)


async def make_code(records: MovingRecords, learner: Learner, now: datetime) -> str:
    """Return a new code, in groups for reading; the one before stops working."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    await records.keep_move_code(learner.id, _digest(letters), now + CODE_LIVES)
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


async def move_here(
    records: MovingRecords, learner: Learner, code: str, now: datetime
) -> Moved | NoSuchCode | SameAccount | OwnPractice:
    """Bring the practice that a code stands for to this learner's account."""
    digest = _digest(tidied(code))
    mover = await records.mover(digest, now)
    if mover is None:
        return NoSuchCode()
    moving, left = mover
    if moving == learner.id:
        return SameAccount()
    if await records.has_practice(learner.id):
        return OwnPractice()
    if not await records.use_move_code(digest):
        return NoSuchCode()
    await records.move(moving, learner.id, learner.telegram_id)
    return Moved(left)


def _digest(letters: str) -> str:
    return hashlib.sha256(letters.encode()).hexdigest()
