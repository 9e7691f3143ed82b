"""The servers that are measured, each with the way to talk to it."""

from bench.servers.baseline import baseline, tuned_baseline
from bench.servers.limit import limit
from bench.servers.product import product
from bench.servers.subject import Dialect, Subject

__all__ = ["Dialect", "Subject", "baseline", "limit", "product", "tuned_baseline"]
