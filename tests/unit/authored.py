"""The scenario of the format's page, whole or with a change, for the tests of `scenarios/`."""

from functools import cache
from pathlib import Path

from scenarios.catalogue import Catalogue, load_catalogue
from scenarios.findings import Finding, InvalidScenario
from scenarios.loading import load_scenario
from scenarios.model import Scenario

EXAMPLE = (Path(__file__).parent / "locked-out.yaml").read_text(encoding="utf-8")


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that comes with the program."""
    return load_catalogue()


def changed(*changes: tuple[str, str]) -> str:
    """Return the example with the first of each old text replaced by the new one."""
    text = EXAMPLE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def load(text: str) -> Scenario:
    """Load a scenario that has nothing wrong."""
    return load_scenario(text.encode(), "here.yaml", catalogue())


def findings(source: str | bytes) -> tuple[Finding, ...]:
    """Return what is wrong with a scenario; nothing if it loads."""
    source = source if isinstance(source, bytes) else source.encode()
    try:
        load_scenario(source, "here.yaml", catalogue())
    except InvalidScenario as invalid:
        return invalid.findings
    return ()


def at(text: str, finding: Finding) -> str:
    """Return the rest of the line that a finding points at."""
    return text.splitlines()[finding.line - 1][finding.column - 1 :]
