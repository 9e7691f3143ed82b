"""Deliveries leave a room in number order, each once, however they come."""

import itertools

from ggtalk.realtime.hub.delivery import Delivery
from ggtalk.realtime.hub.room import Room


def delivery(seq: int | None) -> Delivery:
    return Delivery("c1", seq, b"{}")


def numbers_out(room: Room, *numbers: int) -> list[int | None]:
    return [ready.seq for number in numbers for ready in room.in_order(delivery(number))]


def test_every_arrival_order_leaves_in_number_order() -> None:
    for order in itertools.permutations([5, 6, 7, 8]):
        assert numbers_out(Room(head=4), *order) == [5, 6, 7, 8]


def test_a_repeat_is_dropped() -> None:
    assert numbers_out(Room(head=4), 5, 5, 4, 6, 5) == [5, 6]


def test_a_transient_delivery_passes_at_once() -> None:
    room = Room(head=4)
    assert numbers_out(room, 6) == []
    assert [ready.seq for ready in room.in_order(delivery(None))] == [None]


def test_the_first_number_heard_is_the_start_when_the_head_is_unknown() -> None:
    room = Room()
    assert numbers_out(room, 9) == [9]
    room.know_head(7)
    assert numbers_out(room, 10) == [10]


def test_a_hole_that_cannot_be_filled_is_given_up() -> None:
    room = Room(head=4)
    assert numbers_out(room, 7, 6) == []
    ready = room.give_up_hole()
    assert [item.seq for first in ready for item in room.in_order(first)] == [6, 7]
