"""One Channels consumer by the book: a group per conversation, one `save()` per message, `group_send` to everybody."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from bench.baseline.models import Message, Participant, Token


class ChatConsumer(AsyncJsonWebsocketConsumer):
    """`{"id", "conversation", "text"}` in; `{"type": "message.sent", "message"}` and `{"reply_to"}` out."""

    async def connect(self) -> None:
        key = parse_qs(self.scope["query_string"].decode())["token"][0]
        self.user_id, self.conversations = await self.sign_in(key)
        for conversation in self.conversations:
            await self.channel_layer.group_add(f"conversation_{conversation}", self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        for conversation in self.conversations:
            await self.channel_layer.group_discard(f"conversation_{conversation}", self.channel_name)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        message = await self.save_message(content["conversation"], content["text"])
        if message is None:
            await self.send_json({"reply_to": content["id"], "error": "not_a_member"})
            return
        event = {"type": "message.sent", "message": message}
        await self.channel_layer.group_send(f"conversation_{content['conversation']}", event)
        await self.send_json({"reply_to": content["id"], "message": message["id"]})

    async def message_sent(self, event: dict[str, Any]) -> None:
        """What `group_send` brings."""
        await self.send_json(event)

    @database_sync_to_async
    def sign_in(self, key: str) -> tuple[int, list[int]]:
        user = Token.objects.get(key=key).user_id
        return user, list(Participant.objects.filter(user_id=user).values_list("conversation_id", flat=True))

    @database_sync_to_async
    def save_message(self, conversation: int, text: str) -> dict[str, Any] | None:
        if not Participant.objects.filter(conversation_id=conversation, user_id=self.user_id).exists():
            return None
        message = Message(conversation_id=conversation, sender_id=self.user_id, text=text)
        message.save()
        return {
            "id": message.pk,
            "conversation": conversation,
            "sender": self.user_id,
            "text": text,
            "sent_at": message.sent_at.isoformat(),
        }
