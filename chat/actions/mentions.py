"""Who is mentioned by messages, kept beside them so that it is found without reading what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chat.mentions import Mention, mentioned_users, mentions_all
from chat.models import Message, MessageMention
from chat.permissions import refusals_to_mention


def hold_mentions(mentions: Mapping[Message, Sequence[Mention]]) -> None:
    """These messages mention these from now on; inside the caller's transaction, no query where nobody is mentioned."""
    rows = [
        MessageMention(conversation_id=message.conversation_id, seq=message.seq, message=message, user_id=user)
        for message, named in mentions.items()
        for user in [*sorted(mentioned_users(named)), *([None] if mentions_all(named) else [])]
        if user != message.sender_id
    ]
    if rows:
        MessageMention.objects.bulk_create(rows, batch_size=100)


def replace_mentions(message: Message, mentions: Sequence[Mention]) -> None:
    """A message that is edited mentions these instead; refuses like sending. What it had may stay, whoever has left."""
    before = set(MessageMention.objects.filter(message=message).values_list("user_id", flat=True))
    new = [mention for mention in mentions if (None if mention.all else mention.user) not in before]
    (refused,) = refusals_to_mention([((message.conversation_id, message.sender_id), new)])
    if refused:
        raise refused
    drop_mentions(message)
    hold_mentions({message: mentions})


def drop_mentions(message: Message) -> None:
    """A message mentions nobody any more."""
    MessageMention.objects.filter(message=message).delete()
