"""What proves an origin: a trusted host's word, or a DKIM signature verified with the key given.

Nothing here asks the network or the clock.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from tocsin.deferred_pattern import defer_pattern
from tocsin.message.mail_headers import HeaderBlock, MailHeader, split_outside_quotes
from tocsin.message.model import DkimSignature

_SPACES = defer_pattern(rb"[ \t]+")
_SIGNATURES = 5
"""DKIM signatures of a message that are tried."""
_SIGNATURE_BYTES = 4_096
_HEADER_TOTAL = 65_536
_ONCE = ("from", "subject", "content-type", "content-transfer-encoding", "mime-version", "date", "reply-to")
"""Headers that decide what is shown: more than one, and the signed one may not be the one seen."""
_COVERED = ("from", "subject", "content-type", "content-transfer-encoding")
"""Headers that a signature must cover, where they stand."""
_SECOND_LEVEL = frozenset(
    str.split(
        "ac asso avocat co com edu fin gob gouv gov gub info int ltd med mil muni net nhs nom or org plc prd "
        "presse pro sch tm veterinaire web"
    )
)


DMARC_FAILED = "authentication: the trusted host says that DMARC failed"
"""Defect of a message that its sender's domain disowns."""


class OriginProof(NamedTuple):
    """Signatures whose check counts, and what was wrong with the others."""

    signatures: tuple[DkimSignature, ...] = ()
    defects: tuple[str, ...] = ()


def is_aligned(author: str, signer: str) -> bool:
    """Whether the author's domain is the signer's, or a name below it, and the signer no public suffix.

    >>> (is_aligned("info.ameli.fr", "ameli.fr"), is_aligned("xameli.fr", "ameli.fr"),
    ...  is_aligned("x.co.uk", "co.uk"))
    (True, False, False)
    """
    if not author or _is_suffix(signer):
        return False
    return author == signer or author.endswith("." + signer)


def _is_suffix(domain: str) -> bool:
    """Names such as ``fr`` or ``gouv.fr``, under which anybody of a kind registers.

    A guard, not a list: only who runs such a suffix could sign for it.
    """
    labels = domain.split(".")
    return len(labels) < 2 or (len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _SECOND_LEVEL)


def prove_by_trusted_host(headers: Sequence[MailHeader], trust_host: str, author: str) -> OriginProof:
    """DKIM results that the trusted host wrote above its own Received, the topmost line only.

    A forger writes below what the receiving host adds. Where the message came through a host that is neither
    the trusted one nor of its house, it is not the trusted one that received it, and nothing counts.
    """
    results = read_trusted_results(headers, trust_host)
    if results is None:
        return OriginProof()
    if any(one.method == "dmarc" and one.result in ("fail", "permerror") for one in results):
        return OriginProof((), (DMARC_FAILED,))
    host = trust_host.strip().lower()
    domains = dict.fromkeys(
        _signing_domain(one.properties) for one in results if (one.method, one.result) == ("dkim", "pass")
    )
    return OriginProof(
        tuple(DkimSignature(domain, is_aligned(author, domain), host) for domain in domains if domain)
    )


class AuthenticationResult(NamedTuple):
    """What a trusted host says of one check (RFC 8601)."""

    method: str
    """``dkim``, ``spf``, ``dmarc``..."""
    result: str
    """``pass``, ``fail``, ``none``..."""
    properties: dict[str, str]
    """``header.d``, ``smtp.mailfrom``..."""


def read_trusted_results(headers: Sequence[MailHeader], trust_host: str) -> list[AuthenticationResult] | None:
    """What the trusted host says that it checked; None where its word does not stand above its own Received.

    See :func:`prove_by_trusted_host` for whose word counts.
    """
    host = trust_host.strip().rstrip(".").lower()
    found = _find_trusted_line(headers, host) if host else None
    return None if found is None else list(_parse_results(found))


def _find_trusted_line(headers: Sequence[MailHeader], trust_host: str) -> list[str] | None:
    """Results of the topmost line of the host, if its own Received stands below it, or no Received at all.

    A message without any Received never travelled: it was handed over by the host itself.
    """
    line: list[str] | None = None
    travelled = False
    for header in headers:
        if header.name == "authentication-results" and line is None:
            line = _results_of_host(header.value, trust_host)
        elif header.name == "received":
            travelled = True
            receiver = _receiving_host(header.value)
            if _is_within(receiver, trust_host):
                return line
            if not _is_internal_hop(receiver, trust_host):
                return None
    return None if travelled else line


def _results_of_host(value: bytes, trust_host: str) -> list[str] | None:
    identity, *results = split_outside_quotes(value.decode("latin-1"), ";") or [""]
    return results if identity.split()[:1] and identity.split()[0].lower() == trust_host else None


def _receiving_host(value: bytes) -> str:
    """The host after ``by`` in a Received header."""
    words = (split_outside_quotes(value.decode("latin-1"), ";") or ["by unknown.invalid "])[0].split()
    place = next((i for i, word in enumerate(words[:-1]) if word.lower() == "by"), None)
    return "" if place is None else words[place + 1].rstrip(".").lower()


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def _is_internal_hop(receiver: str, trust_host: str) -> bool:
    """Whether a later hop is internal: no public name, an address, or the same organisation."""
    if "." not in receiver or receiver.endswith((".local", ".internal", ".lan", ".localdomain")):
        return True
    if receiver.strip("[]").replace(".", "").isdigit():
        return True
    labels = trust_host.split(".")
    house = labels[-3:] if _is_suffix(".".join(labels[-2:])) else labels[-2:]
    return _is_within(receiver, ".".join(house))


def _parse_results(line: Iterable[str]) -> Iterator[AuthenticationResult]:
    """``dkim=pass header.d=ameli.fr`` as method, result and properties."""
    for piece in line:
        method, *rest = piece.replace(" = ", "=").split() or [""]
        name, _, result = method.partition("=")
        properties = dict(word.split("=", 1) for word in rest if "=" in word)
        yield AuthenticationResult(name.partition("/")[0].lower(), result.lower(), properties)


def _signing_domain(properties: Mapping[str, str]) -> str:
    given = properties.get("header.d") or properties.get("header.i", "").rpartition("@")[2]
    return given.strip('"').rstrip(".").lower()


def verify_dkim_signatures(
    source: bytes, block: HeaderBlock, keys: Mapping[str, bytes], author: str, received: date
) -> OriginProof:
    """DKIM signatures that verify with the keys given, named ``selector._domainkey.domain``."""
    given = {name.rstrip(".").lower(): key for name, key in keys.items()}
    lines = block.all_values("dkim-signature")[:_SIGNATURES]
    if not lines or not given:
        return OriginProof()
    if block.body > _HEADER_TOTAL or max(map(len, lines)) > _SIGNATURE_BYTES:
        return OriginProof((), ("dkim: not checked, the headers are too long",))
    found, defects = [], []
    for index, line in enumerate(lines):
        tags = _parse_tags(line)
        if f"{tags.get('s', '')}._domainkey.{tags.get('d', '')}".lower() not in given:
            continue
        domain = tags["d"].lower()
        trouble = _find_coverage_fault(tags, block.headers) or _find_expiry_fault(tags, received)
        if not trouble and not _verify_signature(source, index, given):
            trouble = "does not verify"
        if trouble:
            defects.append(f"dkim: the signature of {domain} {trouble}")
        else:
            found.append(DkimSignature(domain, is_aligned(author, domain), "key"))
    return OriginProof(tuple(found), tuple(defects))


def _parse_tags(line: bytes) -> dict[str, str]:
    pairs = (piece.partition("=") for piece in line.decode("latin-1").split(";"))
    return {name.strip(): "".join(value.split()) for name, equals, value in pairs if equals}


def _find_coverage_fault(tags: Mapping[str, str], headers: Sequence[MailHeader]) -> str:
    """Why the signature would not cover what is shown; empty where it does."""
    if "l" in tags:
        return "leaves the end of the body open"
    if tags.get("a") == "rsa-sha1":
        return "uses SHA-1"
    names = [header.name for header in headers]
    if repeated := next((name for name in _ONCE if names.count(name) > 1), None):
        return f"stands under a repeated {repeated}"
    signed = tags.get("h", "").lower().split(":")
    missing = next((name for name in _COVERED if name in names and name not in signed), None)
    return f"does not cover {missing}" if missing or "from" not in signed else ""


def _find_expiry_fault(tags: Mapping[str, str], received: date) -> str:
    """Expiry counts on the day of reception; dkimpy would look at the clock."""
    expiry = tags.get("x", "")
    if not expiry.isascii() or not expiry.isdigit() or len(expiry) > 12:
        return "has no readable expiry" if expiry else ""
    day = (int(expiry) // 86_400) + date(1970, 1, 1).toordinal()
    return "had expired" if day < received.toordinal() else ""


def _verify_signature(source: bytes, index: int, keys: Mapping[str, bytes]) -> bool:
    try:
        return bool(_make_verifier(source).verify(idx=index, dnsfunc=_make_key_lookup(keys)))
    except Exception:  # dkimpy lets many kinds escape from a hostile header
        return False


def _make_key_lookup(keys: Mapping[str, bytes]) -> Any:
    def given(name: bytes | str, timeout: int = 0) -> bytes | None:
        text = name.decode("latin-1") if isinstance(name, bytes) else name
        return keys.get(text.rstrip(".").lower())

    return given


def _make_verifier(source: bytes) -> Any:
    """dkimpy's verifier, without its clock."""
    import dkim

    class Verifier(dkim.DKIM):  # type: ignore[misc]
        body: bytes

        def verify_headerprep(self, idx: int = 0) -> Any:
            lines = [pair for pair in self.headers if pair[0].lower() == b"dkim-signature"]
            tags = dkim.util.parse_tag_value(lines[idx][1])
            dkim.validate_signature_fields({k: v for k, v in tags.items() if k not in (b"t", b"x")})
            self.domain, self.selector, self.signature_fields = tags[b"d"], tags[b"s"], tags
            signed = [name.strip().lower() for name in tags[b"h"].split(b":")]
            self.include_headers = tuple(signed)
            if tags.get(b"c", b"").endswith(b"/relaxed"):
                # relaxed: dkimpy takes a quadratic time for long runs of spaces
                self.body = _SPACES.sub(b" ", self.body).replace(b" \r\n", b"\r\n")
            return tags, signed, lines

    return Verifier(source, logger=_disabled_logger())


def _disabled_logger() -> Any:
    import logging

    logger = logging.getLogger("tocsin.dkim")
    logger.disabled = True
    return logger
