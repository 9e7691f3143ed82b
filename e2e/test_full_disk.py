"""The disk is full while people talk: nothing false is promised, and when there is room again everything goes on."""

from __future__ import annotations

import resource

import pytest

from e2e.program import Program, message
from e2e.server import Server
from e2e.site import Refused, Site

NO_ROOM = (4096, resource.RLIM_INFINITY)
ROOM = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def test_what_cannot_be_stored_is_not_acknowledged_and_may_be_sent_again(own_server: Server) -> None:
    site = Site("127.0.0.1", own_server.port)
    one, two = (Program.sign_in(site, account) for account in ("10000", "10002"))
    one.connect()
    two.connect()
    conversation = one.direct_with(two)
    one.say(conversation, "while there is room")
    assert own_server.process is not None
    process = own_server.process.pid
    payloads = [message(conversation, f"without room {number}") for number in range(3)]

    # No file of the server's may grow any more, which is what a full disk looks like to it.
    resource.prlimit(process, resource.RLIMIT_FSIZE, NO_ROOM)
    for payload in payloads:
        with pytest.raises(Refused) as refused:
            one.command("message.send", payload)
        assert refused.value.code == "server_error"
    assert one.command("ping") == {}
    assert two.texts(conversation) == ["while there is room"]

    resource.prlimit(process, resource.RLIMIT_FSIZE, ROOM)
    for payload in payloads:
        one.command("message.send", payload)
    two.hear_text("without room 2")
    expected = ["while there is room", *(f"without room {number}" for number in range(3))]
    assert two.heard_texts(conversation) == two.texts(conversation) == expected
    numbers = [item["seq"] for item in two.history(conversation)]
    assert numbers == list(range(numbers[0], numbers[0] + 4))
    for program in (one, two):
        program.disconnect()
    complaints = own_server.complained.read_text()
    own_server.complained.write_text("")
    assert "full" in complaints or "disk" in complaints
