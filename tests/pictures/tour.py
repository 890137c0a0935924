"""A tour of the page in a real browser, with the real bot: a picture of each state of it."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, expect

from scenarios.loading import library_files
from tests.web.browser import WIDE, Window, best_words, chromium, window
from tests.web.trying import TriedPage, trying

_SCENARIO = "promise-first"
_TYPING_SECONDS = 1
_PHONE: Mapping[str, Any] = {"viewport": {"width": 412, "height": 915}, "has_touch": True}
_SMALL: Mapping[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
_TALL: Mapping[str, Any] = {"viewport": {"width": 412, "height": 1040}, "device_scale_factor": 1.4}
_DESK: Mapping[str, Any] = {"viewport": {"width": 1160, "height": 860}}


class _Album:
    """Where the pictures go, each under a name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    async def take(self, seen: Window, name: str) -> None:
        """Take a picture of what a window shows."""
        await seen.tab.wait_for_load_state()
        await seen.tab.screenshot(path=self._folder / f"{name}.png")


def take(folder: Path, best: Mapping[str, Path]) -> None:
    """Take every picture into `folder`, and put those named in `best` where they belong."""
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_take_all(_Album(folder)))
    for name, picture in best.items():
        picture.write_bytes((folder / f"{name}.png").read_bytes())


async def _take_all(album: _Album) -> None:
    async with chromium() as browser:
        for visit in (_take_phone, _take_others, _take_desk):
            with tempfile.TemporaryDirectory() as scratch:
                await visit(browser, album, Path(scratch))


async def _take_phone(browser: Browser, album: _Album, scratch: Path) -> None:
    """From the door to the marks on a phone, and what there is beside a play."""
    async with (
        trying(scratch, scenario=_SCENARIO, typing_seconds=_TYPING_SECONDS) as page,
        _opened(browser, page, _PHONE) as phone,
    ):
        await phone.tab.goto(page.links[-1])
        await album.take(phone, "01-door")
        await phone.come_in()
        await album.take(phone, "02-empty")
        await phone.press("Start")
        await expect(phone.button("I agree")).to_be_visible()
        await album.take(phone, "03-consent")
        await phone.press("I agree")
        await expect(phone.button("Begin")).to_be_visible()
        await album.take(phone, "04-briefing")
        await phone.press("Begin")
        await phone.says("What do you say?")
        await album.take(phone, "05-turn")
        first, *others = best_words(_SCENARIO)
        await phone.press(first)
        await expect(phone.tab.get_by_text("typing…")).to_be_visible()
        await album.take(phone, "06-typing")
        await phone.says("turn 2")
        await album.take(phone, "07-feedback")
        await phone.tab.get_by_text("Menu", exact=True).tap()
        await album.take(phone, "08-menu")
        await phone.tab.get_by_text("End this visit").tap()
        await album.take(phone, "09-leaving")
        await phone.tab.keyboard.press("Escape")
        for words in others:
            await phone.press(words)
        await phone.says("100%")
        await phone.tab.get_by_text("What you showed").scroll_into_view_if_needed()
        await album.take(phone, "10-result")
        await phone.tab.keyboard.press("Tab")
        await _ask(phone, "/progress", "img")
        await album.take(phone, "11-picture")
        await _ask(phone, "/mydata", "a[download]")
        await album.take(phone, "12-files")
        await page.stop()
        await expect(phone.tab.get_by_text("Not connected")).to_be_visible()
        await album.take(phone, "13-not-connected")
        await page.start()


async def _take_others(browser: Browser, album: _Album, scratch: Path) -> None:
    """The same turn in the dark, on a small screen, with forced colours and on a wide screen."""
    ways = {
        "20-conversation": _TALL,
        "21-dark": {**_PHONE, "color_scheme": "dark"},
        "22-small": _SMALL,
        "23-forced-colours": {**_PHONE, "forced_colors": "active"},
        "24-wide": {"viewport": WIDE},
        "25-wide-dark": {"viewport": WIDE, "color_scheme": "dark"},
    }
    first, *_ = best_words(_SCENARIO)
    async with trying(scratch, scenario=_SCENARIO) as page:
        for name, options in ways.items():
            if not page.links:
                await page.restart()
            async with _opened(browser, page, options) as shown:
                await shown.come_in()
                await shown.start()
                await shown.press(first)
                await shown.says("turn 2")
                await album.take(shown, name)


async def _take_desk(browser: Browser, album: _Album, scratch: Path) -> None:
    """What a tutor sees: a sound draft in a play, and the same with a mistake in it."""
    draft = Path("first-week.yaml")
    with contextlib.chdir(scratch):
        _write(draft)
        await _take_draft(browser, album, scratch, draft)


async def _take_draft(browser: Browser, album: _Album, scratch: Path, draft: Path) -> None:
    async with (
        trying(scratch, file=draft) as page,
        _opened(browser, page, _DESK) as desk,
    ):
        panel = desk.tab.get_by_role("complementary")
        await desk.come_in()
        await desk.start()
        await desk.press(best_words(_SCENARIO)[0])
        await desk.says("turn 2")
        await expect(panel).not_to_contain_text("Marks so far: 0%")
        await album.take(desk, "30-tutor")
        _write(draft, wrong=True)
        await expect(panel).to_contain_text("1 error")
        await album.take(desk, "31-tutor-finding")


def _write(draft: Path, *, wrong: bool = False) -> None:
    """Write the scenario, with or without a mistake."""
    (source,) = [path for path in library_files() if path.stem == _SCENARIO]
    text = source.read_text("utf-8")
    draft.write_text(text.replace("goto: ", "goto: nowhere-", 1) if wrong else text, "utf-8")


async def _ask(phone: Window, command: str, shown: str) -> None:
    """Send a command, and wait for what it brings."""
    await phone.tab.get_by_label("Message").fill(command)
    await phone.tab.keyboard.press("Enter")
    await expect(phone.log.locator(shown).last).to_be_visible()


@contextlib.asynccontextmanager
async def _opened(
    browser: Browser, page: TriedPage, options: Mapping[str, Any]
) -> AsyncIterator[Window]:
    async with window(browser, page, reduced_motion="reduce", **options) as shown:
        yield shown
