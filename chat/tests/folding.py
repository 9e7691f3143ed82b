"""How a client's list of conversations follows events: what docs/protocol.md asks of every client, in Python."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

CHANGES = {
    "message.edited",
    "message.recalled",
    "message.reacted",
    "message.opened",
    "message.burnt",
    "message.previewed",
}


class Conversations:
    """One user's list as it was loaded, moved on by the events they hear."""

    def __init__(self, user: int, loaded: Iterable[Json]) -> None:
        self.user = user
        self.by_id = {row["id"]: row for row in loaded}
        self.heard: dict[int, list[Json]] = {}
        self.recalls: dict[int, list[tuple[int, Json]]] = {}
        self.deleted: set[int] = set()
        self.changed: dict[int, Json] = {}

    def hear(self, frame: Json) -> None:
        """Applies one event."""
        payload = frame["payload"]
        if frame["stream"].startswith("c"):
            self._hear_in_conversation(frame, self.by_id[int(frame["stream"][1:])])
        elif frame["type"] == "conversation.joined":
            joined = payload["conversation"]
            self.by_id[joined["id"]] = joined
        elif frame["type"] == "conversation.left":
            row = self.by_id[payload["conversation"]]
            row["own"]["left"], row["avatar"] = True, ""
        elif frame["type"] == "conversation.changed":
            self._take(payload["own"])
        elif frame["type"] == "message.deleted":
            self._hear_deletion(payload)
        elif frame["type"] == "user.changed":
            for row in self.by_id.values():
                if row["peer"] and row["peer"]["id"] == payload["user"]["id"]:
                    row["peer"] = payload["user"]

    def _hear_in_conversation(self, frame: Json, row: Json) -> None:
        if frame["seq"] <= row["head"]:
            return
        row["head"] = frame["seq"]
        payload = frame["payload"]
        if frame["type"] == "message.sent":
            message = payload["message"]
            if message["id"] not in self.deleted:
                row["last_message"] = message
            self.heard.setdefault(row["id"], []).append(message)
            self._count(row["own"], [message])
            self._mention(row, message)
        elif frame["type"] == "conversation.avatar_changed":
            row["avatar"] = payload["avatar"]
        elif frame["type"] in CHANGES:
            self._hear_change(frame, row)
        elif frame["type"] == "conversation.retitled":
            row["title"] = payload["title"]
        elif frame["type"] == "message.read" and payload["user"] == row["peer"]["id"]:
            row["peer_read_seq"] = payload["seq"]
        elif frame["type"] == "message.delivered" and payload["user"] == row["peer"]["id"]:
            row["peer_delivered_seq"] = payload["seq"]

    def _hear_change(self, frame: Json, row: Json) -> None:
        message = self.changed[frame["payload"]["message"]["id"]] = frame["payload"]["message"]
        if row["last_message"] and row["last_message"]["id"] == message["id"]:
            row["last_message"] = message
        self._mention(row, message)
        if frame["type"] == "message.recalled":
            self.recalls.setdefault(row["id"], []).append((frame["seq"], message))
            self._uncount(row["own"], [(frame["seq"], message)])

    def _hear_deletion(self, payload: Json) -> None:
        self.deleted.update(payload["messages"])
        row, left = self.by_id[payload["conversation"]], payload["last_message"]
        last = row["last_message"]
        if last and last["id"] in self.deleted:
            later = self.changed.get(left["id"]) if left else None
            is_later = later and later["changed_seq"] > left.get("changed_seq", 0)
            row["last_message"] = later if is_later else left
        self._take(payload["own"])

    def _mention(self, row: Json, message: Json) -> None:
        """Whether a message, as it is told of, mentions this user decides anew whether it counts."""
        named = message["body"].get("mentions", [])
        meant = any(one.get("all") or one.get("user") == self.user for one in named)
        others = [seq for seq in row["mentions"] if seq != message["seq"]]
        counts = meant and message["sender"] != self.user and message["seq"] > row["own"]["read_seq"]
        row["mentions"] = sorted([*others, *([message["seq"]] if counts else [])])

    def _take(self, own: Json) -> None:
        row = self.by_id[own["conversation"]]
        row["own"] = own
        row["mentions"] = [seq for seq in row["mentions"] if seq > own["read_seq"]]
        self._count(own, self.heard.get(row["id"], []))
        self._uncount(own, self.recalls.get(row["id"], []))

    def _uncount(self, own: Json, recalls: Iterable[tuple[int, Json]]) -> None:
        for seq, message in recalls:
            if seq > own["recall_seq"]:
                own["recall_seq"] = seq
                own["unread"] -= message["sender"] != self.user and message["seq"] > own["read_seq"]

    def _count(self, own: Json, messages: Iterable[Json]) -> None:
        for message in messages:
            if message["seq"] > own["last_seq"]:
                own["last_seq"] = message["seq"]
                own["unread"] += message["sender"] != self.user
                own["hidden"] = False
