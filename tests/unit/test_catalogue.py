"""The catalogue's files are read strictly and must agree with each other."""

import shutil
from pathlib import Path

import pytest

from scenarios.catalogue import FOLDER, load_catalogue
from scenarios.findings import Finding, InvalidCatalogue

UNITS = """
units:
  first-unit:
    body: A body
    qualification: An award
    title: A title
    objectives: [One, Two]
    before_you_start: []
    key_terms: [listening]
    criteria:
      1: {text: Listens, marking_points: [active-listening]}
      2: {text: Asks, marking_points: [active-listening, questioning]}
"""
MARKING_POINTS = """
marking_points:
  active-listening: {title: Listening, text: listens}
  questioning: {title: Asking, text: asks}
"""
MISTAKES = """
mistakes:
  first-unit:
    talks: {text: Talks, correction: Listen, marking_points: [active-listening]}
"""
GLOSSARY = """
glossary:
  listening: {term: Listening, text: Hearing what is said}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a small catalogue."""
    files = {
        "units": UNITS,
        "marking-points": MARKING_POINTS,
        "mistakes": MISTAKES,
        "glossary": GLOSSARY,
    }
    for stem, text in files.items():
        (tmp_path / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_everything_is_known_by_its_full_id(folder: Path) -> None:
    catalogue = load_catalogue(folder)
    unit = catalogue.units["first-unit"]
    assert (unit.id, unit.body, unit.title) == ("first-unit", "A body", "A title")
    assert (unit.objectives, unit.before_you_start) == (("One", "Two"), ())
    assert list(unit.criteria) == ["first-unit.1", "first-unit.2"]
    assert unit.criteria["first-unit.2"].marking_points == ("active-listening", "questioning")
    assert catalogue.marking_points["questioning"].title == "Asking"
    mistake = catalogue.mistakes["first-unit.talks"]
    assert (mistake.id, mistake.unit) == ("first-unit.talks", "first-unit")
    assert (mistake.correction, mistake.marking_points) == ("Listen", ("active-listening",))
    assert catalogue.glossary["listening"].text == "Hearing what is said"


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        ("units", ("[active-listening]", "[listening]"), (11, "unknown-marking-point")),
        ("units", ("[active-listening]", "[]"), (11, "wrong-type")),
        ("units", ("    body: A body\n", ""), (3, "missing-field")),
        ("units", ("      1:", "      one:"), (11, "wrong-type")),
        ("units", ("  first-unit:", "  First-unit:"), (3, "bad-id")),
        ("marking-points", ("title: Asking", "titel: Asking"), (4, "unknown-field")),
        ("mistakes", ("[active-listening]", "[listening]"), (4, "unknown-marking-point")),
        ("mistakes", ("  first-unit:", "  second-unit:"), (3, "unknown-unit")),
        ("mistakes", ("talks:", "Talks:"), (4, "bad-id")),
        ("glossary", ("glossary:", "words:"), (2, "unknown-field")),
        ("glossary", ("  listening:", "  listening: {}\n  listening:"), (4, "duplicate-key")),
        ("glossary", ("{term", "&a {term"), (3, "not-yaml")),
        ("glossary", (GLOSSARY, "- a"), (1, "wrong-type")),
    ],
)
def test_a_mistake_in_the_catalogue_is_found_where_it_stands(
    folder: Path, file: str, change: tuple[str, str], expected: tuple[int, str]
) -> None:
    path = folder / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    assert (str(path), *expected) in [(f.path, f.line, f.code) for f in _findings(folder)]


def test_mistakes_in_several_files_are_found_in_one_run(folder: Path) -> None:
    for stem in ("units", "mistakes"):
        path = folder / f"{stem}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("active-listening", "listening"), encoding="utf-8")
    assert [Path(f.path).stem for f in _findings(folder)] == ["units", "units", "mistakes"]


def test_a_missing_file_is_an_error_of_the_file_system(folder: Path) -> None:
    (folder / "glossary.yaml").unlink()
    with pytest.raises(FileNotFoundError):
        load_catalogue(folder)


def test_the_catalogue_that_comes_with_the_program_loads_from_anywhere(tmp_path: Path) -> None:
    copy = shutil.copytree(FOLDER, tmp_path / "copy")
    assert load_catalogue(copy) == load_catalogue()
    assert len(load_catalogue().units) == 5


def _findings(folder: Path) -> tuple[Finding, ...]:
    with pytest.raises(InvalidCatalogue) as invalid:
        load_catalogue(folder)
    return invalid.value.findings
