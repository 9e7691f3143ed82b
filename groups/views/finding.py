"""Finding groups over REST."""

from __future__ import annotations

from typing import Annotated

import msgspec
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from accounts.throttle import take
from ggtalk.rest.endpoint import Endpoint
from ggtalk.rest.structs import Payload
from groups.limits import SEARCHES
from groups.queries import findable_among, found_groups
from groups.serializers import FoundGroupsData, GroupCardData, group_card


class GroupSearch(Payload, frozen=True):
    """What is looked for, and after which group the page begins."""

    search: Annotated[str, msgspec.Meta(max_length=200)]
    after: Annotated[int, msgspec.Meta(ge=0, le=2**53)] = 0


class CardsQuery(Payload, frozen=True):
    """Ids of groups, separated by commas."""

    ids: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,15}(,[0-9]{1,15}){0,99}$")]


class Cards(Endpoint):
    """Groups whose ids I know."""

    def get(self, request: Request, query: CardsQuery) -> list[GroupCardData]:
        """Those of up to 100 that I could find, or am in."""
        user = signed_in_user(request).id
        take(SEARCHES, str(user))
        return [group_card(*found) for found in findable_among(user, {int(part) for part in query.ids.split(",")})]


class Finding(Endpoint):
    """Groups I can join or ask to join, and my own."""

    def get(self, request: Request, query: GroupSearch) -> FoundGroupsData:
        """Those with exactly this number or with this in their name."""
        user = signed_in_user(request).id
        take(SEARCHES, str(user))
        page, after = found_groups(user, query.search, after=query.after)
        return FoundGroupsData(groups=[group_card(*found) for found in page], next=after)
