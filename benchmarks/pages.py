"""How long the server takes for each page of the console, with a whole service's worth of rows.

    python -m benchmarks.pages [DATABASE_URL] [--survivors 1000] [--entries 100000] [--times 30]

The office is the one of the tests, filled by real acts where a page opens something and by plain
inserts for the bulk: of every conversation the newest page is really sealed for those that are
opened, all else is random bytes of the same size that no page asks for. What is printed is the time
of a whole request on the loopback, client included, so the server takes less; and the processor
time of a request, which other work on the machine doesn't lengthen. The limit of 100 ms is held to
the median: the 95th percentile tells how busy the machine is.
"""

import argparse
import asyncio
import secrets
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from bot.acts import complaints, complaints_work, letters, rota, tasks
from bot.acts.complaints import New
from bot.clock import ManualClock
from bot.console.app import declare_pages
from bot.console.table import PAGES
from bot.coordination import Coordination
from bot.storage.database import Database
from bot.storage.tables import audit, entries, threads
from bot.storage.tables import complaints as complaint_table
from tests.casework import RULES
from tests.office import Office, Person

MORNING: Final = 1_772_445_600_000
DAY: Final = 86_400_000
LIMIT_MS: Final = 100.0
ADVOCATES: Final = 24
HANDLERS: Final = 6
COMPLAINTS: Final = 120
OPENED: Final = 4
BODY: Final = 1660
CHUNK: Final = 2000
HOUR: Final = 3_600_000


@dataclass(slots=True)
class Filled:
    """An office full of rows, and what is looked at in it."""

    office: Office
    river: bytes = b""
    case: bytes = b""
    letter: bytes = b""
    other: bytes = b""
    place: bytes = b""
    by_role: dict[str, Person] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Timed:
    """What one page took, in milliseconds."""

    role: str
    path: str
    status: int
    median: float
    p95: float
    cpu: float


async def fill(office: Office, survivors: int, size: int) -> Filled:
    """Hire everybody, and write their history."""
    filled = Filled(office)
    places = [await office.organisation(f"Charity {number}") for number in range(8)]
    filled.place = places[0]
    who = [
        await office.hire(f"Advocate{n}", "advocate", organisation=places[n % 8])
        for n in range(ADVOCATES)
    ]
    for number in range(HANDLERS):
        place = office.hub if number < 4 else places[number]
        await office.hire(f"Handler{number}", "complaint_handler", organisation=place)
    sol = await office.hire("Sol", "hub_admin", "hub_lead")
    await office.hire("Ola", "officer", organisation=places[0])
    ann = await office.hire("Ann", "auditor", organisation=places[7])
    filled.by_role = {
        "advocate": who[0],
        "complaint_handler": office.people["Handler0"],
        "hub_admin": sol,
        "hub_lead": sol,
        "officer": office.people["Ola"],
        "auditor": ann,
    }
    filled.other = who[1].id
    hers: list[tuple[bytes, bytes, Person]] = []
    for number in range(survivors):
        advocate = who[number % ADVOCATES]
        one = await office.survivor(advocate, f"River-{number}", "vi")
        hers.append((one, await office.phone(advocate, one, "sms", "vi"), advocate))
    filled.river = hers[0][0]
    await _bulk(office, size)
    for one, phone, advocate in hers[: ADVOCATES * OPENED]:
        office.clock.forward(seconds=1)
        for line in range(2):
            await office.writes(one, phone, f"Message {line}", "vi")
        await office.does(
            None,
            lambda act, one=one, to=advocate: tasks.raise_task(  # type: ignore[misc]
                act, "call_me", survivor_id=one, staff_id=to.id, detail="any"
            ),
        )
    for _ in range(50):
        await office.writes(filled.river, hers[0][1], "Một tin nhắn dài hơn một chút.", "vi")
    now = office.clock.now()
    for number, advocate in enumerate(who):
        at = now + number * 8 * HOUR
        await office.does(sol, lambda act, at=at, to=advocate: rota.put(act, to.id, at, at + HOUR))  # type: ignore[misc]
    await _complaints(filled, hers)
    return filled


async def _bulk(office: Office, size: int) -> None:
    """Old entries and audit rows, evenly over all threads."""
    owners = await office.database.read(
        lambda conn: [row.id for row in conn.execute(sa.select(threads.c.id))]
    )
    for begin in range(0, size, CHUNK):
        rows = [
            {
                "id": secrets.token_bytes(16),
                "object_id": owners[number % len(owners)],
                "kind": "words" if number % 2 else "reply",
                "epoch": 1,
                "body": secrets.token_bytes(BODY),
                "mark": None,
                "author_id": None,
                "contact_id": None,
                "sequence": number,
                "created_at": MORNING - 170 * DAY + number * 1000,
                "delivery": None if number % 2 else "opened",
                "read_at": MORNING - DAY,
            }
            for number in range(begin, min(begin + CHUNK, size))
        ]
        acts = [
            {
                "id": secrets.token_bytes(16),
                "at": row["created_at"],
                "actor_id": None,
                "act": "open",
                "object_id": row["object_id"],
                "other_id": None,
            }
            for row in rows
        ]

        def write(
            conn: sa.Connection,
            rows: list[dict[str, object]] = rows,
            acts: list[dict[str, object]] = acts,
        ) -> None:
            conn.execute(sa.insert(entries), rows)
            conn.execute(sa.insert(audit), acts)

        await office.database.run(write)


async def _complaints(filled: Filled, hers: list[tuple[bytes, bytes, Person]]) -> None:
    """Complaints from many phones; one with a long history."""
    office = filled.office
    handler = filled.by_role["complaint_handler"]
    made = []
    for number in range(COMPLAINTS):
        contact = hers[number % len(hers)][1]
        new = New(f"{number:06}", contact, "complaint", "advocate", ("promises",), "Words.", "vi")
        filed = await office.does(None, lambda act, new=new: complaints.file(act, RULES, new))  # type: ignore[misc]
        made.append(filed.id)
    held = await office.database.read(
        lambda conn: {row.id for row in conn.execute(sa.select(complaint_table.c.id))}
    )
    filled.case = next(one for one in made if one in held)
    await office.does(handler, lambda act: complaints_work.acknowledge(act, RULES, filled.case))
    for number in range(40):
        await office.does(
            handler,
            lambda act, number=number: complaints_work.internal_note(  # type: ignore[misc]
                act, filled.case, f"Note {number}"
            ),
        )
    named = hers[0][2]
    filled.letter = await office.does(
        handler, lambda act: letters.write(act, filled.case, named.id, "Please tell me.")
    )


def _path(path: str, filled: Filled) -> str:
    """A page of something that is there, as far as we know what it opens."""
    known = {
        "/cases": filled.case,
        "/conversation": filled.river,
        "/letters": filled.letter,
        "/people": filled.other,
        "/organisations": filled.place,
    }
    head = "/" + path.split("/")[1]
    path = path.replace("{id}", known.get(head, bytes(16)).hex())
    path = path.replace("{kind}", "ask").replace("{token}", "none")
    return path.replace("{entry}", "0" * 32).replace("{file}", "0" * 32)


async def measure(filled: Filled, times: int) -> list[Timed]:
    """Open every page as somebody of each role that may; return role, page, status, ms."""
    found: list[Timed] = []
    for row in sorted(PAGES.values(), key=lambda row: row.path):
        if row.method != "GET" or row.path.endswith("/content"):
            continue
        for role, person in filled.by_role.items():
            if role not in row.who or (role == "hub_lead" and "hub_admin" in row.who):
                continue
            visitor = await filled.office.signed_in(person)
            path, took = _path(row.path, filled), []
            await visitor.get(path)  # its template is compiled once
            spent = time.process_time()
            for _ in range(times):
                began = time.perf_counter()
                await visitor.get(path)
                took.append((time.perf_counter() - began) * 1000)
            took.sort()
            p95 = took[min(int(len(took) * 0.95), len(took) - 1)]
            cpu = (time.process_time() - spent) * 1000 / times
            middle = statistics.median(took)
            found.append(Timed(role, row.path, visitor.status, middle, p95, cpu))
            if row.needs == "nothing":
                break
    return found


async def run(url: str, survivors: int, size: int, times: int) -> bool:
    """Fill, measure, print; say whether every page kept the limit."""
    declare_pages()
    database = await Database.open(url)
    await database.migrate()
    coordination = await Coordination.open()
    office = Office(database, ManualClock(MORNING), coordination)
    await office.open()
    began = time.perf_counter()
    filled = await fill(office, survivors, size)
    print(f"{survivors} survivors, {size} entries: {time.perf_counter() - began:.0f} s to write\n")
    print(f"{'page':44} {'as':18} {'status':>6} {'median':>8} {'p95':>8} {'cpu':>8}")
    slow = 0
    for one in await measure(filled, times):
        over = " over" if one.median > LIMIT_MS else ""
        slow += bool(over)
        where = f"{one.path:44} {one.role:18} {one.status:>6}"
        print(f"{where} {one.median:>6.1f}ms {one.p95:>6.1f}ms {one.cpu:>6.1f}ms{over}")
    await office.close()
    await coordination.close()
    await database.close()
    print(f"\n{slow} over {LIMIT_MS:.0f} ms" if slow else f"\nevery page under {LIMIT_MS:.0f} ms")
    return not slow


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("url", nargs="?", default="")
    parser.add_argument("--survivors", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=30)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as folder:
        url = wanted.url or f"sqlite:///{folder}/pages.db"
        kept = asyncio.run(run(url, wanted.survivors, wanted.entries, wanted.times))
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
