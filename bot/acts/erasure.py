"""Erasing everything of a person: asked for, proved, taken back, and done (conversations.md B13).

The rules kept here: it happens 72 hours after it was asked for, and only when her word or a call
from staff has shown that it was she; nothing is sent in between; a hold, and a request to take it
back, stop it, and so does a clock in doubt: by another the 72 hours may not be over. An open
complaint has a key of its own and is not touched. What ends it is one row less in ``keys``.
"""

from bot.acts.act import Act, data_key
from bot.acts.clock_doubt import ask as ask_about_clock
from bot.acts.clock_doubt import doubtful
from bot.acts.survivors import needs_holder
from bot.acts.tasks import raise_task
from bot.channels import sms, telegram
from bot.channels.wire import OutClass
from bot.clock import HOUR_MS, MINUTE_MS
from bot.errors import Refused
from bot.routing import survivor
from bot.storage import contacts, erasures, intake, ledger, outbox, retention, strangers
from bot.storage import tasks as task_rows
from bot.storage.contacts import ContactRow
from bot.storage.outbox import OutboxRow

WAIT_MS = 72 * HOUR_MS
REDACT_MS = 48 * HOUR_MS
QUIET_MS = 30 * MINUTE_MS
ERASE, UNDO = "erase", "undo"


def ask(act: Act, survivor_id: bytes, *, proved: bool) -> None:
    """Erase everything of hers in 72 hours; without proof only once staff have spoken to her."""
    if proved:
        erasures.set_erase_at(act.conn, survivor_id, act.now + WAIT_MS)
    _request(act, survivor_id, ERASE)
    for contact_id in erasures.phones(act.conn, survivor_id):
        outbox.drop_spoken(act.conn, contact_id)
        intake.drop_timers(act.conn, contact_id)
    act.record("erase_asked", survivor_id)


def undo(act: Act, survivor_id: bytes, *, proved: bool) -> None:
    """Keep everything; without proof nothing is erased until staff have spoken to her."""
    if proved:
        _settle(act, survivor_id)
    else:
        _request(act, survivor_id, UNDO)
    act.record("erase_undone" if proved else "erase_undo_asked", survivor_id)


def confirm(act: Act, survivor_id: bytes) -> None:
    """She said on the telephone that it was she: it goes 72 hours after she asked."""
    needs_holder(act, survivor_id)
    if not asked(act, survivor_id):
        raise Refused("nothing_asked")
    made = [
        at
        for task_id, sealed, at in erasures.open_requests(act.conn, survivor_id)
        if _detail(act, survivor_id, task_id, sealed) == ERASE
    ]
    due_at = erasures.erase_at(act.conn, survivor_id) or min(made, default=act.now) + WAIT_MS
    _settle(act, survivor_id)
    erasures.set_erase_at(act.conn, survivor_id, max(due_at, act.now))
    act.record("erase_confirmed", survivor_id)


def keep(act: Act, survivor_id: bytes) -> None:
    """She said on the telephone that everything is to stay."""
    needs_holder(act, survivor_id)
    _settle(act, survivor_id)
    act.record("erase_undone", survivor_id)


def something_else(act: Act, survivor_id: bytes) -> None:
    """She asked for a copy or a correction: what was said of erasing before stays as it is."""
    needs_holder(act, survivor_id)
    _close(act, survivor_id)
    act.record("task_done", survivor_id)


def asked(act: Act, survivor_id: bytes) -> bool:
    """Say whether she has asked for everything to be erased, settled or not."""
    if erasures.erase_at(act.conn, survivor_id) is not None:
        return True
    return ERASE in _open(act, survivor_id)


def waits_for_call(act: Act, survivor_id: bytes) -> bool:
    """Say whether staff are to call her about her data."""
    return bool(erasures.open_requests(act.conn, survivor_id))


def erase(act: Act, survivor_id: bytes) -> bool:
    """Erase everything of hers if that is due: first at the carriers and on the phone, then here.

    A chat can be emptied for 48 hours only, so that is done as soon as she has been quiet for half
    an hour. Returns whether anything was done; call it again until it is gone.
    """
    at = erasures.erase_at(act.conn, survivor_id)
    if at is None or erasures.held(act.conn, survivor_id, act.now):
        return False
    if UNDO in _open(act, survivor_id):
        return False
    phones = erasures.phones(act.conn, survivor_id)
    rows = [row for one in phones if (row := contacts.get(act.conn, one)) is not None]
    quiet = [row for row in rows if at <= act.now or row.heard_at < act.now - QUIET_MS]
    cleared = [_clear_carrier(act, row) for row in quiet]
    if any(cleared):
        return True
    if at > act.now or erasures.on_its_way(act.conn, phones, act.now):
        return False
    if doubtful(act.conn, act.now):
        ask_about_clock(act.by_itself())
        return False
    retention.erase_survivor(act.conn, survivor_id, act.now)
    act.by_itself().record("erased", survivor_id)
    return True


def forget(act: Act, contact_id: bytes) -> bool:
    """Forget a stranger's phone that asked for it; a survivor's phone only loses its talk."""
    row = contacts.get(act.conn, contact_id)
    if row is None:
        intake.drop_timers(act.conn, contact_id)
        return True
    if row.survivor_id is not None:
        contacts.change(act.conn, contact_id, state=None)
        intake.drop_timers(act.conn, contact_id, erasures.FORGET)
        return True
    if _clear_carrier(act, row):
        return True
    if erasures.on_its_way(act.conn, [contact_id], act.now):
        return False
    strangers.erase(act.conn, contact_id)
    return True


def _clear_carrier(act: Act, row: ContactRow) -> bool:
    """Let what lies at the carrier and on the phone be deleted; nothing more is said there."""
    messages = erasures.messages(act.conn, row.id)
    outbox.drop_spoken(act.conn, row.id)
    if not messages:
        return False
    ledger.strike(act.conn, row.id, messages)
    contacts.set_card(act.conn, row.id, None)
    key = act.vault.unwrap(row.owner, row.wrapped)
    payloads: list[tuple[OutClass, bytes]]
    if row.channel == "sms":
        payloads = [("redact", sms.redaction(message)) for message in messages]
    else:
        payloads = [("delete", telegram.deletion(messages))]
    for cls, payload in payloads:
        row_id = act.new_id()
        outbox.add(
            act.conn,
            OutboxRow(
                id=row_id,
                contact_id=row.id,
                cls=cls,
                payload=act.vault.seal("outbox.payload", row_id, payload, key),
                fresh=False,
                entry_id=None,
                tries=0,
                not_before=act.now,
                not_after=act.now + REDACT_MS,
            ),
            act.now,
        )
    return True


def _request(act: Act, survivor_id: bytes, detail: str) -> None:
    """Let staff call her: they are told that it is about data, and no more."""
    row = survivor(act.conn, act.vault, survivor_id)
    if row is None:
        raise Refused("unknown")
    if detail not in _open(act, survivor_id):
        raise_task(
            act,
            erasures.REQUEST,
            survivor_id=survivor_id,
            staff_id=row.advocate_id,
            detail=detail,
            urgent=True,
        )


def _settle(act: Act, survivor_id: bytes) -> None:
    """Close what was asked, and let nothing be erased."""
    erasures.set_erase_at(act.conn, survivor_id, None)
    _close(act, survivor_id)


def _close(act: Act, survivor_id: bytes) -> None:
    """Close what was asked; what waits to be read is announced again, if nothing is erased."""
    for contact_id in erasures.phones(act.conn, survivor_id):
        intake.set_timer(act.conn, act.new_id(), "note", contact_id, act.now)
    for task_id, _, _ in erasures.open_requests(act.conn, survivor_id):
        task_rows.done(act.conn, task_id, act.actor, act.now)


def _open(act: Act, survivor_id: bytes) -> set[str]:
    return {
        _detail(act, survivor_id, task_id, sealed)
        for task_id, sealed, _ in erasures.open_requests(act.conn, survivor_id)
    }


def _detail(act: Act, survivor_id: bytes, task_id: bytes, sealed: bytes | None) -> str:
    if sealed is None:
        return ""
    key = data_key(act.conn, act.vault, survivor_id)
    return act.vault.open("tasks.detail", task_id, sealed, key).decode()
