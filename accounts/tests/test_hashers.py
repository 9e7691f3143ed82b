"""Passwords are hashed a few at a time, however many people sign in at once."""

from __future__ import annotations

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

from accounts.hashers import MOST_AT_ONCE, QueuedArgon2PasswordHasher, _turns


def test_a_password_is_right_or_wrong() -> None:
    hasher = QueuedArgon2PasswordHasher()
    encoded = hasher.encode("correct horse", hasher.salt())
    assert encoded.startswith("argon2$")
    assert hasher.verify("correct horse", encoded)
    assert not hasher.verify("wrong horse", encoded)


def test_a_hash_with_other_costs_is_made_anew() -> None:
    password_with_djangos_costs = Argon2PasswordHasher().encode("correct horse", "a" * 22)
    hasher = QueuedArgon2PasswordHasher()
    assert hasher.verify("correct horse", password_with_djangos_costs)
    assert hasher.must_update(password_with_djangos_costs)
    assert not hasher.must_update(hasher.encode("correct horse", hasher.salt()))


def test_one_more_than_the_most_waits_for_its_turn() -> None:
    hasher, done = QueuedArgon2PasswordHasher(), threading.Event()

    def hash_one() -> None:
        hasher.encode("correct horse", hasher.salt())
        done.set()

    for _ in range(MOST_AT_ONCE):
        _turns.acquire()
    thread = threading.Thread(target=hash_one)
    try:
        thread.start()
        assert not done.wait(0.3)
    finally:
        for _ in range(MOST_AT_ONCE):
            _turns.release()
    thread.join()
    assert done.is_set()
