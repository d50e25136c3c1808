"""A new key after lost words: what nobody of staff holds comes back by two officers."""

from functools import partial

import pytest

from bot.acts import again, conversation, enrolment, grants, recovery_use, regrant, staff
from bot.errors import Refused
from bot.storage import tasks, threads
from tests.acts.office import Office, Person
from tests.acts.test_acts_grants import keep
from tests.acts.test_acts_grants import read as texts
from tests.acts.test_acts_recovery import ceremony, three


async def read(office: Office, person: Person, survivor_id: bytes) -> list[str | None]:
    """What somebody reads in a conversation; None: it does not open."""
    return texts(await office.act_as(person)(conversation.open_thread, survivor_id, person.private))


async def lose_words(office: Office, person: Person) -> Person:
    """Sol proposes, a second administrator agrees; they enrol again, unverified."""
    lea = await office.hire("Lea", "hub_lead", organisation=office.hub)
    proposal = await office.act_as(office.boss)(again.propose, person.id, "words")
    link = await office.act_as(lea)(again.decide, proposal, yes=True)
    assert link is not None
    return await office.enrol(person.id, link.token)


async def test_two_officers_open_the_past_to_the_new_key_and_only_after_it_was_heard(
    office: Office,
) -> None:
    people = await three(office)
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina)
    shares = await ceremony(office, people)
    await keep(office, river, "before")
    await office.act_as(amina)(grants.complete_recovery, amina.private)
    old = amina
    amina = await lose_words(office, amina)
    office.clock.forward(minutes=1)
    await keep(office, river, "meanwhile")
    office.clock.forward(minutes=1)
    held = await office.read(lambda conn: threads.grants_of_holder(conn, amina.id))
    assert held == [], "the old copies are gone, and nothing is given to a key nobody has heard"
    with pytest.raises(Refused):
        await office.act_as(amina)(conversation.open_thread, river, amina.private)
    await office.act_as(office.boss)(enrolment.verify, amina.id, amina.words)
    await keep(office, river, "after")
    assert await read(office, amina, river) == [None, None, "after"]
    for officer in people:
        mine = await office.read(partial(tasks.of, staff_id=officer.id))
        assert [one.kind for one in mine] == [regrant.OFFICER]
    asked = await office.act_as(people[0])(recovery_use.ask, shares[0], [river])
    await office.act_as(people[1])(recovery_use.use, asked, people[1].private, shares[1])
    assert await read(office, amina, river) == ["before", "meanwhile", "after"]
    assert await office.read(lambda conn: tasks.of(conn, people[2].id)) == []
    assert old.private.public != amina.private.public


async def test_a_colleague_gives_back_only_what_was_asked_and_only_what_was_hers(
    office: Office,
) -> None:
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    await office.cover(amina, joe)
    river = await office.survivor(amina)
    mine = await office.survivor(joe, "Cedar-3")
    await keep(office, river, "before")
    with pytest.raises(Refused):
        await office.act_as(joe)(regrant.give_back, amina.id, joe.private)
    amina = await lose_words(office, amina)
    with pytest.raises(Refused):
        await office.act_as(joe)(regrant.give_back, amina.id, joe.private)
    await office.act_as(office.boss)(enrolment.verify, amina.id, amina.words)
    given = await office.act_as(joe)(regrant.give_back, amina.id, joe.private)
    assert given > 0
    assert await read(office, amina, river) == ["before"]
    with pytest.raises(Refused):
        await office.act_as(amina)(conversation.open_thread, mine, amina.private)
    with pytest.raises(Refused):
        await office.act_as(joe)(regrant.give_back, amina.id, joe.private)


async def test_a_proposal_runs_out_and_is_not_for_oneself(office: Office) -> None:
    lea = await office.hire("Lea", "hub_lead", organisation=office.hub)
    joe = await office.hire("Joe", "advocate")
    for actor, person, code in (
        (joe, lea, "not_yours"),
        (lea, lea, "yourself"),
    ):
        with pytest.raises(Refused) as refused:
            await office.act_as(actor)(again.propose, person.id, "factor")
        assert refused.value.code == code
    proposal = await office.act_as(office.boss)(again.propose, joe.id, "words")
    office.clock.forward(hours=24)
    with pytest.raises(Refused) as refused:
        await office.act_as(lea)(again.decide, proposal, yes=True)
    assert refused.value.code == "expired"
    await office.act_as(office.boss)(again.propose, joe.id, "words")


async def test_who_had_the_link_never_hears_the_words_though_who_proposed_was_sent_away(
    office: Office,
) -> None:
    lea = await office.hire("Lea", "hub_lead", organisation=office.hub)
    nils = await office.hire("Nils", "hub_admin", organisation=office.hub)
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina)
    await office.cover(amina, await office.hire("Joe", "advocate"))
    proposal = await office.act_as(lea)(again.propose, amina.id, "words")
    link = await office.act_as(nils)(again.decide, proposal, yes=True)
    assert link is not None
    await office.act_as(nils)(staff.disable, lea.id)
    taken = await office.enrol(amina.id, link.token)
    with pytest.raises(Refused) as refused:
        await office.act_as(nils)(enrolment.verify, taken.id, taken.words)
    assert refused.value.code == "not_the_inviter"
    await office.act_as(office.boss)(enrolment.verify, taken.id, taken.words)
    await keep(office, river, "after")
    assert await read(office, taken, river) == ["after"]


async def test_nobody_is_let_in_again_once_who_is_to_hear_the_words_has_left(
    office: Office,
) -> None:
    lea = await office.hire("Lea", "hub_lead", organisation=office.hub)
    nils = await office.hire("Nils", "hub_admin", organisation=office.hub)
    amina = await office.hire("Amina", "advocate")
    proposal = await office.act_as(lea)(again.propose, amina.id, "words")
    await office.act_as(nils)(staff.disable, lea.id)
    with pytest.raises(Refused) as refused:
        await office.act_as(nils)(again.decide, proposal, yes=True)
    assert refused.value.code == "proposer_gone"
