"""A group for the tests of groups and of the apps above it."""

from __future__ import annotations

import pytest

from accounts.actions import make_friends
from accounts.models import User
from accounts.testing import make_user
from groups.actions import NewGroup, create_group


@pytest.fixture
def dora(alice: User) -> User:
    """Another friend of Alice's; Bob does not know her."""
    user = make_user("Dora")
    make_friends([(alice.id, user.id)])
    return user


@pytest.fixture
def group(alice: User, bob: User, dora: User) -> NewGroup:
    """Alice's group with Bob and Dora."""
    return create_group(alice.id, "Walks", [bob.id, dora.id])
