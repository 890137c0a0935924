"""The catalogue holds what the units ask for, in words a learner can read."""

import re

import pytest

from scenarios.catalogue import Catalogue, load_catalogue
from scenarios.reading import grade
from tests.content.plan import PLAN


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def _sentences(text: str) -> int:
    return len(re.findall(r"[.?!]\"?(?=\s|$)", text))


def test_all_five_units_are_there_with_everything_they_award_and_warn_of(
    catalogue: Catalogue,
) -> None:
    assert {name: len(unit.criteria) for name, unit in catalogue.units.items()} == {
        "aim-l2-mentoring": 5,
        "ascentis-l1-mentoring": 6,
        "tquk-l1-mentoring": 3,
        "aim-l2-peer-mentoring": 5,
        "employment-mentoring": 4,
    }
    mistakes = [mistake.unit for mistake in catalogue.mistakes.values()]
    assert {name: mistakes.count(name) for name in catalogue.units} == {
        "aim-l2-mentoring": 8,
        "ascentis-l1-mentoring": 9,
        "tquk-l1-mentoring": 6,
        "aim-l2-peer-mentoring": 8,
        "employment-mentoring": 4,
    }
    assert len(catalogue.marking_points) == 22


def test_every_key_term_of_a_unit_is_explained_in_the_glossary(catalogue: Catalogue) -> None:
    explained = {entry.term.lower() for entry in catalogue.glossary.values()}
    wanted = {term.lower() for unit in catalogue.units.values() for term in unit.key_terms}
    assert wanted <= explained


def test_a_skill_has_a_title_of_one_to_four_words_and_a_text_that_follows_the_mentor(
    catalogue: Catalogue,
) -> None:
    for skill in catalogue.marking_points.values():
        assert 1 <= len(skill.title.split()) <= 4, skill.id
        assert skill.text[0].islower(), skill.id
        assert not skill.text.endswith("."), skill.id


def test_a_correction_is_two_plain_sentences_at_most(catalogue: Catalogue) -> None:
    for mistake in catalogue.mistakes.values():
        assert _sentences(mistake.text) == 1, mistake.id
        assert _sentences(mistake.correction) <= 2, mistake.id
    assert grade("\n".join(m.correction for m in catalogue.mistakes.values())) < 6


def test_a_glossary_entry_is_three_plain_sentences_at_most(catalogue: Catalogue) -> None:
    for entry in catalogue.glossary.values():
        assert 1 <= _sentences(entry.text) <= 3, entry.id
    assert grade("\n".join(entry.text for entry in catalogue.glossary.values())) < 6.5


@pytest.mark.parametrize("name", PLAN)
def test_a_planned_mistake_is_a_slip_in_something_its_scenario_marks(
    catalogue: Catalogue, name: str
) -> None:
    for mistake in PLAN[name].mistakes:
        assert PLAN[name].marking_points & set(catalogue.mistakes[mistake].marking_points), mistake
