"""A group's picture: generated, one of the built-in ones, or one that was uploaded."""

from __future__ import annotations

from django.db import transaction

from accounts import avatars
from chat.actions import Notice, set_avatar
from groups.actions.places import existing_group, tell_of_group
from groups.permissions import check_may_speak, check_right
from groups.rights import Right


def choose_group_avatar(user: int, group: int, avatar: str) -> None:
    """Gives a group a built-in picture, or with "" the generated one; the one it has changes nothing.

    Refuses with `not_found`, `not_allowed`, `silenced` and `invalid`.
    """
    _check(user, group)
    _give(user, group, avatars.chosen_avatar(avatar))


def upload_group_avatar(user: int, group: int, upload: bytes) -> None:
    """Makes an uploaded picture a group's. Refuses as above and with `too_large`; who may not is not even read."""
    _check(user, group)
    name = avatars.stored(avatars.square_picture(upload))
    try:
        _give(user, group, name)
    except BaseException:
        avatars.discard(name)
        raise


def _check(user: int, group: int) -> None:
    check_may_speak(user, check_right(user, group, Right.SET_AVATAR))


def _give(user: int, group: int, avatar: str) -> None:
    with transaction.atomic():
        locked = existing_group(group)
        _check(user, group)
        before = locked.conversation.avatar
        if avatar == before:
            return
        locked.conversation.avatar = avatar
        set_avatar(locked.conversation_id, avatar, Notice("group_avatar", user, []))
        tell_of_group(locked)
        transaction.on_commit(lambda: avatars.discard(before))
