"""What can happen in groups. Users are named by id."""

from groups.actions.announcements import announce, see_announcements, take_back_announcement
from groups.actions.create import Founding, NewGroup, create_group
from groups.actions.links import NewLink, end_link, join_by_link, make_link, prune_links, revoke_link
from groups.actions.members import add_members, hold_groups, leave_every_group, leave_group
from groups.actions.picture import choose_group_avatar, upload_group_avatar
from groups.actions.requests import accept_join, join_group, refuse_join, see_answers, withdraw_join
from groups.actions.ruling import (
    dissolve_group,
    hand_over_group,
    remove_member,
    rename_group,
    set_admin,
    set_history,
    set_join_mode,
    set_nickname,
    set_private_chat,
)
from groups.actions.silence import (
    end_silence,
    end_silence_of_everybody,
    lift_silence,
    silence_everybody,
    silence_member,
)
from groups.actions.tryout import create_tryout_groups
from groups.actions.watching import forget_departed_watches, watch_members

__all__ = [
    "Founding",
    "NewGroup",
    "NewLink",
    "accept_join",
    "add_members",
    "announce",
    "choose_group_avatar",
    "create_group",
    "create_tryout_groups",
    "dissolve_group",
    "end_link",
    "end_silence",
    "end_silence_of_everybody",
    "forget_departed_watches",
    "hand_over_group",
    "hold_groups",
    "join_by_link",
    "join_group",
    "leave_every_group",
    "leave_group",
    "lift_silence",
    "make_link",
    "prune_links",
    "refuse_join",
    "remove_member",
    "rename_group",
    "revoke_link",
    "see_announcements",
    "see_answers",
    "set_admin",
    "set_history",
    "set_join_mode",
    "set_nickname",
    "set_private_chat",
    "silence_everybody",
    "silence_member",
    "take_back_announcement",
    "upload_group_avatar",
    "watch_members",
    "withdraw_join",
]
