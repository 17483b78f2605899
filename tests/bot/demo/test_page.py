"""The demo in a real browser: the story by hand and by itself, wide, narrow and by keyboard.

Without a browser these tests are skipped. Each leaves pictures of what it saw.
"""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.demo.stage import Stage

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
READ = "anything on alternatives to detention for children?"
NEED = (
    "I need help negotiating a bilateral labour agreement with a country of destination,"
    " above all on recruitment fees and on portable social security"
)
ARABIC, CHINESE = "أدلة عن بدائل الاحتجاز للأطفال", "关于移民儿童的指南"


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


async def test_the_story_is_walked_by_hand_in_five_steps(
    window: Window, address: str, stage: Stage
) -> None:
    await window.opens(address)
    await window.types("telegram", READ)
    await window.is_done(1)
    await window.keeps_picture("1-read")

    await window.types("telegram", NEED)
    await window.taps("#telegram .key", "Send it")
    await window.is_done(2)
    await window.keeps_picture("2-person")

    await window.sees("#slack .message", "Could you help with this?")
    await window.taps("#slack .button", "Yes, I can help")
    await window.is_done(3)
    await window.keeps_picture("3-accept")

    opening = await window.sees("#telegram .message", "somebody can help")
    await opening.hover()
    await opening.get_by_role("button", name="Reply").click()
    await window.types("telegram", "We have a draft of twelve pages.")
    await window.taps("#slack .replies")
    await window.sees("#slack .message", "We have a draft of twelve pages.")
    await window.types("slack", "Please send me the part on fees.")
    await window.sees("#telegram .message", "Please send me the part on fees.")
    await window.is_done(4)
    await window.keeps_picture("4-talk")

    began = stage.time()
    await window.taps("#top button", "+ 1 quarter")
    await window.is_done(5)
    await window.sees("#telegram .message", "Did it help?")
    await window.taps("#slack-people button", "Committee reviewer")
    await window.sees("#slack .message", "Due in 7 days")
    await window.keeps_picture("5-quarter")
    await window.page.locator("#clock .busy").wait_for(state="detached", timeout=3 * PATIENCE_MS)

    assert (stage.time() - began).days >= 91


async def test_the_story_shows_itself_in_french(window: Window, address: str) -> None:
    await window.opens(f"{address}?language=fr")
    for step in (1, 2, 3, 4, 5):
        await window.taps(f'[data-step="{step}"]')
        await window.is_done(step)
        await window.keeps_picture(f"{step}-fr")

    await window.sees("#telegram .message", "Avec plaisir.")
    await window.sees("#slack .message", "Dans 7 jours")
    await window.sees("#slack .button.primary", "Remplir")
    assert await window.page.locator("html").get_attribute("lang") == "fr"
    assert "Parlez d’une plateforme à l’autre" in await window.page.locator("#steps").inner_text()


async def test_slack_has_its_command_its_modal_its_home_and_its_json(
    window: Window, address: str
) -> None:
    await window.opens(address)
    field = window.page.locator("#slack textarea")
    await field.fill("/h")
    await field.press("Tab")
    await window.page.keyboard.press("Enter")
    assert await field.input_value() == "/hub "
    await window.types("slack", "/hub request")
    await window.taps("#slack-modal button[type=submit]")
    await window.sees("#slack-modal .wrong", "required")
    await window.page.locator("#slack-modal textarea").first.fill(NEED)
    await window.taps("#slack-modal button[type=submit]")
    await window.sees("#slack .message", "This is what I understood")
    await window.at("#slack .message").hover()
    await window.taps("#slack [data-json]")
    await window.sees("#json pre", "chat.postMessage")
    await window.keeps_picture("json")
    await window.page.keyboard.press("Escape")

    await window.taps("#slack-places button", "Home")
    await window.page.locator("[data-suggest]").first.fill("detention")
    await window.taps("#slack [role=listbox] button", "detention")
    shown = await window.sees("#slack .home", "Here it is")
    await window.keeps_picture("home")

    assert "etention" in await shown.inner_text()


async def test_a_narrow_window_shows_one_chat_and_any_script(window: Window, address: str) -> None:
    await window.page.set_viewport_size({"width": 390, "height": 844})
    await window.opens(f"{address}?language=fr")
    assert await window.page.evaluate("document.documentElement.scrollWidth") <= 390
    await window.opens(address)
    assert await window.page.locator("#slack").is_visible()
    assert not await window.page.locator("#telegram").is_visible()

    await window.taps("#tabs button", "Telegram")
    await window.types("telegram", ARABIC)
    words = await window.sees("#telegram .mine .said", ARABIC)
    assert await words.evaluate("each => getComputedStyle(each).direction") == "rtl"
    await window.types("telegram", CHINESE)
    await window.sees("#telegram .mine .said", CHINESE)
    await window.keeps_picture("phone")
    for tab in ("Slack", "Telegram"):
        await window.taps("#tabs button", tab)
    at_the_end = "log => log.scrollHeight - log.scrollTop - log.clientHeight < 2"
    assert await window.at("#telegram-messages").evaluate(at_the_end)
    fits = "field => field.scrollHeight <= field.clientHeight"
    assert await window.at("#telegram textarea").evaluate(fits)
    wide = await window.page.evaluate("document.documentElement.scrollWidth")

    assert wide <= 390


async def test_everything_that_can_be_used_has_a_name_and_is_reached_by_keyboard(
    window: Window, address: str
) -> None:
    await window.opens(address)
    await window.types("telegram", READ)
    await window.is_done(1)
    nameless = await window.page.evaluate(
        """() => [...document.querySelectorAll("button, textarea, input, select, a")]
            .filter((each) => each.offsetParent)
            .filter((each) => !(each.innerText || each.ariaLabel || each.title || "").trim())
            .map((each) => each.outerHTML)"""
    )
    reached = set()
    await window.page.locator("body").press("Tab")
    for _ in range(60):
        reached.add(await window.page.evaluate("document.activeElement.innerText"))
        await window.page.keyboard.press("Tab")

    assert nameless == []
    assert {"Skip to the chats", "+ 1 day", "Kill the hub", "Secretariat", "More"} <= reached


async def test_a_picture_is_seen_in_both_chats_and_opens_by_itself(
    window: Window, address: str
) -> None:
    await window.opens(address)
    for side, key in (("slack", ".button"), ("telegram", ".key")):
        await window.types(side, "workplan WS-ATD")
        await window.taps(f"#{side} {key}", "Picture")
        image = await window.sees(f"#{side} .picture img")
        await image.scroll_into_view_if_needed()
        width = await image.evaluate("image => image.decode().then(() => image.naturalWidth)")
        assert width == 1_080
    await window.keeps_picture("workplan")

    shown = window.page.locator("#slack .message").filter(has=window.page.locator(".picture"))
    await shown.last.hover()
    await shown.last.locator("[data-json]").click()
    await window.sees("#json pre", "files.completeUploadExternal")
