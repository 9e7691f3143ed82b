"""What helps to say something: emoji, stickers, fonts, a voice, handwriting, screenshots."""

from __future__ import annotations

import math
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from e2e.drawing import between, draw, places, point_at
from e2e.gallery.hands import DIALOG, Act, Screen, either, fill, press, seen, shows, steps, tab
from e2e.gallery.scene import Scene

LINE = "main [role=textbox]"
EMOJI = steps(press("Emoji", "表情", within="main"), DIALOG)
STICKERS = steps(EMOJI, tab("Stickers", "动态表情"), shows("[role=dialog] [role=group] img"))


def tool(*names: str) -> Act:
    """Presses what stands above the line to write on; in a narrow window it has to be unfolded."""

    def act(page: Page) -> None:
        wanted = page.locator("main").get_by_role("button", name=either(*names))
        more = page.get_by_role("button", name=either("More tools", "更多工具"))
        if not wanted.is_visible() and more.is_visible():
            more.click()
        wanted.click()

    return act


def open_tool(*names: str) -> Act:
    return steps(tool(*names), DIALOG)


def record_voice(page: Page) -> None:
    """Speaks, and listens before it is sent."""
    page.locator("main .microphone button").click()
    expect(page.locator("section.recorder [role=timer]")).to_have_text("0:01")
    page.locator("section.recorder button.first").click()
    expect(page.locator("section.recorder .voice")).to_be_visible()


def write_by_hand(page: Page) -> None:
    open_tool("Handwriting", "手写板")(page)
    paper = page.locator(".board-page")
    draw(paper, [(0.1 + n / 100, 0.5 + math.sin(n / 5) / 4) for n in range(61)])
    in_dialog(page, "Red", "红")
    draw(paper, between((0.6, 0.2), (0.9, 0.8)))


def capture_screen(page: Page) -> None:
    open_tool("Screenshot", "截图")(page)
    expect(page.locator("[role=dialog] .shot-dim")).to_be_visible()
    ((x, y),) = places(page.locator(".shot-picture"), [(0.62, 0.52)])
    page.mouse.move(x, y)


def annotate_screen(page: Page) -> None:
    capture_screen(page)
    shown = page.locator(".shot-picture")
    draw(shown, between((0.15, 0.15), (0.85, 0.85)))
    tools = (("Rectangle", "矩形"), ("Ellipse", "椭圆"), ("Arrow", "箭头"), ("Mosaic", "马赛克"))
    for at, names in enumerate(tools):
        in_dialog(page, *names)
        draw(shown, between((0.2 + 0.12 * at, 0.25), (0.3 + 0.12 * at, 0.5)))
    in_dialog(page, "Text", "文字")
    point_at(shown, (0.3, 0.7))
    page.keyboard.type("Look here · 看这里")


def in_dialog(page: Page, *names: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=either(*names)).click()


def throw_away(page: Page) -> None:
    """Is asked before a drawing is lost."""
    open_tool("Handwriting", "手写板")(page)
    draw(page.locator(".board-page"), between((0.2, 0.2), (0.8, 0.8)))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name=either("Throw the drawing away?", "放弃这页手写？"))).to_be_visible()


def type_at(page: Page) -> None:
    seen(page.locator(LINE)).fill("@")
    shows("[role=option]")(page)


BURN = steps(tool("Burn after reading", "阅后即焚"), shows(".bar[role=status]"))


def screens(scene: Scene) -> Sequence[Screen]:
    direct, group = f"/chats/{scene.direct}", f"/chats/{scene.group}"
    line = "article"
    return (
        Screen("write-emoji", direct, line, EMOJI),
        Screen("write-no-emoji", direct, line, steps(EMOJI, fill("[role=dialog] [role=searchbox]", "zzzz"))),
        Screen("write-stickers", direct, line, STICKERS),
        Screen(
            "write-own-stickers",
            direct,
            line,
            steps(STICKERS, tab("My stickers", "我的表情"), shows("[role=dialog] [data-file] img")),
        ),
        Screen("write-voice", direct, line, record_voice),
        Screen("write-by-hand", direct, line, write_by_hand),
        Screen("write-by-hand-leave", direct, line, throw_away),
        Screen("write-capture", direct, line, capture_screen),
        Screen("write-screenshot", direct, line, annotate_screen),
        Screen("write-font", direct, line, open_tool("Font", "字体")),
        Screen("write-replies", direct, line, open_tool("Quick replies", "快捷回复")),
        Screen("write-burning", direct, line, BURN),
        Screen("write-mention", group, line, type_at),
        Screen("write-much", f"/chats/{scene.refused}", line, fill(LINE, "太长了" * 7_000)),
    )
