"""The REST edge of chat."""
