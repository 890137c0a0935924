"""The scenarios that can be practised, and the versions that attempts are pinned to."""

import contextlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import Protocol, Self

from bot.practice.errors import PinnedVersionUnreadable
from bot.practice.records import Attempt
from scenarios.catalogue import Catalogue
from scenarios.corrections import with_mark_scheme
from scenarios.findings import InvalidScenario
from scenarios.loading import load_scenario
from scenarios.machine import ScenarioMachine

_OLD_VERSIONS_KEPT = 512


class Texts(Protocol):
    """The memory of the versions that attempts are pinned to."""

    async def pinned_text(self, scenario: str, version: str) -> bytes | None:
        """Return the bytes of a scenario version that attempts are pinned to."""


class Library:
    """Every current scenario by id, and the older versions that attempts still play.

    Older versions are read from their pinned text when a turn first needs them; a bounded
    number is kept, so memory does not grow with the number of corrections.
    """

    def __init__(self, catalogue: Catalogue, machines: Iterable[ScenarioMachine]) -> None:
        self.catalogue = catalogue
        self._shared = {machine.scenario.id: machine for machine in machines}
        self._current = self._shared
        self._old: OrderedDict[tuple[str, ...], ScenarioMachine] = OrderedDict()

    def __iter__(self) -> Iterator[ScenarioMachine]:
        return iter(self._current.values())

    def current(self, scenario: str) -> ScenarioMachine | None:
        """Return the version that a new attempt would play."""
        return self._current.get(scenario)

    def offer(self, machine: ScenarioMachine) -> None:
        """Let new attempts play this version; its text has to be pinned already.

        Attempts at the version before go on with that.
        """
        scenario = machine.scenario
        before = self._current.get(scenario.id)
        if before is not None:
            self._keep((scenario.id, before.scenario.version), before)
        self._current[scenario.id] = machine

    async def with_versions(self, records: Texts, versions: Sequence[tuple[str, str]]) -> Self:
        """Return what somebody can practise for whom there are these versions (ids) besides.

        They stand beside what everybody can practise, in the place of any that were added
        before. One that no longer loads is left out.
        """
        if not versions and self._current is self._shared:
            return self
        machines = dict(self._shared)
        for scenario, version in versions:
            with contextlib.suppress(PinnedVersionUnreadable):
                machines[scenario] = await self.pinned(records, scenario, version)
        theirs = copy(self)
        theirs._current = machines
        return theirs

    async def pinned(self, records: Texts, scenario: str, version: str) -> ScenarioMachine:
        """Return a version that attempts are pinned to.

        Raises PinnedVersionUnreadable when its text is missing or no longer loads.
        """
        current = self._current.get(scenario)
        if current is not None and current.scenario.version == version:
            return current
        key = (scenario, version)
        if key in self._old:
            self._old.move_to_end(key)
            return self._old[key]
        text = await records.pinned_text(scenario, version)
        if text is None:
            raise PinnedVersionUnreadable(scenario, version)
        try:
            machine = ScenarioMachine(load_scenario(text, f"{scenario}@{version}", self.catalogue))
        except InvalidScenario as invalid:
            raise PinnedVersionUnreadable(scenario, version) from invalid
        self._keep(key, machine)
        return machine

    async def played(self, records: Texts, attempt: Attempt) -> ScenarioMachine:
        """Return the version that an attempt started with.

        An attempt that was marked again has the marks and feedback of the corrected version.
        Raises PinnedVersionUnreadable as `pinned` does.
        """
        machine = await self.pinned(records, attempt.scenario, attempt.version)
        if attempt.marked_by is None or attempt.marked_by == attempt.version:
            return machine
        key = (attempt.scenario, attempt.version, attempt.marked_by)
        if key not in self._old:
            corrected = await self.pinned(records, attempt.scenario, attempt.marked_by)
            scenario = with_mark_scheme(machine.scenario, corrected.scenario)
            self._keep(key, ScenarioMachine(scenario))
        self._old.move_to_end(key)
        return self._old[key]

    def _keep(self, key: tuple[str, ...], machine: ScenarioMachine) -> None:
        self._old[key] = machine
        if len(self._old) > _OLD_VERSIONS_KEPT:
            self._old.popitem(last=False)
