"""A photo or voice note that came with a complaint.

The rule kept here: opening one takes the caller's own copy of the complaint and is recorded; who
holds none gets the 404 of a page that isn't there.
"""

from aiohttp import web

from bot.acts import complaints_case
from bot.console import files
from bot.console.call import Call
from bot.console.files import Back
from bot.console.table import HANDLERS, page
from bot.errors import Refused


@page("GET", "/cases/{id}/file/{entry}/{file}", who=HANDLERS)
async def file_page(call: Call) -> web.StreamResponse:
    """A photo behind a blur, or a voice note."""
    case, me, vault = call.id(), call.who.id, call.desk.vault
    if not await call.read(lambda conn: complaints_case.held_by(conn, vault, me, case)):
        raise web.HTTPNotFound
    return files.shown(call, Back(f"/cases/{case.hex()}#timeline", "the case"))


@page("GET", "/cases/{id}/file/{entry}/{file}/content", who=HANDLERS)
async def file_content(call: Call) -> web.StreamResponse:
    """The photo or voice note itself, opened with the caller's own key."""
    case, entry, file, private = call.id(), call.id("entry"), call.id("file"), call.private
    try:
        words = await call.act(
            lambda act: complaints_case.open_file(act, case, entry, file, private)
        )
    except Refused as refused:
        if refused.code in {"unknown", "not_a_holder"}:
            raise web.HTTPNotFound from None
        raise
    return files.served(words)
