"""The limit: a bare WebSocket server that only forwards frames."""
