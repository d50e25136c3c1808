"""A complaint that has had its time goes with everything that names it, and only counts stay."""

import asyncio
import shutil
import sys
from collections import Counter
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog

from bot import backup
from bot.acts import (
    audit,
    complaints_more,
    complaints_over,
    many,
    relations,
    staff,
)
from bot.acts.act import Act
from bot.acts.complaints_over import Rule
from bot.acts.many import CASES as MANY
from bot.clock import DAY_MS
from bot.clocks import local_date, moment
from bot.complaint_clocks import Rules
from bot.due.complaint_retention import NOBODY, ComplaintRetention
from bot.due.retention import Retention
from bot.errors import Refused
from bot.storage.database import Database
from bot.storage.tables.complaints import complaint_counts, complaints, holds
from bot.storage.tables.duties import notices
from bot.storage.tables.duties import tasks as task_table
from bot.storage.tables.keys import erased
from bot.storage.tables.threads import entries
from bot.vault.server import ServerKeys
from bot.words.catalogues import CONFIG
from tests.complaints.conftest import Town
from tests.complaints.had_its_time import Cases, cases_of, names, run
from tests.complaints.test_complaints_files import page_of
from tests.today import content_of_today

KEPT = Rule.of(content_of_today())


@pytest.fixture
async def cases(both: Town, rules: Rules) -> Cases:
    return await cases_of(both, rules)


async def test_everything_of_it_goes_24_months_and_a_week_after_it_was_closed(
    cases: Cases,
) -> None:
    case = await cases.lived()
    words = [row.id for row in await cases.left(entries) if row.object_id == case]
    (before,) = await cases.left(complaints)
    assert len(words) > 5
    assert {"tasks.detail", "approvals.proposal", "audit.object_id", "grants.object_id"} <= set(
        await names(cases, case)
    )
    closed_on = day_of(before.closed_at)
    until = moment(closed_on.replace(year=closed_on.year + 2)) + DAY_MS
    clock = cases.town.street.clock
    await cases.later(seconds=(until + 7 * DAY_MS - clock.now()) / 1000 - 60)
    assert await cases.retains() == 0
    await cases.later(seconds=120)
    assert await cases.retains() == 1
    assert await names(cases, case) == ["erased.owner_id"]
    assert [place for one in words for place in await names(cases, bytes(one))] == []
    assert await cases.retains() == 0
    (month,) = await cases.left(complaint_counts)
    assert month.month == f"{closed_on:%Y-%m}"
    assert await cases.counted() == {
        month.month: {
            "area": {"privacy": 1, "respect": 1},
            "nation": {"england": 1},
            "outcome": {"upheld": 2},
            "step": {"complaint": 1},
        }
    }


def day_of(at: object) -> date:
    assert isinstance(at, int)
    return local_date(at)


async def test_a_concern_is_kept_12_months(cases: Cases) -> None:
    await cases.lived("concern")
    await cases.later(days=365)
    assert await cases.retains() == 0
    await cases.later(days=9)
    assert await cases.retains() == 1
    ((_, found),) = (await cases.counted()).items()
    assert found["step"] == {"concern": 1}


async def test_the_days_of_the_record_still_verify_and_say_nothing(cases: Cases) -> None:
    await cases.lived("concern")
    await cases.later(days=10)
    await cases.does(None, audit.seal_days)
    await cases.later(days=364)
    assert await cases.retains() == 1
    await cases.later(days=1)
    for _ in range(2):
        await cases.does(None, audit.seal_days)
    now = cases.town.street.clock.now()
    read = cases.town.street.office.database.read
    assert await read(lambda conn: audit.verify(conn, now)) == []
    assert await read(lambda conn: audit.verify_closed(conn, now)) == []


async def test_what_was_answered_and_not_closed_counts_from_its_answer(
    cases: Cases, rules: Rules
) -> None:
    case = await cases.lived()
    reopen = sa.update(complaints).values(closed_at=None, state="outcome_sent")
    await run(cases, reopen)
    await cases.later(days=730 + 9)
    assert await cases.retains() == 1
    again = await cases.lived()
    await run(cases, reopen)
    await cases.does(None, lambda act: complaints_more.ask_review(act, rules, again))
    await cases.later(days=3 * 365)
    assert await cases.retains() == 0, "somebody works on it"
    assert case != again


async def test_its_words_outlive_those_of_a_thread_while_it_is_kept(cases: Cases) -> None:
    await cases.town.street.sends_words(cases.phone, "hello")
    case = await cases.lived()
    await cases.later(days=188)
    assert await Retention(cases.town.street.service).run() == 1
    left = await cases.left(entries)
    assert {row.object_id for row in left} == {case}


@pytest.mark.parametrize("hers", [False, True], ids=["on it", "on all of hers"])
async def test_a_hold_keeps_it(cases: Cases, *, hers: bool) -> None:
    case = await cases.withdrawn()
    until = cases.town.street.clock.now() + 1000 * DAY_MS
    held = cases.town.river if hers else case
    values = {"object_id": held, "kind": "legal", "reason": b"sealed", "made_by": case}
    hold = sa.insert(holds).values(id=b"h" * 16, made_at=0, until=until, **values)
    await run(cases, hold)
    await cases.later(days=800)
    assert await cases.retains() == 0
    await cases.later(days=201)
    assert await cases.retains() == 1
    assert len(await cases.left(holds)) == hers


async def test_with_a_clock_in_doubt_nothing_goes(cases: Cases) -> None:
    await cases.withdrawn()
    cases.town.street.clock.forward(days=800)
    assert await cases.retains() == 0


async def test_more_than_ten_at_once_wait_for_somebody_whom_none_shuts_out(cases: Cases) -> None:
    for _ in range(11):
        await cases.withdrawn()
    town = cases.town
    dee = await town.street.office.hire("Dee", "complaint_handler", organisation=town.charity)
    await cases.later(days=800)
    assert await cases.retains() == 0
    assert await cases.retains() == 0
    asked = [row for row in await cases.left(task_table) if row.kind == MANY]
    assert {row.staff_id for row in asked} == {town.hope.id, town.noor.id}
    assert dee.id not in {row.staff_id for row in await cases.left(notices)}
    mine = next(row for row in asked if row.staff_id == town.hope.id)
    wanted = await cases.does(town.hope, lambda act: many.propose(act, KEPT, bytes(mine.id)))
    assert await cases.retains() == 0, "one alone"
    for person in (dee, town.hope):
        with pytest.raises(Refused):
            await cases.does(person, lambda act: many.decide(act, KEPT, wanted, yes=True))
    await cases.does(town.noor, lambda act: many.decide(act, KEPT, wanted, yes=True))
    assert await cases.retains() == 11
    assert await cases.left(complaints) == []
    asked = [row for row in await cases.left(task_table) if row.kind == MANY]
    assert all(row.done_at for row in asked)


async def test_who_is_shut_out_of_one_since_they_were_asked_sees_nothing_of_it_from_then_on(
    cases: Cases,
) -> None:
    for _ in range(11):
        await cases.withdrawn()
    town = cases.town
    ivy = await town.street.office.hire("Ivy", "complaint_handler")
    await cases.later(days=800)
    assert await cases.retains() == 0
    asks = "It is right: propose it"
    for person in (town.noor, town.hope):
        assert asks in await page_of(town, person, "/")
    rows = [row for row in await cases.left(task_table) if row.kind == MANY]
    task = {row.staff_id: bytes(row.id) for row in rows}
    wanted = await cases.does(ivy, lambda act: many.propose(act, KEPT, task[ivy.id]))
    assert "for your yes or no" in await page_of(town, town.noor, "/")
    await cases.does(
        None, lambda act: relations.record(act, town.amina.id, "related", town.noor.id, act.now)
    )
    page = await page_of(town, town.noor, "/")
    assert asks not in page
    assert "for your yes or no" not in page
    assert "closed complaints" not in await page_of(town, town.noor, "/approvals")
    for deed in (
        lambda act: many.propose(act, KEPT, task[town.noor.id]),
        lambda act: many.decide(act, KEPT, wanted, yes=True),
    ):
        with pytest.raises(Refused, match="unknown"):
            await cases.does(town.noor, deed)
    assert "closed complaints" in await page_of(town, town.hope, "/approvals")
    await cases.does(town.hope, lambda act: many.decide(act, KEPT, wanted, yes=True))
    assert await cases.retains() == 11


async def test_where_two_are_not_there_who_of_the_hub_is_shut_out_of_none_finds_somebody(
    cases: Cases,
) -> None:
    for _ in range(11):
        await cases.withdrawn()
    town = cases.town
    hire = town.street.office.hire
    lea, ned = await hire("Lea", "hub_lead"), await hire("Ned", "hub_admin")
    await cases.does(
        None, lambda act: relations.record(act, town.amina.id, "related", ned.id, act.now)
    )
    await cases.does(lea, lambda act: staff.disable(act, town.noor.id))
    before = await cases.left(notices)
    await cases.later(days=800)
    assert await cases.retains() == 0
    assert await cases.retains() == 0
    assert await waiting(cases) == [(NOBODY, lea.id)]
    told = {row.staff_id for row in await cases.left(notices)}
    assert told == {lea.id, *(row.staff_id for row in before)}
    ivy = await hire("Ivy", "complaint_handler")
    assert await cases.retains() == 0
    assert set(await waiting(cases)) == {(MANY, town.hope.id), (MANY, ivy.id)}


async def test_where_all_of_the_hub_are_shut_out_none_of_them_has_a_hint(cases: Cases) -> None:
    hire = cases.town.street.office.hire
    ned = await hire("Ned", "hub_admin")
    await hire("Ravi", "outside_reviewer", organisation=cases.town.charity)
    for _ in range(11):
        await cases.withdrawn(about="hub")
    before = await cases.left(notices), await cases.left(task_table)
    retention = ComplaintRetention(cases.town.street.service)
    assert not await cases.town.street.office.database.read(retention.stuck)
    await cases.later(days=800)
    with structlog.testing.capture_logs() as logs:
        assert await cases.retains() == 0
    assert (await cases.left(notices), await cases.left(task_table)) == before
    assert await cases.town.street.office.database.read(retention.stuck)
    assert "complaint" not in str(logs)
    assert ned.id not in {row.staff_id for row in await cases.left(notices)}


async def waiting(cases: Cases) -> list[tuple[str, bytes]]:
    """What is still asked about many at once, and of whom."""
    rows = [row for row in await cases.left(task_table) if row.done_at is None]
    return [(row.kind, row.staff_id) for row in rows if row.kind in {MANY, NOBODY}]


async def test_what_is_about_the_hub_is_counted_apart(cases: Cases) -> None:
    await cases.town.street.office.hire("Ravi", "outside_reviewer", organisation=cases.town.charity)
    await cases.withdrawn(about="hub")
    await cases.later(days=800)
    assert await cases.retains() == 1
    assert list((await cases.counted()).values()) == [{}]
    ((_, found),) = (await cases.counted("hub")).items()
    assert found["outcome"] == {"withdrawn": 2}


async def test_an_older_backup_brings_nothing_back(cases: Cases, tmp_path: Path) -> None:
    case = await cases.lived("concern")
    service = cases.town.street.service
    server_keys = ServerKeys.from_json(service.vault.key_file().decode())
    older = await backup.make(service.database, server_keys, tmp_path, "1")
    await cases.later(days=374)
    assert await cases.retains() == 1
    newer = await backup.make(service.database, server_keys, tmp_path, "2")
    other = await Database.open(f"sqlite:///{tmp_path}/other.db")
    await other.migrate()
    await backup.restore(other, server_keys, older.body, newer.keys, service.clock.now())
    assert await names(cases, case, other) == ["erased.owner_id"]
    await other.close()


LET_GO = """
import asyncio, sys
from pathlib import Path
from typing import TypeVar
from bot.clock import DAY_MS, ManualClock
from bot.due.complaint_retention import ComplaintRetention
from bot.content import Content
from bot.service import Service
from bot.storage.database import Database
from bot.vault import Vault
from bot.vault import Vault
from bot.vault.server import ServerKeys
from bot.words import Catalogues

async def main(url, keys, config, now):
    database = await Database.open(url)
    vault = Vault(ServerKeys.from_json(Path(keys).read_text()))
    clock = ManualClock(int(now))
    service = Service(database, vault, Catalogues(drafts=True), Content.load(Path(config)), clock)
    print("ready", flush=True)
    await ComplaintRetention(service).run()
    await database.close()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_killed_in_the_middle_it_counts_each_once_and_leaves_nothing(
    cases: Cases, database_url: str, tmp_path: Path
) -> None:
    made = [await cases.withdrawn() for _ in range(30)]
    await cases.later(days=800)
    config, key_file = tmp_path / "config", tmp_path / "keys.json"
    await asyncio.to_thread(shutil.copytree, CONFIG, config)
    all_at_once = (config / "complaints.toml").read_text().replace("many = 10 ", "many = 100 ")
    (config / "complaints.toml").write_text(all_at_once)
    service = cases.town.street.service
    key_file.write_bytes(service.vault.key_file())
    arguments = (database_url, str(key_file), str(config), str(service.clock.now()))
    left = [len(made)]
    for kills in (True, True, True, False):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", LET_GO, *arguments, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        if kills and left[-1]:
            async with asyncio.timeout(60):
                while len(await cases.left(complaints)) == left[-1]:
                    pass
            with suppress(ProcessLookupError):
                process.kill()
        await process.wait()
        left.append(len(await cases.left(complaints)))
        counted = (Counter(month["step"]) for month in (await cases.counted()).values())
        assert sum(counted, Counter()).total() == len(made) - left[-1]
    assert 0 < left[1] < left[0], "it was killed in the middle"
    assert left[-1] == 0
    assert {row.owner_id for row in await cases.left(erased)} == set(made)
    places = [place for one in made for place in await names(cases, one)]
    assert set(places) == {"erased.owner_id"}


async def test_a_case_is_not_let_go_before_its_time_even_when_asked(
    cases: Cases, rules: Rules
) -> None:
    case = await cases.withdrawn()
    rule = Rule(rules.complaints.keeping, 7)
    let_go = partial(complaints_over.let_go, rule=rule, complaint_id=case)
    assert not await cases.does(None, let_go)
    assert len(await cases.left(complaints)) == 1


async def test_two_workers_at_once_count_it_once(cases: Cases, rules: Rules) -> None:
    case = await cases.withdrawn()
    await cases.later(days=800)
    rule = Rule(rules.complaints.keeping, 7)
    database, service = cases.town.street.office.database, cases.town.street.service

    def unit(conn: sa.Connection) -> bool:
        return complaints_over.let_go(Act(conn, service.vault, service.clock.now()), rule, case)

    assert sorted(await asyncio.gather(database.run(unit), database.run(unit))) == [False, True]
    ((_, found),) = (await cases.counted()).items()
    assert found["step"] == {"complaint": 1}
