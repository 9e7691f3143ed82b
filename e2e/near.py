"""Serves GGTalk as `manage.py serve` does, with leave to fetch previews from one port of this machine.

    python -m e2e.near PORT serve …

Only a journey wants that: the product itself never visits this machine, nor any other that is not on the internet.
"""

from __future__ import annotations

import ipaddress
import os
import sys

from django.core.management import execute_from_command_line

from ggtalk.abroad import addresses

HERE = ipaddress.ip_address("127.0.0.1")


def main(here: int, arguments: list[str]) -> None:
    """Runs a command of manage.py with that leave."""
    is_public = addresses.may_be_visited

    def visited(address: addresses.Address, port: int) -> bool:
        return (address, port) == (HERE, here) or is_public(address, port)

    addresses.may_be_visited = visited
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ggtalk.settings")
    execute_from_command_line(["manage.py", *arguments])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
