"""Prosody, with its message archive on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bench.peers.programs import debian_program
from bench.peers.xmpp import XmppPeer
from bench.processes import folder_of_its_own, free_port, serving

CONFIGURATION = """
run_as_root = true
daemonize = false
data_path = "{folder}/data"
pidfile = "{folder}/prosody.pid"
log = {{ {{ levels = {{ min = "warn" }}; to = "console" }} }}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {port} }}
modules_enabled = {{
  "roster"; "saslauth"; "disco"; "register"; "mam"; "carbons"; "offline"; "presence"; "message"; "iq"; "c2s"
}}
modules_disabled = {{ "s2s"; "tls"; "posix" }}
allow_registration = true
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
storage = "internal"
default_archive_policy = true
archive_expires_after = "never"
VirtualHost "localhost"
Component "conference.localhost" "muc"
  modules_enabled = {{ "muc_mam" }}
  muc_log_by_default = true
  muc_room_locking = false
"""
"""Files are its fastest archive: SQLite costs it three times as much. No limit of rates, no encryption to pay for."""


@contextmanager
def prosody() -> Iterator[XmppPeer]:
    """Runs it with a new data folder."""
    program = debian_program("prosody", "prosody")
    port = free_port()
    with folder_of_its_own() as folder:
        configuration = folder / "prosody.cfg.lua"
        configuration.write_text(CONFIGURATION.format(folder=folder, port=port))
        (folder / "data").mkdir()
        with serving([program, "-F", "--config", str(configuration)], port, {}, folder) as service:
            yield XmppPeer("Prosody", service)
