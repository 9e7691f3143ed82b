"""What members are called in their groups, over REST."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from ggtalk.errors import invalid
from ggtalk.rest.endpoint import Endpoint
from ggtalk.rest.structs import Payload
from groups.queries import nicknames_at
from groups.serializers import NicknameData

MOST_PLACES = 100
PLACE = re.compile(r"(\d{1,15}):(\d{1,15})", re.ASCII)


class PlacesQuery(Payload, frozen=True):
    """Members, as `<group>:<user>` separated by commas."""

    of: Annotated[str, msgspec.Meta(max_length=4000)]


class Nicknames(Endpoint):
    """What members are called in my groups."""

    def get(self, request: Request, query: PlacesQuery) -> list[NicknameData]:
        """Those who have a name of their own there; of groups I am not in none are told."""
        places = nicknames_at(signed_in_user(request).id, _places(query.of))
        return [NicknameData(group=group, user=user, nickname=name) for (group, user), name in places.items()]


def _places(text: str) -> set[tuple[int, int]]:
    found = [PLACE.fullmatch(part) for part in text.split(",")]
    if None in found or len(found) > MOST_PLACES:
        raise invalid(of=f"At most {MOST_PLACES}, each as <group>:<user>.")
    return {(int(one[1]), int(one[2])) for one in found if one}
