"""Her phone: invitations and their card, freezing, and links that sleep."""

import io
from typing import Final

import segno
from aiohttp import web
from markupsafe import Markup

from bot.acts import invites as invite_acts
from bot.acts import link
from bot.console.call import Call
from bot.console.card_words import printed
from bot.console.table import ADVOCATE, page
from bot.console.talk import standing_says, talk_of
from bot.storage import invites

QR_SCALE: Final = 5


def qr(text: str, says: str) -> Markup:
    """A QR code as inline SVG: nothing of it is an address or a file."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        out,
        kind="svg",
        scale=QR_SCALE,
        border=2,
        xmldecl=False,
        svgclass="app-qr",
        lineclass=None,
        omitsize=True,
        title=says,
        svgns=True,
    )
    return Markup(out.getvalue().decode())  # noqa: S704 made of modules and our own title


@page("GET", "/conversation/{id}/link", who=ADVOCATE)
async def link_page(call: Call) -> web.StreamResponse:
    """Her phones, and the invitation that is open."""
    talk = await talk_of(call)
    rows = await call.read(lambda conn: invites.of(conn, talk.id))
    live = next((row for row in rows if invites.live(row, call.now)), None)
    phones = [(phone, standing_says(phone)) for phone in talk.her.phones]
    return call.page("link.html", talk=talk, invite=live, phones=phones)


@page("POST", "/conversation/{id}/invite", who=ADVOCATE)
async def invite(call: Call) -> web.StreamResponse:
    """Make a code and show its card, this once."""
    talk = await talk_of(call)
    card = await call.act(lambda act: invite_acts.make(act, talk.id))
    bot = call.desk.service.telegram_bot
    address = f"https://t.me/{bot}?start={card.link}" if bot else ""
    return call.page(
        "card.html",
        talk=talk,
        card=card,
        printed=printed(call.desk.catalogues.tongue(talk.language)),
        english=printed(call.desk.catalogues.tongue("en")),
        qr=qr(address, "Code for Telegram") if address else "",
        number=grouped(call.desk.service.sms_number),
    )


@page("POST", "/conversation/{id}/invite/revoke", who=ADVOCATE)
async def revoke(call: Call) -> web.StreamResponse:
    """Withdraw the code."""
    talk = await talk_of(call)
    await call.act(lambda act: invite_acts.revoke(act, talk.id))
    return call.go(f"/conversation/{talk.id.hex()}/link", "revoked")


@page("POST", "/conversation/{id}/freeze", who=ADVOCATE)
async def freeze(call: Call) -> web.StreamResponse:
    """Freeze one of her phones at once."""
    talk = await talk_of(call)
    contact = call.as_id(call.text("contact", 32))
    if contact not in {phone.id for phone in talk.her.phones}:
        raise web.HTTPNotFound
    await call.act(lambda act: link.freeze(act, contact))
    await call.desk.coordination.wake("work")
    return call.go(f"/conversation/{talk.id.hex()}/link", "frozen")


def grouped(number: str) -> str:
    """A number in groups that can be copied by hand: 07700 900 123; short codes stay."""
    digits = "".join(filter(str.isdecimal, number))
    if number.startswith("+44"):
        digits = "0" + digits[2:]
    if len(digits) != 11:  # noqa: PLR2004 a UK number
        return number
    return f"{digits[:5]} {digits[5:8]} {digits[8:]}"
