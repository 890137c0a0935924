"""The tutor's side in a real browser: a draft is broken and mended beside its phone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from scenarios.loading import library_files
from tests.web.browser import WIDE, best_words, window
from tests.web.trying import trying

pytestmark = pytest.mark.asyncio(loop_scope="session")

_SCENARIO = "promise-first"
_BREAK = ("goto: ", "goto: nowhere-")
_MEND = ("goto: nowhere-", "goto: ")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A tutor's own file, with a scenario of the library in it."""
    (source,) = [path for path in library_files() if path.stem == _SCENARIO]
    file = tmp_path / "draft.yaml"
    file.write_bytes(source.read_bytes())
    return file


async def test_findings_come_and_go_as_the_draft_is_saved(
    tmp_path: Path, browser: Browser, draft: Path
) -> None:
    """What is wrong shows beside the phone as soon as it is saved, and goes when it is mended."""
    first, second, *_ = best_words(_SCENARIO)
    async with (
        trying(tmp_path, file=draft) as page,
        window(browser, page, viewport=WIDE) as desk,
    ):
        await desk.come_in()
        panel = desk.tab.get_by_role("complementary")
        await expect(panel).to_contain_text("no errors")
        await expect(panel).to_contain_text("Nothing is under way")
        await desk.start()
        await expect(panel).to_contain_text("Marks so far: 0%")

        _save(draft, _BREAK)
        await expect(panel).to_contain_text("1 error")
        await expect(panel).to_contain_text("nowhere-")
        await expect(panel).to_contain_text("The phone plays the last version without errors")
        await desk.press(first)
        await desk.says("turn 2")

        _save(draft, _MEND)
        _save(draft, (second, f"Mended. {second}"))
        await expect(panel).to_contain_text("no errors")
        await expect(panel).not_to_contain_text("nowhere-")
        await desk.says("The file was saved")
        await desk.press("Mended.")
        await desk.says("turn 3")
        await expect(panel).not_to_contain_text("Marks so far: 0%")
        assert desk.complaints == []


async def test_a_draft_that_got_another_id_is_started_from_the_panel(
    tmp_path: Path, browser: Browser, draft: Path
) -> None:
    """In the middle of a play of the old id, Start begins the one that the file has now."""
    async with (
        trying(tmp_path, file=draft) as page,
        window(browser, page, viewport=WIDE) as desk,
    ):
        await desk.come_in()
        await desk.start()
        _save(draft, (f"id: {_SCENARIO}", "id: promise-second"))
        panel = desk.tab.get_by_role("complementary")
        await expect(panel).to_contain_text("Nothing is under way")
        assert await desk.barriers() == []
        await desk.press("Start on the phone")
        await desk.press("Begin")
        await expect(panel).to_contain_text("Marks so far: 0%")
        assert desk.complaints == []


async def test_the_panel_is_for_everybody(tmp_path: Path, browser: Browser, draft: Path) -> None:
    """With findings and in a play the panel is accessible; its graph alone may be wide."""
    _save(draft, _BREAK)
    async with (
        trying(tmp_path, file=draft) as page,
        window(browser, page, viewport=WIDE) as desk,
    ):
        await desk.tab.goto(page.links.pop())
        await desk.press("Open the phone")
        panel = desk.tab.get_by_role("complementary")
        await expect(panel).to_contain_text("1 error")
        assert await desk.faults() == []
        _save(draft, _MEND)
        await expect(panel).to_contain_text("no errors")
        await desk.tab.reload()
        await desk.start()
        await expect(panel).to_contain_text("Marks so far: 0%")
        assert await desk.barriers() == []


def _save(draft: Path, change: tuple[str, str]) -> None:
    """Change the first place where a draft says something."""
    text = draft.read_text(encoding="utf-8")
    assert change[0] in text
    draft.write_text(text.replace(*change, 1), encoding="utf-8")
