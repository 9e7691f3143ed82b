"""How often one user may make groups and change them: everybody in a group is told of each change."""

from __future__ import annotations

from accounts.throttle import Limit

NEW_GROUPS = Limit("new groups", 60, 60 * 60)
CHANGES = Limit("changes of groups", 600, 60 * 60)
JOINS = Limit("joining groups", 60, 60 * 60)
PROPOSALS = Limit("proposals to groups", 200, 60 * 60)
"""Each friend who is proposed counts: owner and admins are told of each."""
LINKS = Limit("links to groups", 60, 60 * 60)
"""Looked at and used: nobody guesses one."""
SEARCHES = Limit("searches for groups", 60, 60)
"""Of numbers too: who tries them one after another is slow."""
WATCHES = Limit("looks at members", 120, 60)
"""Each asks how present all of them are."""
