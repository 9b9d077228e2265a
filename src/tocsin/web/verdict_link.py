"""A verdict that can be shared without its message: a link that holds it, signed by this site.

Nothing is stored: the link itself says level, kinds of reason and their clauses, channel, day, and version
of the charter. It holds no word of the message and nothing of a person. A link ends after ``DAYS``: rules
and advice change.
"""

import hmac
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

import msgspec
from msgspec import Struct

from tocsin.charter.channels import ChannelId
from tocsin.verdict.model import Level, Verdict
from tocsin.verdict.verdict_from_link import Weight

DAYS: Final = 90
"""For how long a link is good."""
MOST_REASONS: Final = 12
_MOST: Final = 4_000
"""Characters of a link that is looked at."""
_TAG: Final = 16
"""Bytes of the signature: half of HMAC-SHA256, which nobody can guess; a shorter link is easier to send."""


class BadVerdictLink(Exception):
    """The link was not made by this site, or was damaged on its way."""


class VerdictLinkExpired(Exception):
    """The link is older than what it says can be relied on."""

    def __init__(self, made: date) -> None:
        super().__init__(self.__doc__)
        self.made = made


class SharedVerdict(Struct, frozen=True, array_like=True, kw_only=True):
    made: date
    level: Level
    channel: ChannelId
    received: date
    """Day whose clauses were applied."""
    institution: str
    version: str
    """Of the charter."""
    reasons: tuple[tuple[str, str, Weight], ...]
    """Kind, clause and weight of each reason, gravest first."""
    claimed: bool = True
    """Whether the message came in the name of the institution, so that advice may lead there."""


def share_verdict(verdict: Verdict, channel: ChannelId, made: date) -> SharedVerdict:
    """What may be said of a verdict without its message."""
    reasons = dict.fromkeys((r.kind, r.clause, r.weight) for r in verdict.reasons)
    return SharedVerdict(
        made=made,
        level=verdict.level,
        channel=channel,
        received=verdict.as_of,
        institution=verdict.charter_id,
        version=verdict.charter_version,
        reasons=tuple(reasons)[:MOST_REASONS],
        claimed=bool(verdict.claims),
    )


def write_link_token(shared: SharedVerdict, secret: str) -> str:
    """The link's last part: letters, digits, ``-`` and ``_``."""
    body = zlib.compress(msgspec.msgpack.encode(shared), 9)
    return urlsafe_b64encode(_link_signature(body, secret) + body).decode().rstrip("=")


def read_link_token(token: str, secret: str, today: date) -> SharedVerdict:
    """What a link says. Raises BadVerdictLink, VerdictLinkExpired."""
    if len(token) > _MOST or not token.isascii():
        raise BadVerdictLink
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        raise BadVerdictLink from None
    tag, body = raw[:_TAG], raw[_TAG:]
    if not hmac.compare_digest(tag, _link_signature(body, secret)):
        raise BadVerdictLink
    try:  # only what we signed is unpacked; an older version of us may have written it otherwise
        found = msgspec.msgpack.decode(zlib.decompress(body), type=SharedVerdict)
    except (zlib.error, msgspec.DecodeError):
        raise BadVerdictLink from None
    if found.made + timedelta(days=DAYS) < today:
        raise VerdictLinkExpired(found.made)
    return found


def _link_signature(body: bytes, secret: str) -> bytes:
    key = hmac.digest(secret.encode(), b"tocsin.web.shared", sha256)
    return hmac.digest(key, body, sha256)[:_TAG]
