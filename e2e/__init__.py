"""Whole journeys against the real server: programs that know only docs/protocol.md, and people in real browsers."""
