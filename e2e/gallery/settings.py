"""The settings, and what one does to one's own account."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page, expect

from e2e.gallery.entry import CAMERA, CROPPED, LIVE, PICTURE, UPLOAD, crop
from e2e.gallery.hands import DIALOG, Screen, press, shows, steps
from e2e.gallery.scene import Scene

READY = "main :is(label, h2, dt, li, fieldset)"
SECTIONS = ("general", "account", "devices", "privacy", "notifications", "chat", "appearance", "about")
PROFILE = steps(press("My card: …", "我的名片：…"), press("Edit profile", "编辑资料"))
PASSWORD = press("Change password", "修改密码", within="main")


def wrong_password(page: Page) -> None:
    PASSWORD(page)
    fields = page.locator("[role=dialog] input[type=password]")
    for at, text in enumerate(("", "short", "other")):
        fields.nth(at).fill(text)
    page.locator("[role=dialog] button[type=submit]").click()
    expect(page.locator("[role=dialog] [aria-invalid=true]")).to_have_count(3)


def snap(page: Page) -> None:
    """A picture from the camera, to be cropped."""
    CAMERA(page)
    LIVE(page)
    page.locator("[role=dialog] .camera").get_by_role("button").click()
    CROPPED(page)


def screens(_scene: Scene) -> Sequence[Screen]:
    account = "/settings/account"
    sign_out = press("Sign out", "退出登录", within="main")
    sign_out_there = press("Sign out: …", "退出登录：…", within="main")
    delete = press("Delete account", "注销账号", within="main")
    clear = press("Clear my local copy", "清除本地副本")
    return (
        Screen("settings", "/settings", "nav a[href^='/settings/']"),
        *(Screen(f"settings-{name}", f"/settings/{name}", READY) for name in SECTIONS),
        Screen("settings-profile", "/chats", "[data-conversation]", steps(PROFILE, shows("[role=dialog] form"))),
        Screen("settings-password", account, READY, steps(PASSWORD, DIALOG)),
        Screen("settings-password-wrong", account, READY, wrong_password),
        Screen("settings-delete", account, READY, steps(delete, DIALOG)),
        Screen("settings-sign-out", account, READY, steps(sign_out, DIALOG)),
        Screen("settings-device", "/settings/devices", READY, steps(sign_out_there, DIALOG)),
        Screen("settings-clear-copy", "/settings/chat", READY, steps(clear, DIALOG)),
        Screen("avatar", account, READY, steps(PICTURE, DIALOG)),
        Screen("avatar-upload", account, READY, UPLOAD),
        Screen("avatar-crop", account, READY, steps(UPLOAD, crop)),
        Screen("avatar-camera", account, READY, steps(CAMERA, LIVE)),
        Screen("avatar-camera-crop", account, READY, snap),
    )
