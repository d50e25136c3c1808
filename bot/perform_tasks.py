"""What a turn asks of staff: a task for her advocate, or the Hub's where there is none."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.acts import tasks
from bot.flows import effects as do

if TYPE_CHECKING:
    from bot.turning import Turning


def raise_task(turning: "Turning", kind: str, *, detail: str = "", urgent: bool = False) -> None:
    """Ask her advocate (or the Hub, where there is none) to do something."""
    tasks.raise_for(
        turning.conn,
        turning.vault,
        kind,
        survivor_id=turning.contact.survivor_id,
        detail=detail,
        urgent=urgent,
        now=turning.now,
    )
    turning.result.wake = True


def _call_me(turning: "Turning", effect: do.CallMe) -> None:
    raise_task(turning, "call_me", detail=effect.when)


def _raise_task(turning: "Turning", effect: do.RaiseTask) -> None:
    raise_task(turning, effect.kind, urgent=effect.urgent)


PERFORM_TASKS: Mapping[type, Callable[["Turning", Any], None]] = MappingProxyType(
    {do.CallMe: _call_me, do.RaiseTask: _raise_task}
)
