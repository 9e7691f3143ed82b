"""Friends, their groups, people to find and people who ask."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page

from e2e.gallery.hands import (
    DIALOG,
    MENU,
    Act,
    Screen,
    fill,
    menu_of,
    pick,
    press,
    seen,
    shows,
    steps,
    unfold,
)
from e2e.gallery.scene import Scene

FRIEND = "[role=treeitem][aria-level='2']"
LIN = f"{FRIEND}:has-text('林小满')"
FULL = "[role=treeitem][aria-level='1']:has-text('同事')"
EMPTY = "[role=treeitem][aria-level='1']:has-text('Family')"
SEARCH = ".contacts [role=searchbox]"


def of_friend(*names: str) -> Act:
    return steps(menu_of(LIN), pick(*names), DIALOG)


def of_group(selector: str, *names: str) -> Act:
    return steps(menu_of(selector), pick(*names), DIALOG)


def rest_on_friend(page: Page) -> None:
    seen(page.locator(f"{LIN} .avatar")).hover()
    shows(".hover-card")(page)


def find(q: str) -> Act:
    """Looks for people."""

    def act(page: Page) -> None:
        page.locator("main [role=searchbox]").fill(q)
        page.keyboard.press("Enter")
        shows("main ul li")(page)

    return act


def friends(scene: Scene) -> Sequence[Screen]:
    person = f"/contacts/people/{scene.friend}"
    menu = steps(press("More", "更多操作", within="main .card"), MENU)
    return (
        Screen("contacts", "/contacts", FRIEND),
        Screen("contacts-menu", "/contacts", FRIEND, menu_of(LIN)),
        Screen("contacts-menu-group", "/contacts", FRIEND, menu_of(FULL)),
        Screen("contacts-hover", "/contacts", FRIEND, rest_on_friend, on_phone=False),
        Screen("contacts-nobody", "/contacts", FRIEND, steps(fill(SEARCH, "nobody"), shows(".empty h2"))),
        Screen("contacts-move", "/contacts", FRIEND, steps(menu_of(LIN), unfold("Move to", "移动到"))),
        Screen("contacts-remark", "/contacts", FRIEND, of_friend("Edit remark name", "修改备注")),
        Screen("contacts-block", "/contacts", FRIEND, of_friend("Block", "拉黑")),
        Screen("contacts-delete", "/contacts", FRIEND, of_friend("Delete friend", "删除好友")),
        Screen("contacts-new-group", "/contacts", FRIEND, of_group(FULL, "New group", "新建分组")),
        Screen("contacts-rename-group", "/contacts", FRIEND, of_group(FULL, "Rename group", "重命名分组")),
        Screen("contacts-delete-group", "/contacts", FRIEND, of_group(FULL, "Delete group", "删除分组")),
        Screen("contacts-delete-empty", "/contacts", FRIEND, of_group(EMPTY, "Delete group", "删除分组")),
        Screen("person", person, "main .card"),
        Screen("person-more", person, "main .card", menu),
        Screen("person-stranger", f"/contacts/people/{scene.stranger}", "main .card"),
        Screen("person-unknown", "/contacts/people/900000001", ".empty h2"),
    )


def strangers(scene: Scene) -> Sequence[Screen]:
    requests = "main li"
    accept = press("Accept", "同意", within="main li:has-text('Lyon')")
    refuse = press("Refuse", "拒绝", within="main li:has-text('Lyon')")
    ask_group = press("Ask to join …", "申请加入…", within="main")
    return (
        Screen("requests", "/contacts/requests", requests),
        Screen("requests-accept", "/contacts/requests", requests, steps(accept, DIALOG)),
        Screen("requests-refuse", "/contacts/requests", requests, steps(refuse, DIALOG)),
        Screen("find", "/contacts/find", "main [role=searchbox]", find("a")),
        Screen(
            "find-add",
            "/contacts/find",
            "main [role=searchbox]",
            steps(find("Carol"), press("Add Carol as a friend", "加好友：Carol"), DIALOG),
        ),
        Screen("find-groups", "/contacts/find?for=groups&q=读书", "main article"),
        Screen("find-groups-ask", "/contacts/find?for=groups&q=读书", "main article", steps(ask_group, DIALOG)),
        Screen("join", f"/join#{scene.link}", "main article.group"),
        Screen("join-nowhere", "/join#nobody-made-a-link-that-ends-so", ".empty h2"),
    )
