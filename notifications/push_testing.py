"""Browsers that are told while their pages are closed, for the tests of notifications."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from accounts.testing import Answer, Api, signed_in
from e2e.push_service import PushService, SubscribedBrowser, running_push_service
from ggtalk.jobs.queue import perform_due
from notifications.actions import look_for_pushes
from notifications.models import PushedRoom


@pytest.fixture
def service(settings: Settings) -> Iterator[PushService]:
    """A push service that the operator says is inside."""
    with running_push_service() as running:
        settings.PUSH_SERVICES_INSIDE = [running.origin]
        yield running


def put_subscription(device: Api, subscription: dict[str, Any]) -> Answer:
    """Has a device told there."""
    return device.put("notifications/push/", msgspec.json.encode(subscription), "application/json")


def subscribed(device: Api, service: PushService, language: str = "en") -> SubscribedBrowser:
    """A browser of the device's, which is to be told."""
    browser = service.subscribed()
    answer = put_subscription(device, browser.subscription(language))
    assert (answer.status, answer.body["subscribed"]) == (200, True)
    return browser


@dataclass
class Pushing:
    """People's browsers at a push service."""

    service: PushService

    def browser(self, user: User, language: str = "en") -> SubscribedBrowser:
        """One more of a user's, with no page open."""
        return subscribed(signed_in(user), self.service, language)


@pytest.fixture
def pushing(service: PushService) -> Pushing:
    """`pushing.browser(user)` is to be told, and reads what it is told."""
    return Pushing(service)


def a_while_passes(seconds: float = 60) -> int:
    """It is looked who is to be told, and what is due by then is done; how many jobs the look has noted."""
    noted = look_for_pushes()
    perform_due(timezone.now() + timedelta(seconds=seconds))
    passed = timedelta(seconds=seconds)
    PushedRoom.objects.update(due_at=F("due_at") - passed, told_at=F("told_at") - passed)
    return noted
