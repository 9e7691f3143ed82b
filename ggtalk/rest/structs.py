"""The two kinds of structs at the edges: what comes in and what goes out.

They stand apart from the endpoints because Django REST framework imports the authentication classes, and with them
the apps' representations, while it is imported itself.
"""

from __future__ import annotations

import msgspec


class Payload(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a client sends; unknown fields are refused."""


class Data(msgspec.Struct, frozen=True, kw_only=True):
    """How a thing looks outside: the one representation for REST and events."""
