"""People and words that are worth a picture: whose screens are shown, and what has happened on them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from e2e.cast import Cast, befriend
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


@dataclass(frozen=True)
class Scene:
    """Whose screens are shown, and what is found on them, by id."""

    alice: Program
    friend: int
    stranger: int
    direct: int
    """the conversation with `friend`"""
    group: int
    """the conversation of a group of hers"""
    muted: int
    """the conversation of a group in which she may not speak"""
    refused: int
    """the conversation with somebody who has blocked her"""
    operator: str
    """the account of somebody who runs the site"""
    link: str
    """a link into a group she is not in"""


def set_scene(cast: Cast) -> Scene:
    """Alice with six friends in three friend groups, conversations of every kind, and people who ask her something."""
    alice = cast.person("Alice 张")
    alice.connect()
    friends = [make_friend(cast, alice, *about) for about in FRIENDS]
    for name in ("同事", "Family"):
        alice.ask("POST", "/api/friends/groups/", {"name": name})
    groups = alice.ask("GET", "/api/friends/")["friend_groups"]
    alice.ask("PATCH", f"/api/friends/{friends[1].id}/", {"friend_group": groups[1]["id"], "remark": "Bob (office)"})
    cast.device_of(alice, "Alice's phone")
    refused = lose_friend(cast, alice)
    greeting = friends[2].direct_with(alice)
    friends[2].say(greeting, "<b>hello</b> & good morning")
    return Scene(
        alice=alice,
        friend=friends[0].id,
        stranger=let_ask(cast, alice).id,
        direct=talk_of_two(alice, friends[0]),
        group=talk_of_many(alice, friends),
        muted=silenced_by(friends[1], alice),
        refused=refused,
        link=link_of(friends[3]),
        operator=cast.person("Operator").account,
    )


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


def talk_of_two(alice: Program, friend: Program) -> int:
    """A conversation with an edit, a reaction, fonts, a forwarded card, a pin, favourites, a shake and a secret."""
    direct = alice.direct_with(friend)
    ids = [(alice if mine else friend).say(direct, text)["id"] for mine, text in TALK]
    alice.ask("PATCH", "/api/me/", {"settings": {"font": {"family": "kai", "size": 17, "color": "#c0392b"}}})
    hand = {"family": "serif", "size": 18, "color": "#1e8449"}
    friend.command("message.send", with_body(direct, text="字如其人 · My own hand", style=hand))
    bold = {"bold": True, "color": "#ffd400"}
    mine = alice.command("message.send", with_body(direct, text="我的字也有颜色", style=bold))["id"]
    alice.command("message.edit", {"message": mine, "body": {"text": "我的字也有颜色 · So has mine", "style": bold}})
    friend.command("message.react", {"message": mine, "emoji": "🎉", "on": True})
    card = {"conversation": direct, "client_id": str(uuid.uuid4()), "messages": ids[:5], "merged": True}
    alice.command("message.forward", card)
    alice.command("message.pin", {"message": ids[0], "on": True})
    for one in (ids[0], ids[2], ids[3]):
        alice.command("message.keep", {"message": one, "on": True})
    friend.command("shake.send", {"conversation": direct})
    friend.command("message.send", with_body(direct, text="4711", burn=True))
    return direct


def talk_of_many(alice: Program, friends: Sequence[Program]) -> int:
    """A group of Alice's with mentions, stickers, pictures, an announcement, and somebody who has read along."""
    group = alice.ask("POST", "/api/groups/", {"name": "周末爬山 ⛰", "members": [friend.id for friend in friends[:4]]})
    talk: int = group["conversation"]["id"]
    alice.ask("POST", f"/api/groups/{group['id']}/announcements/", {"text": "集合地点：香山公园东门 🚌\nBring water."})
    say_all([friends[0]], talk, ["周六去香山，八点集合，有人一起吗？", "🙋"])
    friends[1].say(talk, "Count me in. I bring oranges 🍊")
    alice.command("message.send", naming(talk, friends[2]))
    friends[2].command("message.send", naming(talk, friends[1]))
    friends[0].command("message.send", naming(talk, alice))
    for person, sticker in ((alice, "party"), (friends[1], "love")):
        person.command("message.send", with_body(talk, sticker=sticker))
    for drawn in (moving_picture(), picture("#1b846a"), picture("#c03030", (200, 500)), picture("#2757d6", (90, 90))):
        alice.ask("POST", "/api/stickers/", {"file": alice.upload(drawn)["id"]})
    own = alice.ask("GET", "/api/stickers/")["stickers"][0]["id"]
    alice.command("message.send", with_body(talk, sticker=own))
    images = [friends[0].upload(picture(colour, (1600, 900)))["id"] for colour in ("#1b846a", "#2757d6")]
    friends[0].command("message.send", with_body(talk, text="上次拍的 Last time", images=images))
    seq = alice.say(talk, "Great, see you on Saturday!")["seq"]
    friends[0].command("message.read", {"conversation": talk, "seq": seq})
    return talk


def lose_friend(cast: Cast, alice: Program) -> int:
    """A conversation with a friend who has blocked her since."""
    friend = cast.person("周宁")
    befriend(alice, friend)
    alice.say(talk := alice.direct_with(friend), "Are you cross with me?")
    friend.ask("POST", "/api/blocks/", {"user": alice.id})
    return talk


def silenced_by(owner: Program, member: Program) -> int:
    """A group of theirs in which this member may not speak."""
    group = owner.ask("POST", "/api/groups/", {"name": "Standup 早会", "members": [member.id]})
    owner.ask("POST", f"/api/groups/{group['id']}/members/{member.id}/silence/", {"seconds": None})
    talk: int = group["conversation"]["id"]
    return talk


def link_of(owner: Program) -> str:
    """The secret of a link into a group of theirs."""
    group = owner.ask("POST", "/api/groups/", {"name": "Choir 合唱团", "members": [], "join_mode": "open"})
    token: str = owner.ask("POST", f"/api/groups/{group['id']}/links/", {})["token"]
    return token


def let_ask(cast: Cast, alice: Program) -> Program:
    """Requests both ways, to be friends and to join groups, and somebody on the block list; the stranger who asks."""
    dave, carol, mallory = cast.person("Dave"), cast.person("Carol"), cast.person("Mallory")
    dave.ask("POST", "/api/friends/requests/", {"user": alice.id, "note": "We met at the conference in Lyon."})
    dave.ask("POST", "/api/groups/", {"name": "读书会 Book club", "members": [], "join_mode": "approval"})
    club = alice.ask("POST", "/api/groups/", {"name": "Rowers", "members": [], "join_mode": "approval"})
    dave.ask("POST", f"/api/groups/{club['id']}/join/", {"note": "I have rowed since school. 🚣"})
    asked = alice.ask("POST", "/api/friends/requests/", {"user": carol.id, "note": "I am Alice"})
    carol.ask("POST", f"/api/friends/requests/{asked['id']}/refuse/", {"reason": "Do we know each other?"})
    alice.ask("POST", "/api/blocks/", {"user": mallory.id})
    return dave


def with_body(conversation: int, text: str = "", **more: Any) -> dict[str, Any]:
    """The payload of `message.send` with more than a text in its body."""
    return message(conversation, "") | {"body": {"text": text, **more}}


def naming(conversation: int, user: Program) -> dict[str, Any]:
    """What is sent to somebody by name."""
    name = f"@{user.user['name']}"
    mentions = [{"user": user.id, "start": 0, "length": len(name)}]
    return with_body(conversation, f"{name} 你来带路好吗？ Will you lead the way?", mentions=mentions)
