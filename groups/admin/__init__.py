"""The operator's pages for groups: who is in them, muted, or wants in; what was announced; which links lead in."""

from groups.admin import groups, joining, members  # noqa: F401 - they register themselves
