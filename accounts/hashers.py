"""How passwords are hashed."""

from __future__ import annotations

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

MOST_AT_ONCE = 4
"""Each takes 19 MiB and some hundredths of a second of a core, and anybody may ask for it by trying to sign in."""

_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


class QueuedArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at most `MOST_AT_ONCE` times at once in one server process; the others wait.

    The costs are the first choice of OWASP's Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane). Django's
    (100 MiB, 2 passes, 8 lanes) take seven times the CPU: on two cores an office that signs in at nine would wait a
    minute. A hash made with other costs is made anew at its user's next sign-in.
    """

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _turns:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _turns:
            return super().verify(password, encoded)
