"""A real browser at the page: windows that mind what they must not do, and what they weigh."""

import re
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    ViewportSize,
    async_playwright,
    expect,
)

from scenarios.catalogue import load_catalogue
from scenarios.loading import library_files, read_scenario
from scenarios.machine import ScenarioMachine
from tests.telegram.phone import PATIENCE_SECONDS
from tests.web.trying import TriedPage

CHROMIUM = shutil.which("chromium")
NARROW: ViewportSize = {"width": 360, "height": 740}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
WIDE: ViewportSize = {"width": 1280, "height": 800}
TOUCH: Mapping[str, Any] = {"viewport": NARROW, "has_touch": True, "is_mobile": True}
"""A phone in the hand."""

_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_MOST_TABS = 60
_VIOLATIONS = """async (scheme) => (await axe.run()).violations.flatMap((rule) =>
    rule.nodes.map((node) => `${scheme}: ${rule.id}: ${node.html}: ${node.failureSummary}`))"""
_WIDER = """() => [...document.querySelectorAll("body, body *")].filter((one) => {
    const scrolls = /auto|scroll/.test(getComputedStyle(one).overflowX);
    return one.checkVisibility() && (one.getBoundingClientRect().right > innerWidth + 1
        || scrolls && one.scrollWidth > one.clientWidth + 1);
}).map((one) => `${innerWidth}: ${one.localName}.${one.className} is too wide`)"""
"""What is cut off at the side, or scrolls sideways."""


class Window:
    """A window on the page, with what it complained of and whom it asked."""

    def __init__(self, tab: Page, page: TriedPage, *, has_touch: bool) -> None:
        self.tab = tab
        self.page = page
        self._has_touch = has_touch
        self.complaints: list[str] = []
        self.asked: list[str] = []
        tab.on("console", self._hear)
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        tab.context.on("request", self._note)

    async def come_in(self) -> None:
        """Use a link, and open the phone."""
        await self.tab.goto(self.page.links.pop())
        await self.press("Open the phone")
        await expect(self.button("Start")).to_be_visible()

    async def start(self) -> None:
        """Accept the rules, and begin the scenario that the page is for."""
        for name in ("Start", "I agree", "Begin"):
            await self.press(name)
        await self.says("What do you say?")

    def button(self, name: str) -> Locator:
        """Return the newest button that is called so, or that says a choice so."""
        called = re.compile(rf"^{re.escape(name)}$|^\d+\. {re.escape(name)}")
        return self.tab.get_by_role("button", name=called).last

    async def press(self, name: str) -> None:
        """Press a button as soon as it is there: with a finger where there is a touch screen."""
        button = self.button(name)
        if self._has_touch:
            await button.tap()
        else:
            await button.click()

    async def says(self, words: str) -> None:
        """Wait until the newest messages say something."""
        await expect(self.log).to_contain_text(words)

    @property
    def log(self) -> Locator:
        """The conversation."""
        return self.tab.get_by_role("log")

    async def reach(self, name: str) -> None:
        """Press Tab until the focus is on what is called so."""
        wanted = self.tab.get_by_label(name).or_(self.button(name)).last
        await expect(wanted).to_be_visible()
        for _ in range(_MOST_TABS):
            await self.tab.keyboard.press("Tab")
            if await wanted.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"Tab never comes to {name!r}")

    async def focus(self) -> str:
        """Return which kind of element has the focus."""
        return str(await self.tab.evaluate("document.activeElement.localName"))

    async def faults(self) -> list[str]:
        """Return what is inaccessible, and what is too wide for a small screen."""
        found = await self.barriers()
        for size in (NARROW, NARROWEST):
            await self.tab.set_viewport_size(size)
            found += await self.tab.evaluate(_WIDER)
        await self.tab.set_viewport_size(NARROW)
        return found

    async def barriers(self) -> list[str]:
        """Return what is inaccessible, in the light and in the dark."""
        found = list[str]()
        for scheme in _SCHEMES:
            await self.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            await self.tab.evaluate(_axe())
            found += await self.tab.evaluate(_VIOLATIONS, scheme)
        return found

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _note(self, request: Request) -> None:
        self.asked.append(request.url)


@asynccontextmanager
async def window(browser: Browser, page: TriedPage, **options: Any) -> AsyncIterator[Window]:
    """Open a window of its own, with its own cookies; at the end it has asked nobody else."""
    context = await browser.new_context(**options)
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    try:
        tab = await context.new_page()
        opened = Window(tab, page, has_touch=options.get("has_touch", False))
        yield opened
        host = urlsplit(page.address).netloc
        assert {urlsplit(url).netloc for url in opened.asked} <= {host}
    finally:
        await context.close()


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run the system's browser, without a screen."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium (Debian: apt-get install chromium fonts-dejavu-core)")
    expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield browser
        finally:
            await browser.close()


def best_words(scenario: str) -> Sequence[str]:
    """Return the first words of each choice on the best way through a scenario."""
    catalogue = load_catalogue()
    (file,) = [path for path in library_files() if path.stem == scenario]
    machine = ScenarioMachine(read_scenario(file, catalogue))
    choices = next(test.choose for test in machine.scenario.tests if test.percent == 100)
    state, words = machine.begin(), list[str]()
    for choice in choices:
        words.append(machine.scenario.nodes[state.node].choices[choice].say[:40].strip())
        state = machine.advance(state, choice)
    return words


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
