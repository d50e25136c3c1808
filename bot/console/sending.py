"""An answer that was checked and goes, once: from a conversation, or from a complaint.

The rule kept here: a second press of the button sends nothing, and what failed may be sent again.
"""

from typing import Final

from multidict import MultiDict

from bot.console import parts
from bot.console.call import Call
from bot.console.composing import Answer
from bot.content import Phrase

ONCE_SECONDS: Final = 3600


def typed_slots(call: Call, phrase: Phrase) -> dict[str, str]:
    """What was typed for each hole of a phrase, where its form had a field for it."""
    return {
        slot: call.text(f"slot-{slot}", 40) for slot in phrase.slots if f"slot-{slot}" in call.form
    }


def _name(call: Call) -> str:
    return f"console:once:{call.who.id.hex()}:{call.text('once', 64)}"


async def is_first(call: Call) -> bool:
    """Whether this form was not sent before; from now on it was."""
    return await call.desk.coordination.count(_name(call), ONCE_SECONDS) == 1


async def may_go_again(call: Call) -> None:
    """Nothing went: let the same form be sent again."""
    await call.desk.coordination.delete(_name(call))


async def has_gone(call: Call, path: str, answer: Answer) -> None:
    """Forget what was typed for it on the page of this path, and let the worker take it up."""
    if answer.phrase is None:
        await parts.forget(call.desk.sessions, call.here, path, "words")
    await parts.keep(call.desk.sessions, call.here, f"{path}/check", MultiDict())
    await call.desk.coordination.wake("work")
