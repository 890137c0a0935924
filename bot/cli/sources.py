"""Finding the scenario that a command was asked for: a file, or the id of a known one."""

from difflib import get_close_matches
from pathlib import Path

from bot.library import read_library
from bot.practice.library import Library
from bot.settings import read_settings
from scenarios.catalogue import Catalogue, load_catalogue
from scenarios.document import LARGEST_FILE
from scenarios.findings import InvalidScenario, Report
from scenarios.loading import Draft, read_draft, read_scenario
from scenarios.machine import ScenarioMachine


class NoSuchScenario(Exception):
    """Neither a file nor a known id; `nearest` is the known id most like it, if one is."""

    def __init__(self, name: str, nearest: str | None) -> None:
        super().__init__(name)
        self.name = name
        self.nearest = nearest


def known_scenarios() -> Library:
    """Read the library and the folders of scenarios that the settings name.

    Raises what `bot.library.read_library` does, and BadSetting.
    """
    library, _ = read_library(read_settings().scenarios)
    return library


def find_scenario(name: str) -> tuple[ScenarioMachine, Catalogue]:
    """Read the scenario that `name` means: a file, or the id of a known scenario.

    Raises NoSuchScenario, InvalidScenario, and what `known_scenarios` does.
    """
    path = Path(name)
    if path.exists() and not path.is_dir():
        catalogue = load_catalogue()
        return ScenarioMachine(read_scenario(path, catalogue)), catalogue
    library = known_scenarios()
    machine = library.current(name)
    if machine is None:
        raise _unknown(name, library)
    return machine, library.catalogue


def find_draft(name: str) -> Draft:
    """Read the scenario that `name` means, as `find_scenario` does, with its places in the file.

    Raises what `find_scenario` does.
    """
    path = Path(name)
    if path.exists() and not path.is_dir():
        with path.open("rb") as file:
            return _draft(file.read(LARGEST_FILE + 1), name, load_catalogue())
    library, published = read_library(read_settings().scenarios)
    for each in published:
        if each.scenario.id == name:
            return _draft(each.text, name, library.catalogue)
    raise _unknown(name, library)


def _draft(source: bytes, name: str, catalogue: Catalogue) -> Draft:
    report = Report(name)
    draft = read_draft(source, catalogue, report)
    if draft is None:
        raise InvalidScenario(report.findings)
    return draft


def _unknown(name: str, library: Library) -> NoSuchScenario:
    near = get_close_matches(name, [each.scenario.id for each in library], n=1)
    return NoSuchScenario(name, near[0] if near else None)
