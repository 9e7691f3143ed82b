"""Serving the site: one process, or several on one address under a supervisor."""
