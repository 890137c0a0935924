"""Everything that can be found wrong in scenario files, and what there is to say of each.

The checks of the file itself and of its wording are `scenarios.checks`; here is what needs the
marks as well. Where a file can't be played, what depends on playing it is not looked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from scenarios.catalogue import Catalogue
from scenarios.checks.reachability import check_reachability, count_paths
from scenarios.checks.search import BUDGET, Search
from scenarios.checks.wording import check_wording
from scenarios.document import LARGEST_FILE, Fields, Scalar, read_document
from scenarios.findings import Finding, Place, Report, Severity, in_order, shown
from scenarios.loading import draft_of, version_of
from scenarios.machine import ScenarioMachine
from scenarios.model import Scenario
from scoring.appraisal import Appraisal, appraise, search_marks
from scoring.fairness import check_fairness
from scoring.pickers import at_random, first_shown, longest
from scoring.rehearsing import check_tests
from scoring.walking import Walked, walk

MOST_PLAYS = 200
"""How often each way of guessing plays a scenario; a long one is played less often."""

_NODES_PLAYED = 10_000

_SEED = 1


@dataclass(frozen=True, slots=True)
class Overview:
    """What a scenario that loads comes to.

    `paths` is None where there is no end of them. `at_random`, `longest` and `first` are plays
    that click at random, and on the longest choice and the first one shown, always. When
    `complete` is false the search ended at `situations`, `paths` are those it saw, and `unseen`
    are the nodes that neither it nor the plays got to.
    """

    nodes: int
    endings: int
    paths: int | None
    at_random: Walked
    longest: Walked
    first: Walked
    complete: bool
    situations: int
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file; `scenario` and what follows are None if it can't be played.

    `id` is where the file says its id, if it does.
    """

    path: str
    findings: tuple[Finding, ...]
    id: Scalar | None
    scenario: Scenario | None = None
    appraisal: Appraisal | None = None
    overview: Overview | None = None

    @property
    def has_errors(self) -> bool:
        """Whether anything found keeps the scenario from being played as it should be."""
        return any(found.severity is Severity.ERROR for found in self.findings)


def check_scenario(source: bytes, path: str, catalogue: Catalogue, budget: int = BUDGET) -> Checked:
    """Find everything wrong in the bytes of a scenario file; `path` is how findings name it.

    At most `budget` situations of play are tried; beyond them, play at random looks further.
    """
    report = Report(path)
    root = read_document(source, report)
    own_id = root.scalar("id") if isinstance(root, Fields) else None
    draft = None if root is None else draft_of(root, version_of(source), catalogue, report)
    if draft is None:
        return Checked(path, report.findings, own_id)
    scenario, search = draft.scenario, search_marks(draft.scenario)
    search.explore(budget)
    # Where the budget ended the search, these plays go on, and what they find is found too.
    overview = _overview(scenario, search)
    check_wording(draft, report)
    check_reachability(draft, search.situations, report)
    check_tests(draft, ScenarioMachine(scenario), catalogue, report)
    appraisal = appraise(scenario, search.situations)
    check_fairness(draft, appraisal, report)
    return Checked(path, report.findings, own_id, scenario, appraisal, overview)


def check_together(paths: Iterable[Path], catalogue: Catalogue) -> list[Checked]:
    """Check the files of one run, each by itself and then against the others."""
    files = [_check_file(path, catalogue) for path in paths]
    twice: dict[str, list[Finding]] = defaultdict(list)
    for finding in _duplicates(files):
        twice[finding.path].append(finding)
    return [
        replace(file, findings=in_order((*file.findings, *twice[file.path])))
        if file.path in twice
        else file
        for file in files
    ]


def _check_file(path: Path, catalogue: Catalogue) -> Checked:
    try:
        with path.open("rb") as file:
            source = file.read(LARGEST_FILE + 1)
    except OSError as error:
        report = Report(str(path))
        message = f"The file can't be read: {error.strerror}."
        report.error("not-yaml", Place(1, 1), message, hint="See that you may read it.")
        return Checked(str(path), report.findings, None)
    return check_scenario(source, str(path), catalogue)


def _duplicates(files: Iterable[Checked]) -> Iterator[Finding]:
    """Yield a finding for each file whose id an earlier one of the run has already."""
    first: dict[str, str] = {}
    for file in files:
        if file.id is None or not file.id.text.strip():
            continue
        name = file.id.text.strip()
        earlier = first.setdefault(name, file.path)
        if earlier != file.path:
            report = Report(file.path)
            message = f"There is a scenario {shown(name)} already, in {earlier}."
            report.error("duplicate-scenario", file.id, message, hint="Give one another id.")
            yield from report.findings


def _overview(scenario: Scenario, search: Search) -> Overview:
    situations = search.situations
    tried, paths = len(situations.found), count_paths(scenario, situations)
    plays = min(MOST_PLAYS, _NODES_PLAYED // len(scenario.nodes) + 1)
    guess = partial(walk, scenario, plays, _SEED, search=search)
    return Overview(
        nodes=len(scenario.nodes),
        endings=sum(node.ending is not None for node in scenario.nodes.values()),
        paths=paths,
        at_random=guess(at_random),
        longest=guess(longest),
        first=guess(first_shown),
        complete=situations.complete,
        situations=tried,
        unseen=tuple(node for node in scenario.nodes if node not in situations.reached),
    )
