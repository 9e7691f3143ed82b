"""Groups: their list, their members, and what owner and admins rule."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page, expect

from e2e.gallery.hands import DIALOG, MENU, Act, Screen, fill, menu_of, pick, press, seen, shows, steps, tab, unfold
from e2e.gallery.scene import Scene

PEAK = "[data-group]:has-text('周末爬山')"
OTHERS = "[data-group]:has-text('Standup')"
GROUPS = steps(tab("Groups", "群聊"), shows(PEAK))
PANEL = "aside.members li [data-member]"
MEMBERS = steps(press("Members", "群成员", within="main header"), shows(PANEL))
BOB = f"{PANEL}:has-text('Bob')"
CREATE = steps(press("Add", "添加"), pick("Create group", "创建群聊"), DIALOG)


def of_group(*names: str, selector: str = PEAK) -> Act:
    return steps(GROUPS, menu_of(selector), pick(*names), DIALOG)


def of_member(*names: str) -> Act:
    return steps(MEMBERS, menu_of(BOB), pick(*names), DIALOG)


def make_link(page: Page) -> None:
    of_group("Joining", "加群设置")(page)
    page.locator("[role=dialog] form button[type=submit]").click()
    expect(page.locator("[role=dialog] svg[role=img]")).to_be_visible()


def fill_in(page: Page) -> None:
    CREATE(page)
    fill("[role=dialog] input:not([type=checkbox])", "读书会")(page)
    seen(page.locator("[role=dialog] input[type=checkbox]")).check()


def screens(scene: Scene) -> Sequence[Screen]:
    contacts, talk = "/contacts", f"/chats/{scene.group}"
    tree = "[role=treeitem]"
    return (
        Screen("groups", contacts, tree, GROUPS),
        Screen("groups-menu", contacts, tree, steps(GROUPS, menu_of(PEAK))),
        Screen("groups-mute-all", contacts, tree, steps(GROUPS, menu_of(PEAK), unfold("Mute everyone", "全员禁言"))),
        Screen("groups-create", contacts, tree, fill_in),
        Screen("groups-announcements", contacts, tree, of_group("Announcements", "群公告")),
        Screen("groups-no-announcement", contacts, tree, of_group("Announcements", "群公告", selector=OTHERS)),
        Screen("groups-invite", contacts, tree, of_group("Invite friends", "邀请好友入群")),
        Screen("groups-nickname", contacts, tree, of_group("My name in this group", "我在本群的昵称")),
        Screen("groups-rename", contacts, tree, of_group("Rename group", "修改群名称")),
        Screen("groups-picture", contacts, tree, of_group("Change group picture", "更换群头像")),
        Screen("groups-joining", contacts, tree, make_link),
        Screen("groups-dissolve", contacts, tree, of_group("Dissolve group", "解散群聊")),
        Screen("groups-leave", contacts, tree, of_group("Leave group", "退出群聊", selector=OTHERS)),
        Screen("members", talk, "article", MEMBERS),
        Screen("members-menu", talk, "article", steps(MEMBERS, menu_of(BOB))),
        Screen("members-mute", talk, "article", steps(MEMBERS, menu_of(BOB), unfold("Mute", "禁言"))),
        Screen("members-notify", talk, "article", steps(MEMBERS, press("Notifications: …", "消息提醒：…"), MENU)),
        Screen("members-remove", talk, "article", of_member("Remove from group", "移出群聊")),
        Screen("members-hand-over", talk, "article", of_member("Hand the group over", "转让群聊")),
    )
