"""Codes that let somebody in, and ids that say nothing: random letters, easy to read."""

import hashlib
import secrets

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # none that is easily taken for another
_MISREAD = str.maketrans("oil", "011")
_CODE_LENGTH = 16
_ID_LENGTH = 8


def new_code() -> str:
    """Return a new code of 80 random bits."""
    return _random(_CODE_LENGTH)


def new_id() -> str:
    """Return a new id of 40 random bits; it names something, and gives no access to it."""
    return _random(_ID_LENGTH)


def digest(code: str) -> str:
    """Return what is kept of a code, however it was typed."""
    letters = "".join(filter(str.isalnum, code)).lower().translate(_MISREAD)
    return hashlib.sha256(letters.encode("utf-8", "replace")).hexdigest()


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
