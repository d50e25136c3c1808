"""Every question of every flow, each met with marked words, marked digits or a marked file.

Her conversation is put where the question is in force, as it would be stored there, and what she
sends then goes the real way. Where facts are missing to ask it, the message is parked like any on
which our own code fails: that is a way it may go, too.
"""

import sqlalchemy as sa

from bot.contact import Contact, pack
from bot.flows.book import BOOK
from bot.flows.state import Draft, Frame, State
from bot.flows.vocabulary import Enter
from bot.storage import contacts
from bot.storage.tables.survivors import contacts as contacts_table
from tests.doors import Marks
from tests.street import Handset, Street

QUESTIONS = tuple(
    (flow.name, step.id) for flow in BOOK.flows.values() for step in flow.steps if step.asks
)


async def stands_at(town: Street, phone: Handset, flow: str, step: str, words: str) -> None:
    """Put her conversation where this question is in force, with words that are not sent."""
    home = (await town.contact_of(phone)).id
    frames = tuple(
        Frame(name, at, {}, (), BOOK.flows[name].shape)
        for name, at in (("menu", "menu"), (flow, step))
    )
    state = State(frames, drafts=((flow, Draft((words,))),))

    def unit(conn: sa.Connection) -> None:
        row = contacts.get(conn, home)
        assert row is not None
        sealed = Contact(town.service.vault, row).seal("state", pack(state))
        change = sa.update(contacts_table).where(contacts_table.c.id == home)
        conn.execute(change.values(state=sealed, standing="open", stopped=False))

    await town.office.database.run(unit)


async def stumbles_everywhere(town: Street, phone: Handset, marks: Marks) -> None:
    """Meet every question with what answers nothing; every other one with a file."""
    for number, (flow, step) in enumerate(QUESTIONS):
        words = f"{marks.words} {flow} {step}"
        await stands_at(town, phone, flow, step, f"{marks.words} draft")
        if isinstance(BOOK.flows[flow].at[step], Enter):
            await phone.write(marks.pin)
        if phone.channel == "telegram" and number % 2:
            await phone.write(words, kind="voice", file=f"{marks.words}-file")
        else:
            await phone.write(words, kind="text" if number % 2 else "unsupported")
