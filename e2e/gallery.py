"""Every screen of the product, with people and words on it that are worth a picture."""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from e2e.cast import Cast, befriend
from e2e.drawing import between, draw, places, point_at
from e2e.group_screens import begin_group, rule_joining, show_announcements, show_members
from e2e.pictures import moving_picture, picture
from e2e.program import Program, message
from e2e.seeding import say_all

FRIENDS: Sequence[tuple[str, str, str]] = (
    ("林小满", "今天也要开心 🌱", "online"),
    ("Bob Miller", "Out for a walk", "busy"),
    ("王大伟", "", "away"),
    ("Ana María Fernández de la Vega", "Siempre adelante", "dnd"),
    ("陈晨", "勿扰，写代码中", "offline"),
)
TALK: Sequence[tuple[bool, str]] = (
    (False, "在吗？上午的报告发我一份 🙏"),
    (True, "Sure, give me five minutes."),
    (True, "Here: https://example.org/reports/2026/q3"),
    (False, "收到！写得很清楚，我只改了一处措辞，其余保持不变。下午的会你也来吧？"),
    (True, "I will be there 👍"),
    (False, "😂😂😂"),
)
ANNOUNCEMENT = "周六八点，北门集合。\nBring water and a hat."


@dataclass(frozen=True)
class Scene:
    """Whose screens are shown, and where her conversations are."""

    alice: Program
    direct: int
    group: int
    friend: int


@dataclass(frozen=True)
class Screen:
    """One state of the product: where it is, what shows that it is ready, and what to do there first."""

    name: str
    path: str
    ready: str
    act: Callable[[Page], None] | None = None

    def show(self, page: Page) -> None:
        page.goto(self.path)
        expect(page.locator(self.ready).first).to_be_visible()
        if self.act:
            self.act(page)
        expect(page.locator("[aria-busy=true], .skeleton")).to_have_count(0)
        page.evaluate("document.fonts.ready")


def set_scene(cast: Cast) -> Scene:
    """Alice with five friends in two friend groups, a group, an answered and an open request."""
    alice = cast.person("Alice 张")
    alice.connect()
    friends = [make_friend(cast, alice, *about) for about in FRIENDS]
    alice.ask("POST", "/api/friends/groups/", {"name": "同事"})
    groups = alice.ask("GET", "/api/friends/")["friend_groups"]
    alice.ask("PATCH", f"/api/friends/{friends[1].id}/", {"friend_group": groups[-1]["id"], "remark": "Bob (office)"})
    direct = alice.direct_with(friends[0])
    for mine, text in TALK:
        (alice if mine else friends[0]).say(direct, text)
    alice.ask("PATCH", "/api/me/", {"settings": {"font": {"family": "kai", "size": 17, "color": "#c0392b"}}})
    hand = {"family": "serif", "size": 18, "color": "#1e8449"}
    friends[0].command("message.send", styled(direct, "字如其人 · My own hand", hand))
    alice.command("message.send", styled(direct, "我的字也有颜色 · So has mine", {"bold": True, "color": "#ffd400"}))
    told = [one["id"] for one in alice.history(direct) if "text" in one["body"]]
    card = {"conversation": direct, "client_id": str(uuid.uuid4()), "messages": told[:5], "merged": True}
    alice.command("message.forward", card)
    alice.command("message.pin", {"message": told[0], "on": True})
    friends[0].command("shake.send", {"conversation": direct})
    walkers = {"name": "周末爬山 ⛰", "members": [friend.id for friend in friends[:4]], "announcement": ANNOUNCEMENT}
    group = alice.ask("POST", "/api/groups/", walkers)
    meeting = group["conversation"]["id"]
    say_all([friends[0]], meeting, ["周六去香山，八点集合，有人一起吗？", "🙋"])
    friends[1].say(meeting, "Count me in. I bring oranges 🍊")
    alice.command("message.send", naming(meeting, friends[2]))
    friends[2].command("message.send", naming(meeting, friends[1]))
    friends[0].command("message.send", naming(meeting, alice))
    for person, sticker in ((alice, "party"), (friends[1], "love")):
        person.command("message.send", message(meeting, "") | {"body": {"text": "", "sticker": sticker}})
    for drawn in (moving_picture(), picture("#1b846a"), picture("#c03030", (200, 500)), picture("#2757d6", (90, 90))):
        alice.ask("POST", "/api/stickers/", {"file": alice.upload(drawn)["id"]})
    own = alice.ask("GET", "/api/stickers/")["stickers"][0]["id"]
    alice.command("message.send", message(meeting, "") | {"body": {"text": "", "sticker": own}})
    friends[2].say(friends[2].direct_with(alice), "<b>hello</b> & good morning")
    stranger = cast.person("Dave")
    let_ask(stranger, alice)
    stranger.ask("POST", "/api/friends/requests/", {"user": alice.id, "note": "We met at the conference in Lyon."})
    return Scene(alice, direct, meeting, friends[0].id)


def let_ask(stranger: Program, owner: Program) -> None:
    """A group of a stranger's that can be found, and their request to join one of the owner's."""
    stranger.ask("POST", "/api/groups/", {"name": "读书会 Book club", "members": [], "join_mode": "approval"})
    club = owner.ask("POST", "/api/groups/", {"name": "Rowers", "members": [], "join_mode": "approval"})
    stranger.ask("POST", f"/api/groups/{club['id']}/join/", {"note": "I have rowed since school. 🚣"})


def styled(conversation: int, text: str, style: dict[str, Any]) -> dict[str, Any]:
    return {"conversation": conversation, "client_id": str(uuid.uuid4()), "body": {"text": text, "style": style}}


def naming(conversation: int, user: Program) -> dict[str, Any]:
    """What is sent to somebody by name."""
    name = f"@{user.user['name']}"
    text = f"{name} 你来带路好吗？ Will you lead the way?"
    mentions = [{"user": user.id, "start": 0, "length": len(name)}]
    return {"conversation": conversation, "client_id": str(uuid.uuid4()), "body": {"text": text, "mentions": mentions}}


def make_friend(cast: Cast, alice: Program, name: str, signature: str, presence: str) -> Program:
    friend = cast.person(name)
    befriend(alice, friend)
    friend.ask("PATCH", "/api/me/", {"signature": signature})
    friend.connect()
    if presence == "offline":
        friend.disconnect()
    else:
        friend.command("presence.set", {"presence": presence})
    return friend


def press(selector: str) -> Callable[[Page], None]:
    """Presses what this finds, and waits for what opens."""

    def act(page: Page) -> None:
        page.locator(selector).first.click()
        expect(page.locator("[role=dialog], [role=menu]").first).to_be_visible()

    return act


def choose_tool(*names: str) -> Callable[[Page], None]:
    """Opens what stands above the line to write on; in a narrow window it has to be unfolded."""

    def act(page: Page) -> None:
        tool = page.locator(", ".join(f"main button[aria-label='{name}']" for name in names))
        more = page.locator("main button:is([aria-label='More tools'], [aria-label='更多工具'])")
        if not tool.is_visible() and more.is_visible():
            more.click()
        tool.click()
        expect(page.locator("[role=dialog], [role=menu]").first).to_be_visible()

    return act


def record_voice(page: Page) -> None:
    """Speaks, and listens before it is sent."""
    page.locator("main button.microphone").click()
    expect(page.locator("section.recorder [role=timer]")).to_have_text("0:01")
    page.locator("section.recorder button.first").click()
    expect(page.locator("section.recorder .voice")).to_be_visible()


def write_by_hand(page: Page) -> None:
    choose_tool("Handwriting", "手写板")(page)
    paper = page.locator(".board-page")
    draw(paper, [(0.1 + n / 100, 0.5 + math.sin(n / 5) / 4) for n in range(61)])
    press_named(page, "Red", "红")
    draw(paper, between((0.6, 0.2), (0.9, 0.8)))


def capture_screen(page: Page) -> None:
    choose_tool("Screenshot", "截图")(page)
    expect(page.locator("[role=dialog] .shot-dim")).to_be_visible()
    ((x, y),) = places(page.locator(".shot-picture"), [(0.62, 0.52)])
    page.mouse.move(x, y)


def annotate_screen(page: Page) -> None:
    capture_screen(page)
    shown = page.locator(".shot-picture")
    draw(shown, between((0.15, 0.15), (0.85, 0.85)))
    tools = (("Rectangle", "矩形"), ("Ellipse", "椭圆"), ("Arrow", "箭头"), ("Mosaic", "马赛克"))
    for at, names in enumerate(tools):
        press_named(page, *names)
        draw(shown, between((0.2 + 0.12 * at, 0.25), (0.3 + 0.12 * at, 0.5)))
    press_named(page, "Text", "文字")
    point_at(shown, (0.3, 0.7))
    page.keyboard.type("Look here · 看这里")


def press_named(page: Page, *names: str) -> None:
    """Presses a button of the dialog by its name in either language."""
    page.locator(", ".join(f"[role=dialog] button[aria-label='{name}']" for name in names)).click()


def pick_sticker(page: Page) -> None:
    press("main button:is([aria-label='Emoji'], [aria-label='表情'])")(page)
    page.locator("[role=dialog] [role=tab]:text-matches('^(Stickers|动态表情)$')").click()
    expect(page.locator("[role=dialog] [role=group] img").last).to_be_visible()


def pick_own_sticker(page: Page) -> None:
    pick_sticker(page)
    page.locator("[role=dialog] [role=tab]:text-matches('^(My stickers|我的表情)$')").click()
    expect(page.locator("[role=dialog] [data-file] img").last).to_be_visible()


def type_at(page: Page) -> None:
    page.locator("main [role=textbox]").fill("@")
    expect(page.locator("[role=option]").first).to_be_visible()


def open_menu(selector: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator(selector).first.click(button="right")
        expect(page.locator("[role=menu]").first).to_be_visible()

    return act


def begin_choosing(page: Page) -> None:
    """Chooses the first message by its menu."""
    open_menu("[data-message]")(page)
    page.locator("[role=menuitem]").filter(has_text=re.compile("Choose several|多选")).click()
    expect(page.locator(".deed").first).to_be_visible()
    expect(page.locator("[role=checkbox]").first).to_be_visible()


def begin_forwarding(page: Page) -> None:
    """Asks where to forward what is chosen to."""
    begin_choosing(page)
    page.locator(".deed").first.click()
    expect(page.locator("[role=dialog] li").first).to_be_visible()


def find_people(page: Page) -> None:
    page.locator("main [role=searchbox]").fill("Dave")
    page.keyboard.press("Enter")
    expect(page.locator("main ul li").first).to_be_visible()


PUBLIC: Sequence[Screen] = (
    Screen("sign-in", "/sign-in", "form input[type=password]"),
    Screen("register", "/register", "form input[type=password]"),
    Screen("register-picture", "/register", "form", press("form button:text-matches('Change picture|更换头像')")),
)


def screens_of(scene: Scene) -> Sequence[Screen]:
    """Every screen of somebody who is signed in."""
    direct, group, person = f"/chats/{scene.direct}", f"/chats/{scene.group}", f"/contacts/people/{scene.friend}"
    rows = "[data-conversation]"
    return (
        Screen("chats", "/chats", rows),
        Screen("chats-menu", "/chats", rows, open_menu(rows)),
        Screen("chat", direct, "article"),
        Screen("chat-emoji", direct, "article", press("main button:is([aria-label='Emoji'], [aria-label='表情'])")),
        Screen("chat-stickers", direct, "article", pick_sticker),
        Screen("chat-own-stickers", direct, "article", pick_own_sticker),
        Screen("chat-voice", direct, "article", record_voice),
        Screen("chat-handwriting", direct, "article", write_by_hand),
        Screen("chat-capture", direct, "article", capture_screen),
        Screen("chat-screenshot", direct, "article", annotate_screen),
        Screen("chat-font", direct, "article", choose_tool("Font", "字体")),
        Screen("chat-menu", direct, "article", open_menu("[data-message]")),
        Screen("chat-choosing", direct, "article", begin_choosing),
        Screen("chat-forward", direct, "article", begin_forwarding),
        Screen("chat-card", direct, "button.card", press("button.card")),
        Screen("chat-group", group, "article"),
        Screen("chat-mention", group, "article", type_at),
        Screen("chat-joining", group, "article", rule_joining),
        Screen("chat-members", group, "article", show_members),
        Screen("chat-announcements", group, "article", show_announcements),
        Screen("group-create", "/contacts", "[role=treeitem]", begin_group),
        Screen("chat-missing", "/chats/900000001", "main h2, main h1 >> visible=true"),
        Screen("contacts", "/contacts", "[role=treeitem]"),
        Screen("contacts-menu", "/contacts", "[role=treeitem]", open_menu("[role=treeitem][aria-level='2']")),
        Screen("person", person, "main h1 >> visible=true"),
        Screen("requests", "/contacts/requests", "main li"),
        Screen("find", "/contacts/find", "main [role=searchbox]", find_people),
        Screen("find-groups", "/contacts/find?for=groups&q=读书", "main article"),
        Screen("join", "/join#nobody-made-a-link-that-ends-so", "main h2, main h1 >> visible=true"),
        Screen("settings", "/settings", "nav a[href^='/settings/']"),
        *(Screen(f"settings-{name}", f"/settings/{name}", SETTING) for name in SETTINGS),
    )


SETTING = "main :is(label, h2, dt, li, fieldset) >> visible=true"
SETTINGS = ("general", "account", "devices", "privacy", "chat", "appearance", "about")
