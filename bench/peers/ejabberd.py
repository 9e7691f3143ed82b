"""ejabberd, with its message archive on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.peers.programs import debian_program
from bench.peers.xmpp import XmppPeer
from bench.processes import folder_of_its_own, free_port, serving
from tooling.problems import Problem

CONFIGURATION = """
hosts: [localhost]
loglevel: warning
registration_timeout: infinity
auth_password_format: plain
auth_use_cache: true
default_db: mnesia
listen:
  - {{port: {port}, ip: "127.0.0.1", module: ejabberd_c2s, shaper: none, max_stanza_size: 262144}}
acl: {{local: {{user_regexp: ""}}}}
access_rules: {{everybody: {{allow: all}}}}
modules:
  mod_register: {{ip_access: everybody, access: everybody, access_from: everybody, password_strength: 0}}
  mod_mam: {{default: always, db_type: mnesia}}
  mod_offline: {{}}
  mod_roster: {{}}
  mod_disco: {{}}
  mod_carboncopy: {{}}
  mod_muc:
    access: everybody
    max_users: 5000
    default_room_options: {{mam: true, max_users: 5000, public: true}}
    history_size: 0
    min_message_interval: 0
    min_presence_interval: 0
"""
"""No limit of rates, no encryption to pay for; Mnesia on disk is the archive it has of itself."""

LIBRARIES = "/usr/lib/*/ejabberd-*/ebin"


@contextmanager
def ejabberd() -> Iterator[XmppPeer]:
    """Runs it with a new database; its schedulers do not wait busily, so that only work counts as CPU."""
    debian_program("ejabberdctl", "ejabberd")
    erlang = debian_program("erl", "erlang-base")
    libraries = sorted(str(path) for path in Path("/").glob(LIBRARIES.lstrip("/")))
    if not libraries:
        raise Problem(f"ejabberd's libraries are not where they are looked for, in {LIBRARIES}.")
    port = free_port()
    with folder_of_its_own() as folder:
        configuration = folder / "ejabberd.yml"
        configuration.write_text(CONFIGURATION.format(port=port))
        command = [
            *(erlang, "-noinput", "-sname", f"bench{port}@localhost", "-setcookie", "bench", "-start_epmd", "false"),
            *("-erl_epmd_port", "0", "-dist_listen", "false"),
            *("+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none", "+K", "true", "+P", "250000"),
            *("-mnesia", "dir", f'"{folder / "mnesia"}"', "-pa", *libraries, "-s", "ejabberd"),
        ]
        environment = {
            "EJABBERD_CONFIG_PATH": str(configuration),
            "EJABBERD_LOG_PATH": str(folder / "ejabberd.log"),
            "HOME": str(folder),
        }
        with serving(command, port, environment, folder) as service:
            yield XmppPeer("ejabberd", service)
