"""For each event that is kept: what people do so that it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.actions import (
    NewDevice,
    ProfileChanges,
    add_device,
    block_user,
    change_friend,
    change_profile,
    create_friend_group,
    make_friends,
    remove_device,
    remove_friend,
    request_friend,
    unblock_user,
)
from accounts.models import User
from accounts.testing import ADDRESS
from chat.actions import (
    Mark,
    OwnChanges,
    Reaction,
    Wording,
    add_preview,
    add_sticker,
    burn_message,
    change_own_state,
    delete_messages,
    edit_message,
    keep_message,
    mark_delivered,
    mark_read,
    move_sticker,
    open_direct_conversation,
    open_message,
    pin_message,
    react_to_message,
    recall_message,
    remove_sticker,
)
from chat.previews.pages import Page
from chat.testing import sent, stored, whispered
from files.testing import uploaded
from groups.actions import (
    add_members,
    announce,
    choose_group_avatar,
    create_group,
    dissolve_group,
    join_group,
    leave_group,
    make_link,
    rename_group,
    set_admin,
    set_join_mode,
    take_back_announcement,
    withdraw_join,
)
from groups.models import Group

LINK = "https://example.org/walk"
WHAT_IS_THERE = Page("A walk", "to the hills", "example.org", "")


@dataclass(frozen=True)
class World:
    """Alice, her friends Bob and Dora, her conversation with Bob, and a group of the three; Charlie is a stranger."""

    alice: User
    bob: User
    dora: User
    charlie: User
    direct: int
    group: int

    def said(self) -> int:
        """A new message of Alice's to Bob."""
        return stored(sent(self.alice, self.direct, LINK)).id

    def whispered(self) -> int:
        """One that burns."""
        return stored(whispered(self.bob, self.direct)).id

    def opened(self) -> int:
        message = self.whispered()
        open_message(self.alice.id, message)
        return message

    def kept(self) -> int:
        message = self.said()
        keep_message(self.bob.id, message)
        return message

    def collected(self) -> int:
        return add_sticker(self.alice.id, uploaded(self.alice, "#00ff00")).id

    def two_collected(self) -> int:
        add_sticker(self.alice.id, uploaded(self.alice, "#0000ff"))
        return self.collected()

    def asked_to_join(self) -> int:
        """Charlie's request, which waits for Alice's answer."""
        set_join_mode(self.alice.id, self.group, Group.JoinMode.APPROVAL)
        request = join_group(self.charlie.id, self.group, "me")
        assert request is not None
        return request.pk


Before = Callable[[World], Any]
Act = Callable[[World, Any], Any]


def nothing(_world: World) -> None:
    """Nothing was before."""


SCENES: dict[str, tuple[Before, Act]] = {
    "me.changed": (nothing, lambda w, _: change_profile(w.alice.id, ProfileChanges(name="Alicia"))),
    "user.changed": (nothing, lambda w, _: change_profile(w.dora.id, ProfileChanges(name="朵拉"))),
    "friend.added": (nothing, lambda w, _: make_friends([(w.alice.id, w.charlie.id)])),
    "friend.changed": (nothing, lambda w, _: change_friend(w.alice.id, w.bob.id, remark="Bobby")),
    "friend.removed": (nothing, lambda w, _: remove_friend(w.alice.id, w.bob.id)),
    "friend_groups.changed": (nothing, lambda w, _: create_friend_group(w.alice.id, "Work")),
    "friend_request.changed": (nothing, lambda w, _: request_friend(w.charlie.id, w.alice.id, note="It is me")),
    "block.added": (nothing, lambda w, _: block_user(w.alice.id, w.charlie.id)),
    "block.removed": (
        lambda w: block_user(w.alice.id, w.charlie.id),
        lambda w, _: unblock_user(w.alice.id, w.charlie.id),
    ),
    "device.added": (nothing, lambda w, _: add_device(w.alice.id, NewDevice("program", "phone", ADDRESS))),
    "device.removed": (
        lambda w: add_device(w.alice.id, NewDevice("program", "phone", ADDRESS))[0].id,
        lambda w, device: remove_device(w.alice.id, device),
    ),
    "message.sent": (nothing, lambda w, _: w.said()),
    "message.edited": (World.said, lambda w, said: edit_message(w.alice.id, said, Wording(text="changed"))),
    "message.recalled": (World.said, lambda w, said: recall_message(w.alice.id, said)),
    "message.reacted": (World.said, lambda w, said: react_to_message(Reaction(w.bob.id, said, "😀", on=True))),
    "message.opened": (World.whispered, lambda w, whisper: open_message(w.alice.id, whisper)),
    "message.burnt": (World.opened, lambda w, opened: burn_message(opened)),
    "message.previewed": (World.said, lambda w, said: add_preview(said, LINK, WHAT_IS_THERE, None)),
    "message.deleted": (World.said, lambda w, said: delete_messages(w.bob.id, w.direct, [said])),
    "message.delivered": (World.said, lambda w, _: mark_delivered([Mark(w.bob.id, w.direct, 1)])),
    "message.read": (World.said, lambda w, _: mark_read([Mark(w.bob.id, w.direct, 1)])),
    "pins.changed": (World.said, lambda w, said: pin_message(w.bob.id, said)),
    "favourite.added": (World.said, lambda w, said: keep_message(w.bob.id, said)),
    "favourite.removed": (World.kept, lambda w, kept: recall_message(w.alice.id, kept)),
    "sticker.added": (World.collected, lambda w, _: add_sticker(w.alice.id, uploaded(w.alice, "#ff0000"))),
    "sticker.removed": (World.two_collected, lambda w, sticker: remove_sticker(w.alice.id, sticker)),
    "stickers.ordered": (World.two_collected, lambda w, sticker: move_sticker(w.alice.id, sticker, 1)),
    "conversation.joined": (nothing, lambda w, _: open_direct_conversation(w.alice.id, w.dora.id)),
    "conversation.left": (nothing, lambda w, _: leave_group(w.bob.id, w.group)),
    "conversation.changed": (
        nothing,
        lambda w, _: change_own_state(w.alice.id, w.direct, OwnChanges(pinned=True, draft="half a sen")),
    ),
    "conversation.retitled": (nothing, lambda w, _: rename_group(w.alice.id, w.group, "Hills")),
    "conversation.avatar_changed": (nothing, lambda w, _: choose_group_avatar(w.alice.id, w.group, "builtin:3")),
    "conversation.closed": (nothing, lambda w, _: dissolve_group(w.alice.id, w.group)),
    "group.joined": (nothing, lambda w, _: create_group(w.alice.id, "Hills", [w.bob.id])),
    "group.changed": (nothing, lambda w, _: set_join_mode(w.alice.id, w.group, Group.JoinMode.APPROVAL)),
    "group.left": (nothing, lambda w, _: leave_group(w.dora.id, w.group)),
    "member.joined": (
        lambda w: make_friends([(w.alice.id, w.charlie.id)]),
        lambda w, _: add_members(w.alice.id, w.group, [w.charlie.id]),
    ),
    "member.changed": (nothing, lambda w, _: set_admin(w.alice.id, w.group, w.bob.id, is_admin=True)),
    "member.left": (nothing, lambda w, _: leave_group(w.bob.id, w.group)),
    "announcement.posted": (nothing, lambda w, _: announce(w.alice.id, w.group, "at eight")),
    "announcement.removed": (
        lambda w: announce(w.alice.id, w.group, "at eight").pk,
        lambda w, announced: take_back_announcement(w.alice.id, w.group, announced),
    ),
    "join_request.changed": (
        lambda w: set_join_mode(w.alice.id, w.group, Group.JoinMode.APPROVAL),
        lambda w, _: join_group(w.charlie.id, w.group, "me"),
    ),
    "join_request.removed": (World.asked_to_join, lambda w, request: withdraw_join(w.charlie.id, request)),
    "join_links.changed": (nothing, lambda w, _: make_link(w.alice.id, w.group, expires_in_hours=None, most_uses=None)),
}
