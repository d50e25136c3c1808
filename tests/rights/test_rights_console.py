"""The Hub sees which pages are due, with the file to edit, and what people see of each."""

from dataclasses import replace
from datetime import timedelta

from bot import clocks
from bot.console.content_pages import pages_due
from bot.due.content import ContentDue
from bot.service import Service
from bot.storage import tasks
from bot.words import Catalogues
from bot.words.review import due
from tests.office import Office
from tests.today import content_of_today

CONTENT = content_of_today()
CHECKED = CONTENT.rights.topics[0].checked


def seen(days: int) -> dict[str, str]:
    return {one.file: one.seen for one in pages_due(CONTENT, CHECKED + timedelta(days=days))}


def test_nothing_is_due_before_day_150() -> None:
    assert seen(149) == {}
    assert not any("rights" in line for line in due(CONTENT, CHECKED + timedelta(days=149)))


def test_from_day_150_every_page_is_listed_with_its_file_and_its_date() -> None:
    found = seen(150)
    assert len(found) == len(CONTENT.rights.topics)
    assert found["config/rights/work.toml"] == "Shown as before."
    lines = list(due(CONTENT, CHECKED + timedelta(days=150)))
    assert f"rights/work.toml: checked {CHECKED}" in lines


def test_from_day_181_the_list_says_what_people_see() -> None:
    found = seen(181)
    assert found["config/rights/work.toml"].startswith("Withheld")
    assert found["config/rights/interpreter.toml"].startswith("Not offered")


def test_who_else_can_look_and_help_numbers_are_due_on_the_same_day() -> None:
    lines = list(due(CONTENT, CHECKED + timedelta(days=150)))
    assert f"complaints.toml (who else can look): checked {CONTENT.complaints.checked}" in lines
    assert any(line.startswith("help number samaritans") for line in lines)
    assert not any("complaints" in one for one in due(CONTENT, CHECKED + timedelta(days=149)))


async def test_a_task_comes_for_an_outside_body_alone(office: Office) -> None:
    today = CHECKED + timedelta(days=10)
    old = replace(CONTENT.complaints, checked=today - timedelta(days=150))
    content = replace(CONTENT, complaints=old)
    service = Service(office.database, office.vault, Catalogues(), content, office.clock)
    office.clock.set(clocks.moment(today, 10))
    assert await ContentDue(service).run() == 1


async def test_the_hub_opens_the_list_from_its_own_page(office: Office) -> None:
    sol = await office.hire("Sol", "hub_admin")
    office.clock.set(clocks.moment(CHECKED + timedelta(days=200), 10))
    hub = await office.signed_in(sol)
    page = await hub.get("/hub")
    assert "Content due" in page
    page = await hub.get("/hub/content")
    assert "config/rights/money.toml" in page
    assert str(CHECKED) in page


async def test_an_advocate_does_not_find_the_list(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    await visitor.get("/hub/content")
    assert visitor.status == 404


async def test_a_task_of_the_hub_says_that_pages_are_due_and_only_once(office: Office) -> None:
    service = Service(office.database, office.vault, Catalogues(), CONTENT, office.clock)
    due_now = ContentDue(service)
    office.clock.set(clocks.moment(CHECKED + timedelta(days=149), 10))
    assert await due_now.run() == 0
    office.clock.set(clocks.moment(CHECKED + timedelta(days=150), 10))
    assert await due_now.run() == 1
    assert await due_now.run() == 0
    found = await office.database.read(tasks.of_hub)
    assert [one.kind for one in found] == ["content_due"]
    office.clock.set(clocks.moment(CHECKED + timedelta(days=10), 10))
    assert await due_now.run() == 0
    assert await office.database.read(tasks.of_hub) == [], "they were checked"
