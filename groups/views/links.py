"""Links into groups over REST: made, revoked, looked at and used."""

from __future__ import annotations

from typing import Annotated

import msgspec
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from accounts.throttle import take
from ggtalk.rest.endpoint import Endpoint, answers
from ggtalk.rest.structs import Payload
from groups.actions import join_by_link, make_link, revoke_link
from groups.limits import CHANGES, LINKS
from groups.permissions import check_link, check_right
from groups.queries import link_with, links_of, member_ids
from groups.rights import Right
from groups.serializers import (
    GroupCardData,
    JoinedData,
    JoinLinkData,
    NewJoinLinkData,
    group_card,
    join_link_data,
    join_request_data,
)

HOURS_OF_A_YEAR = 365 * 24


class NewLinkPayload(Payload, frozen=True):
    """How long a link lasts and how many may use it; `null`: for ever, any number."""

    expires_in_hours: Annotated[int, msgspec.Meta(ge=1, le=HOURS_OF_A_YEAR)] | None = None
    most_uses: Annotated[int, msgspec.Meta(ge=1, le=100_000)] | None = None


class LinkPayload(Payload, frozen=True):
    """The secret at the end of a link."""

    token: Annotated[str, msgspec.Meta(max_length=200)]


class Links(Endpoint):
    """The links into one of my groups."""

    def get(self, request: Request, group: int) -> list[JoinLinkData]:
        """Those that let people in now, the newest first."""
        check_right(signed_in_user(request).id, group, Right.LINK)
        return [join_link_data(link) for link in links_of(group)]

    @answers(201)
    def post(self, request: Request, group: int, body: NewLinkPayload) -> NewJoinLinkData:
        """Makes one more."""
        user = signed_in_user(request).id
        take(CHANGES, str(user))
        made = make_link(user, group, expires_in_hours=body.expires_in_hours, most_uses=body.most_uses)
        return NewJoinLinkData(link=join_link_data(made.link), token=made.token)


class OneLink(Endpoint):
    """One link."""

    def delete(self, request: Request, group: int, link: int) -> None:
        """Revokes it."""
        take(CHANGES, str(signed_in_user(request).id))
        revoke_link(signed_in_user(request).id, group, link)


class LinkSight(Endpoint):
    """Where a link leads."""

    def post(self, request: Request, body: LinkPayload) -> GroupCardData:
        """The group one would come into."""
        take(LINKS, str(signed_in_user(request).id))
        group = check_link(link_with(body.token))
        return group_card(group, len(member_ids(group.id)))


class LinkUse(Endpoint):
    """Coming into a group by a link."""

    @answers(201)
    def post(self, request: Request, body: LinkPayload) -> JoinedData:
        """Joins it, or asks to where I was removed."""
        take(LINKS, str(signed_in_user(request).id))
        asked = join_by_link(signed_in_user(request).id, body.token)
        return JoinedData(request=None if asked is None else join_request_data(asked))
