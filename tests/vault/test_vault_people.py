"""Envelopes to people open with one key, in one place, for any implementation of the standards."""

from os import urandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SealBroken
from bot.vault.entries import BLOCK, Words, pack, unpack
from bot.vault.people import (
    PublicKey,
    generate_pair,
    open_with,
    private_from_seed,
    seal_to,
)
from bot.vault.selftest import self_test
from bot.vault.wordlist import check_words, draw_words, same_words, word_list
from tests.vault import opener

PRIVATE, PUBLIC = generate_pair()
IDS = st.binary(min_size=16, max_size=16)
PURPOSES = st.sampled_from(["entry", "grant", "attachment"])


@given(st.binary(max_size=700), PURPOSES, IDS, IDS, st.integers(0, 1000))
def test_an_independent_opener_reads_what_we_seal(
    plain: bytes, purpose: str, object_id: bytes, entry_id: bytes, epoch: int
) -> None:
    sealed = seal_to(
        PUBLIC, plain, purpose=purpose, object_id=object_id, entry_id=entry_id, epoch=epoch
    )
    info = opener.info_of(purpose.encode(), object_id, entry_id, PUBLIC.raw, epoch)
    assert opener.open_people(PRIVATE.raw, sealed, info) == plain


@given(st.binary(max_size=700), PURPOSES, IDS, IDS, st.integers(0, 1000))
def test_we_read_what_an_independent_sealer_seals(
    plain: bytes, purpose: str, object_id: bytes, entry_id: bytes, epoch: int
) -> None:
    info = opener.info_of(purpose.encode(), object_id, entry_id, PUBLIC.raw, epoch)
    sealed = opener.seal_people(opener.public_of(PRIVATE.raw), plain, info)
    assert (
        open_with(
            PRIVATE, sealed, purpose=purpose, object_id=object_id, entry_id=entry_id, epoch=epoch
        )
        == plain
    )


@given(IDS, IDS, st.integers(0, 9), st.tuples(PURPOSES, IDS, IDS, st.integers()))
def test_an_envelope_in_another_context_does_not_open(
    object_id: bytes, entry_id: bytes, epoch: int, other: tuple[str, bytes, bytes, int]
) -> None:
    here = ("entry", object_id, entry_id, epoch)
    sealed = _seal(here)
    for changed in range(4):
        there = tuple(other[n] if n == changed else here[n] for n in range(4))
        if there != here:
            with pytest.raises(SealBroken):
                open_with(
                    PRIVATE,
                    sealed,
                    purpose=str(there[0]),
                    object_id=bytes(there[1]),  # type: ignore[arg-type]
                    entry_id=bytes(there[2]),  # type: ignore[arg-type]
                    epoch=int(there[3]),
                )


def _seal(here: tuple[str, bytes, bytes, int]) -> bytes:
    purpose, object_id, entry_id, epoch = here
    return seal_to(
        PUBLIC, b"words", purpose=purpose, object_id=object_id, entry_id=entry_id, epoch=epoch
    )


@given(st.data())
def test_an_altered_or_truncated_envelope_does_not_open(data: st.DataObject) -> None:
    here = ("entry", bytes(16), bytes(16), 1)
    sealed = bytearray(_seal(here))
    if data.draw(st.booleans()):
        sealed = sealed[: data.draw(st.integers(0, len(sealed) - 1))]
    else:
        sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        open_with(
            PRIVATE,
            bytes(sealed),
            purpose="entry",
            object_id=bytes(16),
            entry_id=bytes(16),
            epoch=1,
        )


def test_nobody_elses_key_opens_it() -> None:
    other, _ = generate_pair()
    with pytest.raises(SealBroken):
        open_with(
            other,
            _seal(("entry", bytes(16), bytes(16), 1)),
            purpose="entry",
            object_id=bytes(16),
            entry_id=bytes(16),
            epoch=1,
        )


def test_keys_keep_their_parts_and_lengths() -> None:
    assert len(PRIVATE.raw) == 96
    assert len(PUBLIC.raw) == 1216
    assert opener.public_of(PRIVATE.raw) == PUBLIC.raw == PRIVATE.public.raw
    with pytest.raises(SealBroken):
        PublicKey(PUBLIC.raw[1:])
    assert PRIVATE.raw.hex() not in repr(PRIVATE)


def test_a_seed_gives_the_same_pair_every_time() -> None:
    seed = urandom(32)
    assert private_from_seed(seed) == private_from_seed(seed)
    assert private_from_seed(seed) != private_from_seed(urandom(32))


def test_start_up_opens_the_fixed_vectors() -> None:
    self_test()


@given(
    st.builds(
        Words,
        st.none() | IDS,
        st.sampled_from(["in", "out", "internal"]),
        st.integers(0, 2**63),
        st.sampled_from(["text/plain", "audio/ogg"]),
        st.sampled_from(["en", "vi", "fa-AF"]),
        st.binary(max_size=1000),
    )
)
def test_an_entry_comes_back_whole_and_its_length_says_little(words: Words) -> None:
    packed = pack(words)
    assert unpack(packed) == words
    assert len(packed) % BLOCK == 0


def test_a_short_text_is_as_long_as_any_other_short_text() -> None:
    lengths = {len(pack(Words(None, "in", 0, "text/plain", "en", b"x" * n))) for n in range(200)}
    assert lengths == {256}


@given(st.binary(max_size=600))
def test_what_is_not_an_entry_raises(packed: bytes) -> None:
    try:
        unpack(packed)
    except SealBroken:
        return
    assert packed.rstrip(b"\x00").endswith(b"\x80")


def test_four_check_words_belong_to_one_key_and_are_heard_as_they_are_typed() -> None:
    words = check_words(PUBLIC)
    assert check_words(PUBLIC) == words
    assert check_words(generate_pair()[1]) != words
    assert same_words("  " + " ".join(words).upper(), words)
    assert not same_words(" ".join(words[:3]), words)


def test_the_word_list_is_what_its_entropy_says() -> None:
    words = word_list()
    assert len(set(words)) == len(words) == 7703
    assert all(word.isalpha() and word.isascii() and word.islower() for word in words)
    known = set(words)
    starts = {word[:n] for word in words for n in range(1, len(word))}
    assert not starts & known, "so that words run together are still told apart"
    assert len(draw_words(6)) == 6
