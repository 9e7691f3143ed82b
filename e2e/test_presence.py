"""Who is there, merged over devices; and who is gone is told within 30 seconds."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from e2e.cable import Cable
from e2e.cast import Cast
from e2e.program import Program
from e2e.server import Server
from e2e.site import Refused, Site

GONE_SECONDS = 30.0
SIT_STILL = """
import sys, websockets.sync.client
headers = {"Authorization": "Bearer " + sys.argv[2]}
line = websockets.sync.client.connect(sys.argv[1], additional_headers=headers, legacy=True)
print(line.recv(), flush=True)
for frame in line: pass
"""


@pytest.fixture
def alice(cast: Cast) -> Program:
    """Alice, connected, with Bob as a friend who is away."""
    assert cast.bob
    cast.alice.connect()
    return cast.alice


def hear_presence(hearer: Program, of: Program, presence: str, seconds: float = 20.0) -> None:
    wanted = {"user": of.id, "presence": presence}
    hearer.hear("presence.changed", lambda payload: payload == wanted, seconds)


def listed(asking: Program, of: Program) -> str:
    presence: str = asking.ask("GET", "/api/presence/")["presence"].get(str(of.id), "offline")
    return presence


def test_five_states_over_two_devices_become_the_most_present(alice: Program, cast: Cast) -> None:
    bob, phone = cast.bob, cast.device_of(cast.bob, "phone")
    assert listed(alice, bob) == "offline"
    bob.connect()
    hear_presence(alice, bob, "online")
    for state in ("away", "busy", "dnd", "online"):
        bob.command("presence.set", {"presence": state})
        hear_presence(alice, bob, state)
        assert listed(alice, bob) == state
    bob.command("presence.set", {"presence": "away"})
    hear_presence(alice, bob, "away")
    phone.connect()
    phone.command("presence.set", {"presence": "busy"})
    hear_presence(alice, bob, "busy")
    phone.disconnect()
    hear_presence(alice, bob, "away")
    bob.disconnect()
    hear_presence(alice, bob, "offline")
    assert listed(alice, bob) == "offline"


def test_invisible_is_offline_in_every_place_it_could_show(alice: Program, cast: Cast) -> None:
    bob, phone = cast.bob, cast.device_of(cast.bob, "phone")
    conversation = alice.direct_with(bob)
    bob.connect()
    phone.connect()
    hear_presence(alice, bob, "online")
    phone.command("presence.set", {"presence": "invisible"})
    hear_presence(alice, bob, "offline")
    assert listed(alice, bob) == "offline"
    assert listed(bob, bob) == "invisible"

    sent = alice.say(conversation, "Are you there?")
    bob.hear_text("Are you there?")
    mark = {"conversation": conversation, "seq": sent["seq"]}
    bob.command("message.delivered", mark)
    bob.command("message.read", mark)
    bob.command("typing.start", {"conversation": conversation})
    bob.command("presence.set", {"presence": "busy"})
    alice.say(conversation, "Silence")
    alice.hear_text("Silence")
    assert alice.unheard("message.read") == []
    assert alice.unheard("typing.started") == []
    assert [payload for payload in alice.unheard("presence.changed") if payload["user"] == bob.id] == []
    assert alice.conversation(conversation)["peer_read_seq"] < sent["seq"]
    assert bob.conversation(conversation)["own"]["unread"] == 1

    phone.command("presence.set", {"presence": "online"})
    hear_presence(alice, bob, "online")


def test_the_presence_chosen_by_hand_is_taken_up_by_each_device(alice: Program, cast: Cast) -> None:
    bob, phone = cast.bob, cast.device_of(cast.bob, "phone")
    bob.connect()
    phone.connect()
    hear_presence(alice, bob, "online")
    bob.ask("PATCH", "/api/me/", {"presence": "dnd"})
    assert phone.hear("me.changed", lambda payload: payload["me"]["presence"] == "dnd")
    phone.command("presence.set", {"presence": "dnd"})
    bob.command("presence.set", {"presence": "dnd"})
    hear_presence(alice, bob, "dnd")


def test_a_stranger_hears_no_presence(alice: Program, cast: Cast) -> None:
    charlie = cast.charlie
    charlie.connect()
    cast.bob.connect()
    hear_presence(alice, cast.bob, "online")
    charlie.command("ping")
    assert [payload for payload in charlie.unheard("presence.changed") if payload["user"] != charlie.id] == []
    assert set(charlie.ask("GET", "/api/presence/")["presence"]) == {str(charlie.id)}
    with pytest.raises(Refused):
        charlie.command("presence.set", {"presence": "offline"})


def test_who_lost_the_network_is_offline_within_thirty_seconds(alice: Program, cast: Cast, server: Server) -> None:
    """Bob's cable is pulled and Dave's process is frozen in the same moment: neither side is told anything."""
    bob, dave = cast.bob, cast.person("Dave")
    befriended = alice.ask("POST", "/api/friends/requests/", {"user": dave.id, "note": ""})
    dave.ask("POST", f"/api/friends/requests/{befriended['id']}/accept/", {})
    cable = Cable(server.port)
    frozen = subprocess.Popen(
        [sys.executable, "-c", SIT_STILL, cast.site.socket_address, dave.token], stdout=subprocess.PIPE, text=True
    )
    try:
        bob.site = Site("127.0.0.1", cable.port)
        bob.connect()
        hear_presence(alice, bob, "online")
        hear_presence(alice, dave, "online")
        cable.pull()
        frozen.send_signal(signal.SIGSTOP)
        lost = time.monotonic()
        hear_presence(alice, bob, "offline", GONE_SECONDS)
        hear_presence(alice, dave, "offline", GONE_SECONDS - (time.monotonic() - lost))
        assert listed(alice, bob) == listed(alice, dave) == "offline"
    finally:
        frozen.kill()
        frozen.communicate()
        cable.close()
