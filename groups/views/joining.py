"""Joining groups over REST: who may, asking, and answering."""

from __future__ import annotations

from rest_framework.request import Request

from accounts.authentication import signed_in_user
from accounts.throttle import take
from ggtalk.rest.endpoint import Endpoint, answers
from ggtalk.rest.structs import Payload
from groups.actions import accept_join, join_group, refuse_join, see_answers, set_history, set_join_mode, withdraw_join
from groups.limits import CHANGES, JOINS
from groups.models import Group
from groups.queries import join_requests_of
from groups.rights import Right, roles_with
from groups.serializers import HistoryName, JoinedData, JoinModeName, JoinRequestData, join_request_data


class JoinModePayload(Payload, frozen=True):
    """Who may join."""

    join_mode: JoinModeName


class JoinPayload(Payload, frozen=True):
    """What owner and admins should know of me where they are asked."""

    note: str = ""


class JoinRefusal(Payload, frozen=True):
    """Why somebody can't join."""

    reason: str = ""


class HistoryPayload(Payload, frozen=True):
    """How much newcomers read."""

    history: HistoryName


class JoinMode(Endpoint):
    """Who may join one of my groups."""

    def post(self, request: Request, group: int, body: JoinModePayload) -> None:
        """Changes it."""
        take(CHANGES, str(signed_in_user(request).id))
        set_join_mode(signed_in_user(request).id, group, Group.JoinMode(body.join_mode))


class History(Endpoint):
    """What those read of one of my groups who come into it."""

    def post(self, request: Request, group: int, body: HistoryPayload) -> None:
        """Changes it."""
        take(CHANGES, str(signed_in_user(request).id))
        set_history(signed_in_user(request).id, group, Group.History(body.history))


class Joining(Endpoint):
    """Coming into a group oneself."""

    @answers(201)
    def post(self, request: Request, group: int, body: JoinPayload) -> JoinedData:
        """Joins it, or asks to."""
        take(JOINS, str(signed_in_user(request).id))
        asked = join_group(signed_in_user(request).id, group, body.note)
        return JoinedData(request=None if asked is None else join_request_data(asked))


class JoinRequests(Endpoint):
    """Requests to join groups."""

    def get(self, request: Request) -> list[JoinRequestData]:
        """My own, and those that wait for my answer; the newest first."""
        rows = join_requests_of(signed_in_user(request).id, roles_with(Right.ADMIT))
        return [join_request_data(row) for row in rows]


class AnswersSeen(Endpoint):
    """The list of requests was looked at."""

    def post(self, request: Request) -> None:
        """I have seen the answers to mine."""
        see_answers(signed_in_user(request).id)


class OneJoinRequest(Endpoint):
    """A request of mine."""

    def delete(self, request: Request, join_request: int) -> None:
        """Takes it back while nobody has answered it."""
        withdraw_join(signed_in_user(request).id, join_request)


class JoinAcceptance(Endpoint):
    """Yes."""

    def post(self, request: Request, join_request: int) -> None:
        """Lets somebody in."""
        take(CHANGES, str(signed_in_user(request).id))
        accept_join(signed_in_user(request).id, join_request)


class JoinRefusing(Endpoint):
    """No."""

    def post(self, request: Request, join_request: int, body: JoinRefusal) -> None:
        """Refuses to let somebody in."""
        take(CHANGES, str(signed_in_user(request).id))
        refuse_join(signed_in_user(request).id, join_request, body.reason)
