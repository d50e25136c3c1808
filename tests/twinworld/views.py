"""Everything that somebody can see: pages they are led to, addresses they guess, what reaches them.

What is drawn afresh in each world (ids, codes, tokens) is named by the order of its appearance.
"""

import re
import secrets
from collections.abc import Callable, Iterable

import sqlalchemy as sa

from bot.console.table import PAGES
from bot.storage.tables.complaints import complaints
from bot.storage.tables.duties import alerts, approvals, notices, tasks
from tests.office import Person
from tests.twinworld.world import World, deed
from tests.visitor import Visitor

DOORS = (
    "/", "/alerts", "/approvals", "/audit", "/calendar", "/cases", "/content", "/hub", "/keys",
    "/organisations", "/people", "/recovery", "/rota", "/healthz",
)  # fmt: skip
MOST_PAGES = 90
LINK = re.compile(r'href="(/(?!calendar\?)[^"#]*)')  # this week of the calendar, and no other
DRAWN = (
    re.compile(r"[0-9a-f]{8,}"),  # ids, tokens
    re.compile(r"\b\d{3} \d{3} \d{4}\b|\b\d{10}\b"),  # invitation codes
    re.compile(r"start=[\w-]+"),
    re.compile(r'<svg class="app-qr".*?</svg>', re.DOTALL),  # the same codes, drawn
)
ECHOED = re.compile(r"this number: \d{3}")
"""Drawn, too, and too short for a name of its own: two of a script are the same now and then."""
OF_A_COMPLAINT = ("complaint", "safeguarding")
"""How kinds of tasks begin that only a complaint raises."""


@deed
async def look(world: World, form: int) -> None:
    """One of those who may not know looks at everything."""
    await sees_everything(world, world.watchers[form % len(world.watchers)])


@deed
async def knock(world: World, form: int) -> None:
    """One of them tries every address with the ids of a complaint, guessed or overheard."""
    person = world.people.staff[world.watchers[form % len(world.watchers)]]
    visitor = await world.street.office.signed_in(person)
    await visitor.get("/")
    fields = [("csrf", visitor.token()), ("answer", "yes"), ("said", "keep")]
    for what, one in (await world.reads(_ids)).items():
        for (method, path), row in sorted(PAGES.items(), key=lambda item: item[0]):
            if "{" not in path or row.needs == "nothing":
                continue
            place = re.sub(r"\{\w+\}", one.hex(), path)
            await (visitor.get(place) if method == "GET" else visitor.send(place, fields))
            answer = _answer(person, path, visitor).replace(one.hex(), "<what was asked for>")
            world.seen.append(f"{what} {method} {path}: {answer}")
    await visitor.client.close()


def _ids(conn: sa.Connection) -> dict[str, bytes]:
    """Return an id of each kind that belongs to a complaint; drawn, where there is none."""
    of_complaint = sa.or_(*(tasks.c.kind.startswith(one) for one in OF_A_COMPLAINT))
    task = sa.select(tasks.c.id).where(tasks.c.done_at.is_(None), of_complaint)
    queries = {
        "complaint": sa.select(complaints.c.id),
        "task": task.where(tasks.c.staff_id.is_not(None)),
        "task of the Hub": task.where(tasks.c.staff_id.is_(None)),
        "alert": sa.select(alerts.c.id).where(alerts.c.complaint_id.is_not(None)),
        "approval": sa.select(approvals.c.id).where(approvals.c.kind.startswith("complaint_")),
    }
    found = {name: conn.execute(query).scalar() for name, query in queries.items()}
    return {name: one or secrets.token_bytes(16) for name, one in found.items()}


async def sees_everything(world: World, name: str) -> None:
    """Let somebody open every page that they are led to, and read what reached them."""
    person = world.people.staff[name]
    visitor = await world.street.office.signed_in(person)
    todo, done = list(DOORS), set[str]()
    while todo and len(done) < MOST_PAGES:
        path = todo.pop(0)
        if path in done or path.startswith(("/static", "/sign-out")):
            continue
        done.add(path)
        await _open(visitor, path)
        world.seen.append(_answer(person, path, visitor))
        todo += LINK.findall(visitor.text)
    await visitor.client.close()
    mails = [one for one in world.post.mails if one[0] == person.email]
    rung = world.people.numbers.get(name, "")
    lit = world.street.phones[rung].lit if rung else []
    waits = await world.reads(_waits(person))
    world.seen.append(f"{name}: e-mails {mails}, texts {lit}, waiting {waits}")


async def _open(visitor: Visitor, path: str) -> None:
    """Open a page; of a file only its headers and size are looked at, for it is sealed afresh."""
    if "." not in path:
        await visitor.get(path)
        return
    response = await visitor.client.get(path)
    visitor.status, visitor.headers = response.status, dict(response.headers)
    visitor.text = str(len(await response.read()))


def _waits(person: Person) -> Callable[[sa.Connection], Iterable[object]]:
    query = sa.select(notices.c.kind, notices.c.not_before, notices.c.tries).where(
        notices.c.staff_id == person.id
    )
    return lambda conn: conn.execute(query.order_by(notices.c.created_at, notices.c.kind)).all()


def _answer(person: Person, path: str, visitor: Visitor) -> str:
    headers = "\n".join(
        f"{name}: {value}" for name, value in sorted(visitor.headers.items()) if name != "Date"
    )
    return f"{person.name} {path} {visitor.status}\n{headers}\n{visitor.text}"


def named(seen: list[str]) -> list[str]:
    """Name what was drawn by its order of appearance."""
    names: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        return names.setdefault(match.group(), f"<{len(names)}>")

    seen = [ECHOED.sub("this number: <three digits>", page) for page in seen]
    for pattern in DRAWN:
        seen = [pattern.sub(name, page) for page in seen]
    return seen
