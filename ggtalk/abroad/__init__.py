"""Machines that are not ours: which of them the server may connect to, and for how long."""
