"""Each finding has a page, whose failing example has it and whose mended one has not.

An example is a piece of a file. Here it stands above the rest of a whole scenario: the other nodes,
should it end with `nodes`, and every other part that it does not give itself.
"""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from scenarios.findings import ERRORS, WARNINGS, Finding, Severity
from scoring.checking import check_together
from tests.unit.authored import catalogue

FOLDER = Path(__file__).parents[2] / "docs" / "findings"
HERE = "# <- here"
GOES_ON = "(And so on, for pages.)"
NODES = """
nodes:
  opening:
    mentee: I don't think I'm going back.
    choices:
      reflect:
        say: You asked, and got sent away. What was that like?
        awards: {active-listening: 2}
        feedback: You say back what you heard, and leave her room to go on.
        goto: plan
      cheer-up:
        say: Everyone hates their first week. It does get better.
        feedback: Meant kindly, but she hears that her week doesn't count.
        goto: drifts
  plan:
    mentee: There's a woman on the tills. I could ask her.
    ending: {outcome: effective, debrief: Amina goes back with a plan of her own.}
  drifts:
    mentee: Yeah. Maybe.
    ending: {outcome: ineffective, debrief: Amina did not go back.}
"""
REST = """
format: 1
id: example
title: An example
summary: Amina's first week went badly.
mentee: {name: Amina, about: "19, at a garden centre."}
briefing: You are Amina's mentor.
marking_points: {active-listening: {max: 2}}
pass_mark: 60
start: opening
"""
FIRST_WEEK = f"{REST.replace('id: example', 'id: first-week')}{NODES}"


def parts(text: str, indent: str) -> dict[str, str]:
    """Return the blocks of a text that begin with a name at this indentation."""
    blocks = re.split(rf"^(?={indent}[a-z])", text, flags=re.MULTILINE)[1:]
    return {block.partition(":")[0].strip(): block for block in blocks}


def completed(piece: str) -> str:
    """Return a whole scenario that begins with a piece of one."""
    given = parts(piece, "")
    text = piece.rstrip("\n") + "\n"
    nodes = parts(NODES.partition("nodes:\n")[2], "  ")
    if list(given)[-1:] == ["nodes"]:
        own = parts(given["nodes"].partition("\n")[2], "  ")
        text += "".join(block for name, block in nodes.items() if name not in own)
    rest = {**parts(REST, ""), **parts(NODES, "")}
    text += "".join(block for name, block in rest.items() if name not in given)
    return text.replace(GOES_ON, "And so on. " * 500)


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
