"""Signing in, locking and unlocking."""

import asyncio
import json
from collections.abc import AsyncIterator

from bot.console import signin
from bot.console.desk import DESK
from bot.console.sessions import Ticket
from bot.vault.session import seal_session
from tests.office import Office


async def test_second_factor_first_then_the_words_and_the_start_page(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor = await office.stranger()
    page = await visitor.get("/")
    assert visitor.path == "/sign-in"
    assert 'type="password"' not in page
    page = await visitor.post("/sign-in", email=amina.email, code=office.code(amina))
    assert visitor.path == "/sign-in/words"
    assert 'type="password"' in page
    await visitor.post("/sign-in/words", passphrase=amina.words.upper().replace(" ", "-"))
    assert visitor.path == "/"
    assert "Lock now" in visitor.text


async def test_a_code_is_right_in_the_digits_of_any_script(office: Office) -> None:
    """As an Arabic keyboard types them; a wrong one is a wrong one, and no fault of ours."""
    amina = await office.hire("Amina", "advocate")
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    visitor = await office.stranger()
    await visitor.get("/sign-in")
    await visitor.post("/sign-in", email=amina.email, code="000000".translate(arabic))
    assert visitor.status == 422
    await visitor.post("/sign-in", email=amina.email, code=office.code(amina).translate(arabic))
    assert visitor.path == "/sign-in/words"


async def test_a_code_works_once(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    first, second = await office.stranger(), await office.stranger()
    for visitor in (first, second):
        await visitor.get("/sign-in")
        await visitor.post("/sign-in", email=amina.email, code=office.code(amina))
    assert first.path == "/sign-in/words"
    assert second.path == "/sign-in"


async def test_an_unknown_address_is_answered_like_a_known_one(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    answers = []
    for email in (amina.email, "nobody@example.org"):
        visitor = await office.stranger()
        await visitor.get("/sign-in")
        page = await visitor.post("/sign-in", email=email, code="000000")
        page = page.replace(email, "-").replace(visitor.token(), "-")
        answers.append((visitor.status, page))
    assert answers[0] == answers[1]


async def test_after_ten_wrong_tries_fifteen_minutes_and_never_longer(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor = await office.stranger()
    await visitor.get("/sign-in")
    await visitor.post("/sign-in", email=amina.email, code=office.code(amina))
    for _ in range(9):
        await visitor.post("/sign-in/words", passphrase="wrong words")
        assert "These are not your six words" in visitor.text
    await visitor.post("/sign-in/words", passphrase=amina.words)
    assert "Wait 15 minutes" in visitor.text
    counter = f"console:tries:{office.vault.email_index(amina.email).hex()}"
    await office.coordination.delete(counter)  # what the quarter of an hour does by itself
    await visitor.post("/sign-in/words", passphrase=amina.words)
    assert visitor.path == "/"


async def test_lock_now_deletes_the_key_and_the_words_alone_bring_it_back(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    await visitor.get("/")
    await visitor.post("/lock")
    assert visitor.path == "/unlock"
    await visitor.get("/")
    assert visitor.path == "/unlock"
    assert "Lock now" not in visitor.text
    await visitor.post("/unlock", passphrase="wrong")
    assert visitor.status == 422
    await visitor.post("/unlock", passphrase=amina.words)
    assert visitor.path == "/"


async def test_ten_idle_minutes_lock_and_ten_hours_end_it_in_any_case(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    await visitor.get("/")
    office.clock.forward(minutes=9)
    await visitor.get("/")
    assert visitor.path == "/"
    office.clock.forward(minutes=11)
    await visitor.get("/")
    assert visitor.path == "/unlock"
    await visitor.post("/unlock", passphrase=amina.words)
    for _ in range(66):
        office.clock.forward(minutes=9)
        await visitor.get("/")
        assert visitor.path == "/"
    office.clock.forward(minutes=9)
    await visitor.get("/")
    assert visitor.path == "/unlock"


async def test_after_twelve_hours_the_second_factor_comes_first_again(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    office.clock.forward(hours=13)
    await visitor.get("/")
    assert visitor.path == "/unlock"
    assert 'type="password"' not in visitor.text
    await visitor.post("/unlock", passphrase=amina.words)
    assert 'type="password"' not in visitor.text
    await visitor.post("/unlock/code", code=office.code(amina))
    assert 'type="password"' in visitor.text
    await visitor.post("/unlock", passphrase=amina.words)
    assert visitor.path == "/"


async def test_a_cookie_opens_nothing_after_signing_out(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    await visitor.get("/")
    cookie = visitor.cookie
    await visitor.post("/sign-out")
    visitor.keep(cookie)
    await visitor.get("/")
    assert visitor.path == "/sign-in"


async def test_the_store_alone_does_not_make_a_session(office: Office) -> None:
    """A thief of the store knows ids; without the cookie's secret they are nothing."""
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    visitor.keep(visitor.cookie[:24] + "A" * (len(visitor.cookie) - 24))
    await visitor.get("/")
    assert visitor.path == "/sign-in"


async def test_who_writes_into_the_store_becomes_nobody_else(office: Office) -> None:
    """An interpreter who copies the record of an administrator, and seals a key to go with it."""
    sol, joe = await office.hire("Sol", "hub_admin"), await office.hire("Joe", "interpreter")
    hers, his = await office.signed_in(sol), await office.signed_in(joe)
    sessions, store = (await office.console()).app[DESK].sessions, office.coordination
    theirs, mine = Ticket.read(hers.cookie), Ticket.read(his.cookie)
    assert theirs is not None
    assert mine is not None
    record = await store.get(sessions._name("record", theirs)) or b""
    until = office.clock.now() + 600_000
    made_up = json.dumps({"person": sol.id.hex(), "proof": mine.proof(), "until": until}).encode()
    key = seal_session(joe.private, mine.secret, mine.id, sol.id, until)
    await store.put(sessions._name("key", mine), key, 600)
    for one in (record, made_up):
        await store.put(sessions._name("record", mine), one, 600)
        await his.get("/people")
        assert his.path == "/sign-in"


async def test_who_writes_into_the_store_skips_no_second_factor(office: Office) -> None:
    """What stands of a sign-in after the code is ours, or there was none."""
    sol, visitor = await office.hire("Sol", "hub_admin"), await office.stranger()
    await visitor.get("/sign-in")
    mine = Ticket.read(visitor.cookie)
    assert mine is not None
    made_up = json.dumps({"person": sol.id.hex(), "at": office.clock.now(), "counter": ""}).encode()
    await office.coordination.put(signin._half(mine), made_up, 600)
    await visitor.post("/sign-in/words", passphrase=sol.words)
    assert visitor.path == "/sign-in"


async def test_somebody_disabled_is_out_at_the_next_request(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    await visitor.get("/")
    assert visitor.path == "/"
    await office.disable(amina)
    await visitor.get("/")
    assert visitor.path == "/sign-in"


async def test_a_form_without_its_token_changes_nothing(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    await visitor.get("/")
    await visitor.post("/lock", csrf="0" * 64)
    assert visitor.status == 403
    await visitor.get("/")
    assert visitor.path == "/"


async def test_of_somebody_not_signed_in_no_long_form_is_read(office: Office) -> None:
    visitor = await office.stranger()
    await visitor.get("/sign-in")
    await visitor.post("/sign-in", email="x" * 8 * 1024, code="000000")
    assert visitor.status == 413

    async def unannounced() -> AsyncIterator[bytes]:
        yield b"email=x"

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    response = await visitor.client.post("/sign-in", data=unannounced(), headers=form)
    assert response.status == 413


async def test_a_form_that_never_comes_whole_is_waited_for_no_longer(office: Office) -> None:
    async def stalls() -> AsyncIterator[bytes]:
        yield b"words="
        await asyncio.Event().wait()

    office.form_s = 0.01
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    response = await visitor.client.post("/lock", data=stalls(), headers=form)
    assert response.status == 503


async def test_a_form_in_no_code_is_refused_and_no_fault_of_ours(office: Office) -> None:
    visitor = await office.stranger()
    await visitor.get("/sign-in")
    form = "application/x-www-form-urlencoded"
    for kind, body, status in (
        (f"{form}; charset=nonsense", b"csrf=x", 400),
        (f"{form}; charset=utf-16", b"csrf=xy", 400),
        (form, "csrf=é".encode(), 403),
        (form, b"csrf=%ff&email=%ff", 403),
        ("application/json", b"{}", 415),
    ):
        headers = {"Content-Type": kind}
        response = await visitor.client.post("/sign-in", data=body, headers=headers)
        assert response.status == status, (kind, body)


async def test_a_flood_of_strangers_is_turned_away_and_who_is_signed_in_works_on(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate")
    hers, stranger = await office.signed_in(amina), await office.stranger()
    for _ in range(500):
        await stranger.get("/no-such-page")
        assert stranger.status == 404
    for path in ("/sign-in", "/no-such-page", "/static/console.css", "/"):
        text = await stranger.get(path)
        assert (stranger.status, text) == (503, "Too many ask at once. Try again in a minute.")
    await stranger.get("/healthz")
    assert stranger.status == 200
    await hers.get("/")
    assert hers.status == 200
    office.clock.forward(seconds=1)
    await stranger.get("/sign-in")
    assert stranger.status == 200


async def test_a_request_that_was_under_way_brings_no_session_back_that_signed_out(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor, thief = await office.signed_in(amina), await office.stranger()
    await visitor.get("/")
    cookie, token = visitor.cookie, visitor.token()
    under_way, signed_out = asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield b"csrf="
        under_way.set()
        await signed_out.wait()
        yield token.encode()

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    thief.keep(cookie)
    slow = asyncio.create_task(thief.client.post("/stay", data=slowly(), headers=form))
    await under_way.wait()
    await visitor.get("/help")  # by now the other has been asked who it is
    await visitor.post("/sign-out")
    assert "signed out" in visitor.text.lower()
    signed_out.set()
    await slow
    thief.keep(cookie)
    await thief.get("/")
    assert thief.path == "/sign-in"
