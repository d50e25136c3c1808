"""What a person asked about their data: staff call, and say here what was said by voice.

The rule kept here: staff are not told what was asked for; they ask, and what was not asked for on
the phone cannot be begun here.
"""

from typing import Final

from aiohttp import web

from bot.acts import erasure, holds
from bot.console.call import Call
from bot.console.table import ADVOCATE, page
from bot.console.talk import Talk, talk_of

_SAID: Final = {
    "erase": erasure.confirm,
    "other": erasure.something_else,
    "keep": erasure.keep,
}


async def _page(
    call: Call, talk: Talk, *, waits: bool, errors: dict[str, str] | None = None
) -> web.StreamResponse:
    vault, now = call.desk.vault, call.now
    held = await call.read(lambda conn: holds.of(conn, vault, talk.id, now))
    until = max((one.until for one in held), default=0)
    return call.page(
        "data.html",
        status=422 if errors else 200,
        talk=talk,
        waits=waits,
        held_until=until,
        may_say=all(one.told for one in held),
        errors=errors or {},
    )


@page("GET", "/conversation/{id}/data", who=ADVOCATE)
async def data_page(call: Call) -> web.StreamResponse:
    """What to ask on the telephone about a data request."""
    talk = await talk_of(call)
    waits = await call.act(lambda act: erasure.waits_for_call(act, talk.id))
    return await _page(call, talk, waits=waits)


@page("POST", "/conversation/{id}/data", who=ADVOCATE)
async def data_said(call: Call) -> web.StreamResponse:
    """Keep what was said on the telephone about a data request."""
    talk = await talk_of(call)
    said = call.text("said", 10)
    if said not in _SAID:
        return await _page(call, talk, waits=True, errors={"said": "Choose what they said"})

    await call.act(lambda act: _SAID[said](act, talk.id))
    return call.go(f"/conversation/{talk.id.hex()}", "data")
