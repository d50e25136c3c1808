"""Field envelopes open in their own place and nowhere else."""

from os import urandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SealBroken, SettingsError
from bot.vault.server import ServerKeys
from bot.vault.vault import Vault, bare_word
from tests.vault import opener

KEYS = ServerKeys.generate()
VAULT = Vault(KEYS)
IDS = st.binary(min_size=16, max_size=16)
COLUMNS = st.sampled_from(["contacts.address", "contacts.state", "staff.name", "outbox.payload"])
VALUES = st.binary(max_size=600)


@given(COLUMNS, IDS, VALUES, IDS)
def test_what_was_sealed_opens_with_and_without_a_data_key(
    column: str, row: bytes, value: bytes, owner: bytes
) -> None:
    key, wrapped = VAULT.new_data_key(owner)
    assert (
        VAULT.open(column, row, VAULT.seal(column, row, value, key), VAULT.unwrap(owner, wrapped))
        == value
    )
    assert (
        VAULT.open(column, row, VAULT.seal(column, row, value, owner=owner), owner=owner) == value
    )


@given(COLUMNS, IDS, VALUES, IDS)
def test_an_independent_opener_reads_the_same(
    column: str, row: bytes, value: bytes, owner: bytes
) -> None:
    sealed = VAULT.seal(column, row, value, owner=owner)
    assert opener.open_field(KEYS.raw_field[0], column, row, owner, sealed) == value
    made = opener.seal_field(KEYS.raw_field[0], column, row, owner, value)
    assert VAULT.open(column, row, made, owner=owner) == value


@given(COLUMNS, IDS, VALUES, IDS, st.tuples(COLUMNS, IDS, IDS))
def test_a_value_moved_to_another_column_row_or_owner_does_not_open(
    column: str, row: bytes, value: bytes, owner: bytes, other: tuple[str, bytes, bytes]
) -> None:
    sealed = VAULT.seal(column, row, value, owner=owner)
    for place in (
        (other[0], row, owner),
        (column, other[1], owner),
        (column, row, other[2]),
        (column, owner, row),
    ):
        if place != (column, row, owner):
            with pytest.raises(SealBroken):
                VAULT.open(place[0], place[1], sealed, owner=place[2])


@given(VALUES, st.data())
def test_an_altered_envelope_does_not_open(value: bytes, data: st.DataObject) -> None:
    row = bytes(16)
    sealed = bytearray(VAULT.seal("staff.name", row, value))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        VAULT.open("staff.name", row, bytes(sealed))


@given(VALUES, st.data())
def test_a_truncated_envelope_does_not_open(value: bytes, data: st.DataObject) -> None:
    row = bytes(16)
    sealed = VAULT.seal("staff.name", row, value)
    with pytest.raises(SealBroken):
        VAULT.open("staff.name", row, sealed[: data.draw(st.integers(0, len(sealed) - 1))])


def test_one_owners_key_opens_nothing_of_another() -> None:
    mine, _ = VAULT.new_data_key(urandom(16))
    yours, _ = VAULT.new_data_key(urandom(16))
    sealed = VAULT.seal("contacts.address", bytes(16), b"+447700900001", mine)
    with pytest.raises(SealBroken):
        VAULT.open("contacts.address", bytes(16), sealed, yours)
    with pytest.raises(SealBroken):
        VAULT.open("contacts.address", bytes(16), sealed)


def test_a_wrapped_key_is_bound_to_its_owner() -> None:
    _, wrapped = VAULT.new_data_key(b"a" * 16)
    with pytest.raises(SealBroken):
        VAULT.unwrap(b"b" * 16, wrapped)


def test_after_a_rotation_old_envelopes_open_and_say_that_they_are_old() -> None:
    row, owner = urandom(16), urandom(16)
    key, wrapped = VAULT.new_data_key(owner)
    old = VAULT.seal("staff.name", row, b"Amina")
    field = VAULT.seal("contacts.state", row, b"state", key)
    rotated = Vault(KEYS.rotated())

    assert rotated.open("staff.name", row, old) == b"Amina"
    assert rotated.needs_reseal(old)
    assert rotated.needs_reseal(wrapped)
    raw = rotated.open("keys.wrapped", owner, wrapped, owner=owner)
    fresh = rotated.seal("keys.wrapped", owner, raw, owner=owner)
    assert not rotated.needs_reseal(fresh)
    assert rotated.open("contacts.state", row, field, rotated.unwrap(owner, fresh)) == b"state"
    assert not rotated.needs_reseal(field), "a data key is not re-made, only wrapped anew"


def test_a_dropped_key_opens_nothing_and_the_newest_is_never_dropped() -> None:
    sealed = VAULT.seal("staff.name", bytes(16), b"Amina")
    rotated = KEYS.rotated()
    dropped = Vault(rotated.without(VAULT.field_key_ids()[0]))
    with pytest.raises(SealBroken):
        dropped.open("staff.name", bytes(16), sealed)
    newest = Vault(rotated).field_key_ids()[0]
    assert Vault(rotated.without(newest)).field_key_ids()[0] == newest


def test_a_key_file_comes_back_as_it_was_written() -> None:
    keys = KEYS.rotated()
    assert ServerKeys.from_json(keys.to_json()) == keys


def test_a_broken_key_file_names_every_fault_and_no_key() -> None:
    text = KEYS.to_json().replace('"words": "', '"words": "A').replace('"pepper"', '"salt"')
    with pytest.raises(SettingsError) as caught:
        ServerKeys.from_json(text)
    assert len(caught.value.faults) == 2
    assert "pepper" in str(caught.value)
    assert text.split('"words": "')[1][:20] not in str(caught.value)


def test_default_secrets_are_refused() -> None:
    zeros = "A" * 43 + "="
    text = KEYS.to_json().replace(KEYS.to_json().split('"pepper": "')[1][:44], zeros)
    with pytest.raises(SettingsError):
        ServerKeys.from_json(text)
    with pytest.raises(SettingsError):
        ServerKeys.from_json("changeme")


def test_nothing_prints_a_key() -> None:
    key, _ = VAULT.new_data_key(b"o" * 16)
    shown = repr(KEYS) + repr(key)
    assert repr(KEYS.raw_field[0]) not in shown
    assert "AESGCM" not in shown


def test_an_index_finds_the_same_address_and_tells_channels_apart() -> None:
    assert VAULT.address_index("sms", "+447700900001") == VAULT.address_index(
        "sms", "+447700900001"
    )
    assert VAULT.address_index("sms", "4477") != VAULT.address_index("telegram", "4477")
    assert VAULT.email_index("Amina@Example.org ") == VAULT.email_index("amina@example.org")


def test_a_strangers_token_changes_every_day_and_is_not_the_index() -> None:
    token = VAULT.flood_token("sms", "+447700900001", "2026-03-02")
    assert token != VAULT.flood_token("sms", "+447700900001", "2026-03-03")
    assert not VAULT.address_index("sms", "+447700900001").hex().startswith(token)


def test_a_safe_word_is_the_same_however_it_is_spelled() -> None:
    for one, other in (
        ("Blue Kite", "bluekite"),
        ("Đường", "đương"),
        ("محفوظٌ", "محفوظ"),
        ("Éclair", "e\u0301clair"),
        ("ｆｕｌｌ", "full"),
    ):
        assert VAULT.word_mac(b"o", one) == VAULT.word_mac(b"o", other)
    assert VAULT.word_mac(b"o", "kite") != VAULT.word_mac(b"p", "kite")
    assert VAULT.word_mac(b"o", "kite") != VAULT.word_mac(b"o", "kites")
    assert bare_word(" ") == ""
