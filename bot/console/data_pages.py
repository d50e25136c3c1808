"""What a person asked about their data: staff call, and say here what was said by voice.

The rule kept here: staff are not told what was asked for; they ask, and what was not asked for on
the phone cannot be begun here.
"""

from aiohttp import web

from bot.acts import erasure
from bot.acts.act import Act
from bot.console.call import Call
from bot.console.table import ADVOCATE, page
from bot.console.talk import talk_of


@page("GET", "/conversation/{id}/data", who=ADVOCATE)
async def data_page(call: Call) -> web.StreamResponse:
    """What to ask on the telephone about a data request."""
    talk = await talk_of(call)
    waits = await call.act(lambda act: erasure.waits_for_call(act, talk.id))
    return call.page("data.html", talk=talk, waits=waits, errors={})


@page("POST", "/conversation/{id}/data", who=ADVOCATE)
async def data_said(call: Call) -> web.StreamResponse:
    """Keep what was said on the telephone about a data request."""
    talk = await talk_of(call)
    said = call.text("said", 10)
    if said not in {"erase", "keep"}:
        errors = {"said": "Choose what they said"}
        return call.page("data.html", status=422, talk=talk, waits=True, errors=errors)

    def deed(act: Act) -> None:
        if said == "erase":
            erasure.confirm(act, talk.id)
        else:
            erasure.keep(act, talk.id)

    await call.act(deed)
    return call.go(f"/conversation/{talk.id.hex()}", "data")
