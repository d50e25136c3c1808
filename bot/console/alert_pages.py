"""Alerts: what somebody on call is asked to take, and what taking it opens for an hour."""

from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import alerts
from bot.acts.alerts import Alert
from bot.console.call import Call
from bot.console.sayings import NATIONS, VOICEMAIL
from bot.console.table import page
from bot.errors import Refused
from bot.routing import where_we_write

KINDS: Final = {"crisis": "Crisis words", "safeguarding": "Safeguarding"}
CATEGORIES: Final = {
    "self_harm": "of hurting themselves",
    "danger": "of danger now",
    "held": "of being held or watched",
    "child": "of a child at risk",
    "safeguarding": "in a concern about staff",
}


async def asked(call: Call) -> list[Alert]:
    """What the caller is asked to take, or has taken and still opens."""
    vault, me, now = call.desk.vault, call.who.id, call.now
    return await call.read(lambda conn: alerts.of(conn, vault, me, now))


def says(alert: Alert) -> str:
    """An alert in words: its kind, and nothing of what was written."""
    kind = KINDS.get(alert.kind, alert.kind)
    return f"{kind} {CATEGORIES.get(alert.category, '')}".strip()


@page("GET", "/alerts")
async def show(call: Call) -> web.StreamResponse:
    """Alerts I am asked to take, and those I have taken."""
    return call.page("alerts.html", alerts=await asked(call), says=says)


@page("POST", "/alerts/{id}/take")
async def take(call: Call) -> web.StreamResponse:
    """Take an alert: it is in my hands, and opens the contact plan for an hour."""
    alert_id = call.id()
    try:
        await call.act(lambda act: alerts.take(act, alert_id))
    except Refused as refused:
        if refused.code != "taken":
            raise
    mine = {alert.id: alert for alert in await asked(call) if alert.taken}
    if alert_id not in mine:
        return call.go("/alerts", "alert_gone")
    opens = mine[alert_id].survivor_id is not None
    return call.go(f"/alerts/{alert_id.hex()}", "alert_taken" if opens else "alert_of_a_case")


@page("GET", "/alerts/{id}")
async def open_plan(call: Call) -> web.StreamResponse:
    """The contact plan of an alert I have taken; each look is recorded."""
    alert_id = call.id()
    mine = {alert.id: alert for alert in await asked(call) if alert.taken}
    if alert_id not in mine:
        raise web.HTTPNotFound
    if mine[alert_id].survivor_id is None:
        return call.page("alert.html", alert=mine[alert_id], opened=None, says=says)
    opened = await call.act(lambda act: alerts.open_plan(act, alert_id))
    number = opened.plan.lines.get("number") or await call.read(
        lambda conn: _texts_from(conn, call, opened.her.id)
    )
    return call.page(
        "alert.html",
        alert=opened.alert,
        opened=opened,
        number=number,
        agreed=bool(opened.plan.lines.get("number")),
        says=says,
        voicemail=VOICEMAIL,
        nations=NATIONS,
    )


def _texts_from(conn: Connection, call: Call, survivor_id: bytes) -> str:
    """The number she texts from, where the plan names none; a chat has no number."""
    row = where_we_write(conn, survivor_id)
    if row is None or row.channel != "sms":
        return ""
    key = call.desk.vault.unwrap(row.owner, row.wrapped)
    return call.desk.vault.open("contacts.address", row.id, row.address, key).decode()
