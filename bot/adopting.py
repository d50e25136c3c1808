"""Sealing what was in the clear only, once, when a database comes from before 0009 or 0010.

The rule kept here: it is done in the transaction that adds the columns, by whoever migrates with
the key file, and never again; so this is the one moment at which the clear columns are believed.
"""

import json
from collections.abc import Callable
from dataclasses import fields

import sqlalchemy as sa
from sqlalchemy import Connection

from bot import vouched
from bot.acts import two_people
from bot.acts.invite_proof import prove
from bot.errors import SealBroken, SettingsError
from bot.proved import prove_organisation, prove_pair, prove_turn
from bot.routing import Relation, public_key, seal_advocate, seal_relation
from bot.storage import people, relations
from bot.storage.invites import InviteRow
from bot.storage.tables.duties import approvals, rota
from bot.storage.tables.keys import keys, recoveries
from bot.storage.tables.staff import organisations
from bot.storage.tables.staff import relations as relation_table
from bot.storage.tables.survivors import invites, survivors
from bot.vault import Vault
from bot.vault.server import ServerKeys
from bot.vouched import Standing


def adopting(secret_keys: str) -> Callable[[Connection, str], None]:
    """Return what a migration calls, with its own name, once it has added the columns.

    It raises ``SettingsError`` where there is somebody to vouch for, and the key file is missing
    or is another one: nothing is changed then.
    """

    def adopt(conn: Connection, revision: str) -> None:
        if not people.everyone(conn):
            return
        if not secret_keys:
            raise SettingsError(["SECRET_KEYS is missing: this migration seals who may read what"])
        vault = Vault(ServerKeys.from_json(secret_keys))
        try:
            for seal in _SEALS[revision]:
                seal(conn, vault)
        except SealBroken:
            raise SettingsError(
                ["SECRET_KEYS is not the key file of this database: put the right one there"]
            ) from None

    return adopt


def _staff(conn: Connection, vault: Vault) -> None:
    roles = people.roles_with_since(conn)
    for row in people.everyone(conn):
        public = public_key(vault, row)
        key = "" if public is None else vouched.key_hash(public.raw)
        as_it_is = Standing(
            row.state,
            row.organisation_id,
            row.invited_by,
            row.verified_at,
            key,
            roles.get(row.id, {}),
        )
        people.keep_standing(conn, row.id, vouched.seal(vault, row.id, as_it_is))


def _relations(conn: Connection, vault: Vault) -> None:
    for row in relations.everybodys(conn):
        body = json.loads(vault.open("relations.body", row.id, row.body, owner=row.staff_id))
        other = bytes.fromhex(body["other"])
        as_it_is = Relation(row.id, row.staff_id, body["kind"], other, row.since, row.ended_at)
        conn.execute(
            sa.update(relation_table)
            .where(relation_table.c.id == row.id)
            .values(body=seal_relation(vault, as_it_is))
        )


def _survivors(conn: Connection, vault: Vault) -> None:
    query = sa.select(survivors.c.id, survivors.c.advocate_id, keys.c.wrapped)
    for row in conn.execute(query.join(keys, keys.c.owner_id == survivors.c.id)).all():
        sealed = seal_advocate(vault, row.id, row.advocate_id, vault.unwrap(row.id, row.wrapped))
        conn.execute(sa.update(survivors).where(survivors.c.id == row.id).values(advocate=sealed))


def _invites(conn: Connection, vault: Vault) -> None:
    query = sa.select(*(invites.c[field.name] for field in fields(InviteRow)))
    for row in conn.execute(query).all():
        proved = prove(vault, InviteRow(*row))
        change = sa.update(invites).where(invites.c.id == row.id)
        conn.execute(change.values(proof=proved.proof))


def _approvals(conn: Connection, vault: Vault) -> None:
    query = sa.select(approvals.c.id, approvals.c.kind, approvals.c.proposed_by)
    for row in conn.execute(query).all():
        sealed = two_people.prove(vault, row.id, row.kind, row.proposed_by)
        conn.execute(sa.update(approvals).where(approvals.c.id == row.id).values(proof=sealed))


def _rota(conn: Connection, vault: Vault) -> None:
    for row in conn.execute(sa.select(*(rota.c[name] for name in _TURN))).all():
        proof = prove_turn(vault, *row)
        conn.execute(sa.update(rota).where(rota.c.id == row.id).values(proof=proof))


def _organisations(conn: Connection, vault: Vault) -> None:
    for row in conn.execute(sa.select(organisations.c.id, organisations.c.hub)).all():
        proof = prove_organisation(vault, row.id, hub=row.hub)
        change = sa.update(organisations).where(organisations.c.id == row.id)
        conn.execute(change.values(proof=proof))


def _recoveries(conn: Connection, vault: Vault) -> None:
    query = sa.select(*(recoveries.c[name] for name in _PAIR))
    for row in conn.execute(query.where(recoveries.c.retired_at.is_(None))).all():
        proof = prove_pair(vault, *row)
        conn.execute(sa.update(recoveries).where(recoveries.c.id == row.id).values(proof=proof))


_TURN = ("id", "staff_id", "starts_at", "ends_at")
_PAIR = ("id", "kind", "made_at")
_SEALS: dict[str, tuple[Callable[[Connection, Vault], None], ...]] = {
    "0009": (_staff, _relations, _survivors, _approvals, _invites),
    "0010": (_rota, _organisations, _recoveries),
}
