"""Reading the scenarios that can be practised: those that come with the program, and more."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import DuplicateScenario, NoSuchFolder
from bot.practice.library import Library
from scenarios.catalogue import load_catalogue
from scenarios.document import LARGEST_FILE
from scenarios.findings import Finding, InvalidScenario
from scenarios.loading import library_files, load_scenario
from scenarios.machine import ScenarioMachine
from scenarios.model import Scenario


@dataclass(frozen=True, slots=True)
class Published:
    """A scenario that can be practised, and the exact text that its attempts are pinned to."""

    scenario: Scenario
    text: bytes


def read_library(folders: Iterable[Path]) -> tuple[Library, list[Published]]:
    """Read the shipped scenarios and those of `folders` (their `*.yaml` and `*.yml` files).

    Raises InvalidScenario with every finding in every file, DuplicateScenario, NoSuchFolder, or
    OSError when a file can't be read.
    """
    catalogue = load_catalogue()
    published: list[Published] = []
    findings: list[Finding] = []
    found_in: dict[str, Path] = {}
    for path in [*library_files(), *_files(folders)]:
        with path.open("rb") as file:
            text = file.read(LARGEST_FILE + 1)
        try:
            scenario = load_scenario(text, str(path), catalogue)
        except InvalidScenario as invalid:
            findings.extend(invalid.findings)
            continue
        first = found_in.setdefault(scenario.id, path)
        if first is not path:
            raise DuplicateScenario(scenario.id, first, path)
        published.append(Published(scenario, text))
    if findings:
        raise InvalidScenario(findings)
    machines = (ScenarioMachine(each.scenario) for each in published)
    return Library(catalogue, machines), published


def _files(folders: Iterable[Path]) -> Iterable[Path]:
    for folder in folders:
        if not folder.is_dir():
            raise NoSuchFolder(folder)
        yield from sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"})
