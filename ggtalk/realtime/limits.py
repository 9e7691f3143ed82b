"""How much one client may say."""

from __future__ import annotations

from dataclasses import dataclass

MOST_FRAME_BYTES = 256 * 1024
FRAMES_PER_SECOND = 1000
BURST_SECONDS = 3


@dataclass(slots=True)
class FrameAllowance:
    """A token bucket: `FRAMES_PER_SECOND` in the long run, `BURST_SECONDS` worth of them at once."""

    tokens: float = FRAMES_PER_SECOND * BURST_SECONDS
    last: float = 0.0

    def take(self, now: float) -> bool:
        """Whether one more frame is within the limit at monotonic time `now`, in seconds."""
        capacity = FRAMES_PER_SECOND * BURST_SECONDS
        self.tokens = min(capacity, self.tokens + (now - self.last) * FRAMES_PER_SECOND)
        self.last = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True
