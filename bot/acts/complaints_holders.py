"""Who comes to hold a complaint, and who goes: let in, stepping back, a change of people.

The rules kept here: who stops being eligible loses the copy in the unit in
which that is seen; a person recuses themselves, but never as the last who could open it.
"""

from collections.abc import Sequence

from bot import conflicts, holding, vouched
from bot.acts import complaints_tasks, tasks
from bot.acts.act import Act
from bot.acts.complaints_about import involved
from bot.acts.complaints_entries import key_of, row_of, seal_public
from bot.acts.complaints_keys import eligible, give, needs_holder, team_of
from bot.acts.grants import Epoch, only_holder, take
from bot.conflicts import Subjects, Team
from bot.errors import Conflict, Refused
from bot.routing import verified
from bot.storage import complaints, people, threads
from bot.storage.complaints import ComplaintRow
from bot.storage.threads import GrantRow
from bot.vault import DataKey
from bot.vault.people import PrivateKey, generate_pair

WORKERS = frozenset({"complaint_handler", "outside_reviewer"})


def recuse(act: Act, complaint_id: bytes) -> None:
    """Give one's own copy away for good; refused to the last who could open it."""
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    rows = threads.grants_to_drop(act.conn, complaint_id)
    if _last(act, rows, act.person):
        raise Refused("last_holder")
    key = key_of(act.vault, row)
    _shut(act, row, key, {act.person})
    threads.drop_grants(act.conn, complaint_id, act.person)
    act.record("complaint_recuse", complaint_id, act.person)
    _new_epoch(act, row, key)
    complaints_tasks.pass_on(act, row_of(act, complaint_id), act.person)
    if row.handler_id == act.person:
        _let_go(act, row)


def let_in(act: Act, complaint_id: bytes, staff_id: bytes, private: PrivateKey) -> None:
    """Give an eligible person copies of everything that the actor holds."""
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    key = key_of(act.vault, row)
    if staff_id not in {one.id for one in eligible(act, complaint_id)}:
        raise Refused("not_eligible")
    holder = verified(act.vault, people.get(act.conn, staff_id))
    if holder is None:
        raise Refused("unverified")
    for grant in threads.grants_held(act.conn, complaint_id, act.person):
        opened = take(act, grant, private, key)
        give(act, Epoch(complaint_id, grant.epoch, opened, key), holder)
    complaints_tasks.end(act, complaint_id, "complaint_nobody")
    tasks.notify(act, staff_id, "new")


def exclude(act: Act, complaint_id: bytes, staff_id: bytes) -> None:
    """Shut somebody out of a complaint: decided by two people, in force at once."""
    row = row_of(act, complaint_id)
    _shut(act, row, key_of(act.vault, row), {staff_id})
    act.record("complaint_exclude", complaint_id, staff_id)
    recompute(act)


def recompute(act: Act) -> int:
    """Take the copy of everybody who is eligible no more; returns how many were taken.

    Run at every change of people, roles and relations, and by the worker each minute. Nobody is let
    in by it: the past is opened only by somebody who holds it. A pair on paper that is new, or
    retired, comes to a new epoch, and who is eligible where nobody who is here holds it.
    """
    taken = 0
    roles = vouched.roles_of_all(act.conn, act.vault, act.now)
    for row in complaints.running(act.conn):
        key = key_of(act.vault, row)
        team = team_of(act, row, key)
        _shut(act, row, key, team.shut)
        gone = _ineligible(act, row, team, roles)
        for staff_id in gone:
            threads.drop_grants(act.conn, row.id, staff_id)
            act.by_itself().record("complaint_revoke", row.id, staff_id)
        here = holding.here(act.conn, act.vault, row)
        anew = not here and bool(team.handlers)
        if gone or anew or _other_pairs(act, row, team):
            _new_epoch(act, row, key)
        for staff_id in gone:
            complaints_tasks.pass_on(act, row_of(act, row.id), staff_id)
        if row.handler_id is not None and row.handler_id not in here:
            _let_go(act, row)
        elif anew:
            needs_somebody(act, row_of(act, row.id))
        taken += len(gone)
    return taken


def needs_somebody(act: Act, row: ComplaintRow) -> None:
    """Let all who may take it know; where nobody may, the Hub is asked to find somebody."""
    before = involved(act.vault, row)
    free = holding.here(act.conn, act.vault, row) - before
    for staff_id in sorted(free):
        tasks.notify(act, staff_id, "new")
    if free:
        return
    team = team_of(act, row, key_of(act.vault, row))
    complaints_tasks.give_hub(act, row.id, team.shut, "complaint_nobody")


def _let_go(act: Act, row: ComplaintRow) -> None:
    """Nobody works on it any more: another takes it, on the date that she was promised."""
    complaints.change(act.conn, row.id, handler_id=None)
    fresh = row_of(act, row.id)
    if fresh.is_nobodys:
        needs_somebody(act, fresh)


def _other_pairs(act: Act, row: ComplaintRow, team: Team) -> bool:
    """Whether the epoch that runs is sealed to other pairs on paper than those due now."""
    due = {one.id for one in (team.pair, team.recovery) if one is not None}
    held = complaints.fresh_holders(act.conn, row.id, row.epoch)
    return due != {one for one in held if people.get(act.conn, one) is None}


def _ineligible(
    act: Act, row: ComplaintRow, team: Team, roles: dict[bytes, frozenset[str]]
) -> set[bytes]:
    """Return which holders of staff may hold it no more; where there are any, all is locked.

    The copy of somebody who can't sign in any more stays where it is the only one there is.
    """
    rows = threads.grants_of(act.conn, row.id)
    if not _gone(act, rows, team, roles):  # nearly always: nothing is locked each minute
        return set()
    complaints.lock(act.conn, row.id)
    return _gone(act, threads.grants_to_drop(act.conn, row.id), team, roles)


def _gone(
    act: Act, rows: Sequence[GrantRow], team: Team, roles: dict[bytes, frozenset[str]]
) -> set[bytes]:
    gone = set()
    for staff_id in {grant.holder_id for grant in rows}:
        staff = vouched.get(act.conn, act.vault, staff_id)
        if staff is None or (staff.state == "disabled" and only_holder(rows, staff_id)):
            continue
        works = roles.get(staff_id, frozenset()) & WORKERS
        if staff_id in team.shut or not works or verified(act.vault, staff) is None:
            gone.add(staff_id)
    return gone


def _last(act: Act, rows: Sequence[GrantRow], staff_id: bytes) -> bool:
    """Whether some epoch, or all the work, would be left to nobody of staff."""
    if only_holder(rows, staff_id):
        return True
    others = {row.holder_id for row in rows if row.holder_id != staff_id}
    found = (vouched.get(act.conn, act.vault, one) for one in others)
    return not any(one is not None and one.state != "disabled" for one in found)


def _shut(act: Act, row: ComplaintRow, key: DataKey, staff: frozenset[bytes] | set[bytes]) -> None:
    """Remember who is shut out: what is declared no more doesn't let anybody in again."""
    before = conflicts.shut_so_far(act.vault, row, key)
    if staff <= before:
        return
    now = Subjects(before | staff)
    sealed = act.vault.seal("complaints.excluded", row.id, now.dump(), key)
    complaints.change(act.conn, row.id, excluded=sealed)


def _new_epoch(act: Act, row: ComplaintRow, key: DataKey) -> None:
    """Go on without those who lost their copy; the team fills up where too few are left."""
    fresh = row_of(act, row.id)
    team = team_of(act, fresh, key)
    left = {grant.holder_id for grant in threads.grants_of(act.conn, row.id)}
    staying = [
        holder
        for staff_id in sorted(left)
        if (holder := verified(act.vault, people.get(act.conn, staff_id))) is not None
    ]
    if len(staying) < conflicts.ENOUGH:
        staying += [one for one in team.handlers if one.id not in left]
    pairs = [one for one in (team.pair, team.recovery) if one is not None]
    if not staying and not pairs:
        return  # words go on being sealed to the epoch that runs: the pairs may still open it
    private, public = generate_pair()
    epoch = fresh.epoch + 1
    sealed = seal_public(act.vault, row.id, epoch, public, key)
    if not complaints.advance(act.conn, row.id, epoch, sealed):
        raise Conflict("another unit began this epoch")
    for holder in (*staying, *pairs):
        give(act, Epoch(row.id, epoch, private, key), holder)
    if not staying:
        complaints_tasks.give_hub(act, row.id, team.shut, "complaint_nobody")
