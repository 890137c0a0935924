"""What a check found wrong, and where.

A `Finding` is data to print or to serve: `rehearse check` words the line, an editor marks the
place. The names given as hints are the nearest known ones.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    """Whether a scenario with this finding can be played at all."""

    ERROR = "error"
    WARNING = "warning"


ERRORS = (
    "not-yaml",
    "duplicate-key",
    "unknown-field",
    "missing-field",
    "wrong-type",
    "bad-id",
    "unknown-node",
    "unknown-marking-point",
    "unknown-mistake",
    "unknown-unit",
    "unknown-variable",
    "bad-condition",
    "unreachable-node",
    "dead-end",
    "no-way-out",
    "unearnable-marks",
    "cannot-achieve",
    "fails-not-critical",
    "failed-test",
    "too-long",
    "duplicate-scenario",
)
"""The codes of errors; each has a page in docs/findings/."""

WARNINGS = (
    "single-choice",
    "long-choice",
    "telling-length",
    "uneven-choices",
    "same-text",
    "no-distractor",
    "always-achieved",
    "compensable-point",
    "unfair-route",
    "unused-variable",
    "no-content-note",
    "hard-to-read",
)
"""The codes of warnings; each has a page in docs/findings/."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; line and column count characters from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in one file.

    `code` is one of `ERRORS` or `WARNINGS`, `node` the node it stands in and
    `hint` the next thing to do; either may be None.
    """

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    node: str | None
    hint: str | None


class InvalidFile(Exception):
    """A file that cannot be used. `findings` says everything found wrong, in file order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        first = self.findings[0]
        return f"{first.path}:{first.line}:{first.column}: {first.message}"


class InvalidScenario(InvalidFile):
    """A scenario that cannot be played."""


class InvalidCatalogue(InvalidFile):
    """A catalogue that contradicts itself or is not in its shape."""


class Report:
    """Collects the findings of one file.

    Finding the nearest known name costs time for each name compared; a file in which thousands
    are wrong gets hints for the first of them only.
    """

    _COMPARISONS = 20_000
    _FEW = 8

    def __init__(self, path: str) -> None:
        self.path = path
        self._findings: list[Finding] = []
        self._comparisons_left = self._COMPARISONS

    def error(
        self, code: str, at: Place, message: str, node: str | None = None, hint: str | None = None
    ) -> None:
        """Add an error at a place of the file: the scenario can't be played."""
        self._add(Severity.ERROR, code, at, message, node, hint)

    def warning(
        self, code: str, at: Place, message: str, node: str | None = None, hint: str | None = None
    ) -> None:
        """Add a warning at a place of the file: the scenario can be played, and could be better."""
        self._add(Severity.WARNING, code, at, message, node, hint)

    @property
    def has_errors(self) -> bool:
        """Whether anything found keeps the scenario from being played."""
        return any(found.severity is Severity.ERROR for found in self._findings)

    def _add(  # noqa: PLR0917 - the fields of a finding
        self,
        severity: Severity,
        code: str,
        at: Place,
        message: str,
        node: str | None,
        hint: str | None,
    ) -> None:
        found = Finding(self.path, at.line, at.column, severity, code, message, node, hint)
        self._findings.append(found)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found so far, in the order of the file."""
        return in_order(self._findings)

    def nearest(
        self, name: str, known: Collection[str], otherwise: str | None = None
    ) -> str | None:
        """Ask whether the known name most like `name` was meant.

        Where none is like it, return `otherwise`, or without that a list of a few known names.
        """
        self._comparisons_left -= len(known)
        if self._comparisons_left < 0 or not known:
            return otherwise
        whole = [one for one in known if one.endswith(f".{name}")]
        if near := whole or get_close_matches(name, known, n=1):
            return f"Did you mean `{near[0]}`?"
        if otherwise is not None:
            return otherwise
        few = [shown(one) for one in known]
        return f"Known here: {', '.join(few)}." if len(few) <= self._FEW else None


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of one file in the order of the file."""
    return tuple(sorted(findings, key=lambda f: (f.line, f.column, f.code, f.message)))


def shown(text: str) -> str:
    """Quote a name of the file in a message: on one line, and not at any length."""
    line = " ".join(text.split())
    return f"`{line[:57]}...`" if len(line) > 60 else f"`{line}`"
