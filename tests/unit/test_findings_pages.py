"""Each finding has a page, whose failing example has it and whose mended one has not.

An example is a piece of a file, which tests.unit.pieces makes a whole one of.
"""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from scenarios.findings import ERRORS, WARNINGS, Finding, Severity
from scoring.checking import check_together
from tests.unit.authored import catalogue
from tests.unit.pieces import FIRST_WEEK, completed

FOLDER = Path(__file__).parents[2] / "docs" / "findings"
HERE = "# <- here"


def examples(code: str) -> tuple[str, str]:
    """Return the failing and the mended example of a page."""
    page = (FOLDER / f"{code}.md").read_text(encoding="utf-8")
    blocks = [each for each in MarkdownIt().parse(page) if each.type == "fence"]
    failing, mended = (each.content for each in blocks if each.info == "yaml")
    return failing, mended


def found_in(piece: str, folder: Path) -> tuple[Finding, ...]:
    """Check an example beside another file, which has nothing wrong."""
    (folder / "first.yaml").write_text(FIRST_WEEK, encoding="utf-8")
    (folder / "second.yaml").write_text(completed(piece), encoding="utf-8")
    other, own = check_together([folder / "first.yaml", folder / "second.yaml"], catalogue())
    assert other.findings == ()
    return own.findings


@pytest.mark.parametrize("code", [*ERRORS, *WARNINGS])
def test_the_failing_example_has_the_finding_at_its_mark_and_no_other_error(
    code: str, tmp_path: Path
) -> None:
    failing, _ = examples(code)
    (line,) = (n for n, text in enumerate(failing.splitlines(), 1) if text.endswith(HERE))

    found = found_in(failing, tmp_path)

    assert [each.line for each in found if each.code == code] == [line], found
    assert {each.code for each in found if each.severity is Severity.ERROR} <= {code}, found
    severity = Severity.ERROR if code in ERRORS else Severity.WARNING
    assert {each.severity for each in found if each.code == code} == {severity}


@pytest.mark.parametrize("code", [*ERRORS, *WARNINGS])
def test_the_mended_example_has_nothing_wrong(code: str, tmp_path: Path) -> None:
    _, mended = examples(code)

    assert HERE not in mended
    assert found_in(mended, tmp_path) == ()


@pytest.mark.parametrize("code", [*ERRORS, *WARNINGS])
def test_a_page_says_what_kind_of_finding_it_explains(code: str) -> None:
    title, _, kind = (FOLDER / f"{code}.md").read_text(encoding="utf-8").splitlines()[:3]

    assert title == f"# {code}"
    assert kind.startswith("An error:" if code in ERRORS else "A warning:")


def test_every_finding_has_a_page_and_every_page_a_finding() -> None:
    assert {page.stem for page in FOLDER.iterdir()} == {*ERRORS, *WARNINGS, "README"}


def test_the_index_lists_every_finding_in_its_table() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    errors, warnings = page.partition("## Errors")[2].split("## Warnings")

    assert tuple(re.findall(r"^\| \[([a-z-]+)\]\(\1\.md\)", errors, re.M)) == ERRORS
    assert tuple(re.findall(r"^\| \[([a-z-]+)\]\(\1\.md\)", warnings, re.M)) == WARNINGS
