"""Web Push (RFC 8030): the site's key, where services may be, how they are spoken to, and what browsers are told."""
