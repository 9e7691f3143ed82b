"""The try-out groups: two circles of the try-out accounts with a few first words."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from accounts.queries import friend_pairs
from chat.actions import Outgoing, open_direct_conversation, plain_body, send_messages
from chat.queries.messages import messages_sent_as
from groups.actions.create import create_group

Lines = Sequence[tuple[int, str]]
"""(who of the group, what they say)"""

GROUPS: Sequence[tuple[str, Sequence[int], Lines]] = (
    (
        "研发一组",
        (0, 1, 2, 3),
        (
            (0, "大家好，这里是研发一组 👋"),
            (1, "Hello everybody! Good to have one place for all of us."),
            (2, "早上的压测结果出来了，晚点把报告发到群里。"),
            (3, "Great, I will bring it to Wednesday's meeting 🎉"),
        ),
    ),
    (
        "周末爬山",
        (4, 0, 2),
        (
            (4, "周六去香山，八点集合，有人一起吗？"),
            (2, "算我一个 🙋"),
            (0, "我带水果 🍊"),
        ),
    ),
)
FIRST_WORDS: Lines = ((1, "Hi! This is GGTalk. Open a second browser and answer me 😀"),)
"""Said to the first account in a direct conversation."""


def create_tryout_groups(users: Sequence[int]) -> None:
    """Makes the groups and first messages that were never made; what people have done with them since stays."""
    for name, places, lines in GROUPS:
        members = [users[place] for place in places if place < len(users)]
        if not _was_said(name, users[lines[0][0]]) and _are_friends(members):
            made = create_group(members[0], name, members[1:])
            _say(name, made.group.conversation_id, [(users[who], words) for who, words in lines])
    for who, words in FIRST_WORDS:
        sender = users[who]
        if not _was_said("direct", sender) and _are_friends([sender, users[0]]):
            _say("direct", open_direct_conversation(sender, users[0]).id, [(sender, words)])


def _are_friends(members: Sequence[int]) -> bool:
    pairs = [(members[0], other) for other in members[1:]]
    return len(friend_pairs(pairs)) == len(pairs)


def _client_id(subject: str, line: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"ggtalk:tryout:{subject}:{line}")


def _was_said(subject: str, sender: int) -> bool:
    return bool(messages_sent_as([(_client_id(subject, 0), sender)]))


def _say(subject: str, conversation: int, lines: Lines) -> None:
    said = [
        Outgoing(sender, conversation, _client_id(subject, line), plain_body(words))
        for line, (sender, words) in enumerate(lines)
    ]
    send_messages(said)
