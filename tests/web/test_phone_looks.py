"""How the page looks and weighs: for everybody, in the light and in the dark, on small screens."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.web.browser import TOUCH, best_words, window
from tests.web.trying import trying

pytestmark = pytest.mark.asyncio(loop_scope="session")

_MOST_BYTES = 150_000
_LOADED = """() => ["navigation", "resource"].flatMap((kind) =>
    performance.getEntriesByType(kind).map((entry) => entry.toJSON()))"""
_LONG = "wideawake" * 40


async def test_every_state_of_the_page_is_for_everybody(tmp_path: Path, browser: Browser) -> None:
    """The door, the phone in each state and a notice: accessible, and never too wide."""
    faults: dict[str, list[str]] = {}
    async with (
        trying(tmp_path, scenario="promise-first") as page,
        window(browser, page, **TOUCH) as phone,
    ):
        await phone.tab.goto(page.links[-1])
        faults["door"] = await phone.faults()
        await phone.come_in()
        faults["empty"] = await phone.faults()
        await phone.start()
        faults["turn"] = await phone.faults()
        await phone.tab.get_by_text("Menu", exact=True).tap()
        faults["menu"] = await phone.faults()
        await phone.tab.get_by_text("End this visit").tap()
        faults["leaving"] = await phone.faults()
        await phone.tab.get_by_text("Menu", exact=True).tap()
        await phone.tab.get_by_label("Message").fill(_LONG)
        await phone.tab.keyboard.press("Enter")
        await expect(phone.log).to_contain_text(_LONG)
        faults["long word"] = await phone.faults()
        for words in best_words("promise-first"):
            await phone.press(words)
        await phone.says("100%")
        faults["result"] = await phone.faults()
        await phone.tab.goto(f"{page.address}/file/999")
        faults["notice"] = await phone.faults()
        assert {state: found for state, found in faults.items() if found} == {}
        assert [one for one in phone.complaints if "404" not in one] == []


async def test_the_page_is_light(tmp_path: Path, browser: Browser) -> None:
    """The door, and the phone, come to less than 150 KB each with all that they load."""
    async with trying(tmp_path) as page, window(browser, page, **TOUCH) as phone:
        await phone.tab.goto(page.links[-1])
        door = await phone.tab.evaluate(_LOADED)
        await phone.come_in()
        await phone.tab.wait_for_load_state()
        screen = await phone.tab.evaluate(_LOADED)
        for loaded in (door, screen):
            assert {Path(one["name"]).suffix for one in loaded} >= {".css"}
            assert 0 < sum(one["decodedBodySize"] for one in loaded) < _MOST_BYTES
        assert {Path(one["name"]).suffix for one in screen} >= {".js"}
