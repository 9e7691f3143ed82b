"""What is done later: messages burn."""

from __future__ import annotations

from chat.actions import burn_message
from chat.work import Burn
from ggtalk.jobs.kinds import performs

MOST_TRIES = 10_000
"""A year of hours: what was promised to be gone is never given up."""


@performs(Burn, lease_seconds=30, most_tries=MOST_TRIES)
def burn(job: int, wanted: Burn) -> None:
    """Burns it, if it is still there."""
    burn_message(wanted.message)
