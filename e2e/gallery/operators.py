"""The pages of those who run the site."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from e2e.gallery.hands import Screen
from e2e.gallery.scene import Scene
from e2e.server import ROOT

MAKE_OPERATOR = (
    "from accounts.models import User; User.objects.filter(account=%r).update(is_staff=True, is_superuser=True)"
)


def make_operator(account: str, settings: Mapping[str, str]) -> None:
    """Lets this person run the site of the server with these settings."""
    code = MAKE_OPERATOR % account
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True)


def screens(scene: Scene) -> Sequence[Screen]:
    pages = {
        "admin": "/admin/",
        "admin-users": "/admin/accounts/user/",
        "admin-user": f"/admin/accounts/user/{scene.friend}/change/",
        "admin-groups": "/admin/groups/group/",
        "admin-members": "/admin/groups/membership/",
        "admin-conversations": "/admin/chat/conversation/",
        "admin-devices": "/admin/accounts/device/",
        "admin-digests": "/admin/notifications/digest/",
    }
    return [Screen(name, path, "#content", is_ours=False) for name, path in pages.items()]
