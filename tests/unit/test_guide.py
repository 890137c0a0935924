"""The tutors' guide: what a reader types, in the order of the page, does what the page says.

The first page begins with an empty file, and each of its blocks is typed at the end of it. The
pieces on the other pages are made whole by tests.unit.pieces. They have nothing wrong but what a
line ending in `# <- code` announces.
"""

import re
from pathlib import Path

import pytest

from scenarios.catalogue import load_catalogue
from scoring.checking import check_scenario
from tests.unit.manual import carry_out, fences, tokens
from tests.unit.pieces import found

FIRST = "docs/tutors/first-scenario.md"
OTHERS = ["docs/tutors/believable.md", "docs/tutors/marking.md"]
PIECES = [(page, number) for page in OTHERS for number in range(len(fences(page, "yaml")))]


def test_a_reader_who_types_every_block_in_order_sees_every_answer(tmp_path: Path) -> None:
    file = tmp_path / "all-the-slides.yaml"
    for token in tokens(FIRST):
        match token.info if token.type == "fence" else "":
            case "yaml":
                with file.open("a", encoding="utf-8") as typed:
                    typed.write(token.content)
            case "console":
                carry_out(token.content, tmp_path)


def test_what_the_reader_ends_with_has_nothing_wrong_and_tests_itself() -> None:
    text = "".join(fences(FIRST, "yaml"))
    checked = check_scenario(text.encode(), "all-the-slides.yaml", load_catalogue())

    assert checked.findings == ()
    assert checked.scenario
    assert len(checked.scenario.tests) == 3
    assert len(text.splitlines()) in range(95, 106), "The page says: about a hundred lines."


def test_the_minutes_of_the_steps_make_twenty() -> None:
    listed = " ".join(each.content for each in tokens(FIRST) if each.type == "inline")

    assert sum(map(int, re.findall(r"\((\d+) minutes\)", listed))) == 20


@pytest.mark.parametrize(("page", "number"), PIECES)
def test_a_piece_has_nothing_wrong_but_what_it_announces(page: str, number: int) -> None:
    piece = fences(page, "yaml")[number]
    announced = [
        (line, text.partition("# <- ")[2])
        for line, text in enumerate(piece.splitlines(), 1)
        if "# <- " in text
    ]

    assert [(each.line, each.code) for each in found(piece)] == announced
