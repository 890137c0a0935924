"""The catalogue: what the qualifications ask, and the names a scenario may use for it.

Its YAML files stand beside this module. Full ids are made of the parts written there: a
criterion is `<unit>.<number>`, a mistake `<unit>.<name>`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scenarios.checks.names import check_names
from scenarios.checks.shape import Uses, check_shape
from scenarios.document import Fields, read_document
from scenarios.findings import InvalidCatalogue, Report
from scenarios.shapes import ListOf, MapOf, Name, Record, Slug, Target, Text, Whole


@dataclass(frozen=True, slots=True)
class Skill:
    """What a marking point stands for: a title for learners, and what the mentor does."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something an examiner awards credit for, and the marking points that evidence it."""

    id: str
    text: str
    marking_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a qualification; `criteria` are by full id."""

    id: str
    body: str
    qualification: str
    title: str
    objectives: tuple[str, ...]
    before_you_start: tuple[str, ...]
    key_terms: tuple[str, ...]
    criteria: Mapping[str, Criterion]


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something learners of a unit commonly get wrong, and how it is put right.

    A choice that shows it is a slip in each of its marking points.
    """

    id: str
    unit: str
    text: str
    correction: str
    marking_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A word worth explaining."""

    id: str
    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the catalogue's files say, by full id, in their order."""

    units: Mapping[str, Unit]
    marking_points: Mapping[str, Skill]
    mistakes: Mapping[str, Mistake]
    glossary: Mapping[str, GlossaryEntry]


FOLDER = Path(__file__).parent
"""Where the catalogue's own files are."""

_MARKING_POINTS = ListOf(Name(Target.SKILL), minimum=1)
_CRITERION = Record("a criterion", {"text": Text(), "marking_points": _MARKING_POINTS})
_UNIT = Record(
    "a unit",
    {
        "body": Text(),
        "qualification": Text(),
        "title": Text(),
        "objectives": ListOf(Text(), minimum=1),
        "before_you_start": ListOf(Text()),
        "key_terms": ListOf(Text(), minimum=1),
        "criteria": MapOf(Whole(1), _CRITERION, minimum=1),
    },
)
_SKILL = Record("a marking point", {"title": Text(), "text": Text()})
_MISTAKE = Record(
    "a mistake", {"text": Text(), "correction": Text(), "marking_points": _MARKING_POINTS}
)
_ENTRY = Record("an entry of the glossary", {"term": Text(), "text": Text()})
_FILES = {
    "units.yaml": {"units": MapOf(Slug(), _UNIT)},
    "marking-points.yaml": {"marking_points": MapOf(Slug(), _SKILL)},
    "mistakes.yaml": {"mistakes": MapOf(Name(Target.UNIT), MapOf(Slug(), _MISTAKE))},
    "glossary.yaml": {"glossary": MapOf(Slug(), _ENTRY)},
}


def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read the catalogue's four files.

    Raises InvalidCatalogue with everything found wrong, and OSError if a file cannot be read.
    """
    read = [_File(folder / name, Record("the file", fields)) for name, fields in _FILES.items()]
    units, points, mistakes, glossary = (file.content for file in read)
    declared = {Target.UNIT: units.entries, Target.SKILL: points.entries}
    for file in read:
        check_names(file.uses.names, declared, file.report)
    if findings := tuple(found for file in read for found in file.report.findings):
        raise InvalidCatalogue(findings)
    return Catalogue(
        units={key.text: _unit(key.text, unit) for key, unit in units.maps()},
        marking_points={
            key.text: Skill(key.text, point.text("title"), point.text("text"))
            for key, point in points.maps()
        },
        mistakes={
            mistake.id: mistake
            for unit, group in mistakes.maps()
            for mistake in _mistakes(unit.text, group)
        },
        glossary={
            key.text: GlossaryEntry(key.text, entry.text("term"), entry.text("text"))
            for key, entry in glossary.maps()
        },
    )


class _File:
    """One file of the catalogue, checked for its shape; `content` is its one field."""

    def __init__(self, path: Path, shape: Record) -> None:
        self.report = Report(str(path))
        root = read_document(path.read_bytes(), self.report)
        self.uses = Uses() if root is None else check_shape(root, shape, self.report)
        (name,) = shape.required
        self.content = root.map(name) if isinstance(root, Fields) else Fields(1, 1, {}, ())


def _unit(name: str, unit: Fields) -> Unit:
    criteria = (
        Criterion(f"{name}.{key.text}", criterion.text("text"), criterion.texts("marking_points"))
        for key, criterion in unit.map("criteria").maps()
    )
    return Unit(
        id=name,
        body=unit.text("body"),
        qualification=unit.text("qualification"),
        title=unit.text("title"),
        objectives=unit.texts("objectives"),
        before_you_start=unit.texts("before_you_start"),
        key_terms=unit.texts("key_terms"),
        criteria={criterion.id: criterion for criterion in criteria},
    )


def _mistakes(unit: str, group: Fields) -> Iterator[Mistake]:
    for key, mistake in group.maps():
        yield Mistake(
            id=f"{unit}.{key.text}",
            unit=unit,
            text=mistake.text("text"),
            correction=mistake.text("correction"),
            marking_points=mistake.texts("marking_points"),
        )
