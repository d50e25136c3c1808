"""What a gate asks for, done: STOP and START, and a locked chat (conversations.md B2, B4).

The rules kept here: keeping the words comes before everything. What is written while stopped or
locked is kept, marked, and passed on, but not from a conversation about a complaint, which may be
about whoever it would be passed to; a locked chat never says that it is locked.
"""

import secrets
from collections.abc import Callable

from bot import tries
from bot.acts import link
from bot.acts.complaints_entries import NOTE
from bot.contact import IDLE_MS
from bot.facts.known import Known
from bot.flows import aside, lines
from bot.flows.engine import advance
from bot.flows.events import Due, Started
from bot.flows.state import Draft, State
from bot.gates import Action, curtain_falls
from bot.perform.stop import stop
from bot.perform.table import deliver, perform, tidy
from bot.perform.tasks import ask_for_call, raise_task
from bot.storage import contacts, remembered
from bot.storage import intake as rows
from bot.turning import Turning


def answer_gate(turning: Turning, action: Action) -> None:
    """Do what a gate decided instead of the flow."""
    ACTIONS[action](turning)


def _quiet(turning: Turning) -> None:
    if turning.contact.stopped and turning.contact.standing != "locked":
        _keep(turning, "stopped")


def _stop(turning: Turning) -> None:
    inbound = turning.inbound
    ours = (
        turning.contact.channel == "telegram"
        or turning.service.content.service.sms.opt_out == "ours"
    )
    stop(turning, says=ours and inbound is not None and inbound.kind != "blocked")


def _start(turning: Turning) -> None:
    contacts.change(turning.conn, turning.contact.id, stopped=False)
    turning.contact.stopped = False
    _announce_what_waits(turning)
    if turning.contact.standing == "locked":
        _neutral(turning)
        return
    idle = turning.contact.silent_for(turning.now)
    if turning.contact.language and curtain_falls(turning.contact, idle):
        perform(turning, advance(turning.contact.conversation(), Due("curtain"), Known(turning)))
        return
    go_home(turning)


def _announce_what_waits(turning: Turning) -> None:
    """What came while nothing was sent lies here without a note: now one is due, of each lane."""
    for kind in ("note", NOTE):
        rows.set_timer(turning.conn, secrets.token_bytes(16), kind, turning.contact.id, turning.now)
    turning.result.wake = True


def _unlock(turning: Turning) -> None:
    contacts.change(turning.conn, turning.contact.id, standing="open", word_tries=0)
    turning.contact.standing = "open"
    tidy(turning, "theirs")
    go_home(turning)


def _wake(turning: Turning) -> None:
    """Her word, on a phone whose link slept: it is hers again, and where we write.

    What was begun there meanwhile was whoever's, and is nothing of hers.
    """
    link.wake(turning.act, turning.contact.id)
    turning.contact.standing = "open"
    turning.for_thread = True
    tidy(turning, "theirs")
    perform(turning, advance(State(), Started(), Known(turning)))


def go_home(turning: Turning) -> None:
    """Go where she belongs: the menu, or the language list."""
    state = turning.contact.conversation()._replace(covered=False)
    perform(turning, advance(state, Started(), Known(turning)))


def _kept_locked(turning: Turning) -> None:
    _keep(turning, "locked")
    text = turning.inbound.text if turning.inbound else ""
    if tries.may_be_word(turning.contact.row, text) and tries.count(turning) == tries.WORDS:
        raise_task(turning, "check_by_voice", detail="trouble_unlocking")
    _neutral(turning)


def _kept_full(turning: Turning) -> None:
    """Her number has had a day's answers: what comes is kept, and somebody asks who it is."""
    _keep(turning, "many")
    if not turning.allowance.last:
        return
    turning.result.told_full = True
    turning.say(lines.FULL)
    remembered.note(turning.conn, remembered.FULL, turning.now)
    if turning.contact.linked:
        raise_task(turning, "check_by_voice", detail="many_texts")


def _help_locked(turning: Turning) -> None:
    turning.say(lines.NEUTRAL_999)


def _danger_locked(turning: Turning) -> None:
    """What she chose when she set the lock: help numbers beside the neutral line."""
    _keep(turning, "locked")
    numbers = Known(turning).helplines({})
    turning.say(lines.NEUTRAL_999._replace(parts=(*lines.NEUTRAL.parts, *numbers)))


def _call_locked(turning: Turning) -> None:
    ask_for_call(turning, "any")
    turning.say(lines.NEUTRAL_999)


def _neutral(turning: Turning) -> None:
    hushed = turning.contact.row.hushed_at
    if hushed is not None and turning.now - hushed < IDLE_MS:
        return
    contacts.change(turning.conn, turning.contact.id, hushed_at=turning.now)
    turning.say(lines.NEUTRAL)


def _keep(turning: Turning, mark: str) -> None:
    """Pass on what was written, marked: it may not be her. A frozen phone is nobody's.

    From the middle of a complaint it goes nowhere: it joins what she was writing there.
    """
    inbound = turning.inbound
    if inbound is None or not (turning.contact.linked or turning.allowance.full):
        return
    files = ((inbound.kind, inbound.file),) if inbound.kind in {"voice", "photo"} else ()
    if not inbound.text and not files:  # words under a file that cannot be kept are kept
        return
    state = turning.contact.conversation()
    if flow := aside.complaint_open(state):
        texts = (inbound.text,) if inbound.text else ()
        turning.state = aside.join(state, flow, Draft(texts, files))
        tidy(turning, "theirs")
    elif turning.contact.linked:
        deliver(turning, inbound.text, files, mark)


ACTIONS: dict[Action, Callable[[Turning], None]] = {
    "quiet": _quiet,
    "stop": _stop,
    "start": _start,
    "unlock": _unlock,
    "wake": _wake,
    "kept_locked": _kept_locked,
    "help_locked": _help_locked,
    "call_locked": _call_locked,
    "danger_locked": _danger_locked,
    "kept_full": _kept_full,
}
