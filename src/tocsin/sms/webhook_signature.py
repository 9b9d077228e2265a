"""Calls from an HTTP provider that can be believed: signed, and recent.

The signature is HMAC-SHA256 over the timestamp, a dot and the body, in hexadecimal. Several secrets may be
valid at once, so that one can be changed without losing a call.

>>> verify_call(("k1",), "1000", sign_call("k1", "1000", b"{}"), b"{}", now=1000.0)
>>> verify_call(("k1",), "1000", sign_call("k2", "1000", b"{}"), b"{}", now=1000.0)
Traceback (most recent call last):
...
tocsin.sms.webhook_signature.BadSignature: The signature is not one of ours.
"""

import hmac


class UnsignedCall(ValueError):
    """The signature or the timestamp is missing, or is none."""


class BadSignature(ValueError):
    """The signature is not one of ours."""


class StaleCall(ValueError):
    """The timestamp is too far from now, and the signature is one of ours."""


def sign_call(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()


def verify_call(
    secrets: tuple[str, ...],
    timestamp: str,
    signature: str,
    body: bytes,
    *,
    now: float,
    window: float = 300.0,
) -> None:
    """Raise unless the call is signed and recent; ``window``: seconds that its timestamp may differ from now.

    Raises UnsignedCall, BadSignature, StaleCall. Only who has the secret is told that a call is late.
    """
    offered = signature.strip().lower().removeprefix("sha256=")
    if not (offered and timestamp.isascii() and timestamp.isdigit()):
        raise UnsignedCall(UnsignedCall.__doc__)
    good = (sign_call(secret, timestamp, body).encode() for secret in secrets)
    if not any(hmac.compare_digest(one, offered.encode()) for one in good):
        raise BadSignature(BadSignature.__doc__)
    if abs(int(timestamp[:15]) - now) > window:
        raise StaleCall(StaleCall.__doc__)
