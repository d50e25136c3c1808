"""A letter of a complaint handler to somebody whom a complaint is about, and the answer to it.

The rules kept here: a letter begins empty and carries nothing of the complaint but what the handler
wrote; it is sealed to the reader's own key, so that it opens for nobody else; writing one is the
disclosure, and is written down as that; the answer goes into the complaint.
"""

import base64
import binascii
import json
from dataclasses import dataclass, field

from bot import vouched
from bot.acts import tasks
from bot.acts.act import Act
from bot.acts.complaints_entries import keep, key_of, row_of
from bot.acts.complaints_keys import needs_holder
from bot.acts.complaints_work import disclose
from bot.conflicts import named_in
from bot.errors import Refused, SealBroken
from bot.routing import verified
from bot.storage import people
from bot.storage import tasks as task_rows
from bot.vault.entries import Words, pack, unpack
from bot.vault.people import PrivateKey, open_with, seal_to

KIND = "letter"
MARK = "subject"  # an entry that somebody wrote whom the complaint is about
_PURPOSE = "letter"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, opened by the person it is for."""

    id: bytes
    author_id: bytes
    text: str = field(repr=False)
    at: int
    complaint_id: bytes


def addressees(act: Act, complaint_id: bytes) -> tuple[bytes, ...]:
    """Return whom a letter may go to: who is named, and who works for an organisation named."""
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    subjects = named_in(act.vault, row, key_of(act.vault, row))
    return tuple(
        one.id
        for one in vouched.everyone(act.conn, act.vault)
        if one.state == "active"
        and (one.id in subjects.staff or one.organisation_id in subjects.organisations)
    )


def write(act: Act, complaint_id: bytes, staff_id: bytes, text: str) -> bytes:
    """Write to somebody whom a complaint is about; returns the task that carries the letter."""
    if staff_id not in addressees(act, complaint_id):
        raise Refused("not_named")
    holder = verified(act.vault, people.get(act.conn, staff_id))
    if holder is None:
        raise Refused("unverified")
    disclose(act, complaint_id)
    row = row_of(act, complaint_id)
    body = json.dumps({"complaint": complaint_id.hex(), "text": text}).encode()
    words = Words(act.person, "out", act.now, "application/json", "en", body)
    sealed = seal_to(
        holder.public, pack(words), purpose=_PURPOSE, object_id=staff_id, entry_id=b"", epoch=0
    )
    copy = Words(act.person, "internal", act.now, "text/plain", "en", text.encode())
    keep(act, row, key_of(act.vault, row), copy, "internal", mark="letter")
    act.record("complaint_letter", complaint_id, staff_id)
    detail = f"{complaint_id.hex()} {base64.b85encode(sealed).decode()}"  # it goes with its case
    return tasks.raise_task(act, KIND, staff_id=staff_id, detail=detail)


def read(act: Act, task_id: bytes, private: PrivateKey) -> Letter:
    """Open a letter with the reader's own key."""
    row = task_rows.get(act.conn, task_id)
    if row is None or row.kind != KIND or row.staff_id != act.person or row.detail is None:
        raise Refused("unknown")
    detail = act.vault.open("tasks.detail", row.id, row.detail)
    try:
        opened = open_with(
            private,
            base64.b85decode(detail.rpartition(b" ")[2]),
            purpose=_PURPOSE,
            object_id=act.person,
            entry_id=b"",
            epoch=0,
        )
    except (SealBroken, ValueError, binascii.Error):
        raise Refused("unknown") from None
    words = unpack(opened)
    body = json.loads(words.body)
    if words.author is None:
        raise Refused("unknown")
    return Letter(task_id, words.author, body["text"], words.at, bytes.fromhex(body["complaint"]))


def answer(act: Act, task_id: bytes, private: PrivateKey, text: str) -> None:
    """Answer a letter: the words go to the handlers, sealed, and can't be opened again here."""
    letter = read(act, task_id, private)
    row = row_of(act, letter.complaint_id)
    words = Words(act.person, "internal", act.now, "text/plain", "en", text.encode())
    keep(act, row, key_of(act.vault, row), words, "internal", mark=MARK)
    act.record("complaint_letter_answer", letter.complaint_id)
    task_rows.done(act.conn, task_id, act.actor, act.now)
    if row.handler_id is not None:
        tasks.notify(act, row.handler_id, "new")
