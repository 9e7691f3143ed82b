"""How often one client may say the same thing. Pure, but for the clock that is handed in."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Throttle:
    """Lets each (client, subject) through once in `seconds`; a client that is gone is forgotten."""

    seconds: float
    _last: dict[str, dict[int, float]] = field(default_factory=dict)

    def allows(self, client: str, subject: int, now: float) -> bool:
        """Whether this client may speak about `subject` at monotonic time `now`; if so, it has."""
        said = self._last.setdefault(client, {})
        if subject in said and now - said[subject] < self.seconds:
            return False
        if len(said) > 1000:
            said.clear()
        said[subject] = now
        return True

    def reset(self, client: str, subject: int) -> None:
        """What this client says next about `subject` goes through."""
        if said := self._last.get(client):
            said.pop(subject, None)

    def forget(self, client: str) -> None:
        """The client is gone."""
        self._last.pop(client, None)
