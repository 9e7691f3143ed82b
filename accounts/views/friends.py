"""Friends, friend groups, requests and blocks."""

from __future__ import annotations

from rest_framework.request import Request

from accounts import actions, queries
from accounts.authentication import signed_in_user
from accounts.serializers import (
    FriendData,
    FriendGroupData,
    FriendRequestData,
    UserData,
    friend_data,
    friend_group_data,
    friend_request_data,
    user_data,
)
from accounts.views.answers import Contacts, RequestsFound
from accounts.views.bodies import (
    Acceptance,
    FriendGroupPatch,
    FriendGroupRemoval,
    FriendPatch,
    NewBlock,
    NewFriendGroup,
    NewFriendRequest,
    Refusal,
    RequestsQuery,
)
from accounts.views.me import given
from ggtalk.rest.endpoint import Endpoint, answers


class Friends(Endpoint):
    """My contacts."""

    def get(self, request: Request) -> Contacts:
        """All that the contacts screen needs."""
        user = signed_in_user(request).id
        requests, following = queries.requests_to_begin_with(user)
        return Contacts(
            friends=[friend_data(friendship) for friendship in queries.friends_of(user)],
            friend_groups=[friend_group_data(group) for group in queries.friend_groups_of(user)],
            requests=[friend_request_data(asked, viewer=user) for asked in requests],
            requests_next=following,
            blocks=[user_data(blocked) for blocked in queries.blocks_of(user)],
        )


class Friend(Endpoint):
    """One friend."""

    def patch(self, request: Request, user: int, body: FriendPatch) -> FriendData:
        """Sets the remark name or the group."""
        return actions.change_friend(signed_in_user(request).id, user, **given(body))

    def delete(self, request: Request, user: int) -> None:
        """Ends the friendship on both sides."""
        actions.remove_friend(signed_in_user(request).id, user)


class FriendGroups(Endpoint):
    """My friend groups."""

    @answers(201)
    def post(self, request: Request, body: NewFriendGroup) -> FriendGroupData:
        """Adds one after the others."""
        return actions.create_friend_group(signed_in_user(request).id, body.name)


class FriendGroup(Endpoint):
    """One friend group."""

    def patch(self, request: Request, id: int, body: FriendGroupPatch) -> FriendGroupData:
        """Renames or moves it."""
        return actions.change_friend_group(signed_in_user(request).id, id, **given(body))

    def delete(self, request: Request, id: int, query: FriendGroupRemoval) -> None:
        """Deletes it; its friends go to `move_to`."""
        actions.delete_friend_group(signed_in_user(request).id, id, move_to=query.move_to)


class FriendRequests(Endpoint):
    """Asking people, and who asked whom."""

    def get(self, request: Request, query: RequestsQuery) -> RequestsFound:
        """One page of all requests I made or received, each time with its own answer."""
        user = signed_in_user(request).id
        page, following = queries.requests_page(user, after=query.after)
        return RequestsFound(requests=[friend_request_data(asked, viewer=user) for asked in page], next=following)

    @answers(201)
    def post(self, request: Request, body: NewFriendRequest) -> FriendRequestData:
        """Asks somebody to be friends."""
        return actions.request_friend(
            signed_in_user(request).id, body.user, note=body.note, friend_group=body.friend_group
        )


class RequestAcceptance(Endpoint):
    """Yes."""

    def post(self, request: Request, id: int, body: Acceptance) -> FriendRequestData:
        """Accepts a request made to me."""
        return actions.accept_request(
            signed_in_user(request).id, id, friend_group=body.friend_group, remark=body.remark
        )


class RequestRefusal(Endpoint):
    """No."""

    def post(self, request: Request, id: int, body: Refusal) -> FriendRequestData:
        """Refuses a request made to me."""
        return actions.refuse_request(signed_in_user(request).id, id, reason=body.reason)


class RequestsSeen(Endpoint):
    """The verification list was looked at."""

    def post(self, request: Request) -> None:
        """All requests and answers are seen."""
        actions.see_requests(signed_in_user(request).id)


class Blocks(Endpoint):
    """My block list."""

    @answers(201)
    def post(self, request: Request, body: NewBlock) -> UserData:
        """Blocks somebody."""
        return actions.block_user(signed_in_user(request).id, body.user)


class Block(Endpoint):
    """One block."""

    def delete(self, request: Request, user: int) -> None:
        """Ends it."""
        actions.unblock_user(signed_in_user(request).id, user)
