"""Whether a mail is answered at all, by RFC 3834 and by who is proved to have sent it.

An answer that goes to somebody who did not write is spam of ours, and two programs that answer one another
never end. So the default is silence: only a person whose address was proved gets an answer.
"""

import re
from typing import Final, Literal

from msgspec import Struct

from tocsin.message.mail_authentication import AuthenticationResult, is_aligned, read_trusted_results
from tocsin.message.mail_headers import HeaderBlock, decode_header_text, parse_mailboxes

Silence = Literal[
    "bounce",
    "automatic",
    "list",
    "ourselves",
    "no_reply",
    "sender_missing",
    "dmarc_failed",
    "unauthenticated",
]
"""Why nobody is answered: stable words, counted and logged."""
MARK: Final = "x-tocsin-answer"
"""The header that our own answers bear."""
_BULK: Final = ("bulk", "junk", "list")
_LISTS: Final = ("list-id", "list-post", "list-unsubscribe", "list-help", "mailing-list", "x-mailing-list")
_MACHINES: Final = ("x-autoreply", "x-autorespond", "x-autorespond-to", "x-auto-response", "feedback-id")
_SUPPRESS: Final = ("all", "oof", "autoreply")
_NOBODY: Final = re.compile(
    r"(?:no[._-]?reply|do[._-]?not[._-]?reply|ne[._-]?pas[._-]?repondre|nepasrepondre|mailer-daemon|postmaster"
    r"|bounces?|majordomo|listserv|owner-.*|.*-(?:request|bounces?|owner))(?:[+=].*)?",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
)


class ProvenSender(Struct, frozen=True):
    address: str


def sender_to_answer(
    block: HeaderBlock, *, envelope: str | None, ours: frozenset[str], trust_host: str
) -> ProvenSender | Silence:
    """Who is answered, or why nobody is.

    ``envelope`` is the sender of the envelope, empty for a bounce; None where only the headers are known, as
    in a mailbox: there Return-Path says it. ``ours`` are our own addresses, in lower case. 1. What is no
    letter of a person. 2. The one sender in From; Reply-To is never followed, for nobody proves it. 3. The
    trusted host must have proved that domain.
    """
    if silence := _machine_mail_reason(block, envelope):
        return silence
    senders = parse_mailboxes(block.first_value("from"))
    if len(senders) != 1 or len(block.all_values("from")) != 1 or not _ADDRESS.fullmatch(senders[0].address):
        return "sender_missing"
    address = senders[0].address
    if address.lower() in ours or block.first_value(MARK):
        return "ourselves"
    if _NOBODY.fullmatch(address.rpartition("@")[0]):
        return "no_reply"
    results = read_trusted_results(block.headers, trust_host)
    if results and any(one.method == "dmarc" and one.result in ("fail", "permerror") for one in results):
        return "dmarc_failed"
    return (
        ProvenSender(address)
        if results and _is_authenticated(results, senders[0].domain)
        else "unauthenticated"
    )


def _machine_mail_reason(block: HeaderBlock, envelope: str | None) -> Silence | None:
    path = _return_path(block) if envelope is None else envelope
    if path is not None and not path.strip("<> \t"):
        return "bounce"
    if b"multipart/report" in block.first_value("content-type").lower():
        return "bounce"
    if _header_value(block, "auto-submitted") not in ("", "no"):
        return "automatic"
    if any(block.first_value(name) for name in _LISTS) or _header_value(block, "precedence") in _BULK:
        return "list"
    suppressed = (
        part.strip() for part in _header_value(block, "x-auto-response-suppress", whole=True).split(",")
    )
    if any(block.first_value(name) for name in _MACHINES) or any(part in _SUPPRESS for part in suppressed):
        return "automatic"
    local = (path or "").strip("<>").rpartition("@")[0]
    return "no_reply" if local and _NOBODY.fullmatch(local) else None


def _return_path(block: HeaderBlock) -> str | None:
    """The sender of the envelope, as the server that delivered wrote it; None where it did not."""
    paths = block.all_values("return-path")
    return paths[0].decode("latin-1") if paths else None


def _header_value(block: HeaderBlock, name: str, *, whole: bool = False) -> str:
    text = decode_header_text(block.first_value(name)).lower()
    return text if whole else text.partition(";")[0].partition("(")[0].strip()


def _is_authenticated(results: list[AuthenticationResult], domain: str) -> bool:
    """Whether DMARC, DKIM or SPF passed for the very domain of the sender, or one above it."""
    for one in results:
        if one.result != "pass":
            continue
        if one.method == "dmarc" and is_aligned(domain, _property_domain(one, "header.from")):
            return True
        if one.method == "dkim" and is_aligned(
            domain, _property_domain(one, "header.d") or _property_domain(one, "header.i")
        ):
            return True
        if one.method == "spf" and is_aligned(domain, _property_domain(one, "smtp.mailfrom")):
            return True
    return False


def _property_domain(result: AuthenticationResult, name: str) -> str:
    """The domain in a property, which may be an address; empty where there is none."""
    given = result.properties.get(name, "").strip('"<> ').rstrip(".").lower()
    return given.rpartition("@")[2]
