"""Reading the scenarios that can be practised, and finding the versions that attempts play."""

from pathlib import Path
from typing import Any

import pytest

from bot.errors import DuplicateScenario, NoSuchFolder
from bot.library import read_library
from bot.practice.errors import PinnedVersionUnreadable
from bot.practice.library import Library
from scenarios.findings import InvalidScenario
from scenarios.loading import library_files, load_scenario, version_of
from tests.telegram.authored import machine, scenario, text, write
from tests.unit.authored import catalogue
from tests.unit.memory import MemoryRecords


def test_the_shipped_scenarios_are_there_without_a_setting() -> None:
    """Without folders of one's own the library is what comes with the program."""
    library, published = read_library(())
    names = [path.stem for path in library_files()]
    assert [each.scenario.id for each in library] == names
    assert [each.scenario.id for each in published] == names


def test_folders_add_their_yaml_files(tmp_path: Path) -> None:
    """`*.yaml` and `*.yml` of each folder are added; other files and sub-folders are not."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second, first / "deeper"):
        folder.mkdir()
    write(first, scenario("one"))
    write(second, scenario("two")).rename(second / "two.yml")
    write(first / "deeper", scenario("three"))
    (first / "notes.txt").write_text("no scenario")
    library, _ = read_library((first, second))
    known = {each.scenario.id for each in library}
    assert {"one", "two"} <= known
    assert "three" not in known


def test_what_is_pinned_is_the_exact_text(tmp_path: Path) -> None:
    """A published scenario comes with the very bytes of its file."""
    file = write(tmp_path, scenario())
    _, published = read_library((tmp_path,))
    assert published[-1].text == file.read_bytes()
    assert load_scenario(file.read_bytes(), "", catalogue()) == published[-1].scenario


def test_an_empty_folder_adds_nothing(tmp_path: Path) -> None:
    """A folder without scenarios is no fault."""
    _, published = read_library((tmp_path,))
    assert len(published) == len(library_files())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A folder that does not exist is told of by its path."""
    with pytest.raises(NoSuchFolder) as told:
        read_library((tmp_path / "gone",))
    assert told.value.folder == tmp_path / "gone"


def test_one_id_in_two_files_is_told_with_both(tmp_path: Path) -> None:
    """Two files with one id can't both be meant."""
    first = write(tmp_path, scenario()).rename(tmp_path / "a.yaml")
    second = write(tmp_path, scenario()).rename(tmp_path / "b.yaml")
    with pytest.raises(DuplicateScenario) as told:
        read_library((tmp_path,))
    assert (told.value.scenario, told.value.first, told.value.second) == ("short", first, second)


def test_everything_wrong_in_every_file_is_told_at_once(tmp_path: Path) -> None:
    """Faults of several files come together, so that they can be mended in one go."""
    write(tmp_path, scenario("one", start="nowhere"))
    write(tmp_path, scenario("two", level=9))
    with pytest.raises(InvalidScenario) as told:
        read_library((tmp_path,))
    assert [Path(finding.path).name for finding in told.value.findings] == ["one.yaml", "two.yaml"]


async def test_a_present_version_is_not_read_again() -> None:
    """The version that new attempts play is at hand without its pinned text."""
    present = machine()
    library = Library(catalogue(), [present])
    found = await library.pinned(MemoryRecords(), "short", present.scenario.version)
    assert found is present


async def test_an_older_version_is_read_from_its_text_once() -> None:
    """An attempt on an older version plays that text, read when it is first needed."""
    records = MemoryRecords()
    version = _pin(records)
    library = Library(catalogue(), [machine(title="Newer")])
    found = await library.pinned(records, "short", version)
    assert found.scenario == machine().scenario
    records.texts.clear()
    assert await library.pinned(records, "short", version) is found


@pytest.mark.parametrize("kept", [None, b"format: 2"], ids=["missing", "broken"])
async def test_a_version_that_cannot_be_played_is_told(kept: bytes | None) -> None:
    """A version without text, or whose text no longer loads, is named."""
    records = MemoryRecords()
    if kept is not None:
        records.texts["short", "000000000000"] = kept
    library = Library(catalogue(), [machine()])
    with pytest.raises(PinnedVersionUnreadable) as told:
        await library.pinned(records, "short", "000000000000")
    assert (told.value.scenario, told.value.version) == ("short", "000000000000")


async def test_only_so_many_older_versions_are_kept() -> None:
    """However many versions attempts play, memory holds the ones played last."""
    records = MemoryRecords()
    versions = [_pin(records, title=f"Title {number}") for number in range(520)]
    library = Library(catalogue(), [])
    for version in versions:
        await library.pinned(records, "short", version)
    records.texts.clear()
    await library.pinned(records, "short", versions[-1])
    with pytest.raises(PinnedVersionUnreadable):
        await library.pinned(records, "short", versions[0])


def _pin(records: MemoryRecords, **fields: Any) -> str:
    """Keep the text of a version of `short`, and return which it is."""
    source = text(scenario(**fields))
    records.texts["short", version_of(source)] = source
    return version_of(source)
