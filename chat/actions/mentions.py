"""Who is mentioned by messages, kept beside them so that it is found without reading what was said."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from chat.actions.storing import NewMessage
from chat.mentions import Mention, mentioned_users, mentions_all
from chat.models import Message, MessageMention, stream_of
from chat.permissions import refusals_to_mention
from ggtalk.realtime.publish import coming_number


def hold_mentions(mentions: Mapping[NewMessage, Sequence[Mention]]) -> None:
    """These messages mention these from the start; inside the caller's transaction, no query where nobody is."""
    rows = [row for message, named in mentions.items() for row in _rows(message, _meant(message, named))]
    if rows:
        MessageMention.objects.bulk_create(rows, batch_size=100)


def replace_mentions(message: Message, mentions: Sequence[Mention]) -> None:
    """A message that is edited mentions these instead; refuses like sending. What it had may stay, whoever has left.

    Who has left before goes on being meant, or not. Call it just before the edit takes its number.
    """
    standing = MessageMention.objects.filter(message=message, until_seq__isnull=True)
    before = set(standing.values_list("user_id", flat=True))
    new = [mention for mention in mentions if (None if mention.all else mention.user) not in before]
    (refused,) = refusals_to_mention([((message.conversation_id, message.sender_id), new)])
    if refused:
        raise refused
    now = _meant(message, mentions)
    if now == before:
        return
    seq = coming_number(stream_of(message.conversation_id))
    for user in before - now:
        standing.filter(user=user).update(until_seq=seq)
    MessageMention.objects.bulk_create(_rows(message, now - before, since=seq))


def drop_mentions(message: Message) -> None:
    """A message mentions nobody any more, and never did."""
    MessageMention.objects.filter(message=message).delete()


def _meant(message: Message | NewMessage, mentions: Sequence[Mention]) -> set[int | None]:
    """Who is meant but its writer: ids of users, `None` for all."""
    everybody: set[int | None] = {None} if mentions_all(mentions) else set()
    return (everybody | mentioned_users(mentions)) - {message.sender_id}


def _rows(message: Message | NewMessage, meant: Collection[int | None], since: int = 0) -> list[MessageMention]:
    return [
        MessageMention(
            conversation_id=message.conversation_id,
            seq=message.seq,
            message_id=message.id,
            user_id=user,
            since_seq=since,
        )
        for user in sorted(meant, key=lambda one: one or 0)
    ]
