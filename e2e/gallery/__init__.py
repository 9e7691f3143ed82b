"""Every screen of the product in every state it can be in, with people and words on it that are worth a picture."""

from __future__ import annotations
