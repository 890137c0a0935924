"""The page in a real browser: played by touch and by keyboard, reloaded, and cut off."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.web.browser import TOUCH, Window, best_words, window
from tests.web.trying import TriedPage, trying

pytestmark = pytest.mark.asyncio(loop_scope="session")

_SCENARIO = "promise-first"
_REFUSED = "ERR_CONNECTION_REFUSED"


async def test_a_learner_plays_with_a_finger(tmp_path: Path, browser: Browser) -> None:
    """On a phone of 360 pixels somebody plays from the door to the marks, by tapping alone."""
    async with trying(tmp_path, scenario=_SCENARIO) as page, _phone(browser, page) as phone:
        await phone.come_in()
        await phone.start()
        for words in best_words(_SCENARIO):
            await phone.press(words)
        await phone.says("100%")
        await expect(phone.button("Play again")).to_be_visible()
        assert phone.complaints == []


async def test_a_learner_plays_with_the_keyboard_alone(tmp_path: Path, browser: Browser) -> None:
    """Tab, Enter and typed numbers lead from the door to the marks, and the focus is never lost."""
    async with trying(tmp_path, scenario=_SCENARIO) as page, window(browser, page) as desk:
        await desk.tab.goto(page.links.pop())
        for name in ("Open the phone", "Start", "I agree", "Begin"):
            await desk.reach(name)
            await desk.tab.keyboard.press("Enter")
        for turn, words in enumerate(best_words(_SCENARIO), 1):
            button = desk.button(words)
            await expect(button).to_be_visible()
            assert await desk.focus() != "body"
            if turn % 2:
                await desk.reach(words)
                await desk.tab.keyboard.press("Enter")
            else:
                await desk.reach("Message")
                await desk.tab.keyboard.type(await button.inner_text())
                await desk.tab.keyboard.press("Enter")
            await expect(button).to_have_count(0)
        await desk.says("100%")
        assert await desk.focus() != "body"
        assert desk.complaints == []


async def test_a_learner_plays_without_scripts(tmp_path: Path, browser: Browser) -> None:
    """In a browser that runs no script each tap and each typed number brings the page anew."""
    async with (
        trying(tmp_path, scenario=_SCENARIO) as page,
        window(browser, page, **TOUCH, java_script_enabled=False) as phone,
    ):
        await phone.come_in()
        await phone.start()
        for words in best_words(_SCENARIO)[:-1]:
            await phone.press(words)
            await expect(phone.button(words)).to_have_count(0)
        last = phone.button(best_words(_SCENARIO)[-1])
        await phone.tab.get_by_label("Message").fill(await last.inner_text())
        await phone.press("Send")
        await phone.says("100%")
        assert phone.complaints == []


async def test_two_visitors_see_each_their_own(tmp_path: Path, browser: Browser) -> None:
    """What one does never shows on the other's phone."""
    async with (
        trying(tmp_path, scenario=_SCENARIO) as page,
        _phone(browser, page) as sam,
        _phone(browser, page) as kim,
    ):
        for one in (sam, kim):
            await one.come_in()
        await sam.start()
        await kim.press("Start")
        await kim.says("I agree")
        await expect(kim.log).not_to_contain_text("What do you say?")
        await kim.tab.reload()
        await expect(kim.log).not_to_contain_text("What do you say?")
        await sam.press(best_words(_SCENARIO)[0])
        await sam.says("turn 2")


async def test_a_reload_shows_the_same_conversation(tmp_path: Path, browser: Browser) -> None:
    """In the middle of a play the page can be loaded again, and the play goes on."""
    first, second, *_ = best_words(_SCENARIO)
    async with trying(tmp_path, scenario=_SCENARIO) as page, _phone(browser, page) as phone:
        await phone.come_in()
        await phone.start()
        await phone.press(first)
        await phone.says("turn 2")
        before = await phone.log.inner_text()
        await phone.tab.reload()
        assert await phone.log.inner_text() == before
        await phone.press(second)
        await phone.says("turn 3")
        assert phone.complaints == []


async def test_an_open_page_outlives_a_restart(tmp_path: Path, browser: Browser) -> None:
    """While the server is away the page says so; when it is back the play goes on."""
    first, second, *_ = best_words(_SCENARIO)
    async with trying(tmp_path, scenario=_SCENARIO) as page, _phone(browser, page) as phone:
        await phone.come_in()
        await phone.start()
        await phone.press(first)
        await phone.says("turn 2")
        await page.stop()
        await expect(phone.tab.get_by_text("Not connected")).to_be_visible()
        await phone.press(second)
        await expect(phone.tab.get_by_role("alert")).to_contain_text("try again")
        await page.start()
        await expect(phone.tab.get_by_text("Not connected")).to_have_count(0)
        await phone.press(second)
        await phone.says("turn 3")
        assert [one for one in phone.complaints if _REFUSED not in one] == []


async def test_an_ended_visit_is_over_in_every_window(tmp_path: Path, browser: Browser) -> None:
    """Ending a visit says that all is deleted, also where the same phone is open beside it."""
    async with trying(tmp_path, scenario=_SCENARIO) as page, _phone(browser, page) as phone:
        await phone.come_in()
        await phone.start()
        beside = await phone.tab.context.new_page()
        await beside.goto(page.address)
        await phone.tab.get_by_text("Menu").tap()
        await phone.tab.get_by_text("End this visit").tap()
        await phone.press("End it and delete everything")
        await expect(phone.tab.get_by_text("Your visit has ended")).to_be_visible()
        await expect(beside.get_by_text("You need a link to come in here")).to_be_visible()


def _phone(browser: Browser, page: TriedPage) -> AbstractAsyncContextManager[Window]:
    return window(browser, page, **TOUCH)
