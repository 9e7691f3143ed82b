"""Before somebody is in: signing in and registering, and what can go wrong there."""

from __future__ import annotations

import json
from collections.abc import Sequence

from playwright.sync_api import Page, Route

from e2e.cast import PASSWORD
from e2e.gallery.hands import DIALOG, MENU, Act, Screen, click, fill, press, shows, steps, tab
from e2e.server import ROOT

FACE = ROOT / "e2e" / "pictures" / "face.png"
FORM = "form input[type=password]"
EMPTY = ".empty h2"
SUBMIT = click("form button[type=submit]")
REGISTER = ("Register and sign in", "注册并登录")
REMEMBERED = ((1, "10001", "林晓"), (2, "10002", "Bob Miller"), (3, "10003", "Ana María Fernández de la Vega"))


def sign_in_with(account: str, password: str) -> Act:
    return steps(fill("input[autocomplete=username]", account), fill(FORM, password), SUBMIT)


def answer_auth(mode: str) -> Act:
    """Loads the page again from a server that lets only some register: this one lets everybody."""

    def closed(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"registration": mode})

    def act(page: Page) -> None:
        page.route("**/api/auth/", closed)
        page.reload()

    return act


def be_throttled(page: Page) -> None:
    body = json.dumps({"code": "throttled", "detail": ""})
    headers = {"Retry-After": "42", "Content-Type": "application/json"}
    page.route("**/api/auth/login/", lambda route: route.fulfill(status=429, headers=headers, body=body))
    sign_in_with("lin_xiaoman", "guess")(page)
    shows("form [role=alert]")(page)


def lose_server(page: Page) -> None:
    page.route("**/api/auth/", lambda route: route.abort())
    page.reload()
    shows("main .banner")(page)


def be_remembered(page: Page) -> None:
    known = [{"id": id, "account": account, "name": name, "avatar": ""} for id, account, name in REMEMBERED]
    page.evaluate("known => localStorage.setItem('ggtalk.accounts', known)", json.dumps(known))
    page.reload()
    shows("main form ul li")(page)


def register(page: Page) -> None:
    """A newcomer, who stays signed in."""
    fill("form input[autocomplete=nickname]", "新来的 Newcomer")(page)
    for field in page.locator("form input[autocomplete=new-password]").all():
        field.fill(PASSWORD)
    SUBMIT(page)
    DIALOG(page)


def crop(page: Page) -> None:
    page.locator("[role=dialog] input[type=file]").set_input_files(FACE)
    CROPPED(page)


CROPPED = shows("[role=dialog] footer .primary:enabled")
PICTURE = press("Change picture", "更换头像")
UPLOAD = steps(PICTURE, tab("Upload", "上传图片"))
CAMERA = steps(PICTURE, tab("Camera", "拍照"))
MISSING = steps(tab("Choose my own", "自己取一个"), press(*REGISTER), shows("[aria-invalid=true]"))
LIVE = shows("[role=dialog] .camera button:enabled")

OUTSIDE: Sequence[Screen] = (
    Screen("sign-in", "/sign-in", FORM),
    Screen("sign-in-missing", "/sign-in", FORM, steps(SUBMIT, shows("[aria-invalid=true]"))),
    Screen("sign-in-wrong", "/sign-in", FORM, steps(sign_in_with("lin_xiaoman", "guess"), shows("form [role=alert]"))),
    Screen("sign-in-throttled", "/sign-in", FORM, be_throttled),
    Screen("sign-in-unreachable", "/sign-in", FORM, lose_server),
    Screen("sign-in-presence", "/sign-in", FORM, steps(press("Sign in as: …", "登录状态: …"), MENU)),
    Screen("sign-in-closed", "/sign-in", FORM, steps(answer_auth("closed"), shows(FORM))),
    Screen("register", "/register", FORM),
    Screen("register-missing", "/register", FORM, MISSING),
    Screen("register-invited", "/register", FORM, steps(answer_auth("invite"), shows(FORM))),
    Screen("register-closed", "/register", FORM, steps(answer_auth("closed"), shows(EMPTY))),
    Screen("register-picture", "/register", FORM, steps(PICTURE, DIALOG)),
    Screen("sign-in-remembered", "/sign-in", FORM, be_remembered),
    Screen("welcome", "/register", FORM, register),
)
"""The last one signs a newcomer in."""

SEARCH = "[role=search] [role=searchbox]"
NOTHING = "空空如也 nothing"

NEWCOMER: Sequence[Screen] = (
    Screen("chats-empty", "/chats", EMPTY),
    Screen("chats-nothing-found", "/chats", SEARCH, steps(fill(SEARCH, NOTHING), shows(EMPTY))),
    Screen("contacts-empty", "/contacts", EMPTY),
    Screen("groups-empty", "/contacts", EMPTY, tab("Groups", "群聊")),
    Screen("requests-empty", "/contacts/requests", EMPTY),
    Screen("favourites-empty", "/favourites", EMPTY),
    Screen("search-nothing", "/chats/search?q=nothing", EMPTY),
    Screen("search-begin", "/chats/search", EMPTY),
    Screen("find-begin", "/contacts/find", EMPTY),
    Screen("find-nobody", "/contacts/find?q=nobody_of_this_name", EMPTY),
    Screen("find-no-group", "/contacts/find?for=groups&q=nothing", EMPTY),
    Screen("blocks-empty", "/settings/privacy", EMPTY),
)
"""Where there is nothing yet, each place says what to do."""
