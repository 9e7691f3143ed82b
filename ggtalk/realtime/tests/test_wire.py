"""Frames as they come from clients."""

from __future__ import annotations

from ggtalk.realtime.wire import decode_command


def test_a_frame_with_more_than_a_frame_has_is_not_understood() -> None:
    assert decode_command('{"id": 1, "type": "ping", "payload": {}}') is not None
    assert decode_command('{"id": 1, "type": "ping", "payload": {}, "more": 1}') is None
