"""How staff get their keys: accepting an invitation, and being verified by voice.

The rule kept here (security.md 3): a new public key is *unverified* until the inviter has heard its
four check words by voice, and nothing is granted to it before. The first administrator has no
inviter: the operator verifies.
"""

from bot import vouched
from bot.acts.act import Act
from bot.acts.grants import begin_thread, new_epoch
from bot.acts.invite_proof import proved
from bot.acts.regrant import ask_holders
from bot.acts.relations import covered_by
from bot.acts.staff import link_of
from bot.acts.tasks import close, notify, raise_task
from bot.errors import Refused
from bot.routing import public_key, survivors_of
from bot.storage import invites, people, threads
from bot.storage.people import StaffRow
from bot.vault.passphrase import Enrolment
from bot.vault.people import PublicKey
from bot.vault.wordlist import check_words, same_words


def accept(
    act: Act,
    token: str,
    *,
    enrolment: Enrolment,
    public: PublicKey,
    totp_secret: str,
    totp_step: int = 0,
) -> bytes:
    """Accept an invitation with a passphrase and a second factor; the key is unverified yet.

    Args:
        act: the unit.
        token: as it came in the link.
        enrolment: from ``vault.enrol(staff_id, ...)``, made outside of the unit: it is slow.
        public: the half that seals.
        totp_secret: the second factor's secret.
        totp_step: the step of the code by which it was tried, which can't be used again.
    """
    row = _use(act, token)
    if row.state != "invited":
        raise Refused("not_invited")
    people.enrol(
        act.conn,
        row.id,
        public=act.vault.seal("staff.public", row.id, public.raw),
        totp=act.vault.seal("staff.totp", row.id, totp_secret.encode()),
        totp_step=totp_step,
        salt=enrolment.salt,
        kdf=enrolment.kdf,
        verifier=enrolment.verifier,
        wrapped=enrolment.wrapped,
    )
    vouched.change(
        act.conn, act.vault, row.id, state="unverified", key=vouched.key_hash(public.raw)
    )
    act.record("staff_accepted", row.id)
    raise_task(act, "verify_staff", staff_id=row.invited_by, detail=row.id.hex())
    return row.id


def accept_factor(act: Act, token: str, *, totp_secret: str, totp_step: int) -> bytes:
    """Accept a new second factor of somebody whose six words were just right; their pair stays."""
    row = _use(act, token)
    sealed = act.vault.seal("staff.totp", row.id, totp_secret.encode())
    if row.state == "invited" or not people.new_factor(act.conn, row.id, sealed, totp_step):
        raise Refused("not_invited")
    act.record("staff_new_factor", row.id)
    return row.id


def verify(act: Act, staff_id: bytes, heard: str) -> None:
    """Verify a key by the four words that its inviter heard; what waited for it is granted now."""
    row = vouched.get(act.conn, act.vault, staff_id)
    if row is None or row.state != "unverified":
        raise Refused("not_waiting")
    if not _may_verify(act, row):
        raise Refused("not_the_inviter")
    public = public_key(act.vault, row)
    if public is None or not same_words(heard, check_words(public)):
        raise Refused("words_differ")
    if not people.activate(act.conn, staff_id, act.actor, act.now):
        raise Refused("not_waiting")
    vouched.change(act.conn, act.vault, staff_id, state="active", verified_at=act.now)
    act.record("staff_verified", staff_id)
    close(act, "verify_staff", staff_id.hex())
    notify(act, staff_id, "new")
    for mine in survivors_of(act.conn, act.vault, staff_id):
        if threads.of_survivor(act.conn, mine.id) is None:
            begin_thread(act, mine.id)
        else:
            new_epoch(act, mine.id)
    ask_holders(act, staff_id)
    for advocate_id in covered_by(act.conn, act.vault, staff_id, act.now):
        for theirs in survivors_of(act.conn, act.vault, advocate_id):
            new_epoch(act, theirs.id)


def _use(act: Act, token: str) -> StaffRow:
    """Use an invitation up; returns whose it was."""
    found = link_of(act.conn, act.vault, token, act.now)
    if found is None or not invites.use(act.conn, found[0].id, act.now, None):
        raise Refused("not_invited")
    close(act, "invitation_refused", found[1].id.hex())
    return found[1]


def _may_verify(act: Act, row: StaffRow) -> bool:
    if act.actor == row.invited_by:
        return True
    if act.actor is None or act.actor == row.id:
        return False
    # Invited from the shell, or the inviter has left: an administrator may have heard the words,
    # but never one who had the link of somebody who was here before.
    if any(
        (one.kind == "again" and one.made_by == act.actor) or proved(act.vault, one) is None
        for one in invites.of(act.conn, row.id)
    ):
        return False
    inviter = None if row.invited_by is None else vouched.get(act.conn, act.vault, row.invited_by)
    gone = inviter is None or inviter.state == "disabled"
    return gone and "hub_admin" in vouched.roles_of(act.conn, act.vault, act.actor, act.now)
