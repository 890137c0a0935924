"""The address of a database: `sqlite:///path`, or `postgresql://name@host/database`."""

from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.storage.errors import DatabaseUnavailable, Reason

_SQLITE = "sqlite:///"
_SERVERS = ("postgresql://", "postgres://")


def sqlite_path(url: str) -> Path | None:
    """Return the file that an address names, or None when it names a server.

    Raises DatabaseUnavailable when it names neither.
    """
    if url.startswith(_SERVERS):
        return None
    path = url.removeprefix(_SQLITE)
    if not path or path == url or "\0" in path:
        raise DatabaseUnavailable(without_password(url), Reason.BAD_ADDRESS)
    return Path(path)


def without_password(url: str) -> str:
    """Return an address that can be shown."""
    if url.startswith(_SQLITE):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition(":")[0] + ":"
    name, at, host = parts.netloc.rpartition("@")
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query) if key != "password"])
    return urlunsplit(parts._replace(netloc=name.partition(":")[0] + at + host, query=query))
