"""What ``check`` looks at inside: content, flows, words, keys, database, people, sign-offs."""

import shutil
from collections.abc import AsyncIterator, Callable

from sqlalchemy import Connection

from bot import alerting, altered, vouched
from bot.acts import audit, officers, recovery, relations
from bot.clock import DAY_MS, HOUR_MS, SystemClock
from bot.clocks import local_date
from bot.commands.findings import Finding, judged, off, right, wrong
from bot.commands.opened import opened
from bot.content import Content, signoffs
from bot.due.complaint_retention import ComplaintRetention
from bot.flows import checks
from bot.flows.book import BOOK
from bot.service import Service
from bot.settings import LOST, Settings
from bot.storage import engines, remembered
from bot.vault.selftest import self_test
from bot.vault.server import ServerKeys
from bot.words import lint
from bot.words.catalogues import Catalogues
from bot.words.review import due
from bot.words.sources import sentences

Findings = AsyncIterator[Finding]
Read = Callable[[], Content]
"""Gives what the configuration folder holds, read once; raises what reading it raised."""

NOTICE = "who_reads"
BACKUP_HOURS = 48
MIB = 1 << 20
LITTLE = 200 * MIB


async def config(read: Read) -> Findings:
    """Look at the configuration folder, and at how old its facts are."""
    content = read()
    yield right("config", "every file reads well")
    topics = content.rights.topics
    oldest = min(topic.checked for topic in topics)
    yield right("rights", f"{len(topics)} pages, the oldest checked on {oldest}")
    for line in due(content, local_date(SystemClock().now())):
        yield wrong("content dates", line)


async def flows() -> Findings:
    """Look at the conversations."""
    for finding in judged("flows", checks.check(), checks.counted()):
        yield finding


async def words(settings: Settings, read: Read) -> Findings:
    """Look at the sentences and at the languages."""
    catalogues = Catalogues(settings.config_dir, drafts=settings.allow_drafts)
    found = lint.check_sentences(BOOK, read(), catalogues, lint.read_rules())
    for finding in judged("words", [str(one) for one in found], "the linter has nothing to say"):
        yield finding
    offered = ", ".join(one.code for one in catalogues.offered())
    yield right("languages", f"{len(catalogues.offered())} offered: {offered}")
    if settings.allow_drafts:
        yield wrong("languages", "drafts that nobody has reviewed are shown to people")


async def keys(settings: Settings) -> Findings:
    """Look at the server's keys."""
    if not settings.secret_keys:
        yield wrong("keys", f"SECRET_KEYS is missing{LOST['SECRET_KEYS']}")
        return
    self_test()
    count = len(ServerKeys.from_json(settings.secret_keys).raw_field)
    yield right("keys", f"{count} field keys; the fixed vector opens")


async def database(settings: Settings, read: Read) -> Findings:
    """Look at the database and at the record of acts."""
    if not settings.secret_keys:
        yield off("database", "not looked at without keys")
        return
    async with opened(settings, content=read()) as service:
        kind = "SQLite, one process" if settings.embedded else "PostgreSQL"
        yield right("database", f"{kind}; the schema is the newest")
        if settings.embedded:
            yield room(shutil.disk_usage(engines.folder_of(settings.database_url)).free)
        now = service.clock.now()
        faults = await service.database.read(lambda conn: audit.verify(conn, now))
        for finding in judged("audit", faults, "every sealed day is as it was sealed"):
            yield finding
        faults = await service.database.read(lambda conn: altered.found(conn, service.vault, now))
        for finding in judged(
            "rows", faults, "who people are, and what directs them, is as we wrote it"
        ):
            yield finding
        yield _backup(
            await service.database.read(lambda conn: remembered.noted(conn, remembered.BACKUP)), now
        )
        full = await service.database.read(lambda conn: remembered.noted(conn, remembered.FULL))
        if full is not None and now - full < DAY_MS:
            line = f"a linked number had a day's answers on {local_date(full)}: is it who it says?"
            yield wrong("texts", line)
        if await service.database.read(ComplaintRetention(service).stuck):
            line = (
                "more than usual has had its time, and nobody may find that right: operations, 14"
            )
            yield wrong("retention", line)


def room(free: int) -> Finding:
    """Judge the bytes that are free beside a SQLite database."""
    said = f"{free // MIB} MiB are free beside the database"
    return right("disk", said) if free >= LITTLE else wrong("disk", f"only {said}: make room")


def _backup(newest: int | None, now: int) -> Finding:
    if newest is None:
        return wrong("backup", "none was made yet: `backup DIR`, every night")
    hours = (now - newest) // HOUR_MS
    if hours >= BACKUP_HOURS:
        return wrong("backup", f"the newest is {hours} hours old: `backup DIR`, every night")
    return right("backup", f"the newest is {hours} hours old")


async def people(settings: Settings, read: Read) -> Findings:
    """Look at staff, relations and the recovery key."""
    if not settings.secret_keys:
        return
    async with opened(settings, content=read()) as service:
        for finding in await service.database.read(lambda conn: _people(conn, service)):
            yield finding
    if settings.twilio is None:
        yield wrong("alerts", "without Twilio no text calls whoever is on call: they reach nobody")


def _people(conn: Connection, service: Service) -> list[Finding]:
    now, vault = service.clock.now(), service.vault
    everyone = vouched.everyone(conn, vault)
    roles = vouched.roles_of_all(conn, vault, now)
    active = [row.id for row in everyone if row.state == "active"]
    found = []
    if not everyone:
        line = "nobody is in this database: `setup` begins a new service, `restore` brings one back"
        found.append(wrong("people", line))
    elif not any("hub_admin" in roles.get(one, ()) for one in active):
        found.append(wrong("people", "no hub administrator is verified: `staff verify`"))
    else:
        found.append(right("people", f"{len(active)} of {len(everyone)} staff are verified"))
    if undeclared := len(relations.undeclared(conn, vault, now)):
        found.append(
            wrong("people", f"{undeclared} advocates have no line manager: theirs go to the Hub")
        )
    if near := len(alerting.only_near(conn, vault, now)):
        line = f"only colleagues are on call for {near} advocates: put somebody else on, too"
        found.append(wrong("people", line))
    if silent := alerting.silent(conn, vault, now):
        line = f"{silent} on call have no work mobile, so no text calls them: People, their page"
        found.append(wrong("people", line))
    pairs: tuple[tuple[officers.Kind, str], ...] = (
        ("recovery", "recovery key"),
        ("reviewer", "outside reviewer's key"),
    )
    for kind, words_ in pairs:
        made = recovery.status(conn, vault, now, kind).made_at
        if made is None:
            found.append(wrong(words_, "is not made yet: the Keys page of the console"))
        else:
            found.append(right(words_, f"made on {local_date(made)}"))
    return found


async def sign_offs(settings: Settings) -> Findings:
    """Look at what people have to decide before anybody is served."""
    notice = signoffs.text_hash(sentences(BOOK.flows[NOTICE]))
    faults = signoffs.missing(settings.config_dir, notice, local_date(SystemClock().now()))
    for finding in judged("sign-offs", faults, "all there"):
        yield finding
