"""Any two of three officers bring back what nobody else can open, and nothing more."""

import pytest

from bot.acts import conversation, grants, officers, recovery, recovery_use, staff
from bot.errors import Refused, SealBroken
from bot.storage import approvals, threads
from bot.vault.server import ServerKeys
from tests.acts.office import Office, Person
from tests.acts.test_acts_grants import keep, read


async def three(office: Office) -> list[Person]:
    return [
        await office.hire("Ola", "officer", organisation=office.hub),
        await office.hire("Pat", "officer"),
        await office.hire("Quy", "officer"),
    ]


async def ceremony(office: Office, people: list[Person]) -> list[str]:
    """Hold it: each is shown a share and types it back."""
    await office.act_as(people[0])(recovery.begin, [one.id for one in people])
    shares, ends = [], []
    for one in people:
        shares.append(await office.act_as(one)(recovery.show_share, one.private))
        ends.append(await office.act_as(one)(recovery.type_back, shares[-1].lower()))
    assert ends == [False, False, True]
    return shares


async def status(office: Office) -> recovery.Status:
    now = office.clock.now()
    return await office.read(lambda conn: recovery.status(conn, office.vault, now))


async def test_the_pair_is_in_force_when_the_third_share_came_back(office: Office) -> None:
    people = await three(office)
    assert (await status(office)).made_at is None
    await office.act_as(people[0])(recovery.begin, [one.id for one in people])
    assert [state for _, state in (await status(office)).holders] == ["sealed"] * 3
    for one in people:
        text = await office.act_as(one)(recovery.show_share, one.private)
        assert (await status(office)).made_at is None
        await office.act_as(one)(recovery.type_back, text)
    assert (await status(office)).made_at == office.clock.now()
    assert (await status(office)).holders == ()


async def test_three_officers_of_two_organisations_are_needed(office: Office) -> None:
    people = await three(office)
    same = [people[1], people[2], await office.hire("Rae", "officer")]
    amina = await office.hire("Amina", "advocate")
    for group, code in (
        (same, "three_officers"),
        ([people[0], people[1], people[1]], "three_officers"),
        (people[:2], "three_officers"),
        ([*people[:2], amina], "not_an_officer"),
    ):
        with pytest.raises(Refused) as refused:
            await office.act_as(group[0])(recovery.begin, [one.id for one in group])
        assert refused.value.code == code
    with pytest.raises(Refused):
        await office.act_as(amina)(recovery.begin, [one.id for one in people])


async def test_a_share_is_shown_once_to_its_own_officer(office: Office) -> None:
    people = await three(office)
    await office.act_as(people[0])(recovery.begin, [one.id for one in people])
    with pytest.raises(SealBroken):
        await office.act_as(people[0])(recovery.show_share, people[1].private)
    text = await office.act_as(people[0])(recovery.show_share, people[0].private)
    with pytest.raises(Refused) as refused:
        await office.act_as(people[0])(recovery.show_share, people[0].private)
    assert refused.value.code == "share_was_shown"
    with pytest.raises(Refused) as refused:
        await office.act_as(people[0])(recovery.type_back, text[:-1] + "0" + text[-1])
    assert refused.value.code == "mistyped"
    theirs = await office.act_as(people[1])(recovery.show_share, people[1].private)
    with pytest.raises(Refused) as refused:
        await office.act_as(people[0])(recovery.type_back, theirs)
    assert refused.value.code == "another_share"
    amina = await office.hire("Amina", "advocate")
    with pytest.raises(Refused):
        await office.act_as(amina)(recovery.show_share, amina.private)


async def test_a_lost_share_ends_the_ceremony_and_nothing_of_it_stays(office: Office) -> None:
    people = await three(office)
    await office.act_as(people[0])(recovery.begin, [one.id for one in people])
    with pytest.raises(Refused):
        await office.act_as(people[1])(recovery.begin, [one.id for one in people])
    await office.act_as(people[1])(recovery.cancel)
    await office.act_as(people[1])(recovery.begin, [one.id for one in people])
    office.clock.forward(hours=24)
    assert (await status(office)).holders == ()
    assert await office.do(officers.forget_expired) == 1
    now = office.clock.now() - 1
    assert await office.read(lambda conn: approvals.undecided(conn, now)) == []


async def test_threads_from_before_the_pair_are_completed_by_their_holders(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate")
    linh = await office.survivor(amina)
    await keep(office, linh, "before")
    await ceremony(office, await three(office))
    assert (await status(office)).missing == 1
    assert await office.act_as(amina)(grants.complete_recovery, amina.private) == 0
    assert (await status(office)).missing == 0
    await office.survivor(amina, "Lake-2")
    assert (await status(office)).missing == 0, "a new thread has the pair from its beginning"


async def test_opening_a_thread_completes_it_too(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    linh = await office.survivor(amina)
    await ceremony(office, await three(office))
    await office.act_as(amina)(conversation.open_thread, linh, amina.private)
    assert (await status(office)).missing == 0


async def test_two_officers_open_the_named_threads_and_no_others(office: Office) -> None:
    people = await three(office)
    shares = await ceremony(office, people)
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate")
    linh, mai = await office.survivor(amina), await office.survivor(amina, "Hill-4")
    await keep(office, linh, "words of hers")
    await office.cover(amina, joe)
    assert await office.do(grants.settle) == 2

    ola, pat, quy = people
    request = await office.act_as(ola)(recovery_use.ask, shares[0], [linh])
    with pytest.raises(Refused) as refused:
        await office.act_as(ola)(recovery_use.use, request, ola.private, shares[0])
    assert refused.value.code == "same_person"
    with pytest.raises(Refused):
        await office.act_as(pat)(recovery_use.use, request, pat.private, shares[0])
    with pytest.raises(Refused):
        await office.act_as(amina)(recovery_use.use, request, amina.private, shares[1])
    assert await office.act_as(quy)(recovery_use.use, request, quy.private, shares[2]) == 1

    seen = await office.act_as(joe)(conversation.open_thread, linh, joe.private)
    assert read(seen) == ["words of hers"]
    other = await office.read(lambda conn: threads.of_survivor(conn, mai))
    assert other is not None
    held = await office.read(lambda conn: threads.grants_held(conn, other.id, joe.id))
    assert [row.epoch for row in held] == [2], "nothing earlier of a thread that was not named"
    assert (await status(office)).made_at is None, "a new ceremony is due"
    with pytest.raises(Refused):
        await office.act_as(pat)(recovery_use.use, request, pat.private, shares[1])


async def test_what_nobody_could_open_any_more_comes_back(office: Office) -> None:
    people = await three(office)
    shares = await ceremony(office, people)
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate")
    linh = await office.survivor(amina)
    await keep(office, linh, "kept")
    await office.act_as(office.boss)(staff.disable, amina.id)
    office.clock.forward(seconds=1)
    await office.cover(amina, joe)
    await office.do(grants.settle)
    before = await office.act_as(joe)(conversation.open_thread, linh, joe.private)
    assert read(before) == [None]
    request = await office.act_as(people[1])(recovery_use.ask, shares[1], [linh])
    await office.act_as(people[0])(recovery_use.use, request, people[0].private, shares[0])
    after = await office.act_as(joe)(conversation.open_thread, linh, joe.private)
    assert read(after) == ["kept"]


async def test_the_key_file_opens_with_two_shares(office: Office) -> None:
    with pytest.raises(Refused):
        await office.read(lambda conn: recovery_use.sealed_key_file(conn, office.vault))
    shares = await ceremony(office, await three(office))
    sealed = await office.read(lambda conn: recovery_use.sealed_key_file(conn, office.vault))
    text = recovery_use.open_key_file(sealed, shares[2], shares[0])
    assert ServerKeys.from_json(text) == office.keys
    with pytest.raises(Refused):
        recovery_use.open_key_file(sealed, shares[0], shares[0])
    with pytest.raises(Refused):
        recovery_use.open_key_file(b"x" + sealed, shares[0], shares[1])


async def test_the_outside_reviewers_pair_is_made_by_one_person_outside_the_hub(
    office: Office,
) -> None:
    ravi = await office.hire("Ravi", "outside_reviewer")
    await office.act_as(ravi)(recovery.begin, [ravi.id] * 3, "reviewer")
    texts, ends = [], []
    for _ in range(3):
        texts.append(await office.act_as(ravi)(recovery.show_share, ravi.private, "reviewer"))
        ends.append(await office.act_as(ravi)(recovery.type_back, texts[-1], "reviewer"))
    assert ends == [False, False, True]
    assert len(set(texts)) == 3
    now = office.clock.now()
    made = await office.read(
        lambda conn: recovery.status(conn, office.vault, now, "reviewer").made_at
    )
    assert made == now
