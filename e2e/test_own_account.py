"""My picture, my password, my devices and the end of my account, on the screens."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from e2e.axe import violations_on
from e2e.browser import Windows
from e2e.cast import PASSWORD, Cast
from e2e.pictures import picture
from e2e.program import Program
from e2e.screens import chat_of, composer, friend_row, recent, sign_in, window_of
from e2e.site import Refused
from e2e.waiting import eventually

NEW_PASSWORD = "an even longer password"


def test_a_picture_from_the_camera_is_seen_by_friends(windows: Windows, cast: Cast) -> None:
    hers = window_of(windows, cast.alice, "/settings/account")
    his = window_of(windows, cast.bob, "/contacts")
    expect(friend_row(his, "Alice").locator("img")).to_have_count(0)
    hers.get_by_role("button", name="Change picture").click()
    dialog = hers.get_by_role("dialog", name="Change picture")
    dialog.get_by_role("tab", name="Camera").click()
    dialog.get_by_role("button", name="Take picture").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(friend_row(his, "Alice").locator("img")).to_have_attribute("src", re.compile("^/media/avatars/"))
    hers.get_by_role("button", name="Change picture").click()
    dialog.get_by_role("tab", name="Built-in").click()
    dialog.get_by_label("Built-in avatar 3").locator("..").click()
    dialog.get_by_role("button", name="Save").click()
    eventually(lambda: cast.alice.ask("GET", "/api/me/")["avatar"] == "builtin:3", "the picture is changed")


def test_a_picture_is_moved_by_arrow_keys_and_its_slider_follows_the_wheel(windows: Windows, cast: Cast) -> None:
    page = window_of(windows, cast.alice, "/settings/account")
    page.get_by_role("button", name="Change picture").click()
    dialog = page.get_by_role("dialog", name="Change picture")
    dialog.get_by_role("tab", name="Upload").click()
    tall = FilePayload(name="me.png", mimeType="image/png", buffer=picture("#c03030", (200, 500)))
    dialog.locator("input[type=file]").set_input_files(tall)
    frame, slider = dialog.get_by_label("Picture to crop"), dialog.get_by_role("slider", name="Zoom")
    shown = frame.locator("img").last
    expect(frame).to_be_focused()
    before = shown.bounding_box()
    assert before
    page.keyboard.press("ArrowDown")
    eventually(lambda: (shown.bounding_box() or before)["y"] > before["y"], "the picture moves down")
    assert violations_on(page) == []
    zoomed = float(slider.input_value())
    frame.hover()
    page.mouse.wheel(0, -200)
    eventually(lambda: float(slider.input_value()) > zoomed, "the slider follows the wheel")
    slider.press("Home")
    expect(slider).to_have_value("1")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()


def test_a_new_name_and_signature_are_seen_everywhere(windows: Windows, cast: Cast) -> None:
    hers = window_of(windows, cast.alice, "/settings/account")
    his = window_of(windows, cast.bob, "/contacts")
    expect(friend_row(his, "Alice")).to_be_visible()
    hers.get_by_role("textbox", name="Name", exact=True).fill("   ")
    expect(hers.get_by_role("button", name="Save")).to_be_enabled()
    hers.get_by_role("button", name="Save").click()
    expect(hers.get_by_text("Write a name that can be seen.")).to_be_visible()
    hers.get_by_role("textbox", name="Name", exact=True).fill("Alice in Wonderland")
    hers.get_by_role("textbox", name="Signature").fill("Curiouser and curiouser")
    hers.get_by_role("button", name="Save").click()
    expect(friend_row(his, "Alice in Wonderland")).to_contain_text("Curiouser and curiouser")


def change_password(page: Page, old: str) -> None:
    dialog = page.get_by_role("dialog", name="Change password")
    if not dialog.is_visible():
        page.get_by_role("button", name="Change password").click()
    dialog.get_by_label("Current password").fill(old)
    dialog.get_by_label("New password").fill(NEW_PASSWORD)
    dialog.get_by_label("Password again").fill(NEW_PASSWORD)
    dialog.get_by_role("button", name="Change password").click()


def test_a_new_password_signs_out_all_other_devices(windows: Windows, cast: Cast) -> None:
    here = window_of(windows, cast.alice, "/settings/account")
    there = window_of(windows, cast.alice, "/contacts")
    change_password(here, "not my password")
    expect(here.get_by_text("This is not your password.")).to_be_visible()
    change_password(here, PASSWORD)
    expect(here.get_by_role("dialog", name="Change password")).to_be_hidden()
    expect(there.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    sign_in(there, cast.alice.account, NEW_PASSWORD)
    here.reload()
    expect(here.get_by_role("button", name="Change password")).to_be_visible()


def test_another_device_is_listed_and_signed_out(windows: Windows, cast: Cast) -> None:
    phone = cast.device_of(cast.alice, "Alice's phone")
    line = phone.connect()
    page = window_of(windows, cast.alice, "/settings/devices")
    row = page.get_by_role("list", name="Devices").get_by_role("listitem").filter(has_text="Alice's phone")
    row.get_by_role("button").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    expect(row).to_have_count(0)
    assert line.wait_closed() == 4403


def test_everything_about_me_is_one_file(windows: Windows, cast: Cast, tmp_path: Path) -> None:
    page = window_of(windows, cast.alice, "/settings/account")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export my data").click()
    download.value.save_as(tmp_path / "export.json")
    assert cast.alice.account in json.dumps(json.loads((tmp_path / "export.json").read_text()))


@pytest.fixture
def talking(cast: Cast) -> tuple[Program, Program, int]:
    alice, bob = cast.alice, cast.bob
    bob.connect()
    conversation = bob.direct_with(alice)
    bob.say(conversation, "Only for Alice")
    return alice, bob, conversation


def test_who_signs_in_next_at_the_same_browser_sees_nothing_of_mine(
    windows: Windows, cast: Cast, talking: tuple[Program, Program, int]
) -> None:
    alice, _, conversation = talking
    page = chat_of(windows, alice, conversation)
    second = windows.open_in(page.context, "/contacts")
    composer(page).fill("a secret draft of Alice's")
    page.get_by_role("button", name="My card: Alice").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("dialog", name="Sign out?").get_by_role("button", name="Sign out").click()
    for window in (page, second):
        expect(window.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    sign_in(page, cast.charlie.account)
    page.goto(f"/chats/{conversation}")
    expect(page.get_by_text("This conversation can't be found")).to_be_visible()
    expect(recent(page)).to_have_count(0)
    assert "Only for Alice" not in page.content()
    assert "secret draft" not in page.content()


def test_an_account_is_deleted_for_good(windows: Windows, cast: Cast, talking: tuple[Program, Program, int]) -> None:
    alice, bob, conversation = talking
    his = chat_of(windows, bob, conversation)
    page = window_of(windows, alice, "/settings/account")
    page.get_by_role("button", name="Delete account").click()
    dialog = page.get_by_role("dialog", name="Delete account")
    dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    dialog.get_by_role("checkbox", name="I know that this can't be undone").check()
    dialog.get_by_role("button", name="Delete account").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(composer(his)).to_have_count(0)
    assert bob.ask("GET", "/api/friends/")["friends"] == []
    assert bob.texts(conversation) == ["Only for Alice"]
    with pytest.raises(Refused) as refused:
        Program.sign_in(cast.site, alice.account, PASSWORD)
    assert refused.value.code == "invalid_credentials"
