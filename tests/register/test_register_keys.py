"""One secret, two keys, and no telephone number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.register.people import KARIM, ZOE
from tocsin.register import derive_register_keys, hash_recipient
from tocsin.register.register_keys import SecretTooShort, is_recipient_hash, is_same_key

secrets = st.binary(min_size=16, max_size=64)


@given(secrets)
def test_the_keys_of_a_secret_are_always_the_same_and_differ_from_it(secret):
    keys = derive_register_keys(secret)
    assert keys == derive_register_keys(secret)
    assert len({secret, keys.codes, keys.recipients}) == 3


def test_a_short_secret_is_refused():
    with pytest.raises(SecretTooShort, match="at least 16 bytes"):
        derive_register_keys(b"0123456789abcde")


def test_keys_are_not_shown(keys):
    assert repr(keys) == "Keys(...)"


def test_a_number_is_not_seen_in_its_hash(keys):
    found = hash_recipient(keys.recipients, ZOE)
    assert is_recipient_hash(found)
    assert ZOE[-6:] not in found
    assert found == hash_recipient(keys.recipients, ZOE) != hash_recipient(keys.recipients, KARIM)


@pytest.mark.parametrize("text", ["", ZOE, "0639980001", "zoe", "12345678.abc", "ABCDEF01." + "0" * 32])
def test_a_number_is_no_hash(text):
    assert not is_recipient_hash(text)


def test_hashes_under_two_keys_are_seen_to_be_that(keys):
    other = derive_register_keys(b"another secret of the tests")
    here, there = (hash_recipient(k.recipients, ZOE) for k in (keys, other))
    assert here != there
    assert not is_same_key(here, there)
    assert is_same_key(here, hash_recipient(keys.recipients, KARIM))
