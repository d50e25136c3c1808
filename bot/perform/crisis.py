"""Telling somebody because she chose it: the kind of words, and never the words."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.acts import alerts, tasks
from bot.errors import Conflict
from bot.flows import effects as do
from bot.routing import survivor
from bot.turning import Turning


def _alert_on_call(turning: Turning, effect: do.AlertOnCall) -> None:
    survivor_id = turning.contact.survivor_id
    if survivor_id is None:
        raise Conflict
    alerts.raise_alert(
        turning.act,
        "crisis",
        survivor_id=survivor_id,
        category=effect.category,
        near_too=effect.near_too,
    )
    turning.result.wake = True


def _alert_advocate(turning: Turning, effect: do.AlertAdvocate) -> None:
    survivor_id = turning.contact.survivor_id
    row = None if survivor_id is None else survivor(turning.conn, turning.vault, survivor_id)
    if row is None:
        raise Conflict
    tasks.raise_task(
        turning.act,
        "crisis",
        survivor_id=row.id,
        staff_id=row.advocate_id,
        detail=effect.category,
        urgent=True,
    )
    alerts.call(turning.act, row.advocate_id)
    turning.result.wake = True


PERFORM_CRISIS: Mapping[type, Callable[[Turning, Any], None]] = MappingProxyType(
    {do.AlertOnCall: _alert_on_call, do.AlertAdvocate: _alert_advocate}
)
