"""The list of phrases as it is written, and the one question asked of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.centre.phrases.patterns import (
    Begins,
    Between,
    Ends,
    Finder,
    Number,
    OneOf,
    Part,
    Phrase,
)
from bot.centre.phrases.spelling import Spelling, pieces, spelling
from scenarios.checks.shape import check_shape
from scenarios.document import Fields, read_document
from scenarios.findings import Finding, InvalidFile, Report
from scenarios.shapes import ListOf, MapOf, Record, Slug, Text, Whole, Word

MOST_CHARACTERS = 4096
"""As much as a message can hold; what comes after that is not looked at."""

FILE = Path(__file__).parent / "phrases.yaml"

_LEFT_OUT = ""
_MARKS: Mapping[str, Part] = {
    "..": Between(3),
    "...": Between(12),
    "NUMBER": Number(),
    "^": Begins(),
    "$": Ends(),
}


class Kind(StrEnum):
    """What a phrase may be about; used to keep the list in order, and never told to anybody."""

    DANGER_NOW = "danger now"
    SUICIDE = "suicide"
    SELF_HARM = "self-harm"
    ABUSE = "abuse"
    NEGLECT = "neglect"
    EXPLOITATION = "exploitation"
    VIOLENCE = "violence"
    DISTRESS = "distress"


class InvalidPhrases(InvalidFile):
    """A list of phrases that is not in its shape."""


class UnreadablePhrase(Exception):
    """A part of a phrase is no word, or names a group that the list does not have."""

    def __init__(self, part: str, phrase: str) -> None:
        self.part = part
        self.phrase = phrase
        super().__init__(part, phrase)


@dataclass(frozen=True, slots=True)
class Match:
    """Text that sounds real: by which kind of phrase, and in which version of the list."""

    kind: Kind
    version: int


@dataclass(frozen=True, slots=True)
class Phrases:
    """A list of phrases, ready to be looked for."""

    version: int
    spelling: Spelling
    everyday: Finder[None]
    real: Finder[Kind]

    def sounds_real(self, text: str) -> Match | None:
        """Return what a text sounds like, of several kinds the first; None for everyday text."""
        words = list(self.spelling.words(text[:MOST_CHARACTERS]))
        for begin, end, _ in list(self.everyday.found(words)):
            words[begin:end] = [_LEFT_OUT] * (end - begin)
        order = list(Kind)
        kinds = {kind for _, _, kind in self.real.found(words)}
        return Match(min(kinds, key=order.index), self.version) if kinds else None


_ENTRY = Record(
    "an entry",
    {"kind": Word(tuple(Kind)), "note": Text(), "says": ListOf(Text(), minimum=1)},
)
_FILE = Record(
    "the file",
    {
        "version": Whole(1),
        "spellings": ListOf(Text()),
        "forgiven": ListOf(Text()),
        "groups": MapOf(Slug(), Text()),
        "everyday": ListOf(Text()),
        "phrases": ListOf(_ENTRY, minimum=1),
    },
)


def load_phrases(path: Path = FILE) -> Phrases:
    """Read a list of phrases.

    Raises InvalidPhrases with everything that is not in its shape, UnreadablePhrase, and OSError
    if the file cannot be read.
    """
    root = _read(path)
    meant = dict(_spellings(root.texts("spellings")))
    groups = root.map("groups")
    writing = _Writing(
        meant, {f"<{name}>": groups.text(name).split(",") for name in groups.entries}
    )
    everyday = [(writing.phrase(text), None) for text in root.texts("everyday")]
    real = [
        (writing.phrase(text), Kind(entry.text("kind")))
        for entry in root.several("phrases")
        if isinstance(entry, Fields)
        for text in entry.texts("says")
    ]
    known = {word for phrase, _ in (*everyday, *real) for word in _words_of(phrase)}
    known |= {word for words in meant.values() for word in words}
    return Phrases(
        version=root.whole("version") or 0,
        spelling=spelling(meant, known - meant.keys(), root.texts("forgiven")),
        everyday=Finder(everyday),
        real=Finder(real),
    )


def _read(path: Path) -> Fields:
    report = Report(str(path))
    root = read_document(path.read_bytes(), report)
    if root is not None:
        check_shape(root, _FILE, report)
    findings: tuple[Finding, ...] = report.findings
    if findings or not isinstance(root, Fields):
        raise InvalidPhrases(findings)
    return root


def _spellings(lines: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each other spelling with the words that it stands for."""
    for line in lines:
        meant, _, written = line.partition("=")
        for each in written.split(","):
            yield each.strip(), tuple(meant.split())


def _words_of(phrase: Phrase) -> Iterator[str]:
    for part in phrase:
        if isinstance(part, OneOf):
            yield from (word for runs in part.choices.values() for run in runs for word in run)


class _Writing:
    """How phrases are written: spelt as `meant`, with groups by name."""

    def __init__(
        self, meant: Mapping[str, tuple[str, ...]], groups: Mapping[str, Iterable[str]]
    ) -> None:
        self._meant = meant
        self._groups = groups

    def phrase(self, text: str) -> Phrase:
        """Read a phrase."""
        return tuple(self._part(each, text) for each in text.split())

    def _part(self, part: str, phrase: str) -> Part:
        mark = _MARKS.get(part)
        if mark is not None:
            return mark
        choices: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        for choice in part.split("|"):
            for member in self._groups.get(choice, [choice]):
                words = self._words(member.replace("_", " "))
                if not words or (choice[0] == "<" and choice not in self._groups):
                    raise UnreadablePhrase(part, phrase)
                choices[words[0]].append(words)
        return OneOf({first: tuple(runs) for first, runs in choices.items()})

    def _words(self, text: str) -> tuple[str, ...]:
        return tuple(word for piece in pieces(text) for word in self._meant.get(piece, (piece,)))
