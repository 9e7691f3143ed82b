"""The servers that are measured, each with the way to talk to it."""

from bench.servers.baseline import baseline, tuned_baseline
from bench.servers.limit import LimitDialect, limit
from bench.servers.product import ProductDialect, product
from bench.servers.subject import Address, Dialect, Subject

DIALECTS: dict[str, Dialect] = {"GGTalk": ProductDialect(), "limit": LimitDialect()}
"""By the name of their subject: for a load that comes from another process."""

__all__ = ["DIALECTS", "Address", "Dialect", "Subject", "baseline", "limit", "product", "tuned_baseline"]
