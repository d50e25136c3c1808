"""Erasing, keeping after all, and forgetting a stranger: asked for here, done by the worker."""

import secrets
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.acts import erasure
from bot.clock import MINUTE_MS
from bot.errors import Conflict
from bot.flows import effects as do
from bot.storage import erasures, intake
from bot.turning import Turning


def _hers(turning: Turning) -> bytes:
    if turning.contact.survivor_id is None:
        raise Conflict
    return turning.contact.survivor_id


def _ask(turning: Turning, effect: do.AskErasure) -> None:
    erasure.ask(turning.act, _hers(turning), proved=effect.proved)
    turning.result.cancelled = turning.contact.id
    turning.result.wake = True


def _undo(turning: Turning, effect: do.UndoErasure) -> None:
    erasure.undo(turning.act, _hers(turning), proved=effect.proved)
    turning.result.wake = True


def _forget(turning: Turning, _effect: do.ForgetMe) -> None:
    """A minute later, when she has read that it will be."""
    due_at = turning.now + MINUTE_MS
    intake.set_timer(
        turning.conn, secrets.token_bytes(16), erasures.FORGET, turning.contact.id, due_at
    )


PERFORM_MY_DATA: Mapping[type, Callable[[Turning, Any], None]] = MappingProxyType(
    {do.AskErasure: _ask, do.UndoErasure: _undo, do.ForgetMe: _forget}
)
