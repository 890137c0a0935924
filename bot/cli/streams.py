"""Input and output that never fail for a letter they don't know."""

import codecs
import sys
import unicodedata
from io import TextIOWrapper

_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def prepare_streams() -> None:
    """Let output fall back on the nearest plain letters, and read broken input as it comes."""
    codecs.register_error("rehearse.nearest", _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="rehearse.nearest")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end].translate(_PLAIN)
    plain = unicodedata.normalize("NFKD", lost).encode("ascii", "ignore").decode("ascii")
    return plain or "?", error.end
