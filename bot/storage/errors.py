"""What can be wrong with a database. How to say it is up to the command line."""

from enum import StrEnum
from pathlib import Path


class Reason(StrEnum):
    """Why a database can't be used."""

    BAD_ADDRESS = "bad address"
    CANNOT_OPEN = "cannot open"
    NOT_A_DATABASE = "not a database"
    READ_ONLY = "read-only"
    FULL = "full"
    BUSY = "busy"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NO_SUCH_DATABASE = "no such database"
    LOST = "lost"
    CLOSED = "closed"


class StorageError(Exception):
    """Anything wrong with the database itself, never with what was asked of it."""


class DatabaseUnavailable(StorageError):
    """The database can't be used now; nothing of what was asked is known to be committed.

    `address` carries no password.
    """

    def __init__(self, address: str, reason: Reason) -> None:
        super().__init__(address, reason.value)
        self.address = address
        self.reason = reason


class SchemaTooNew(StorageError):
    """A newer program made this database. `known` is the newest schema of this program."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(found, known)
        self.found = found
        self.known = known


class SchemaBehind(StorageError):
    """The database has not been brought up to the schema of this program.

    `found` is None for a database that is empty or does not exist.
    """

    def __init__(self, found: str | None, known: str) -> None:
        super().__init__(found, known)
        self.found = found
        self.known = known


class NotABackup(StorageError):
    """A file is no whole database of this program; `path` names it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class WouldOverwrite(StorageError):
    """A file is in the way; `path` names it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class SameFile(StorageError):
    """A database can't be copied onto itself; `path` names it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class ServerDatabase(StorageError):
    """The database lives on a server, whose own tools copy it. `address` has no password."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address
