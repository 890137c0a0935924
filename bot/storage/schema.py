"""The schema: which versions of it there are, and how a database gets to the newest.

Alembic applies the migrations of `migrations/versions`. The file of schema 0001 is
`v0001_<what it brings>.py`.
"""

from pathlib import Path

from bot.storage.errors import SchemaBehind, SchemaTooNew

VERSION_TABLE = "rehearse_schema"
SELECT_REVISION = "SELECT version_num FROM rehearse_schema"

_VERSIONS = Path(__file__).parent / "migrations" / "versions"


def known_revisions() -> tuple[str, ...]:
    """Return the schema versions of this program, oldest first."""
    return tuple(sorted(file.stem[1:].partition("_")[0] for file in _VERSIONS.glob("v*.py")))


def check_known(found: str) -> None:
    """Raise SchemaTooNew for a schema that this program does not know."""
    known = known_revisions()
    if found not in known:
        raise SchemaTooNew(found, known[-1])


def is_newest(found: str | None) -> bool:
    """Whether a database at schema `found` needs no migration. Raises SchemaTooNew."""
    if found is not None:
        check_known(found)
    return found == known_revisions()[-1]


def check_newest(found: str | None) -> None:
    """Raise SchemaTooNew or SchemaBehind unless a database is at the newest schema."""
    if not is_newest(found):
        raise SchemaBehind(found, known_revisions()[-1])
