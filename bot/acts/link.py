"""Linking a phone to a survivor by a code, and cutting it off again.

The rule kept here: a wrong, a used and an expired code are one and the same, ``None``. What is the
contact's moves under the survivor's data key in the unit that links it, and the key it had before
is deleted.
"""

from bot import vouched
from bot.acts.act import Act
from bot.acts.invite_proof import proved
from bot.acts.survivors import needs_holder
from bot.acts.tasks import close_of, raise_task
from bot.errors import Refused
from bot.flows.codes import read_code
from bot.roles import HUB
from bot.routing import survivor
from bot.storage import contacts, intake, invites, keys, outbox, rekey, survivors, waiting
from bot.storage.contacts import ContactRow
from bot.storage.invites import InviteRow
from bot.storage.survivors import PlanRow
from bot.storage.tables.columns import Sealed
from bot.vault import DataKey

LIVE = frozenset({"open", "locked"})


def code_opens(act: Act, code: str) -> bytes | None:
    """Return the survivor whose link this code (digits, or of a deep link) opens now."""
    invite = _find(act, code)
    return None if invite is None else invite.subject_id


def use_code(act: Act, contact_id: bytes, code: str) -> bytes | None:
    """Link a contact by a code; return the survivor, or None when the code opens nothing."""
    invite = _find(act, code)
    contact = contacts.get(act.conn, contact_id)
    if invite is None or contact is None:
        return None
    if not invites.use(act.conn, invite.id, act.now, contact_id):
        return None
    survivor_id = invite.subject_id
    before = contacts.of_survivor(act.conn, survivor_id)
    key = act.key_of(survivor_id)
    if contact.survivor_id not in {None, survivor_id}:
        _leave_behind(act, contact)
    _move(act, contact, survivor_id, key)
    _write_there(act, survivor_id, contact_id, key)
    act.record("link", survivor_id, contact_id)
    close_of(act, survivor_id, "asleep", "sleeps_soon")
    if before:
        raise_task(act, "relinked", survivor_id=survivor_id)
    return survivor_id


def freeze(act: Act, contact_id: bytes) -> None:
    """Cut a phone off at once: nothing more from the thread goes there, and nothing waits there.

    Its advocate, her cover and the Hub may; each freeze is a line on the Hub's list.
    """
    contact = _of_survivor(act, contact_id)
    contacts.change(
        act.conn,
        contact_id,
        standing="frozen",
        state=None,
        revision=contact.revision + 1,
        word_mac=None,
        word_tries=0,
    )
    waiting.drop_of_contact(act.conn, contact_id)
    outbox.drop_spoken(act.conn, contact_id)
    intake.drop_timers(act.conn, contact_id)
    survivors.forget_phone(act.conn, contact_id)
    act.record("freeze", contact.survivor_id, contact_id)
    raise_task(act, "frozen", survivor_id=contact.survivor_id)


def put_to_sleep(act: Act, contact_id: bytes) -> None:
    """Let a link sleep: silent for 90 days and failing for good on two of them."""
    contact = _of_survivor(act, contact_id)
    contacts.change(
        act.conn, contact_id, standing="asleep", state=None, revision=contact.revision + 1
    )
    waiting.drop_of_contact(act.conn, contact_id)
    outbox.drop_spoken(act.conn, contact_id)
    survivors.forget_phone(act.conn, contact_id)
    act.record("sleep", contact.survivor_id, contact_id)
    close_of(act, contact.survivor_id, "sleeps_soon")
    row = survivor(act.conn, act.vault, contact.survivor_id) if contact.survivor_id else None
    if row is not None:
        raise_task(act, "asleep", survivor_id=row.id, staff_id=row.advocate_id)


def wake(act: Act, contact_id: bytes) -> None:
    """Wake a sleeping link, once her word was right: it is where we write, if no other phone is."""
    contact = _of_survivor(act, contact_id)
    if contact.standing != "asleep":
        raise Refused("not_asleep")
    contacts.change(
        act.conn,
        contact_id,
        standing="open",
        thread_at=act.now,
        word_tries=0,
        failed_days=0,
        failed_at=None,
    )
    if contact.survivor_id is not None:
        key = act.key_of(contact.survivor_id)
        _write_there(act, contact.survivor_id, contact_id, key)
    close_of(act, contact.survivor_id, "asleep")
    act.record("wake", contact.survivor_id, contact_id)


def _find(act: Act, code: str) -> InviteRow | None:
    canonical = read_code(code) or code.strip()
    found = invites.by_mac(act.conn, "survivor", act.vault.code_mac(canonical))
    return invites.live(proved(act.vault, found), act.now)


def _of_survivor(act: Act, contact_id: bytes) -> ContactRow:
    contact = contacts.get(act.conn, contact_id)
    if contact is None or contact.survivor_id is None:
        raise Refused("unknown")
    if (
        act.actor is not None
        and not vouched.roles_of(act.conn, act.vault, act.actor, act.now) & HUB
    ):
        needs_holder(act, contact.survivor_id)
    return contact


def _leave_behind(act: Act, contact: ContactRow) -> None:
    """The phone stood for somebody else: what was hers does not come along."""
    waiting.drop_of_contact(act.conn, contact.id)
    outbox.drop_spoken(act.conn, contact.id)
    survivors.forget_phone(act.conn, contact.id)
    raise_task(act, "phone_moved", survivor_id=contact.survivor_id)


def _move(act: Act, contact: ContactRow, survivor_id: bytes, key: DataKey) -> None:
    old = act.vault.unwrap(contact.owner, contact.wrapped)
    same_person = contact.survivor_id in {None, survivor_id}

    def moved(column: str, sealed: Sealed | None) -> Sealed | None:
        if sealed is None:
            return None
        contract = f"contacts.{column}"
        plain = act.vault.open(contract, contact.id, sealed, old)
        return act.vault.seal(contract, contact.id, plain, key)

    def reseal(contract: str, row_id: bytes, sealed: bytes) -> Sealed:
        return act.vault.seal(contract, row_id, act.vault.open(contract, row_id, sealed, old), key)

    contacts.change(
        act.conn,
        contact.id,
        survivor_id=survivor_id,
        link_id=act.new_id(),
        thread_at=act.now,
        standing="open",
        address=moved("address", contact.address),
        language=moved("language", contact.language),
        settings=moved("settings", contact.settings) if same_person else None,
        adult_at=contact.adult_at if same_person else None,
        state=moved("state", contact.state),
        word_mac=contact.word_mac if contact.survivor_id == survivor_id else None,
        word_tries=0,
        failed_days=0,
        failed_at=None,
    )
    rekey.of_contact(act.conn, contact.id, reseal)
    if contact.survivor_id is None:
        keys.drop(act.conn, contact.id)


def _write_there(act: Act, survivor_id: bytes, contact_id: bytes, key: DataKey) -> None:
    """From now on we write to this phone, unless her plan names another that still works."""
    plan = survivors.plan(act.conn, survivor_id)
    if plan is not None and plan.contact_id not in {None, contact_id}:
        named = contacts.peek(act.conn, plan.contact_id or b"")
        if named is not None and named.survivor_id == survivor_id and named.standing in LIVE:
            return
    body = act.vault.seal("contact_plans.plan", survivor_id, b"{}", key)
    if plan is not None:
        body = plan.plan
    survivors.keep_plan(act.conn, PlanRow(survivor_id, contact_id, body, act.now))
