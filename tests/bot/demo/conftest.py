"""A demo with its hub, and a browser to look at it; without one, those tests are skipped."""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.demo.app import demo_app
from bot.demo.serve import HOST, names
from bot.demo.stage import Stage, staged
from bot.web.app import WebServer
from config.phrases import Phrases

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 20_000
PICTURES = Path(os.environ.get("HUB_TEST_PICTURES", "build/pictures"))
"""Where the tests leave what they saw."""


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Both platforms with everybody on them, and the hub running in a process of its own."""
    async with staged(names(Phrases()), model="off") as stage:
        await stage.start()
        yield stage


@pytest.fixture
async def address(stage: Stage) -> AsyncIterator[str]:
    """Where the page is."""
    server = WebServer(demo_app(stage, Phrases()), host=HOST, port=0)
    await server.start()
    yield f"http://{HOST}:{server.port}/"
    stage.end()
    await server.stop()


@dataclass
class Window:
    """The page in a browser, used as a person would."""

    page: "Page"

    async def opens(self, address: str) -> None:
        await self.page.goto(address)

    def at(self, selector: str, words: str = "") -> "Locator":
        """The last thing there that holds these words."""
        return self.page.locator(selector).filter(has_text=words).last

    async def sees(self, selector: str, words: str = "") -> "Locator":
        found = self.at(selector, words)
        await found.wait_for(timeout=PATIENCE_MS)
        return found

    async def taps(self, selector: str, words: str = "") -> None:
        await (await self.sees(selector, words)).click()

    async def types(self, side: str, words: str) -> None:
        field = self.page.locator(f"#{side} textarea")
        await field.fill(words)
        await field.press("Enter")

    async def is_done(self, step: int) -> None:
        """Wait until a step of the story has its tick."""
        await self.sees(f"#steps li:nth-child({step}).done")

    async def keeps_picture(self, name: str) -> None:
        await self.page.screenshot(path=PICTURES / f"{name}.png")


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator["Browser"]:
    """Chromium without a window; its files go with the test."""
    playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("there is no Chromium here: apt-get install chromium")
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=program, args=[*FLAGS, f"--crash-dumps-dir={tmp_path}"]
        )
        yield browser
        await browser.close()


@pytest.fixture
async def window(browser: "Browser") -> AsyncIterator[Window]:
    """A window of a desk; nothing on the page may fail unseen."""
    page = await browser.new_page(viewport={"width": 1360, "height": 860})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield Window(page)
    assert faults == []
