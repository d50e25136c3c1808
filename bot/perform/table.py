"""What a turn decided, done: one function for each effect, in the unit that decided it.

The rule kept here: rows, never the network, and nothing is returned to the flow. If the world has
changed under the facts, ``Conflict`` runs the whole unit again.
"""

import json
import secrets
from collections.abc import Callable
from typing import Any

from bot import tries
from bot.acts import complaints_hers, link, words
from bot.channels import telegram
from bot.clock import DAY_MS, MINUTE_MS
from bot.contact import Contact
from bot.errors import Conflict
from bot.facts.known import Known
from bot.flows import aside, lines
from bot.flows import effects as do
from bot.flows.effects_meeting import BookMeeting, CancelMeeting, ChooseForMe
from bot.flows.effects_words import (
    ClearHere,
    DeleteTheirs,
    Deliver,
    HideNow,
    KeepShown,
    Leave,
    NotNow,
    OpenWaiting,
    StopTexts,
)
from bot.flows.engine import Turn
from bot.flows.says import Say
from bot.perform.booking import PERFORM_BOOKING
from bot.perform.concern import PERFORM_CONCERN
from bot.perform.crisis import PERFORM_CRISIS
from bot.perform.my_data import PERFORM_MY_DATA
from bot.perform.stop import stop_texts
from bot.perform.tasks import PERFORM_TASKS
from bot.storage import contacts, delivery, ledger, links, waiting
from bot.storage import intake as rows
from bot.turning import Turning

DELETABLE_MS = 2 * DAY_MS - MINUTE_MS  # Telegram lets a bot delete what is younger than 48 hours
SEEN = (OpenWaiting, do.CallMe, do.AlertAdvocate, BookMeeting, CancelMeeting, ChooseForMe)
"""Of what a turn decides, beside words: what her advocate sees the trace of."""


def perform(turning: Turning, turn: Turn) -> None:
    """Do everything a turn asks for, in its order, and remember its state."""
    turning.state = turn.state
    turning.for_thread |= any(isinstance(effect, SEEN) for effect in turn.effects)
    for effect in turn.effects:
        PERFORM[type(effect)](turning, effect)


def _say(turning: Turning, effect: Say) -> None:
    turning.say(effect)


def _deliver(turning: Turning, effect: Deliver) -> None:
    deliver(turning, "\n".join(effect.draft.texts), effect.draft.files)


def deliver(
    turning: Turning,
    text: str,
    attached: tuple[tuple[str, str], ...] = (),
    mark: str | None = None,
) -> None:
    """Seal words to the thread and tell her advocate; what lies in the chat of it is deleted."""
    contact, inbound = turning.contact, turning.inbound
    if contact.survivor_id is None:
        raise Conflict
    words.keep(
        turning.conn,
        turning.vault,
        contact.survivor_id,
        text,
        language=turning.language,
        contact_id=contact.id,
        sequence=inbound.sequence if inbound else turning.now,
        mark=mark,
        files=attached,
        now=turning.now,
        key=contact.key,
    )
    turning.for_thread = True
    turning.result.wake = True
    tidy(turning, "theirs")


def _use_code(turning: Turning, effect: do.UseCode) -> None:
    before = turning.contact.survivor_id
    survivor_id = link.use_code(turning.act, turning.contact.id, effect.code)
    if survivor_id is None:
        raise Conflict
    row = contacts.get(turning.conn, turning.contact.id)
    if row is None:
        raise Conflict
    turning.relinked(Contact(turning.vault, row))
    if before not in {None, survivor_id} and turning.state is not None:
        turning.state = aside.without_words(turning.state)  # somebody else's, never sent
    if "adult" in turning.contact.settings:  # whoever gave her a new code has decided to ask again
        settings = turning.contact.settings
        _keep_settings(turning, {name: settings[name] for name in settings if name != "adult"})
    if not turning.language:  # nothing was chosen on this phone: the card's language
        turning.speak(Known(turning).language())


def _tried_code(turning: Turning, _effect: do.TriedCode) -> None:
    turning.result.wrong_code = True


def _set_language(turning: Turning, effect: do.SetLanguage) -> None:
    turning.speak(effect.language)


def _set_consent(turning: Turning, effect: do.SetConsent) -> None:
    if turning.contact.survivor_id is not None:
        links.add_consent(
            turning.conn,
            secrets.token_bytes(16),
            turning.contact.survivor_id,
            effect.kind,
            given=effect.given,
            version=effect.version,
            at=turning.now,
        )


def _set_setting(turning: Turning, effect: do.SetSetting) -> None:
    _keep_settings(turning, {**turning.contact.settings, effect.name: effect.value})


def _keep_settings(turning: Turning, settings: dict[str, str]) -> None:
    turning.contact.settings = settings
    sealed = turning.contact.seal("settings", json.dumps(settings).encode())
    contacts.change(turning.conn, turning.contact.id, settings=sealed)


def _set_word(turning: Turning, effect: do.SetWord) -> None:
    mac = turning.vault.word_mac(turning.contact.row.owner, effect.word)
    contacts.change(turning.conn, turning.contact.id, word_mac=mac, word_tries=0)
    tidy(turning, "theirs")


def _drop_word(turning: Turning, _effect: do.DropWord) -> None:
    contacts.change(turning.conn, turning.contact.id, word_mac=None, word_tries=0)


def _tried(turning: Turning, _effect: do.Tried) -> None:
    tries.count(turning)


def _say_adult(turning: Turning, effect: do.SayAdult) -> None:
    """Keep the answer: it is asked once a link, and only a new code asks again (security.md 7)."""
    if effect.answer == "yes":
        contacts.change(turning.conn, turning.contact.id, adult_at=turning.now)
    else:
        _keep_settings(turning, {**turning.contact.settings, "adult": effect.answer})


def _open_waiting(turning: Turning, effect: OpenWaiting) -> None:
    row_id = bytes.fromhex(effect.ref)
    for row in waiting.of_contact(turning.conn, turning.contact.id, turning.now):
        if row.id != row_id:
            continue
        waiting.mark_opened(turning.conn, row.id, turning.now)
        if row.entry_id is not None:
            delivery.mark_delivery(turning.conn, row.entry_id, "opened")
        _hide_later(turning)
        return
    raise Conflict


def _hide_later(turning: Turning) -> None:
    """What was shown goes from here too when its hide time has passed."""
    hide = turning.contact.settings.get("note_hide", "10")
    if turning.contact.channel == "sms" or not hide.isdecimal():
        hide = "15"  # on SMS nothing can be hidden; the copy goes when the curtain falls
    due = turning.now + int(hide) * MINUTE_MS
    rows.set_timer(turning.conn, secrets.token_bytes(16), "hide", turning.contact.id, due)


def _hide_now(turning: Turning, _effect: HideNow) -> None:
    for row in waiting.of_contact(turning.conn, turning.contact.id, turning.now):
        if row.opened_at is not None:
            waiting.drop(turning.conn, row.id)
    rows.drop_timers(turning.conn, turning.contact.id, "hide")


def _keep_shown(turning: Turning, _effect: KeepShown) -> None:
    """It stays on the card until she hides it; only the copy here goes, in its time."""
    turning.keep_card()


def _not_now(turning: Turning, _effect: NotNow) -> None:
    turning.hush()


def _leave(turning: Turning, _effect: Leave) -> None:
    turning.hush()
    waiting.drop_of_contact(turning.conn, turning.contact.id)
    complaints_hers.leave(turning.act, turning.contact.id)
    rows.drop_timers(turning.conn, turning.contact.id, "hide")
    tidy(turning)
    if turning.contact.channel == "sms" and turning.contact.settings.get("leave_ok") == "yes":
        turning.say(lines.OK)


def _delete_theirs(turning: Turning, _effect: DeleteTheirs) -> None:
    tidy(turning, "theirs")


def tidy(turning: Turning, *kinds: str) -> None:
    """Delete messages from a Telegram chat while that can be done; all, or those kinds."""
    if turning.contact.channel != "telegram":
        return
    found = ledger.of_contact(turning.conn, turning.contact.id, turning.now - DELETABLE_MS)
    gone = [message for _, message, kind in found if not kinds or kind in kinds]
    inbound = turning.inbound
    if inbound is not None and inbound.message and inbound.kind != "tap":
        gone.append(inbound.message)
        turning.tidied = True
    if not gone:
        return
    ledger.strike(turning.conn, turning.contact.id, gone)
    turning.send("delete", telegram.deletion(gone))
    if not kinds:
        contacts.set_card(turning.conn, turning.contact.id, None)
        turning.forget_card()


def _clear_here(turning: Turning, _effect: ClearHere) -> None:
    _hide_now(turning, HideNow())
    tidy(turning)


def lock(turning: Turning) -> None:
    """Lock this phone: nothing waits to be said, and her word alone opens it again."""
    turning.hush()
    contacts.change(turning.conn, turning.contact.id, standing="locked")
    turning.contact.standing = "locked"


def _end_session(turning: Turning, _effect: do.EndSession) -> None:
    """What waited for the end of the conversation may begin."""
    rows.hasten(turning.conn, turning.contact.id, "note", turning.now)


PERFORM: dict[type, Callable[[Turning, Any], None]] = {
    Say: _say,
    Deliver: _deliver,
    do.UseCode: _use_code,
    do.TriedCode: _tried_code,
    do.SetLanguage: _set_language,
    do.SetConsent: _set_consent,
    do.SetSetting: _set_setting,
    do.SetWord: _set_word,
    do.DropWord: _drop_word,
    do.Tried: _tried,
    do.SayAdult: _say_adult,
    OpenWaiting: _open_waiting,
    HideNow: _hide_now,
    KeepShown: _keep_shown,
    NotNow: _not_now,
    StopTexts: stop_texts,
    Leave: _leave,
    DeleteTheirs: _delete_theirs,
    do.EndSession: _end_session,
    **PERFORM_BOOKING,
    **PERFORM_CONCERN,
    **PERFORM_CRISIS,
    **PERFORM_MY_DATA,
    **PERFORM_TASKS,
    ClearHere: _clear_here,
}
