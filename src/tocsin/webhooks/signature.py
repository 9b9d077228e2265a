"""Signatures of Standard Webhooks 1.0 (github.com/standard-webhooks/standard-webhooks, spec).

HMAC-SHA256 over the id, a dot, the time in seconds, a dot and the body, in base64 after ``v1,``. A secret is
24 to 64 octets, written in base64 after ``whsec_``. While one secret takes the place of another, both sign.

>>> secret = read_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
>>> sign_event((secret,), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
"""

import base64
import binascii
import hmac
import secrets as random_octets
from typing import Final

PREFIX: Final = "whsec_"
SHORTEST, LONGEST = 24, 64
"""Octets of a secret."""


class BadWebhookSecret(ValueError):
    """A secret is ``whsec_`` and 24 to 64 octets in base64; `tocsin webhook secret` draws one."""


def draw_secret() -> str:
    return PREFIX + base64.b64encode(random_octets.token_bytes(32)).decode()


def read_secret(text: str) -> bytes:
    """The octets of a secret. Raises BadWebhookSecret."""
    try:
        octets = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise BadWebhookSecret(BadWebhookSecret.__doc__) from None
    if not text.startswith(PREFIX) or not SHORTEST <= len(octets) <= LONGEST:
        raise BadWebhookSecret(BadWebhookSecret.__doc__)
    return octets


def sign_event(secrets: tuple[bytes, ...], event: str, seconds: int, body: bytes) -> str:
    """The header ``webhook-signature``: one signature for each secret."""
    signed = f"{event}.{seconds}.".encode() + body
    return " ".join(
        "v1," + base64.b64encode(hmac.digest(secret, signed, "sha256")).decode() for secret in secrets
    )
