"""Lists of references: what is read from CSV, and what is refused."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.centre.cohorts import (
    LONGEST_REFERENCE,
    MOST_REFERENCES,
    is_reference,
    read_references,
)
from bot.centre.errors import BadReferences


def _problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadReferences) as refused:
        read_references(text)
    return list(refused.value.problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R1\nR2\n", ["R1", "R2"]),
        ("reference\nR1", ["R1"]),
        ("name,Reference\r\nx,R1\r\ny,R2\r\n", ["R1", "R2"]),
        ('\ufeff"reference"\n"A, B"\n', ["A, B"]),
        ("R1,ignored\n\n , \nR2", ["R1", "R2"]),
        ("  R1  ", ["R1"]),
    ],
)
def test_a_list_is_read_from_its_column(text: str, expected: list[str]) -> None:
    """The column `reference` wherever it stands, or the first; empty lines are passed over."""
    assert read_references(text) == expected


def test_everything_wrong_is_told_by_line_at_once() -> None:
    """Formulas, what is too long, what is not text, what is there twice, what is missing."""
    text = "name,reference\na,=1+1\nb,R1\nc,R1\nd," + "x" * (LONGEST_REFERENCE + 1) + "\ne\n"
    assert [line for line, _ in _problems(text)] == [2, 4, 5, 6]
    assert "line 3" in _problems(text)[1][1]


@pytest.mark.parametrize("text", ["", "\n\n", "reference\n"])
def test_a_list_without_a_reference_is_refused(text: str) -> None:
    """It says so, and does not pass for an empty one."""
    assert _problems(text) == [(1, "holds no reference")]


@pytest.mark.parametrize("text", ['"R1', 'R1\n"a"b\n'])
def test_what_is_no_csv_is_refused(text: str) -> None:
    """With the line where it went wrong."""
    ((_, words),) = _problems(text)
    assert "not CSV" in words


def test_a_list_has_a_limit() -> None:
    """What is beyond it is told, and nothing is taken."""
    text = "\n".join(f"R{number}" for number in range(MOST_REFERENCES + 1))
    ((line, words),) = _problems(text)
    assert line == MOST_REFERENCES + 1
    assert "5,000" in words


@given(st.lists(st.text(max_size=80), max_size=20))
def test_whatever_is_in_a_cell_is_read_back_or_refused(cells: list[str]) -> None:
    """No reference can become a formula in a spreadsheet, or two lines."""
    written = io.StringIO()
    csv.writer(written).writerows([cell] for cell in cells)
    try:
        found = read_references(written.getvalue())
    except BadReferences:
        return
    assert all(map(is_reference, found))
    assert len(set(found)) == len(found)
    assert not any(each.startswith(("=", "+", "-", "@")) for each in found)
