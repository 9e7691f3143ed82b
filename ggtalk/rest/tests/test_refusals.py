"""What cannot be decoded is refused with the field that is wrong."""

from __future__ import annotations

from typing import Annotated

import msgspec
import pytest
from rest_framework import exceptions

from ggtalk.rest.encoding import error_response
from ggtalk.rest.endpoint import refusal_of
from ggtalk.rest.structs import Payload


class Inner(Payload, frozen=True):
    text: str


class Outer(Payload, frozen=True):
    body: Inner
    members: list[Annotated[int, msgspec.Meta(ge=1)]] = []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("{}", "body"),
        ('{"body": {}}', "body.text"),
        ('{"body": {"text": 1}}', "body.text"),
        ('{"body": {"text": "x", "more": 1}}', "body.more"),
        ('{"body": {"text": "x"}, "more": 1}', "more"),
        ('{"body": {"text": "x"}, "members": [1, 0]}', "members[1]"),
    ],
)
def test_the_wrong_field_is_named_by_its_path(said: str, field: str) -> None:
    with pytest.raises(msgspec.ValidationError) as error:
        msgspec.json.decode(said, type=Outer)
    refused = refusal_of(error.value)
    assert refused.code == "invalid"
    assert list(refused.fields or {}) == [field]


@pytest.mark.parametrize("said", ["{", "[]", "1"])
def test_what_is_no_object_names_no_field(said: str) -> None:
    with pytest.raises(msgspec.DecodeError) as error:
        msgspec.json.decode(said, type=Outer)
    assert refusal_of(error.value).fields is None


def test_a_missing_csrf_token_is_forbidden_and_says_so() -> None:
    response = error_response(exceptions.PermissionDenied("CSRF Failed: CSRF cookie not set."), {})
    assert response is not None
    assert (response.status_code, response.data["code"]) == (403, "forbidden")
    assert "CSRF" in response.data["detail"]


def test_a_malfunction_is_not_dressed_up_as_a_refusal() -> None:
    assert error_response(ZeroDivisionError(), {}) is None
