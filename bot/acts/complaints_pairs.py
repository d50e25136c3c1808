"""The keys on paper (the outside reviewer's, the recovery pair), and complaints made before them.

A pair that is made later holds nothing of what was there already. The epoch that runs is renewed by
the server alone (``complaints_holders.recompute``); the earlier ones are opened to it only by
somebody who holds them, in a session of theirs. The rules kept here: the recovery pair gets no copy
of a complaint about an officer or an officer's employer; and nobody learns from a count that there
is a complaint they can't open.
"""

from sqlalchemy import Connection

from bot.acts.act import Act
from bot.acts.complaints_entries import key_of
from bot.acts.complaints_keys import give, team_of
from bot.acts.grants import Epoch, take
from bot.conflicts import Team, about_officers, named_in
from bot.routing import Holder, recovery, reviewer
from bot.storage import complaints, threads
from bot.storage.complaints import ComplaintRow
from bot.vault import Vault
from bot.vault.people import PrivateKey


def cover(act: Act, row: ComplaintRow, private: PrivateKey) -> int:
    """Give the pairs what the actor holds of a complaint and they lack; returns how many copies."""
    lacking = complaints.uncovered(act.conn, act.person, _pairs(act.conn, act.vault), row.id)
    if not lacking:
        return 0
    key = key_of(act.vault, row)
    held = {grant.epoch: grant for grant in threads.grants_held(act.conn, row.id, act.person)}
    given = 0
    for holder in due(team_of(act, row, key)):
        for epoch in sorted(epoch for _, epoch, pair_id in lacking if pair_id == holder.id):
            opened = take(act, held[epoch], private, key)
            give(act, Epoch(row.id, epoch, opened, key), holder)
            given += 1
    return given


def cover_all(act: Act, private: PrivateKey) -> int:
    """The same for every complaint that the actor holds a copy of."""
    lacking = complaints.uncovered(act.conn, act.person, _pairs(act.conn, act.vault))
    given = 0
    for complaint_id in sorted({complaint_id for complaint_id, _, _ in lacking}):
        row = complaints.lock(act.conn, complaint_id)
        if row is not None:
            given += cover(act, row, private)
    return given


def uncovered(act: Act) -> bool:
    """Say whether the pairs lack a copy that the actor could give.

    The outside reviewer's pair is to hold every complaint, the recovery pair those not about
    officers.
    """
    lacking = complaints.uncovered(act.conn, act.person, _pairs(act.conn, act.vault))
    outside = reviewer(act.conn, act.vault)
    if not lacking or (outside is not None and any(one[2] == outside.id for one in lacking)):
        return bool(lacking)
    about = about_officers(act.conn, act.vault, act.now)
    wanted = {complaint_id for complaint_id, _, _ in lacking}
    return any(
        row.id in wanted and not about(named_in(act.vault, row, key_of(act.vault, row)))
        for over in (False, True)
        for row in complaints.held_by(act.conn, act.person, over=over)
    )


def due(team: Team) -> tuple[Holder, ...]:
    """Return the pairs that are to hold a complaint of this team."""
    return tuple(one for one in (team.pair, team.recovery) if one is not None)


def _pairs(conn: Connection, vault: Vault) -> list[bytes]:
    found = (reviewer(conn, vault), recovery(conn, vault))
    return [one.id for one in found if one is not None]
