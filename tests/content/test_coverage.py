"""The library practises everything that the catalogue names."""

from scenarios.catalogue import load_catalogue
from scenarios.loading import library_files, read_scenario
from scoring.coverage import coverage


def test_the_library_leaves_no_criterion_mistake_or_skill_out() -> None:
    catalogue = load_catalogue()
    scenarios = [read_scenario(path, catalogue) for path in library_files()]
    assert [one.id for one in coverage(catalogue, scenarios).gaps] == []
