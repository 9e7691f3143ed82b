"""The list of conversations, a conversation, and what opens over it."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page, expect

from e2e.gallery.hands import (
    DIALOG,
    MENU,
    Act,
    Screen,
    click,
    either,
    fill,
    menu_of,
    pick,
    press,
    shows,
    steps,
    unfold,
)
from e2e.gallery.scene import Scene

ROW = "[data-conversation]"
GROUP_ROW = "[data-conversation]:has-text('周末爬山')"
SEARCH = "[role=search] [role=searchbox]"
SAID = "[data-message]"
MINE = f"{SAID}:has-text('So has mine')"
MORE = press("More", "更多", within="main header")
AIMED = shows(".aim[role=status]")
ADD = press("Add", "添加")


def of_message(*names: str, selector: str = SAID) -> Act:
    """Chooses this from the menu of a message."""
    return steps(menu_of(selector), pick(*names))


CHOOSE = steps(of_message("Choose several", "多选"), shows(".deed"), shows("[role=checkbox]"))


def look_at_versions(page: Page) -> None:
    page.locator("article").get_by_role("button", name=either("edited", "已编辑")).click()
    DIALOG(page)


def look_at_readers(page: Page) -> None:
    page.locator("article button.count").last.click()
    DIALOG(page)


def look_at_picture(page: Page) -> None:
    page.locator("article .picture").last.click()
    expect(page.locator("[role=dialog] img").first).to_have_js_property("complete", True)


def copy_something(page: Page) -> None:
    of_message("Copy", "复制")(page)
    shows("[role=status]:has-text('Copied'), [role=status]:has-text('已复制'), .toast")(page)


def lists() -> Sequence[Screen]:
    sure = ("Clear the list", "清空会话列表")
    return (
        Screen("chats", "/chats", ROW),
        Screen("chats-menu", "/chats", ROW, menu_of(ROW)),
        Screen("chats-menu-group", "/chats", ROW, menu_of(GROUP_ROW)),
        Screen("chats-notify", "/chats", ROW, steps(menu_of(GROUP_ROW), unfold("Notifications", "消息提醒"))),
        Screen("chats-clear", "/chats", ROW, steps(menu_of(ROW), pick(*sure), DIALOG)),
        Screen("chats-add", "/chats", ROW, steps(ADD, MENU)),
        Screen("chats-own-card", "/chats", ROW, steps(press("My card: …", "我的名片：…"), DIALOG)),
        Screen("chats-found", "/chats", ROW, steps(fill(SEARCH, "山"), shows(".results mark"))),
    )


def conversation(scene: Scene) -> Sequence[Screen]:
    direct, group = f"/chats/{scene.direct}", f"/chats/{scene.group}"
    return (
        Screen("chat", direct, "article"),
        Screen("chat-group", group, "article"),
        Screen("chat-muted", f"/chats/{scene.muted}", "main .unavailable"),
        Screen("chat-missing", "/chats/900000001", ".empty h2"),
        Screen("chat-choosing", direct, "article", CHOOSE),
        Screen("chat-reply", direct, "article", steps(of_message("Reply", "回复"), AIMED)),
        Screen("chat-edit", direct, "article", steps(of_message("Edit", "编辑", selector=MINE), AIMED)),
        Screen("chat-copied", direct, "article", copy_something),
    )


def over_it(scene: Scene) -> Sequence[Screen]:
    direct, group = f"/chats/{scene.direct}", f"/chats/{scene.group}"
    delete = ("Delete for me", "仅为我删除")
    face = press("Open …'s profile", "查看…的资料", within="main header")
    return (
        Screen("chat-menu", direct, "article", menu_of(SAID)),
        Screen("chat-menu-own", direct, "article", menu_of(MINE)),
        Screen("chat-more", direct, "article", steps(MORE, MENU)),
        Screen("chat-profile", direct, "article", steps(face, shows("[role=dialog] .card"))),
        Screen("chat-forward", direct, "article", steps(CHOOSE, click(".deed"), shows("[role=dialog] li"))),
        Screen("chat-card", direct, "button.card", steps(click("button.card"), shows("[role=dialog] ol li"))),
        Screen("chat-delete", direct, "article", steps(of_message(*delete), DIALOG)),
        Screen("chat-react", direct, "article", steps(of_message("React", "回应"), DIALOG)),
        Screen("chat-versions", direct, "article", look_at_versions),
        Screen("chat-readers", group, "article button.count", look_at_readers),
        Screen("chat-picture", group, "article .picture", look_at_picture),
    )
