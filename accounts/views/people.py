"""Finding people, and how present they are."""

from __future__ import annotations

from rest_framework.request import Request

from accounts import queries
from accounts.authentication import signed_in_user
from accounts.serializers import people_data
from accounts.text import MOST_NAME
from accounts.views.answers import Presences, UsersFound
from accounts.views.bodies import PeopleQuery
from ggtalk.errors import invalid
from ggtalk.rest.endpoint import Endpoint

MOST_IDS = 100
MOST_DIGITS = 15


class Users(Endpoint):
    """Cards of people."""

    def get(self, request: Request, query: PeopleQuery) -> UsersFound:
        """Finds by `search`, or gives the cards of `ids`; never e-mail or telephone."""
        viewer = signed_in_user(request).id
        if query.ids is not None:
            ids = [_number("ids", part) for part in query.ids.split(",") if part.strip()]
            if len(ids) > MOST_IDS:
                raise invalid(ids=f"At most {MOST_IDS} ids.")
            known = queries.users_by_ids(ids)
            asked = [known[user] for user in dict.fromkeys(ids) if user in known]
            return UsersFound(users=people_data(asked, viewer=viewer))
        search = (query.search or "").strip()
        if not search or len(search) > MOST_NAME:
            raise invalid(search=f"Write 1 to {MOST_NAME} characters.")
        after = _number("after", query.after) if query.after else 0
        users, following = queries.found_users(viewer, search, after=after)
        return UsersFound(
            users=people_data(users, viewer=viewer),
            next=None if following is None else str(following),
        )


class Presence(Endpoint):
    """Who is there."""

    def get(self, request: Request) -> Presences:
        """My friends' presence and my own."""
        seen = queries.presences_seen_by(signed_in_user(request).id)
        return Presences(presence={str(user): presence for user, presence in seen.items()})


def _number(field: str, text: str) -> int:
    digits = text.strip()
    if not digits.isascii() or not digits.isdecimal() or len(digits) > MOST_DIGITS:
        raise invalid(**{field: "Not a number."})
    return int(digits)
