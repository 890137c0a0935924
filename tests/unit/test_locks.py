"""The lock files say exactly what `pyproject.toml` asks for, and nothing about any one machine."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def entries(lock: str) -> Iterator[tuple[Requirement, int]]:
    """Yield each pin of a lock with the number of its hashes; anything else fails."""
    pin, hashes = None, 0
    for line in (ROOT / lock).read_text().splitlines():
        if line.lstrip().startswith("#"):
            continue
        if HASH.fullmatch(line):
            hashes += 1
            continue
        if pin:
            yield pin, hashes
        pin, hashes = Requirement(line.removesuffix("\\")), 0
    if pin:
        yield pin, hashes


def pins(lock: str) -> dict[str, Requirement]:
    """Return the pins of a lock by canonical name."""
    return {canonicalize_name(pin.name): pin for pin, _ in entries(lock)}


def asked(lock: str) -> list[Requirement]:
    """Return what `pyproject.toml` asks of this lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    texts = project["build-system"]["requires"] + project["project"]["dependencies"]
    if lock == "requirements-dev.lock":
        texts += project["project"]["optional-dependencies"]["dev"]
    return [Requirement(text) for text in texts]


def applies(requirement: Requirement, extras: Iterable[str] = ()) -> bool:
    """Whether a requirement counts on this machine."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def reached(roots: list[Requirement], locked: Mapping[str, Requirement]) -> set[str]:
    """Follow requirements through the installed packages; return the names they lead to."""
    names: set[str] = set()
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [root for root in roots if applies(root)]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        assert name in locked, f"{wanted} is not locked; write the locks again with: make locks"
        (pin,) = locked[name].specifier
        assert wanted.specifier.contains(pin.version, prereleases=True), f"{wanted}, locked: {pin}"
        names.add(name)
        if (name, frozenset(wanted.extras)) not in seen:
            seen.add((name, frozenset(wanted.extras)))
            further = map(Requirement, requires(name) or [])
            waiting += [each for each in further if applies(each, wanted.extras)]
    return names


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_with_hashes_and_nothing_else(lock: str) -> None:
    """No index, link, host or loose version: each entry is one version and its hashes."""
    found = list(entries(lock))

    assert found
    for pin, hashes in found:
        assert [each.operator for each in pin.specifier] == ["=="], pin
        assert pin.url is None
        assert hashes, pin


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_what_the_project_needs(lock: str) -> None:
    """Every requirement, however deep, is locked at a version it admits, and nothing more is."""
    locked = pins(lock)

    needed = reached(asked(lock), locked)

    assert {name for name, pin in locked.items() if applies(pin)} == needed


def test_what_runs_is_what_was_tested() -> None:
    """The lock for development holds every pin of the lock for running, unchanged."""
    runtime, development = (pins(lock) for lock in LOCKS)

    assert runtime.items() <= development.items()
