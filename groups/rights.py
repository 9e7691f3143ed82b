"""Who may do what in a group: the one table of rights. `docs/group-rights.md` is written from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from groups.models import Membership

Role = Membership.Role

RANKS: Mapping[str, int] = {Role.MEMBER: 0, Role.ADMIN: 1, Role.OWNER: 2}


class Right(StrEnum):
    """Something a member may be allowed to do; the value stands in the table for people."""

    BRING = "bring friends in, or ask for them where joining needs approval"
    ADMIT = "answer requests to join, and bring friends in without one"
    SET_JOIN_MODE = "say who may join"
    SET_HISTORY = "say how much of the history newcomers read"
    MENTION_ALL = "mention all"
    PIN = "pin and unpin messages"
    LINK = "make and revoke links to join"
    RENAME = "rename the group"
    SET_AVATAR = "change the group's picture"
    ANNOUNCE = "announce, and take announcements back"
    SET_PRIVATE = "let members chat privately, or no longer"
    REMOVE = "remove a member"
    SET_NICKNAME = "set another member's name in the group"
    SILENCE = "mute a member, and lift it"
    SILENCE_ALL = "mute everyone, and lift it"
    SPEAK_IN_SILENCE = "speak while everyone is muted"
    SET_ROLE = "make somebody admin, or a member again"
    HAND_OVER = "hand the group over"
    DISSOLVE = "dissolve the group"


@dataclass(frozen=True)
class Rule:
    """From which role on a right is held. `over_others`: it is used on another member, who must rank below."""

    least: Role
    over_others: bool = False


RIGHTS: Mapping[Right, Rule] = {
    Right.BRING: Rule(Role.MEMBER),
    Right.ADMIT: Rule(Role.ADMIN),
    Right.SET_JOIN_MODE: Rule(Role.ADMIN),
    Right.SET_HISTORY: Rule(Role.OWNER),
    Right.MENTION_ALL: Rule(Role.ADMIN),
    Right.PIN: Rule(Role.ADMIN),
    Right.LINK: Rule(Role.ADMIN),
    Right.RENAME: Rule(Role.ADMIN),
    Right.SET_AVATAR: Rule(Role.ADMIN),
    Right.ANNOUNCE: Rule(Role.ADMIN),
    Right.SET_PRIVATE: Rule(Role.ADMIN),
    Right.SET_NICKNAME: Rule(Role.ADMIN, over_others=True),
    Right.REMOVE: Rule(Role.ADMIN, over_others=True),
    Right.SILENCE: Rule(Role.ADMIN, over_others=True),
    Right.SILENCE_ALL: Rule(Role.ADMIN),
    Right.SPEAK_IN_SILENCE: Rule(Role.ADMIN),
    Right.SET_ROLE: Rule(Role.OWNER, over_others=True),
    Right.HAND_OVER: Rule(Role.OWNER, over_others=True),
    Right.DISSOLVE: Rule(Role.OWNER),
}


def may(role: str, right: Right, other: str | None = None) -> bool:
    """Whether a member of this role has a right; `other`: the role of the one it is used on."""
    rule = RIGHTS[right]
    if rule.over_others and (other is None or RANKS[other] >= RANKS[role]):
        return False
    return RANKS[role] >= RANKS[rule.least]


def roles_with(right: Right) -> list[Role]:
    """The roles that hold a right which is not used over others."""
    return [role for role in Role if may(role, right)]


def rights_table() -> str:
    """The table for people, in Markdown."""
    roles = sorted(Role, key=lambda role: -RANKS[role])
    lines = [
        "# Rights in a group",
        "",
        "Written from `groups/rights.py` by `manage.py write_group_rights`; not by hand.",
        "Who is not in the group has none of them, and gets the same answer as for a group that does not exist.",
        "",
        "| may | " + " | ".join(str(role.value) for role in roles) + " |",
        "|---|" + "---|" * len(roles),
    ]
    lines += [f"| {right.value} | " + " | ".join(_cell(role, right) for role in roles) + " |" for right in Right]
    return "\n".join(lines) + "\n"


def _cell(role: Role, right: Right) -> str:
    if not RIGHTS[right].over_others:
        return "yes" if may(role, right) else "no"
    below = [str(other.value) for other in sorted(Role, key=lambda one: -RANKS[one]) if may(role, right, other)]
    return " or ".join(below) or "no"
