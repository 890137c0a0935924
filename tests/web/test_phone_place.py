"""Where a reader of the page is: what they look at stays, and what is new is told them once."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.web.browser import TOUCH, Window, best_words, window
from tests.web.trying import TriedPage, trying

pytestmark = pytest.mark.asyncio(loop_scope="session")

_SCENARIO = "promise-first"
_SCROLLED = "(log) => log.scrollTop"
_TO_TOP = "(log) => { log.scrollTop = 0; }"
_LISTEN = """(log) => {
    window.told = [];
    new MutationObserver((changes) => {
        for (const node of changes.flatMap((change) => [...change.addedNodes]))
            if (!node.closest?.("[aria-live=off]")) window.told.push(node.textContent);
    }).observe(log, { childList: true, subtree: true });
}"""


async def test_who_reads_older_messages_is_left_there(tmp_path: Path, browser: Browser) -> None:
    """A message that comes meanwhile moves nothing: a button says that it is there."""
    async with trying(tmp_path, scenario=_SCENARIO) as page, _phone(browser, page) as phone:
        await phone.come_in()
        await phone.start()
        other = await phone.tab.context.new_page()
        await other.goto(page.address)
        await phone.log.evaluate(_TO_TOP)
        await other.get_by_label("Message").fill("/privacy")
        await other.keyboard.press("Enter")
        await phone.says("What is not kept")
        assert await phone.log.evaluate(_SCROLLED) == 0
        await phone.press("New messages")
        await expect(phone.log.get_by_text("What is not kept")).to_be_in_viewport()
        await expect(phone.button("New messages")).to_have_count(0)


async def test_a_new_message_is_seen_from_its_beginning(tmp_path: Path, browser: Browser) -> None:
    """A message longer than the screen comes into view at its first line."""
    async with trying(tmp_path, scenario=_SCENARIO) as page, _phone(browser, page) as phone:
        await phone.come_in()
        await phone.start()
        for turn, words in enumerate(best_words(_SCENARIO)[:2], 2):
            await phone.press(words)
            await expect(phone.log.get_by_text(f"turn {turn}.")).to_be_in_viewport()


async def test_news_is_read_out_once(tmp_path: Path, browser: Browser) -> None:
    """A screen reader is told of a new message, not of an old one that changed or came back."""
    first, second, *_ = best_words(_SCENARIO)
    async with trying(tmp_path, scenario=_SCENARIO) as page, _phone(browser, page) as phone:
        await phone.come_in()
        await phone.start()
        await phone.log.evaluate(_LISTEN)
        await phone.press(first)
        await phone.says("turn 2")
        assert len(await _told(phone)) == 1
        await page.restart()
        await expect(phone.tab.get_by_text("Connected again")).to_be_visible()
        await phone.press(second)
        await phone.says("turn 3")
        assert ["turn 2" in (await _told(phone))[0], len(await _told(phone))] == [True, 2]


async def _told(phone: Window) -> list[str]:
    told: list[str] = await phone.tab.evaluate("window.told")
    return told


def _phone(browser: Browser, page: TriedPage) -> AbstractAsyncContextManager[Window]:
    return window(browser, page, **TOUCH)
