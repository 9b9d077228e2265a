"""Calls from an HTTP provider that can be believed: signed, recent, and not heard before.

The signature is HMAC-SHA256 over the timestamp, a dot and the body, in hexadecimal. Several secrets may be
valid at once, so that one can be changed without losing a call.

>>> guard = WebhookVerifier(("k1",), window=300.0)
>>> guard.verify_call("1000", sign_call("k1", "1000", b"{}"), b"{}", now=1000.0)
>>> guard.verify_call("1000", sign_call("k2", "1000", b"{}"), b"{}", now=1000.0)
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


class ReplayedCall(ValueError):
    """The same call was heard before."""


def sign_call(secret: str, timestamp: str, body: bytes) -> str:
    """Signature of a call."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()


class WebhookVerifier:
    """Checks calls, and remembers those of the last moments."""

    def __init__(self, secrets: tuple[str, ...], window: float = 300.0) -> None:
        self._secrets = secrets
        self._window = window
        """Seconds that a timestamp may differ from now, either way."""
        self._heard: dict[str, float] = {}

    def verify_call(self, timestamp: str, signature: str, body: bytes, now: float) -> None:
        """Raise unless the call is signed, recent and new; it then counts as heard.

        Raises UnsignedCall, BadSignature, StaleCall, ReplayedCall. Only who has the secret is told that a
        call is late.
        """
        offered = signature.strip().lower().removeprefix("sha256=")
        if not (offered and timestamp.isascii() and timestamp.isdigit()):
            raise UnsignedCall(UnsignedCall.__doc__)
        if not self._is_signed_by_us(timestamp, offered, body):
            raise BadSignature(BadSignature.__doc__)
        if abs(int(timestamp[:15]) - now) > self._window:
            raise StaleCall(StaleCall.__doc__)
        self._forget_old_calls(now)
        if offered in self._heard:
            raise ReplayedCall(ReplayedCall.__doc__)
        self._heard[offered] = now

    def _is_signed_by_us(self, timestamp: str, offered: str, body: bytes) -> bool:
        good = (sign_call(secret, timestamp, body).encode() for secret in self._secrets)
        return any(hmac.compare_digest(signature, offered.encode()) for signature in good)

    def forget_call(self, signature: str) -> None:
        """The call could not be stored: the provider may make it again."""
        self._heard.pop(signature.strip().lower().removeprefix("sha256="), None)

    def _forget_old_calls(self, now: float) -> None:
        """A call older than twice the window is refused by its timestamp alone."""
        for old in [s for s, at in self._heard.items() if now - at > 2 * self._window]:
            del self._heard[old]
