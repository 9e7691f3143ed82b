"""Signing in and registering on the screens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from e2e.browser import Looks, Windows
from e2e.cast import PASSWORD, Cast
from e2e.screens import navigation, sign_in, sign_out
from e2e.server import ROOT


def test_errors_are_exact_and_the_same_for_unknown_and_wrong(windows: Windows, cast: Cast) -> None:
    page = windows.open()
    button = page.get_by_role("button", name="Sign in", exact=True)
    account, password = page.get_by_label("Account", exact=True), page.get_by_label("Password", exact=True)
    expect(account).to_be_focused()
    button.click()
    expect(page.get_by_text("Enter your account.")).to_be_visible()
    expect(account).to_be_focused()
    account.fill(cast.alice.account)
    button.click()
    expect(page.get_by_text("Enter your password.")).to_be_visible()
    for wrong in (cast.alice.account, "nobody_of_this_name"):
        account.fill(wrong)
        password.fill("wrong")
        button.click()
        expect(page.get_by_text("The account or the password is wrong.")).to_be_visible()
        expect(password).to_be_focused()
    account.fill(cast.alice.account)
    password.fill(PASSWORD)
    password.press("Enter")
    expect(navigation(page)).to_be_visible()


def test_the_presence_is_chosen_before_signing_in(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    alice.connect()
    page = windows.open()
    page.get_by_role("button", name=re.compile("^Sign in as")).click()
    page.get_by_role("menuitemcheckbox", name="Busy").or_(page.get_by_role("menuitem", name="Busy")).click()
    sign_in(page, bob.account, PASSWORD)
    alice.hear("presence.changed", lambda payload: payload == {"user": bob.id, "presence": "busy"})


def test_who_is_invisible_is_not_shown_by_a_second_sign_in(windows: Windows, cast: Cast) -> None:
    cast.bob.ask("PATCH", "/api/me/", {"presence": "invisible"})
    page = windows.open()
    expect(page.get_by_role("button", name="Sign in as: As before")).to_be_visible()
    sign_in(page, cast.bob.account, PASSWORD)
    page.get_by_role("button", name=re.compile("^My card")).first.click()
    expect(page.get_by_role("radio", name="Invisible")).to_be_checked()
    assert str(cast.bob.id) not in cast.alice.ask("GET", "/api/presence/")["presence"]


@pytest.mark.parametrize(("remember", "stays"), [(True, True), (False, False)])
def test_remember_me_outlives_the_browser(windows: Windows, cast: Cast, remember: bool, stays: bool) -> None:
    page = windows.open()
    page.get_by_role("checkbox", name="Remember me").set_checked(remember)
    sign_in(page, cast.alice.account, PASSWORD)
    kept = [cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"]
    assert [cookie["expires"] > 0 for cookie in kept] == [stays]
    page.reload()
    expect(navigation(page)).to_be_visible()


def test_signing_out_asks_for_the_password_again(windows: Windows, cast: Cast) -> None:
    page = sign_in(windows.open(), cast.alice.account, PASSWORD)
    sign_out(page)
    page.reload()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    expect(page.get_by_label("Account", exact=True)).to_have_value(cast.alice.account)


def test_registering_with_a_picture_goes_straight_in(windows: Windows, cast: Cast) -> None:
    page = windows.open("/register")
    page.get_by_label("Name", exact=True).fill("Zoë 🦊")
    submit = page.get_by_role("button", name="Register and sign in")
    page.get_by_label("Password", exact=True).fill("a long password")
    page.get_by_label("Password again").fill("another password")
    submit.click()
    expect(page.get_by_text("The two passwords differ.")).to_be_visible()
    page.get_by_label("Password again").fill("a long password")

    page.get_by_role("button", name="Change picture").click()
    dialog = page.get_by_role("dialog", name="Change picture")
    dialog.get_by_role("tab", name="Upload").click()
    with page.expect_file_chooser() as choosing:
        dialog.get_by_text("Choose a picture", exact=True).click()
    choosing.value.set_files(ROOT / "e2e" / "pictures" / "face.png")
    dialog.get_by_role("button", name="Save").click()
    submit.click()

    welcome = page.get_by_role("dialog", name="Welcome! This is your account")
    account = welcome.get_by_text(re.compile(r"^\d{5,}$")).inner_text()
    welcome.get_by_role("button", name="Begin").click()
    (card,) = cast.charlie.ask("GET", f"/api/users/?search={account}")["users"]
    assert card["name"] == "Zoë 🦊"
    assert card["avatar"].startswith("/media/avatars/")
    expect(page.locator(f'img[src="{card["avatar"]}"]').first).to_be_visible()


def test_registering_with_a_built_in_picture(windows: Windows, cast: Cast) -> None:
    page = windows.open("/register")
    page.get_by_label("Name", exact=True).fill("Wren")
    page.get_by_label("Password", exact=True).fill("a long password")
    page.get_by_label("Password again").fill("a long password")
    page.get_by_role("button", name="Change picture").click()
    dialog = page.get_by_role("dialog", name="Change picture")
    dialog.get_by_role("tab", name="Built-in").click()
    dialog.get_by_title("Built-in avatar 3", exact=True).click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Register and sign in").click()

    welcome = page.get_by_role("dialog", name="Welcome! This is your account")
    account = welcome.get_by_text(re.compile(r"^\d{5,}$")).inner_text()
    (card,) = cast.charlie.ask("GET", f"/api/users/?search={account}")["users"]
    assert (card["name"], card["avatar"]) == ("Wren", "builtin:3")


def test_a_chosen_account_must_be_free_and_well_formed(windows: Windows, cast: Cast) -> None:
    page = windows.open("/register", Looks(locale="zh-CN", theme="dark"))
    page.get_by_role("tab", name="自己取一个").click()
    account = page.get_by_role("textbox", name="账号")
    page.get_by_label("昵称", exact=True).fill("小明")
    page.get_by_label("密码", exact=True).fill("足够长的密码一二三")
    page.get_by_label("再输一次密码").fill("足够长的密码一二三")
    submit = page.get_by_role("button", name="注册并登录")
    account.fill("ab")
    submit.click()
    expect(account).to_have_attribute("aria-invalid", "true")
    taken = cast.person("Taken")
    taken_account = f"taken_{taken.account}"
    cast.site.ask(
        "POST", "/api/auth/register/", {"account": taken_account, "name": "Somebody", "password": "a long password"}
    )
    account.fill(taken_account.upper())
    submit.click()
    expect(page.get_by_text("这个账号已经有人用了")).to_be_visible()
    account.fill(f"free_{taken.account}")
    submit.click()
    expect(page.get_by_text("这是你的账号")).to_be_visible()


def test_signed_out_from_elsewhere_is_said(windows: Windows, cast: Cast) -> None:
    page = sign_in(windows.open(), cast.alice.account, PASSWORD)
    devices = cast.alice.ask("GET", "/api/me/devices/")
    browser_of_hers = next(device for device in devices if device["kind"] == "browser")
    page.wait_for_load_state("networkidle")  # else a request on its way may be told first, without the reason
    cast.alice.ask("DELETE", f"/api/me/devices/{browser_of_hers['id']}/")
    expect(page.get_by_text("This device was signed out from elsewhere.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
