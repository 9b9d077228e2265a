"""Calls of a gateway are believed where they are signed, and in time."""

from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.sms.webhook_signature import BadSignature, StaleCall, UnsignedCall, sign_call, verify_call


def test_a_signature_by_hand():
    """HMAC-SHA256 of '1614816000.{}' under 'key', as `openssl dgst -sha256 -hmac key` gives it."""
    assert sign_call("key", "1614816000", b"{}") == (
        "fec3565b1e1b66f5a9b13e4dcb1c5cf570ce20608cb0ab796206ef198f2a2712"
    )


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_another_body_has_another_signature(one, other):
    assert (sign_call("k", "1", one) == sign_call("k", "1", other)) == (one == other)


def test_a_secret_can_be_changed_without_losing_a_call():
    for secret in ("old", "new"):
        signed = "sha256=" + sign_call(secret, "1000", b"x").upper()
        verify_call(("new", "old"), "1000", signed, b"x", now=1000.0)
    with pytest.raises(BadSignature):
        verify_call((), "1000", sign_call("old", "1000", b"x"), b"x", now=1000.0)


@pytest.mark.parametrize(("now", "stale"), [(700.0, False), (699.0, True), (1300.0, False), (1301.0, True)])
def test_the_window_is_the_same_on_both_sides(now, stale):
    with pytest.raises(StaleCall) if stale else nullcontext():
        verify_call(("k",), "1000", sign_call("k", "1000", b""), b"", now=now)


@pytest.mark.parametrize(
    ("timestamp", "signature"), [("1000", ""), ("1000", "é"), ("soon", "x"), ("9" * 5000, "x")]
)
def test_a_call_that_cannot_be_believed(timestamp, signature):
    with pytest.raises((UnsignedCall, BadSignature)):
        verify_call(("k",), timestamp, signature, b"", now=1000.0)
