"""Passphrases, shares and sessions."""

import asyncio
import threading
from os import urandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SealBroken
from bot.vault import passphrase, shares
from bot.vault.argon_thread import run_one
from bot.vault.passphrase import Cost, Enrolment, draw_passphrase
from bot.vault.people import generate_pair
from bot.vault.server import ServerKeys
from bot.vault.session import SECRET_BYTES, open_form, open_session, seal_form, seal_session
from bot.vault.vault import Vault
from bot.vault.wordlist import draw_two_words

PRIVATE, _ = generate_pair()
KEYS = ServerKeys.generate()
QUICK = Cost(kib=64, passes=1)
VAULT = Vault(KEYS, QUICK)
AMINA, JOE = b"a" * 16, b"j" * 16
SEEDS = st.binary(min_size=32, max_size=32)


def test_the_passphrase_opens_however_it_is_typed_and_nothing_else_does() -> None:
    words = draw_passphrase()
    kept = VAULT.enrol(AMINA, words, PRIVATE)
    assert len(words.split()) == 6
    assert VAULT.unlock(AMINA, "  " + words.upper().replace(" ", "-"), kept) == PRIVATE
    with pytest.raises(SealBroken):
        VAULT.unlock(AMINA, words + "s", kept)


def test_the_strength_is_the_one_that_was_promised() -> None:
    kept = Vault(KEYS).enrol(AMINA, "a b c d e f", PRIVATE)
    assert kept.kdf == "argon2id m=65536 t=3 p=1"
    assert VAULT.unlock(AMINA, "abcdef", kept) == PRIVATE, "the stored parameters are used"


def test_a_copied_database_cannot_be_guessed_at_without_the_pepper() -> None:
    kept = VAULT.enrol(AMINA, "a b c d e f", PRIVATE)
    with pytest.raises(SealBroken):
        Vault(ServerKeys.generate(), QUICK).unlock(AMINA, "a b c d e f", kept)


def test_an_enrolment_moved_to_another_person_does_not_open() -> None:
    kept = VAULT.enrol(AMINA, "a b c d e f", PRIVATE)
    with pytest.raises(SealBroken):
        VAULT.unlock(JOE, "a b c d e f", kept)


def test_an_altered_enrolment_does_not_open_and_absurd_parameters_are_not_computed() -> None:
    kept = VAULT.enrol(AMINA, "a b c d e f", PRIVATE)
    wrapped = kept.wrapped[:-1] + bytes([kept.wrapped[-1] ^ 1])
    for altered in (
        Enrolment(kept.salt, kept.kdf, kept.verifier, wrapped),
        Enrolment(kept.salt, kept.kdf, kept.verifier, b""),
        Enrolment(kept.salt, kept.kdf, bytes(32), kept.wrapped),
        Enrolment(kept.salt, "argon2id m=9999999 t=3 p=1", kept.verifier, kept.wrapped),
        Enrolment(kept.salt, "md5", kept.verifier, kept.wrapped),
        Enrolment(kept.salt, "argon2id m=7 t=1 p=1", kept.verifier, kept.wrapped),
        Enrolment(kept.salt, "argon2id m=64 t=0 p=1", kept.verifier, kept.wrapped),
        Enrolment(b"", kept.kdf, kept.verifier, kept.wrapped),
    ):
        with pytest.raises(SealBroken):
            VAULT.unlock(AMINA, "a b c d e f", altered)


def test_an_unknown_account_is_refused_in_the_same_words() -> None:
    kept = VAULT.enrol(AMINA, "a b c d e f", PRIVATE)
    with pytest.raises(SealBroken) as wrong:
        VAULT.unlock(AMINA, "g", kept)
    with pytest.raises(SealBroken) as nobody:
        VAULT.unlock_nobody("g")
    assert str(wrong.value) == str(nobody.value)


def test_the_verifier_does_not_open_the_wrapped_key() -> None:
    kept = passphrase.enrol("a", PRIVATE, b"p" * 32, AMINA, QUICK)
    assert kept.verifier not in kept.wrapped
    assert PRIVATE.raw not in kept.wrapped


async def test_one_passphrase_is_tried_at_a_time() -> None:
    running, most = 0, 0
    lock = threading.Lock()

    def attempt() -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        with pytest.raises(SealBroken):
            VAULT.unlock_nobody("x")
        with lock:
            running -= 1
        return threading.current_thread().name

    names = await asyncio.gather(*(run_one(attempt) for _ in range(8)))
    assert most == 1
    assert {name.split("_")[0] for name in names} == {"argon"}


@given(SEEDS)
def test_any_two_officers_open_the_seed(seed: bytes) -> None:
    three = shares.split(seed)
    for one in three:
        for two in three:
            if one is not two:
                assert shares.join(one, two) == seed


@given(SEEDS, SEEDS)
def test_one_officer_learns_nothing(seed: bytes, guess: bytes) -> None:
    """For whatever seed one would guess there is a third part that makes it true."""
    for share in shares.split(seed):
        one, two = share.parts
        third = bytes(x ^ y ^ z for x, y, z in zip(one, two, guess, strict=True))
        number = share.number % 3 + 1
        other = shares.Share(number, share.mark, (two, third))
        assert shares.join(share, other) == guess


def test_a_share_alone_or_of_another_ceremony_is_refused() -> None:
    first, other = shares.split(urandom(32)), shares.split(urandom(32))
    with pytest.raises(SealBroken):
        shares.join(first[0], first[0])
    with pytest.raises(SealBroken):
        shares.join(first[0], other[1])


@given(SEEDS, st.data())
def test_a_share_is_read_as_it_is_written_and_a_wrong_letter_is_found(
    seed: bytes, data: st.DataObject
) -> None:
    share = data.draw(st.sampled_from(shares.split(seed)))
    text = share.text()
    assert shares.Share.parse(text.lower().replace(" ", "").replace("0", "o")) == share
    letters = text.replace(" ", "")
    place = data.draw(st.integers(0, len(letters) - 1))
    wrong = data.draw(st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
    if wrong != letters[place]:
        with pytest.raises(SealBroken):
            shares.Share.parse(letters[:place] + wrong + letters[place + 1 :])
    with pytest.raises(SealBroken):
        shares.Share.parse(letters[:-1])


def test_a_session_key_opens_only_for_its_session_person_expiry_and_cookie() -> None:
    secret = urandom(SECRET_BYTES)
    sealed = seal_session(PRIVATE, secret, b"s", AMINA, 1000)
    assert open_session(sealed, secret, b"s", AMINA, 1000) == PRIVATE
    for wrong in (
        (sealed, urandom(SECRET_BYTES), b"s", AMINA, 1000),
        (sealed, secret, b"t", AMINA, 1000),
        (sealed, secret, b"s", JOE, 1000),
        (sealed, secret, b"s", AMINA, 1001),
        (sealed[:-1], secret, b"s", AMINA, 1000),
        (b"", secret, b"s", AMINA, 1000),
        (sealed, b"", b"s", AMINA, 1000),
    ):
        with pytest.raises(SealBroken):
            open_session(*wrong)


def test_two_staff_words_are_two() -> None:
    assert len(draw_two_words().split()) == 2


def test_a_form_that_waits_opens_only_for_its_writer_and_is_no_key() -> None:
    secret = urandom(SECRET_BYTES)
    sealed = seal_form(b"text=words", secret, b"s", AMINA)
    assert open_form(sealed, secret, b"s", AMINA) == b"text=words"
    with pytest.raises(SealBroken):
        open_form(sealed, secret, b"s", JOE)
    with pytest.raises(SealBroken):
        open_form(seal_session(PRIVATE, secret, b"s", AMINA, 1), secret, b"s", AMINA)
