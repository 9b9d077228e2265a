"""One secret, two keys, and no telephone number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.register import derive, recipient_hash
from tocsin.register.keys import SecretTooShort, is_recipient_hash, same_key

from .people import KARIM, ZOE

secrets = st.binary(min_size=16, max_size=64)


@given(secrets)
def test_the_keys_of_a_secret_are_always_the_same_and_differ_from_it(secret):
    keys = derive(secret)
    assert keys == derive(secret)
    assert len({secret, keys.codes, keys.recipients}) == 3


def test_a_short_secret_is_refused():
    with pytest.raises(SecretTooShort, match="at least 16 bytes"):
        derive(b"0123456789abcde")


def test_keys_are_not_shown(keys):
    assert repr(keys) == "Keys(...)"


def test_a_number_is_not_seen_in_its_hash(keys):
    found = recipient_hash(keys.recipients, ZOE)
    assert is_recipient_hash(found)
    assert ZOE[-6:] not in found
    assert found == recipient_hash(keys.recipients, ZOE) != recipient_hash(keys.recipients, KARIM)


@pytest.mark.parametrize("text", ["", ZOE, "0639980001", "zoe", "12345678.abc", "ABCDEF01." + "0" * 32])
def test_a_number_is_no_hash(text):
    assert not is_recipient_hash(text)


def test_hashes_under_two_keys_are_seen_to_be_that(keys):
    other = derive(b"another secret of the tests")
    here, there = (recipient_hash(k.recipients, ZOE) for k in (keys, other))
    assert here != there
    assert not same_key(here, there)
    assert same_key(here, recipient_hash(keys.recipients, KARIM))
