"""Every page that is opened with GET, with something real behind every id, on both databases."""

from pathlib import Path

from benchmarks.busy_office import Size
from benchmarks.pages import Timed, busy_office, measure
from bot.console.table import PAGES

SMALL = Size(16, 160, advocates=4, handlers=2, complaints=4, alerts=2, proposals=2, notes=2)
TWICE = Size(32, 320, advocates=4, handlers=2, complaints=8, alerts=2, proposals=4, notes=4)

A_FEW = {("advocate", "/new-key/{id}")}
"""It asks once for each thread that lacks a copy: for a day or two after somebody came back."""


async def _opened(url: str, size: Size) -> list[Timed]:
    async with busy_office(url, size) as filled:
        found = await measure(filled, 1)
    assert [one for one in found if one.status != 200] == [], "see benchmarks/busy_day.py"
    assert {one.path for one in found} == {path for method, path in PAGES if method == "GET"}
    return found


async def test_every_page_opens_and_none_asks_the_database_once_for_each_line(
    postgres_url: str, tmp_path: Path
) -> None:
    few, more = [
        {(one.role, one.path): one.statements for one in await _opened(url, size)}
        for url, size in ((postgres_url, SMALL), (f"sqlite:///{tmp_path}/more.db", TWICE))
    ]
    grows = {name for name in few if more[name] > few[name]}
    assert grows <= A_FEW, {name: (few[name], more[name]) for name in grows}
