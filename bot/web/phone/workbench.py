"""What a tutor sees beside the phone: where it stands in the scenario, and what is wrong there."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from bot.drafts import Reading
from bot.overview import number_of, overview_lines
from bot.practice.errors import PinnedVersionUnreadable
from bot.practice.library import Library
from bot.practice.standing import Standing, stands
from bot.storage.database import Database
from bot.web.phone.screen import Screen
from scenarios.document import lines_of
from scenarios.findings import Finding, Severity
from scenarios.graph import graph_of
from scenarios.graph.svg import Picture
from scoring.best_path import best_path

_MOST_SHOWN = 50
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class FoundThere:
    """A finding, and the line of the file that it is about."""

    finding: Finding
    line: str


class Workbench:
    """A draft beside its phone. While its file has errors, the last version without is played."""

    def __init__(
        self, database: Database, library: Library, screen: Screen, reading: Reading
    ) -> None:
        self._database = database
        self._library = library
        self._screen = screen
        self._scenario: str | None = None
        self._picture: Picture | None = None
        self.read(reading)

    @property
    def opening(self) -> str:
        """What Start says on the phone."""
        return "/start" if self._scenario is None else f"/start play-{self._scenario}"

    def read(self, reading: Reading) -> None:
        """Show what was read from now on. Drawing a long scenario takes a while."""
        self._reading = reading
        machine = reading.machine
        if machine is not None:
            self._scenario = machine.scenario.id
            best = best_path(machine)
            self._picture = Picture(graph_of(machine, best.choices if best else None))

    async def beside(self, person: int) -> Markup:
        """Return what stands beside a visitor's phone. Raises DatabaseUnavailable."""
        standing = await self._standing(person)
        checked = self._reading.checked
        picture = None
        if self._picture is not None:
            lit = standing.node if standing is not None else None
            picture = Markup(self._picture.drawn(lit))  # noqa: S704 - it escapes what it shows
        return self._screen.page(
            "beside.html",
            path=checked.path,
            standing=standing,
            has_errors=self._reading.machine is None,
            playable=self._scenario is not None,
            counted=_counted(checked.findings),
            found=list(islice(self._found(), _MOST_SHOWN)),
            more=max(0, len(checked.findings) - _MOST_SHOWN),
            overview=list(overview_lines(checked)),
            picture=picture,
        )

    async def _standing(self, person: int) -> Standing | None:
        scenario = self._scenario
        if scenario is None:
            return None
        try:
            return await self._database.transact(
                lambda tx: stands(tx, self._library, person, scenario)
            )
        except PinnedVersionUnreadable:
            return None

    def _found(self) -> Iterator[FoundThere]:
        lines = lines_of(self._reading.text)
        for finding in self._reading.findings:
            there = lines[finding.line - 1] if finding.line <= len(lines) else ""
            yield FoundThere(finding, there[:_LONGEST_LINE].rstrip())


def _counted(findings: tuple[Finding, ...]) -> str:
    severities = [finding.severity for finding in findings]
    errors = number_of(severities.count(Severity.ERROR), "error")
    warnings = number_of(severities.count(Severity.WARNING), "warning")
    return f"{errors}, {warnings}"
