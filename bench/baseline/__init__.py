"""The baseline: the chat server most people would write with Django Channels, kept for comparison."""
