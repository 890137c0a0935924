"""From an authored file to a `Scenario` that can be played, or to everything wrong with it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from scenarios.building import build_scenario
from scenarios.catalogue import Catalogue
from scenarios.checks.agreement import check_agreement
from scenarios.checks.conditions import check_conditions
from scenarios.checks.names import check_names, declared_names
from scenarios.checks.shape import check_shape
from scenarios.document import LARGEST_FILE, Fields, Value, read_document
from scenarios.findings import InvalidScenario, Report
from scenarios.format import SCENARIO
from scenarios.model import Scenario
from scenarios.shapes import Target

LIBRARY = Path(__file__).parent / "library"
"""The folder of the scenarios that come with the program."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario together with its file, so that what is found later has its place.

    The checks that it can be played at all are done.
    """

    scenario: Scenario
    root: Fields


def load_scenario(source: bytes, path: str, catalogue: Catalogue) -> Scenario:
    """Read a scenario from the bytes of its file; `path` is how findings name it.

    Raises InvalidScenario with everything found wrong, in the order of the file.
    """
    report = Report(path)
    draft = read_draft(source, catalogue, report)
    if draft is None:
        raise InvalidScenario(report.findings)
    return draft.scenario


def read_draft(source: bytes, catalogue: Catalogue, report: Report) -> Draft | None:
    """Read a scenario with its file; report what is wrong, and return None if anything is."""
    root = read_document(source, report)
    return None if root is None else draft_of(root, version_of(source), catalogue, report)


def draft_of(root: Value, version: str, catalogue: Catalogue, report: Report) -> Draft | None:
    """Make a draft of a document; report what is wrong, and return None if anything is."""
    uses = check_shape(root, SCENARIO, report)
    if not isinstance(root, Fields):
        return None
    known = {
        Target.UNIT: catalogue.units,
        Target.SKILL: catalogue.marking_points,
        Target.MISTAKE: catalogue.mistakes,
    }
    check_names(uses.names, {**known, **declared_names(root)}, report)
    conditions = check_conditions(uses.conditions, root, report)
    check_agreement(root, report)
    if report.has_errors:
        return None
    return Draft(build_scenario(root, conditions, version), root)


def version_of(source: bytes) -> str:
    """Return the version of a scenario: what its attempts are pinned to."""
    return hashlib.sha256(source).hexdigest()[:12]


def read_scenario(path: Path, catalogue: Catalogue) -> Scenario:
    """Read a scenario file; no more of it is read than a scenario may have.

    Raises InvalidScenario as `load_scenario` does, and OSError if the file cannot be read.
    """
    with path.open("rb") as file:
        source = file.read(LARGEST_FILE + 1)
    return load_scenario(source, str(path), catalogue)


def library_files() -> list[Path]:
    """Return the files of the scenarios that come with the program, by name."""
    return sorted(LIBRARY.glob("*.yaml"))
