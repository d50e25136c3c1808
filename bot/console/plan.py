"""The contact plan: how and when she may be reached."""

from typing import Final

from aiohttp import web

from bot.acts import plans
from bot.console.call import Call
from bot.console.sayings import CHANNELS, PLACES, VOICEMAIL
from bot.console.table import ADVOCATE, page
from bot.console.talk import talk_of

LINES: Final = {
    "number": 30,
    "safe_times": 200,
    "interpreter": 200,
    "no_answer": 200,
    "meeting": 300,
    "else": 1000,
}


@page("GET", "/conversation/{id}/plan", who=ADVOCATE)
async def plan_page(call: Call) -> web.StreamResponse:
    """The contact plan as a form."""
    talk = await talk_of(call)
    kept = await call.read(lambda conn: plans.read(conn, call.desk.vault, talk.id))
    live = [phone for phone in talk.her.phones if phone.standing in {"open", "locked"}]
    phones = [
        {"value": phone.id.hex(), "text": f"{CHANNELS[phone.channel]}, linked"} for phone in live
    ]
    here = kept.contact_id.hex() if kept.contact_id else (phones[-1]["value"] if phones else "")
    return call.page("plan.html", talk=talk, plan=kept.lines, phones=phones, here=here)


@page("POST", "/conversation/{id}/plan", who=ADVOCATE)
async def keep_plan(call: Call) -> web.StreamResponse:
    """Save the contact plan."""
    talk = await talk_of(call)
    lines = {name: call.text(name, most) for name, most in LINES.items()}
    for name, known in (("voicemail", VOICEMAIL), ("places", PLACES)):
        value = call.text(name, 10)
        lines[name] = value if value in known else ""
    chosen = call.text("phone", 32)
    phone = call.as_id(chosen) if chosen else None
    await call.act(lambda act: plans.keep(act, talk.id, lines, phone))
    return call.go(f"/conversation/{talk.id.hex()}", "plan")
