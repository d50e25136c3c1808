"""My day."""

from aiohttp import web

from bot.console.call import Call
from bot.console.table import page


@page("GET", "/")
async def my_day(call: Call) -> web.StreamResponse:
    """My day: who needs me, what waits, what is to be done."""
    return call.page("signed_out.html")
