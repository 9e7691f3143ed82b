"""The load client: many WebSocket connections in this process, cheap enough not to blur what the server costs."""

from bench.load.beside import PairsBeside, Walk, pairs_beside
from bench.load.connection import Connection
from bench.load.connections import Seat, connect_more, connected, hang_up
from bench.load.talk import CrowdTalk, GroupTalk, PairTalk
from bench.load.window import Window, costs, measure, rates, shares_of

__all__ = [
    "Connection",
    "CrowdTalk",
    "GroupTalk",
    "PairTalk",
    "PairsBeside",
    "Seat",
    "Walk",
    "Window",
    "connect_more",
    "connected",
    "costs",
    "hang_up",
    "measure",
    "pairs_beside",
    "rates",
    "shares_of",
]
