"""What a turn decided about worries and complaints, done in the unit that decided it.

The rule kept here: which complaint it is about was worked out by the facts of this turn, and what
takes something away is looked at again here.
"""

from collections.abc import Callable
from typing import Any

from bot.acts import (
    complaints,
    complaints_begun,
    complaints_found,
    complaints_hers,
    complaints_more,
)
from bot.acts.complaints import New
from bot.complaint_clocks import Rules
from bot.errors import Conflict, Refused
from bot.facts.concern import ABOUTS
from bot.flows import effects_concern as do
from bot.storage.complaints import ComplaintRow
from bot.turning import Turning


def _file(turning: Turning, effect: do.FileConcern) -> None:
    new = New(
        reference=effect.reference,
        contact_id=turning.contact.id,
        step=effect.step,
        about=ABOUTS[effect.about],
        areas=effect.areas,
        text="\n".join(effect.draft.texts),
        language=turning.language or "en",
        level=effect.level,
        behalf=effect.behalf,
        files=effect.draft.files,
    )
    rules = Rules.of(turning.service.content)
    try:
        if effect.begun:
            complaints_begun.carry_on(turning.act, rules, bytes.fromhex(effect.begun), new)
        else:
            complaints.file(turning.act, rules, new)
    except Refused as refused:
        raise Conflict from refused  # nobody is eligible any more: the facts will say so
    turning.result.wake = True


def _ask_team(turning: Turning, effect: do.AskTeam) -> None:
    concern_id = bytes.fromhex(effect.concern)
    contact = turning.contact
    try:
        if not concern_id:
            new = New(
                reference=effect.reference,
                contact_id=contact.id,
                step="concern",
                about=ABOUTS[effect.about],
                areas=("other",),
                language=turning.language or "en",
                behalf=effect.behalf,
            )
            concern_id = complaints.file(turning.act, Rules.of(turning.service.content), new)
        number = effect.number or (contact.address if contact.channel == "sms" else "")
        complaints_hers.ask_call(turning.act, concern_id, effect.when, number, by_pin=effect.by_pin)
    except Refused as refused:
        raise Conflict from refused
    turning.result.wake = True


def _newest(turning: Turning) -> ComplaintRow:
    """Return the complaint that this phone has just made."""
    row = complaints_found.just_made(turning.conn, turning.vault, turning.contact.id, turning.now)
    if row is None:
        raise Conflict
    return row


def _helps(turning: Turning, effect: do.SayWhatHelps) -> None:
    complaints_hers.say_what_helps(turning.act, _newest(turning).id, (effect.help,))


def _pin(turning: Turning, effect: do.SetPin) -> None:
    complaints_hers.set_pin(turning.act, _newest(turning).id, effect.pin)


def _tried(turning: Turning, effect: do.TriedPin) -> None:
    complaints_hers.count_try(turning.act, effect.reference)


def _id(concern: str) -> bytes:
    if not concern:
        raise Conflict
    return bytes.fromhex(concern)


def _open(turning: Turning, effect: do.OpenConcern) -> None:
    complaints_hers.mark_opened(turning.act, _id(effect.concern), bytes.fromhex(effect.ref))


def _add(turning: Turning, effect: do.AddToConcern) -> None:
    act = complaints_hers.answer_question if effect.answers else complaints_hers.add_words
    text = "\n".join(effect.draft.texts)
    act(
        turning.act,
        _id(effect.concern),
        text,
        turning.language or "en",
        effect.draft.files,
        by_pin=effect.by_pin,
        danger=turning.service.content.complaints.safeguarding((), text),
    )
    turning.result.wake = True


def _decline(turning: Turning, effect: do.DeclineQuestion) -> None:
    _or_again(lambda: complaints_hers.decline(turning.act, _id(effect.concern)))


def _withdraw(turning: Turning, effect: do.WithdrawConcern) -> None:
    concern = _id(effect.concern)
    if concern not in {
        row.id for row in complaints_found.of_phone(turning.conn, turning.vault, turning.contact.id)
    }:
        raise Conflict  # never by digits, never from another link
    _or_again(lambda: complaints_hers.withdraw(turning.act, concern))


def _review(turning: Turning, effect: do.AskReview) -> None:
    rules = Rules.of(turning.service.content)
    concern, by_pin = _id(effect.concern), effect.by_pin
    _or_again(lambda: complaints_more.ask_review(turning.act, rules, concern, by_pin=by_pin))
    turning.result.wake = True


def _look(turning: Turning, effect: do.LookInto) -> None:
    rules = Rules.of(turning.service.content)
    concern, by_pin = _id(effect.concern), effect.by_pin
    _or_again(lambda: complaints_more.look_into(turning.act, rules, concern, by_pin=by_pin))
    turning.result.wake = True


def _or_again(done: Callable[[], None]) -> None:
    """Let the unit run again where the complaint has changed under the facts."""
    try:
        done()
    except Refused as refused:
        raise Conflict from refused


PERFORM_CONCERN: dict[type, Callable[[Turning, Any], None]] = {
    do.FileConcern: _file,
    do.AskTeam: _ask_team,
    do.SayWhatHelps: _helps,
    do.SetPin: _pin,
    do.TriedPin: _tried,
    do.OpenConcern: _open,
    do.AddToConcern: _add,
    do.DeclineQuestion: _decline,
    do.WithdrawConcern: _withdraw,
    do.AskReview: _review,
    do.LookInto: _look,
}
