"""Whose cover is over sees of those people nothing that is so from then on."""

from bot.acts import grants, meetings, meetings_after, plans, relations
from bot.acts.meetings import Wanted
from bot.booking import Rules
from bot.clock import HOUR_MS
from tests.office import Office

NUMBER, PLACE = "07700 900321", "12 Zebrafinch Lane"


async def test_a_former_cover_sees_no_plan_no_phone_and_no_meeting(office: Office) -> None:
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    relation = await office.does(None, lambda act: relations.record(act, amina.id, "cover", joe.id))
    river = await office.survivor(amina, "River-12", "en", "Nguyen Thi Mai")
    await office.phone(amina, river)
    visitor = await office.signed_in(joe)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    assert visitor.status == 200, "while it lasts"
    now = office.clock.now()
    await office.does(None, lambda act: relations.end(act, relation, now))
    office.clock.forward(minutes=1)
    assert await office.does(None, grants.settle) == 1
    await office.does(amina, lambda act: plans.keep(act, river, {"number": NUMBER}))
    at = now + 48 * HOUR_MS
    wanted = Wanted(river, at - at % HOUR_MS, "person", {})
    meeting = await office.does(amina, lambda act: meetings.put(act, wanted, Rules()))
    await office.does(amina, lambda act: meetings_after.keep_place(act, meeting, PLACE))
    for path in (
        place,
        f"{place}/plan",
        f"{place}/link",
        f"{place}/hold",
        f"/meeting/{meeting.hex()}",
    ):
        page = await visitor.get(path)
        assert visitor.status == 404, path
        assert not {one for one in (NUMBER, PLACE, "River-12") if one in page}
    for path in ("/", "/calendar"):
        assert "River-12" not in await visitor.get(path)
