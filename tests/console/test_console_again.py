"""Somebody who lost her six words, or her telephone, is let in again: the whole way."""

import re
from dataclasses import dataclass

import pyotp
import pytest
import sqlalchemy as sa

from bot.acts import relations
from bot.storage.tables.audit import audit
from bot.storage.tables.duties import notices, tasks
from tests.office import Office, Person
from tests.visitor import Visitor


@dataclass(frozen=True)
class Harbour:
    """Amina, who lost something; Joe, her cover; Sol and Lea of the Hub."""

    amina: Person
    joe: Person
    sol: Person
    lea: Person
    river: bytes
    phone: bytes

    @property
    def conversation(self) -> str:
        """Where Amina reads."""
        return f"/conversation/{self.river.hex()}"


@pytest.fixture
async def harbour(office: Office) -> Harbour:
    """One conversation, with a message in it."""
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    sol, lea = await office.hire("Sol", "hub_admin"), await office.hire("Lea", "hub_lead")
    await office.does(None, lambda act: relations.record(act, amina.id, "cover", joe.id) and None)
    river = await office.survivor(amina, "River-12", "vi")
    phone = await office.phone(amina, river, "sms", "vi")
    await office.writes(river, phone, "Before it was lost", "vi")
    return Harbour(amina, joe, sol, lea, river, phone)


async def _propose(visitor: Visitor, person: Person, lost: str) -> None:
    await visitor.get(f"/again?staff={person.id.hex()}")
    assert f'value="{person.id.hex()}" selected' in visitor.text
    await visitor.post("/again", staff=person.id.hex(), lost=lost)


async def _agree(visitor: Visitor, answer: str = "yes") -> str:
    """Decide what waits; return the path of the link, where there is one."""
    page = await visitor.get("/approvals")
    wanted = re.search(r'action="(/approvals/again/[0-9a-f]{32})"', page)
    assert wanted, page
    page = await visitor.post(wanted.group(1), answer=answer)
    link = re.search(r"http://127\.0\.0\.1:8081(/invitation/[\w-]+)", page)
    return link.group(1) if link else ""


def _code(office: Office, page: str) -> str:
    key = re.search(r'class="app-key">([^<]+)<', page)
    assert key, page
    return pyotp.TOTP(key.group(1).replace(" ", "")).at(office.clock.now() // 1000)


async def _begin_again(office: Office, path: str) -> tuple[Visitor, str]:
    """Accept the link with new words; return the browser and the four check words it shows."""
    visitor = await office.stranger()
    await visitor.get(path)
    page = await visitor.post(f"{path}/words")
    words = re.search(r'id="words">([^<]+)<', page)
    assert words
    page = await visitor.post(f"{path}/check")
    await visitor.post(f"{path}/finish", passphrase=words.group(1), code=_code(office, page))
    spoken = re.search(r'id="check-words">([^<]+)<', visitor.text)
    assert spoken, visitor.text
    return visitor, spoken.group(1)


async def _notices(office: Office, person: Person) -> list[str]:
    wanted = sa.select(notices.c.kind).where(notices.c.staff_id == person.id)
    return sorted(await office.database.read(lambda conn: conn.execute(wanted).scalars().all()))


async def test_who_lost_her_words_comes_back_with_a_new_key_and_reads_everything_again(
    office: Office, harbour: Harbour
) -> None:
    sol, lea = await office.signed_in(harbour.sol), await office.signed_in(harbour.lea)
    thief = await office.signed_in(harbour.amina)
    await _propose(sol, harbour.amina, "words")
    assert "Proposed, and they are told." in sol.text
    assert "You proposed this: somebody else decides." in sol.text
    assert "Agree" not in sol.text
    assert "Two people are asked to let you in" in await thief.get("/")
    told = await _notices(office, harbour.amina)
    assert told == ["new", "priority"], "of her message, and of this: that there is something"

    link = await _agree(lea)
    assert link
    assert await _notices(office, harbour.amina) == ["invitation", *told]
    await thief.get(harbour.conversation)
    assert thief.path == "/sign-in", "every session ended"
    await thief.post("/sign-in", email=harbour.amina.email, code=office.code(harbour.amina))
    assert thief.status == 422
    await office.writes(harbour.river, harbour.phone, "While she was away", "vi")

    hers, spoken = await _begin_again(office, link)
    assert "Telephone Sol, on a number" in await hers.get("/"), "not who made the link"
    await hers.get(harbour.conversation)
    assert hers.status == 404, "nothing before the words were heard"
    words = f"/people/{harbour.amina.id.hex()}/words"
    await lea.get("/")
    await lea.post(words, heard=spoken)
    assert lea.status == 409, "who had the link does not confirm the words"
    assert "Check words with Amina" in await sol.get("/")
    await sol.get(words)
    await sol.post(words, heard=spoken)
    assert sol.path == "/"

    page = await hers.get(harbour.conversation)
    assert "Before it was lost" not in page
    await office.writes(harbour.river, harbour.phone, "Now she is back", "vi")
    assert "Now she is back" in await hers.get(harbour.conversation), "from now on by itself"

    joe = await office.signed_in(harbour.joe)
    page = await joe.get("/")
    assert ">Done<" not in page, "a tick would leave nobody who can open them"
    wanted = re.search(r'href="(/new-key/[0-9a-f]{32})"', page)
    assert wanted, page
    assert "1 of their own conversations is closed to Amina" in await joe.get(wanted.group(1))
    await joe.post(wanted.group(1))
    assert "Their new key opens what you hold" in joe.text
    assert "A colleague has a new key" not in joe.text
    page = await hers.get(harbour.conversation)
    for text in ("Before it was lost", "While she was away", "Now she is back"):
        assert text in page
    await thief.get("/")
    assert thief.path == "/sign-in", "an old session does not come back to life"
    done = await office.database.read(
        lambda conn: set(conn.execute(sa.select(audit.c.act)).scalars())
    )
    assert {"again_proposed", "approve", "pair_revoked", "revoke", "staff_accepted"} <= done
    assert {"staff_verified", "grant"} <= done


async def test_what_a_new_key_lacks_is_given_and_never_ticked_off(
    office: Office, harbour: Harbour
) -> None:
    sol, lea = await office.signed_in(harbour.sol), await office.signed_in(harbour.lea)
    await _propose(sol, harbour.amina, "words")
    hers, spoken = await _begin_again(office, await _agree(lea))
    words = f"/people/{harbour.amina.id.hex()}/words"
    await sol.get(words)
    await sol.post(words, heard=spoken)
    asked = sa.select(tasks.c.id).where(tasks.c.kind == "new_key")
    task = await office.database.read(lambda conn: conn.execute(asked).scalar_one())
    joe = await office.signed_in(harbour.joe)
    page = await joe.get("/")
    await joe.post(f"/task/{task.hex()}/done")
    assert joe.status == 409
    assert "A colleague has a new key" in await joe.get("/")
    wanted = re.search(r'href="(/new-key/[0-9a-f]{32})"', page)
    assert wanted
    await joe.get(wanted.group(1))
    await joe.post(wanted.group(1))
    assert "Before it was lost" in await hers.get(harbour.conversation)


async def test_who_lost_her_telephone_keeps_her_key_and_needs_her_words(
    office: Office, harbour: Harbour
) -> None:
    sol, lea = await office.signed_in(harbour.sol), await office.signed_in(harbour.lea)
    old = await office.signed_in(harbour.amina)
    await _propose(sol, harbour.amina, "factor")
    link = await _agree(lea)
    await old.get("/")
    assert old.path == "/sign-in"
    await old.post("/sign-in", email=harbour.amina.email, code=office.code(harbour.amina))
    assert old.status == 422, "the lost telephone opens nothing"

    hers = await office.stranger()
    assert "the six words that you have" in await hers.get(link)
    page = await hers.post(f"{link}/words")
    assert 'id="words"' not in page, "no new words are drawn"
    code = _code(office, page)
    for wrong in ("", "six quite wrong words all along"):
        await hers.post(f"{link}/finish", passphrase=wrong, code=code)
        assert hers.status == 422
    await hers.post(f"{link}/finish", passphrase=harbour.amina.words, code=code)
    assert hers.path == "/"
    assert "Before it was lost" in await hers.get(harbour.conversation)
    again = await office.stranger()
    await again.get(link)
    assert again.status == 404
    await old.get("/")
    assert old.path == "/sign-in"


async def test_a_refusal_changes_nothing(office: Office, harbour: Harbour) -> None:
    sol, lea = await office.signed_in(harbour.sol), await office.signed_in(harbour.lea)
    hers = await office.signed_in(harbour.amina)
    await _propose(sol, harbour.amina, "words")
    await sol.post("/again", staff=harbour.amina.id.hex(), lost="words")
    assert "Somebody proposed this already" in sol.text
    assert await _agree(lea, "no") == ""
    assert "Two people are asked" not in await hers.get("/")
    assert "Before it was lost" in await hers.get(harbour.conversation)


async def test_who_agreed_twice_or_lost_the_link_gets_another_and_the_one_before_opens_nothing(
    office: Office, harbour: Harbour
) -> None:
    sol, lea = await office.signed_in(harbour.sol), await office.signed_in(harbour.lea)
    ola = await office.signed_in(await office.hire("Ola", "officer"))
    await _propose(sol, harbour.amina, "words")
    first = await _agree(lea)
    assert "Amina has not begun yet" in await lea.get("/approvals")
    assert "Nothing waits to be decided" not in lea.text
    second = await _agree(lea)
    assert second not in {"", first}
    nobody = await office.stranger()
    await nobody.get(first)
    assert nobody.status == 404, "one link opens at a time"

    place = re.search(r'action="(/approvals/again/[0-9a-f]{32})"', await lea.get("/approvals"))
    assert place
    for other in (sol, ola):
        assert "has not begun yet" not in await other.get("/approvals")
        await other.post(place.group(1), answer="yes")
        assert other.status == 409, "neither who proposed nor a third person gets one"

    await _begin_again(office, second)
    assert "has not begun yet" not in await lea.get("/approvals")
    await lea.post(place.group(1), answer="yes")
    assert lea.status == 409, "who has begun needs none"


async def test_who_agreed_before_gets_no_link_of_what_they_proposed_since(
    office: Office, harbour: Harbour
) -> None:
    sol, lea = await office.signed_in(harbour.sol), await office.signed_in(harbour.lea)
    await _propose(sol, harbour.amina, "words")
    page = await lea.get("/approvals")
    first = re.search(r'action="(/approvals/again/[0-9a-f]{32})"', page)
    assert first
    _, spoken = await _begin_again(office, await _agree(lea))
    words = f"/people/{harbour.amina.id.hex()}/words"
    await sol.get(words)
    await sol.post(words, heard=spoken)
    await _propose(lea, harbour.amina, "words")
    assert await _agree(sol)
    await lea.get("/approvals")
    await lea.post(first.group(1), answer="yes")
    assert lea.status == 409, "who is to hear the words"


async def test_who_proposed_neither_agrees_nor_gets_the_link(
    office: Office, harbour: Harbour
) -> None:
    sol, lea = await office.signed_in(harbour.sol), await office.signed_in(harbour.lea)
    await _propose(sol, harbour.amina, "words")
    page = await lea.get("/approvals")
    wanted = re.search(r'action="(/approvals/again/[0-9a-f]{32})"', page)
    assert wanted
    await sol.post(wanted.group(1), answer="yes")
    assert sol.status == 409
    await lea.post(wanted.group(1), answer="yes")
    place = f"/people/{harbour.amina.id.hex()}"
    await sol.get(place)
    await sol.post(f"{place}/invite")
    assert sol.status == 409
    assert "You are to hear their check words" in sol.text


async def test_nobody_is_let_in_where_what_arrives_would_be_sealed_to_nobody(
    office: Office,
) -> None:
    amina, sol = await office.hire("Amina", "advocate"), await office.hire("Sol", "hub_admin")
    await office.survivor(amina, "River-12", "vi")
    visitor = await office.signed_in(sol)
    await _propose(visitor, amina, "words")
    assert visitor.status == 422
    assert "would be sealed to nobody" in visitor.text
    await _propose(visitor, amina, "")
    assert "Choose what they lost" in visitor.text
    assert "Choose a person" in await visitor.get("/again")
    assert "selected" not in visitor.text, "nobody by default"
    await visitor.post("/again", staff="", lost="factor")
    assert visitor.status == 422
    assert "Choose who can&#39;t sign in" in visitor.text
    await _propose(visitor, amina, "factor")
    assert visitor.path == "/approvals", "with the telephone alone nothing is lost"
    assert "Choose" not in visitor.text


async def test_an_officer_proposes_and_decides_too_and_sees_no_other_proposal(
    office: Office, harbour: Harbour
) -> None:
    ola = await office.signed_in(await office.hire("Ola", "officer"))
    lea = await office.signed_in(harbour.lea)
    await _propose(ola, harbour.sol, "words")
    link = await _agree(lea)
    hers, spoken = await _begin_again(office, link)
    words = f"/people/{harbour.sol.id.hex()}/words"
    await ola.get(words)
    await ola.post(words, heard=spoken)
    assert "Invite somebody" in await hers.get("/people")


async def test_what_ran_out_says_so_to_who_waited_and_what_to_do(
    office: Office, harbour: Harbour
) -> None:
    sol, asked = await office.signed_in(harbour.sol), "Two people are asked to let you in"
    await _propose(sol, harbour.amina, "factor")
    office.clock.forward(hours=24)
    amina = await office.signed_in(harbour.amina)
    page = await amina.get("/")
    assert asked not in page
    assert "Nobody agreed within 24 hours to let you in again" in page
    assert "it can be proposed again" in page
    await _propose(await office.signed_in(harbour.sol), harbour.amina, "factor")
    page = await amina.get("/")
    assert asked in page
    assert "Nobody agreed within 24 hours" not in page
