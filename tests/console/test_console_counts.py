"""What is left of complaints: when one goes stands on its page, and counts tell of nobody."""

from datetime import date
from functools import partial

from bot.acts import complaints_over
from bot.acts.complaints_over import Rule
from bot.console.count_pages import quarters, rounded
from tests.casework import RULES, Casework, complain, withdraw
from tests.office import Office

WEEK = 7
RULE = Rule(RULES.complaints.keeping, WEEK)
REFERENCES = [f"7KQ{number:03}" for number in range(200, 240)]


async def test_a_case_says_until_when_it_is_kept(office: Office, work: Casework) -> None:
    case = await complain(office, work)
    mara = await office.signed_in(work.mara)
    assert "24 months after it is closed" in await mara.get(f"/cases/{case.hex()}")
    await withdraw(office, case)  # on 2 March 2026
    page = await mara.get(f"/cases/{case.hex()}")
    assert "Until Thu 2 Mar 2028, gone on Fri 10 Mar 2028 with everything in it" in page
    office.clock.forward(days=2 * 365 + 3)
    mara = await office.signed_in(work.mara)
    page = await mara.get(f"/cases/{case.hex()}")
    assert "Going: gone on Fri 10 Mar 2028" in page


async def gone(office: Office, work: Casework, many: int) -> None:
    """So many complaints that had their time."""
    cases = [await complain(office, work, reference=reference) for reference in REFERENCES[:many]]
    for case in cases:
        await withdraw(office, case)
    office.clock.forward(days=2 * 365 + 10)
    for case in cases:
        assert await office.does(
            None, partial(complaints_over.let_go, rule=RULE, complaint_id=case)
        )


async def test_a_quarter_with_fewer_than_ten_of_everything_is_not_there(
    office: Office, work: Casework
) -> None:
    await gone(office, work, 9)
    mara = await office.signed_in(work.mara)
    page = await mara.get("/case-counts")
    assert "No quarter has ten of anything." in page
    assert "2026" not in page


async def test_counts_are_in_tens_and_none_looks_like_a_few(office: Office, work: Casework) -> None:
    await gone(office, work, 12)
    mara = await office.signed_in(work.mara)
    page = await mara.get("/case-counts")
    assert "January to March 2026" in page
    assert "10 or more" in page
    assert "12" not in page.partition("<h1")[2]
    assert page.count("&lt;10") > 15


async def test_nobody_but_the_hubs_handlers_opens_them(office: Office, work: Casework) -> None:
    await gone(office, work, 10)
    mara = await office.signed_in(work.mara)
    assert "/case-counts" in await mara.get("/cases")
    for person in (work.hal, work.dee):  # handlers elsewhere, one the manager of whom it was about
        visitor = await office.signed_in(person)
        missing = await visitor.get("/no-such-page")
        assert "/case-counts" not in await visitor.get("/cases")
        assert await visitor.get("/case-counts") == missing
        assert visitor.status == 404
    for person in (work.amina, work.sol):
        visitor = await office.signed_in(person)
        await visitor.get("/case-counts")
        assert visitor.status == 404
    ravi = await office.signed_in(work.ravi)  # outside reviewers: what was about the Hub
    assert "No quarter has ten of anything." in await ravi.get("/case-counts")


def test_a_quarter_is_shown_a_month_after_it_ended() -> None:
    counts = {"2026-12": {"step": {"concern": 11}}, "2026-10": {"step": {"concern": 9}}}
    assert quarters(counts, date(2027, 1, 31)) == []
    (shown,) = quarters(counts, date(2027, 2, 1))
    assert shown.name == "October to December 2026"
    assert dict(dict(shown.kinds)["Kind"]) == {
        "Concern": "20 or more",
        "Complaint": "<10",
        "Review": "<10",
    }


def test_counts_are_never_exact() -> None:
    assert [rounded(one) for one in (0, 1, 9, 10, 19, 20, 134)] == [
        "<10", "<10", "<10", "10 or more", "10 or more", "20 or more", "130 or more",
    ]  # fmt: skip
