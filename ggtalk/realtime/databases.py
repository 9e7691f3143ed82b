"""From the async edge to the database: a sized pool of threads instead of Channels' single one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import close_old_connections

from ggtalk.deadlocks import again_after_deadlock

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")

COMING_IN_THREADS = 2
"""Of these, too: thousands who come back at the same moment wait for each other, and not those who talk for them."""

_pool = ThreadPoolExecutor(max_workers=settings.DATABASE_THREADS, thread_name_prefix="database")
_door = ThreadPoolExecutor(max_workers=COMING_IN_THREADS, thread_name_prefix="coming in")


async def in_database(
    function: Callable[Parameters, Answer], *args: Parameters.args, **kwargs: Parameters.kwargs
) -> Answer:
    """Calls a synchronous action or query in a database thread."""
    return await asyncio.get_running_loop().run_in_executor(_pool, partial(run_closing, function, *args, **kwargs))


async def coming_in(
    function: Callable[Parameters, Answer], *args: Parameters.args, **kwargs: Parameters.kwargs
) -> Answer:
    """Like `in_database`, for what each client asks for when it connects."""
    return await asyncio.get_running_loop().run_in_executor(_door, partial(run_closing, function, *args, **kwargs))


def run_closing(function: Callable[Parameters, Answer], *args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
    """Calls `function`, again after a deadlock; connections that broke are closed after it.

    That also has Django look, where a database is asked again, whether the server has hung up meanwhile.
    """
    try:
        return again_after_deadlock(partial(function, *args, **kwargs))
    finally:
        close_old_connections()
