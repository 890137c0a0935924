"""Do the tests of a scenario play as they say? Finds failed-test."""

from collections.abc import Iterator

from scenarios.catalogue import Catalogue
from scenarios.document import Fields, Scalar
from scenarios.findings import Report, shown
from scenarios.loading import Draft
from scenarios.machine import ChoiceNotOffered, ScenarioMachine
from scenarios.model import ScenarioTest
from scoring.marking import mark


def check_tests(
    draft: Draft, machine: ScenarioMachine, catalogue: Catalogue, report: Report
) -> None:
    """Play every test of a scenario and report where it comes out other than it says."""
    written = (test for test in draft.root.several("tests") if isinstance(test, Fields))
    for test, fields in zip(draft.scenario.tests, written, strict=True):
        _Rehearsal(test, fields, report).play(machine, catalogue)


class _Rehearsal:
    """One test, and where it is written."""

    def __init__(self, test: ScenarioTest, fields: Fields, report: Report) -> None:
        self._test = test
        self._fields = fields
        self._report = report

    def play(self, machine: ScenarioMachine, catalogue: Catalogue) -> None:
        """Play the test, as far as it can be played."""
        state = machine.begin()
        for choice in self._choices():
            try:
                state = machine.advance(state, choice.text.strip())
            except ChoiceNotOffered as refused:
                self._report_refused(choice, refused)
                return
        marks = mark(machine, state.turns, catalogue)
        if self._test.ends not in {None, state.node}:
            self._differs("ends", "The play is at", shown(state.node), shown(self._test.ends or ""))
        for point, expected in (self._test.marks or {}).items():
            if (came_to := marks.points[point].marks) != expected:
                at = self._fields.map("marks")
                self._differs(point, f"{shown(point)} comes to", came_to, expected, at)
        if self._test.percent not in {None, marks.percent}:
            self._differs("percent", "It comes to", f"{marks.percent}%", f"{self._test.percent}%")
        if self._test.achieved not in {None, marks.achieved}:
            words = {True: "reached", False: "not reached"}
            said = "it is" if self._test.achieved else "it is not"
            self._fails(
                "achieved",
                f"The standard is {words[marks.achieved]},"
                f" and the test {shown(self._test.name)} says that {said}.",
            )

    def _choices(self) -> Iterator[Scalar]:
        for choice in self._fields.several("choose"):
            if isinstance(choice, Scalar):
                yield choice

    def _differs(
        self, field: str, what: str, found: object, said: object, fields: Fields | None = None
    ) -> None:
        message = f"{what} {found}, not {said}, in the test {shown(self._test.name)}."
        self._fails(field, message, fields)

    def _fails(self, field: str, message: str, fields: Fields | None = None) -> None:
        at = (fields or self._fields).get(field) or self._fields
        node = self._test.ends if field == "ends" else None
        self._report.error(
            "failed-test", at, message, node, "Correct the test, or what it plays through."
        )

    def _report_refused(self, choice: Scalar, refused: ChoiceNotOffered) -> None:
        at = shown(refused.node)
        message = (
            f"{shown(choice.text)} is not on offer at {at} in the test {shown(self._test.name)}."
        )
        if refused.offered:
            hint = f"On offer there: {', '.join(shown(name) for name in refused.offered)}."
        else:
            hint = f"Nothing is on offer there: the play ends at {at}."
        self._report.error("failed-test", choice, message, refused.node, hint)
