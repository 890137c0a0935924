"""A file that is watched while it is written."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path
from threading import Semaphore
from typing import Any

import pytest

from bot.drafts import Draft, Reading
from scenarios.document import LARGEST_FILE
from scoring.checking import check_scenario
from tests.unit.authored import EXAMPLE, catalogue, changed

_SECOND = changed(("title: ", "title: Again, "))
_PATIENCE_SECONDS = 20.0


class _Looks:
    """The looks at a file; `then` is done before each."""

    def __init__(self) -> None:
        self.done = Semaphore(0)
        self.then: Callable[[], object] = int

    async def more(self) -> None:
        """Wait until the file has been looked at again, and once more."""
        while self.done.acquire(blocking=False):
            pass
        for _ in range(2):
            assert await asyncio.to_thread(self.done.acquire, timeout=_PATIENCE_SECONDS)


class _Watched(type(Path())):  # type: ignore[misc]  # the class of paths on this machine
    """A real file's path that tells when it is opened."""

    looks: _Looks

    def open(self, *args: Any, **kwargs: Any) -> Any:
        self.looks.then()
        try:
            return super().open(*args, **kwargs)
        finally:
            self.looks.done.release()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "here.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


@pytest.fixture
def looks() -> _Looks:
    return _Looks()


@pytest.fixture
def draft(file: Path, looks: _Looks) -> Draft:
    path = _Watched(file)
    path.looks = looks
    return Draft(path, catalogue())


def _save(file: Path, text: str) -> None:
    """Put a text in the place of a file at once."""
    new = file.with_name("here.yaml~")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


def _save_with_times(file: Path, text: str) -> None:
    """Save a text with the times that the file has."""
    times = file.stat()
    _save(file, text)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def _remove(file: Path) -> None:
    file.unlink()


async def _next(changes: AsyncIterator[Reading]) -> Reading:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        return await anext(changes)


def test_a_file_that_can_be_played_is_read_with_its_machine(file: Path, draft: Draft) -> None:
    """What is found is what `rehearse check` finds, and the text is that of the version."""
    reading = draft.read()
    assert reading.text == file.read_bytes()
    expected = check_scenario(reading.text, str(file), catalogue())
    assert reading.findings == reading.checked.findings == expected.findings
    assert reading.machine is not None
    assert reading.machine.scenario == expected.scenario


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\0",
        b"start: [",
        b"a" * (LARGEST_FILE + 10),
        changed(("start: opening", "start: nowhere")).encode(),
        changed(("choose: [ask-open", "choose: [nothing")).encode(),
    ],
    ids=["empty", "NUL", "cut off", "too large", "no start", "a test that fails"],
)
def test_a_file_with_errors_is_read_without_a_machine(
    file: Path, draft: Draft, text: bytes
) -> None:
    """Whatever is in it, there are findings, and nobody is let play it."""
    file.write_bytes(text)
    reading = draft.read()
    assert reading.machine is None
    assert reading.findings
    assert len(reading.text) <= LARGEST_FILE + 1


def test_a_file_that_is_not_there_is_the_callers_to_tell(file: Path, draft: Draft) -> None:
    file.unlink()
    with pytest.raises(FileNotFoundError):
        draft.read()


async def test_each_new_content_is_told_once(file: Path, draft: Draft, looks: _Looks) -> None:
    """What was read already is no change, nor is a file that is written again as it was."""
    draft.read()
    async with aclosing(draft.changes()) as changes:
        waiting = asyncio.create_task(_next(changes))
        _save(file, EXAMPLE)
        os.utime(file, (1, 1))
        await looks.more()
        _save(file, _SECOND)
        assert (await waiting).text.decode() == _SECOND
        _save(file, "start: [")
        broken = await _next(changes)
        assert (broken.text, broken.machine) == (b"start: [", None)
        _save(file, EXAMPLE)
        mended = await _next(changes)
        assert mended.machine is not None


async def test_a_text_as_long_with_the_same_times_is_another_text_all_the_same(
    file: Path, draft: Draft
) -> None:
    """Clocks of file systems are coarse, so the content decides."""
    draft.read()
    other = changed(("title: Locked", "title: Lacked"))
    assert len(other.encode()) == len(EXAMPLE.encode())
    _save_with_times(file, other)
    async with aclosing(draft.changes()) as changes:
        assert (await _next(changes)).text.decode() == other


@pytest.mark.parametrize("back", [_SECOND, EXAMPLE], ids=["another", "the same"])
async def test_a_file_that_is_away_is_waited_for(
    file: Path, draft: Draft, looks: _Looks, back: str
) -> None:
    """An editor may take it away while it saves; only another content is a change."""
    draft.read()
    async with aclosing(draft.changes()) as changes:
        waiting = asyncio.create_task(_next(changes))
        _remove(file)
        await looks.more()
        _save(file, back)
        if back == EXAMPLE:
            await looks.more()
            assert not waiting.done()
            _save(file, _SECOND)
        assert (await waiting).text.decode() == _SECOND


async def test_what_is_written_bit_by_bit_is_told_whole(
    file: Path, draft: Draft, looks: _Looks
) -> None:
    """A file that is longer at each look is read when it has stopped growing."""
    draft.read()
    parts = [_SECOND[: len(_SECOND) * part // 4] for part in range(5)]
    looks.then = lambda: _save(file, parts.pop(0)) if parts else None
    async with aclosing(draft.changes()) as changes:
        assert (await _next(changes)).text.decode() == _SECOND
