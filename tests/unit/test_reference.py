"""The generated reference pages."""

from pathlib import Path

import pytest

from tools.reference import FOLDER, ROLES_PAGE, pages, with_roles

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", pages())
def test_a_reference_page_says_what_the_code_says(name: str) -> None:
    """Each page is what the code would write now; `make docs` writes it again."""
    assert (ROOT / FOLDER / name).read_text(encoding="utf-8") == pages()[name]


def test_every_reference_page_is_written_from_the_code() -> None:
    """No page is left of something that is gone."""
    assert {page.name for page in (ROOT / FOLDER).iterdir()} == set(pages())


def test_the_table_of_roles_says_what_the_code_says() -> None:
    """The page about a centre's people holds the table as the code would write it now."""
    page = (ROOT / ROLES_PAGE).read_text(encoding="utf-8")
    assert with_roles(page) == page
