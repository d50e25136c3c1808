"""The twin-world test notices a leak: each is planted in a copy, and the worlds differ."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak.test_mutations import ROOT, Mutation

pytestmark = pytest.mark.soak

SCRIPT = "write:0 complain:3 complain:1 look:0 time_passes:2 do_tasks:2"

TOLD_BY = {
    "who is called of a crisis goes past whom a complaint shuts out": (
        "complain:1 acknowledge shut_out:1 crisis:2 time_passes:0"
    ),
    "a phone in the wrong hands gets what is hers": "write complain:0 front_door:1 acknowledge",
    "what is produced lists acts in complaints": (
        "complain:3 acknowledge change_people:0 change_people:1 operator:2"
    ),
    "a link is kept awake by whatever is heard": (
        "write complain:0 carrier:1 reply time_passes:2 reply carrier:0 look_at_it:1 time_passes:4"
    ),
    "a link is put to sleep by whatever fails": (
        "write complain:0 carrier:1 look_at_it time_passes:1 look_at_it carrier:0 time_passes:4"
    ),
    "a stop is told by whatever fails": ("write complain:0 carrier:2 look_at_it time_passes:1"),
}
"""Scripts that tell these; all others are told by the one above."""

PLANTED = (
    Mutation(
        "the advocate is told by e-mail",
        "bot/acts/complaints.py",
        '    act.record("complaint_made", complaint_id)\n',
        '    act.record("complaint_made", complaint_id)\n'
        "    for subject in subjects.staff:\n"
        '        tasks.notify(act, subject, "new")\n',
    ),
    Mutation(
        "the advocate gets a task",
        "bot/acts/complaints.py",
        '    act.record("complaint_made", complaint_id)\n',
        '    act.record("complaint_made", complaint_id)\n'
        "    for subject in subjects.staff:\n"
        '        tasks.raise_task(act, "call_me", staff_id=subject)\n',
    ),
    Mutation(
        "who is related is not shut out",
        "bot/conflicts.py",
        "        if relation.staff_id in around:\n            shut.add(relation.other_id)\n",
    ),
    Mutation(
        "a complaint's acts are on everybody's list",
        "bot/storage/audit.py",
        "_general = ~_a.act.startswith(COMPLAINT)",
        "_general = sa.true()",
    ),
    Mutation(
        "unread words are counted of complaints, too",
        "bot/acts/complaints.py",
        '    act.record("complaint_made", complaint_id)\n',
        '    act.record("complaint_made", complaint_id)\n'
        "    from bot.acts import words as kept\n"
        "    if made.survivor_id:\n"
        "        kept.keep(\n"
        "            act.conn, act.vault, made.survivor_id, new.text, language='en',\n"
        "            contact_id=contact.id, sequence=act.now, now=act.now,\n"
        "        )\n",
    ),
    Mutation(
        "who is called of a crisis goes past whom a complaint shuts out",
        "bot/alerting.py",
        "    out = set() if complaint_id is None else set(",
        "    out = set(",
    ),
    Mutation(
        "a phone in the wrong hands gets what is hers",
        "bot/acts/complaints_entries.py",
        "            return row.contact_id if same else None\n",
        "            from bot.routing import where_we_write\n"
        "            phone = where_we_write(act.conn, row.survivor_id or b'')\n"
        "            if phone:\n"
        "                link = complaints.link_of(act.conn, phone.id)\n"
        "                theirs = act.vault.unwrap(phone.owner, phone.wrapped)\n"
        "                where = 'contacts.address', phone.id, phone.address, theirs\n"
        "                address = act.vault.open(*where).decode()\n"
        "                kept = {'channel': phone.channel, 'address': address}\n"
        "                back = 'complaints.way_back', row.id, json.dumps(kept).encode(), key\n"
        "                moved = {'contact_id': phone.id, 'link_id': link}\n"
        "                moved |= {'way_back': act.vault.seal(*back)}\n"
        "                complaints.change(act.conn, row.id, **moved)\n"
        "            return phone.id if phone else row.contact_id\n",
    ),
    Mutation(
        "what is produced lists acts in complaints",
        "bot/storage/audit.py",
        "_select.where(_a.actor_id == actor_id, _general)",
        "_select.where(_a.actor_id == actor_id)",
    ),
    Mutation(
        "the page of her phone says when it was heard",
        "bot/acts/survivors.py",
        "wrote.get(one.id)",
        "one.heard_at",
    ),
    Mutation(
        "a link is kept awake by whatever is heard",
        "bot/turning.py",
        "thread_at=self.now if self.for_thread else",
        "thread_at=self.now if heard else",
    ),
    Mutation(
        "a link is put to sleep by whatever fails",
        "bot/settle.py",
        'if row.cls == "push":\n        _unreached(',
        "if True:\n        _unreached(",
    ),
    Mutation(
        "a stop is told by whatever fails",
        "bot/settle.py",
        "not _seen_by_an_advocate(conn, contact_id)",
        "True",
    ),
)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: one.name)
def test_a_planted_leak_is_seen(planted: Mutation, tmp_path: Path) -> None:
    for name in ("bot", "config", "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    path = tmp_path / planted.file
    assert path.read_text().count(planted.line) == 1, "a moved line moves its mutation along"
    path.write_text(path.read_text().replace(planted.line, planted.instead))
    played = _compare(tmp_path, TOLD_BY.get(planted.name, SCRIPT))
    assert played.returncode == 1, played.stderr
    assert "AssertionError" in played.stderr, played.stderr


def test_without_one_the_worlds_are_the_same(tmp_path: Path) -> None:
    for name in ("bot", "config", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name)
    played = _compare(tmp_path, " ".join((SCRIPT, *TOLD_BY.values())))
    assert played.returncode == 0, played.stderr


def _compare(folder: Path, told: str) -> subprocess.CompletedProcess[str]:
    code = f"from tests.twinworld.play import *; compare(script({told!r}))"
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
