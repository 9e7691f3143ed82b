"""Whatever changes in a group is told in its conversation, in the reader's language; and what a full group says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack

from playwright.sync_api import Browser, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast, befriend
from e2e.pictures import picture
from e2e.screens import chat_of, messages_region, window_of
from e2e.server import Server
from e2e.site import Site
from e2e.test_finding_groups import find_groups

LINES: Sequence[tuple[str, str]] = (
    ("Alice created the group with you, Carol", "Alice创建了群聊，邀请了Bob、你"),
    ("Alice renamed the group “Rowing club”", "Alice将群名改为“Rowing club”"),
    ("Alice changed the group's picture", "Alice更换了群头像"),
    ("Alice announced: Bring oars", "Alice发布了群公告：Bring oars"),
    ("Alice took an announcement back", "Alice删除了一条群公告"),
    ("Alice changed who may join: by approval", "Alice更改了加群方式：需要审核"),
    ("Alice lets newcomers read the whole history from now on", "Alice允许此后加入的人查看全部历史消息"),
    ("Alice made a link to join the group", "Alice生成了入群链接"),
    ("Charlie joined the group by a link", "Charlie通过链接加入了群聊"),
    ("Alice revoked a link to join the group", "Alice撤销了入群链接"),
    ("Charlie left the group", "Charlie退出了群聊"),
    ("Alice let Dave into the group", "Alice同意Dave加入群聊"),
    ("Alice removed Dave from the group", "Alice将Dave移出了群聊"),
    ("Alice added Dave to the group", "Alice邀请Dave加入了群聊"),
    ("Alice made you an admin", "Alice将Bob设为管理员"),
    ("Alice made you a member again, no longer admin", "Alice取消了Bob的管理员身份"),
    ("Alice muted you until this is lifted", "Alice将Bob禁言，直至解除"),
    ("Alice unmuted you", "Alice解除了对Bob的禁言"),
    ("Alice muted everyone until this is lifted", "Alice开启了全员禁言，直至解除"),
    ("Alice unmuted everyone", "Alice关闭了全员禁言"),
    ("Alice made the group private", "Alice关闭了群成员私聊"),
    ("Alice lets members chat privately", "Alice允许群成员私聊"),
    ("Alice handed the group over to Carol", "Alice将群聊转让给了你"),
    ("Carol dissolved the group", "你解散了群聊"),
)


def test_every_change_is_told_in_the_readers_language(windows: Windows, cast: Cast) -> None:
    alice, bob, charlie = cast.alice, cast.bob, cast.charlie
    carol, dave = cast.person("Carol"), cast.person("Dave")
    for friend in (carol, dave):
        befriend(alice, friend)
    made = alice.ask("POST", "/api/groups/", {"name": "Rowers", "members": [bob.id, carol.id]})
    place, address = made["conversation"]["id"], f"/api/groups/{made['id']}"
    his = chat_of(windows, bob, place)
    hers = chat_of(windows, carol, place, Looks("zh-CN", "dark", NARROW))

    alice.ask("PATCH", f"{address}/", {"name": "Rowing club"})
    assert alice.site.request("PUT", f"{address}/avatar/", picture("#1b846a"), alice.token, "image/png").status == 204
    announced = alice.ask("POST", f"{address}/announcements/", {"text": "Bring oars"})
    alice.ask("DELETE", f"{address}/announcements/{announced['id']}/")
    alice.ask("POST", f"{address}/join_mode/", {"join_mode": "approval"})
    alice.ask("POST", f"{address}/history/", {"history": "whole"})
    link = alice.ask("POST", f"{address}/links/", {})
    charlie.ask("POST", "/api/groups/links/join/", {"token": link["token"]})
    alice.ask("DELETE", f"{address}/links/{link['link']['id']}/")
    charlie.ask("POST", f"{address}/leave/", {})
    request = dave.ask("POST", f"{address}/join/", {})["request"]
    alice.ask("POST", f"/api/groups/requests/{request['id']}/accept/", {})
    alice.ask("DELETE", f"{address}/members/{dave.id}/")
    alice.ask("POST", f"{address}/members/", {"members": [dave.id]})
    for role in ("admin", "member"):
        alice.ask("PATCH", f"{address}/members/{bob.id}/", {"role": role})
    for muted in (f"{address}/members/{bob.id}/silence/", f"{address}/silence/"):
        alice.ask("POST", muted, {"seconds": None})
        alice.ask("DELETE", muted)
    for allowed in (False, True):
        alice.ask("PATCH", f"{address}/", {"allows_private_chat": allowed})
    alice.ask("POST", f"{address}/owner/", {"user": carol.id})
    carol.ask("DELETE", f"{address}/")

    for number, region in enumerate((messages_region(his), hers.get_by_role("region", name="消息记录"))):
        for line in reversed(LINES):
            told = region.get_by_text(line[number]).first
            told.scroll_into_view_if_needed()
            expect(told).to_be_visible()


def test_a_full_group_says_so(browser: Browser, server_with: Callable[..., Server]) -> None:
    server = server_with(TRYOUT="off", MAX_GROUP_MEMBERS="2")
    server.start()
    windows = Windows(browser, server.address)
    with ExitStack() as goodbyes:
        cast = Cast(Site("127.0.0.1", server.port), goodbyes)
        body = {"name": "Boat for two", "members": [cast.bob.id], "join_mode": "open"}
        cast.alice.ask("POST", "/api/groups/", body)
        page = window_of(windows, cast.charlie, "/contacts")
        find_groups(page, "Boat for two")
        page.get_by_role("button", name="Join Boat for two").click()
        expect(page.get_by_text("This group is full.")).to_be_visible()
    windows.close()
    server.kill()
    assert windows.complaints == []
