"""From an authored file to a `Scenario` that can be played, or to everything wrong with it."""

import hashlib
from pathlib import Path

from scenarios.building import build_scenario
from scenarios.catalogue import Catalogue
from scenarios.checks.agreement import check_agreement
from scenarios.checks.conditions import check_conditions
from scenarios.checks.names import check_names, declared_names
from scenarios.checks.shape import check_shape
from scenarios.document import LARGEST_FILE, Fields, read_document
from scenarios.findings import InvalidScenario, Report
from scenarios.format import SCENARIO
from scenarios.model import Scenario
from scenarios.shapes import Target

LIBRARY = Path(__file__).parent / "library"
"""The folder of the scenarios that come with the program."""


def load_scenario(source: bytes, path: str, catalogue: Catalogue) -> Scenario:
    """Read a scenario from the bytes of its file; `path` is how findings name it.

    Raises InvalidScenario with everything found wrong, in the order of the file.
    """
    report = Report(path)
    root = read_document(source, report)
    if root is None:
        raise InvalidScenario(report.findings)
    uses = check_shape(root, SCENARIO, report)
    if not isinstance(root, Fields):
        raise InvalidScenario(report.findings)
    known = {
        Target.UNIT: catalogue.units,
        Target.SKILL: catalogue.marking_points,
        Target.MISTAKE: catalogue.mistakes,
    }
    check_names(uses.names, {**known, **declared_names(root)}, report)
    conditions = check_conditions(uses.conditions, root, report)
    check_agreement(root, report)
    if report.findings:
        raise InvalidScenario(report.findings)
    return build_scenario(root, conditions, version_of(source))


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
