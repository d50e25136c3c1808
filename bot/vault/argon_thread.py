"""The one thread for passphrases.

One try takes 64 MiB and a quarter of a second; eight at once peaked at 538 MiB. So they queue here,
outside the event loop and outside every unit of storage. Throttling comes before this queue.
"""

from asyncio import get_running_loop
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


@cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="argon")


async def run_one(function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Run a slow function of the vault, after those that were asked for before it."""
    return await get_running_loop().run_in_executor(_thread(), lambda: function(*args, **kwargs))
