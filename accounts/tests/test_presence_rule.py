"""What others see of a user with several clients."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.presence import CHOICES, OwnPresence, as_others_see, merged

clients = st.lists(st.sampled_from(CHOICES))


@pytest.mark.parametrize(
    ("said", "own", "seen"),
    [
        ([], "offline", "offline"),
        (["away"], "away", "away"),
        (["away", "online"], "online", "online"),
        (["dnd", "busy"], "busy", "busy"),
        (["away", "dnd"], "dnd", "dnd"),
        (["busy", "online", "dnd"], "online", "online"),
        (["online", "invisible"], "invisible", "offline"),
    ],
)
def test_the_most_present_wins_and_invisible_over_all(said: list[str], own: OwnPresence, seen: str) -> None:
    assert merged(said) == own
    assert as_others_see(own) == seen


@given(clients)
def test_order_and_repeats_do_not_matter(said: list[str]) -> None:
    assert merged(said) == merged([*reversed(said), *said])


@given(clients)
def test_one_invisible_client_hides_all(said: list[str]) -> None:
    assert as_others_see(merged([*said, "invisible"])) == "offline"
