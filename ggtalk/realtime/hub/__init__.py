"""The hub of this server process: hands encoded frames to the local clients that hear a stream."""

from ggtalk.realtime.hub.hub import Hub, hub
from ggtalk.realtime.hub.line import Line, text_message
from ggtalk.realtime.hub.listener import Listener

__all__ = ["Hub", "Line", "Listener", "hub", "text_message"]
