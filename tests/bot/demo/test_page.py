"""The demo in a real browser: the story in five steps, by hand and by itself, wide and narrow."""

from typing import TYPE_CHECKING

from bot.demo.stage import Stage

if TYPE_CHECKING:
    from conftest import Window

READ = "anything on alternatives to detention for children?"
NEED = (
    "I need help negotiating a bilateral labour agreement with a country of destination,"
    " above all on recruitment fees and on portable social security"
)
ARABIC, CHINESE = "أدلة عن بدائل الاحتجاز للأطفال", "关于移民儿童的指南"


async def test_the_story_is_walked_by_hand_in_five_steps(
    window: "Window", address: str, stage: Stage
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
    await window.keeps_picture("5-quarter")

    assert (stage.time() - began).days >= 91


async def test_the_story_shows_itself_in_french(window: "Window", address: str) -> None:
    await window.opens(f"{address}?language=fr")
    for step in (1, 2, 3, 4):
        await window.taps(f'[data-step="{step}"]')
        await window.is_done(step)
        await window.keeps_picture(f"{step}-fr")

    await window.sees("#telegram .message", "Avec plaisir.")
    assert await window.page.locator("html").get_attribute("lang") == "fr"
    assert "Parlez d’une plateforme à l’autre" in await window.page.locator("#steps").inner_text()


async def test_slack_has_its_command_its_modal_its_home_and_its_json(
    window: "Window", address: str
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


async def test_a_narrow_window_shows_one_chat_and_any_script(
    window: "Window", address: str
) -> None:
    await window.page.set_viewport_size({"width": 390, "height": 844})
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
    wide = await window.page.evaluate("document.documentElement.scrollWidth")

    assert wide <= 390


async def test_everything_that_can_be_used_has_a_name_and_is_reached_by_keyboard(
    window: "Window", address: str
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
