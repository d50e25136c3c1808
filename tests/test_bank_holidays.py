"""The bundled bank holidays are those that the rules of law give, plus what was proclaimed."""

import tomllib
from datetime import date
from pathlib import Path

import holidays
import pytest

from bot.clocks import read_holidays

FILE = Path(__file__).parents[1] / "config" / "bank-holidays.toml"
TABLE = tomllib.loads(FILE.read_text(encoding="utf-8"))
SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "ni": "NIR"}
PROCLAIMED = {"scotland": {date(2026, 6, 15)}}  # one-offs, which no rule gives


@pytest.mark.parametrize("nation", SUBDIVISIONS)
def test_the_bundled_copy_is_what_the_law_gives(nation: str) -> None:
    bundled = read_holidays(TABLE)[nation]
    years = range(min(bundled).year, TABLE["until"].year + 1)
    lawful = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=years)
    weekdays = {day for day in lawful if day.weekday() < 5}
    assert bundled == weekdays | PROCLAIMED.get(nation, set())


def test_every_nation_is_there_and_the_copy_is_dated() -> None:
    assert set(read_holidays(TABLE)) == set(SUBDIVISIONS)
    assert isinstance(TABLE["checked"], date)


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="a date such as"):
        read_holidays({"wales": {"days": ["2026-12-25"]}})
