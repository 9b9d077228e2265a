"""A small charter of an invented institution, and findings made by hand, to decide on."""

from datetime import UTC, date, datetime
from typing import Any

from tocsin.charter.schema import (
    AdviceClause,
    AskClause,
    AttestationDates,
    Charter,
    ClauseSource,
    ContentClause,
    InstitutionLexicon,
    ListingClause,
    PointClause,
    ProgrammeClause,
    ValidityPeriod,
    Wording,
)
from tocsin.charter.view import view_as_of
from tocsin.evidence.model import Evidence, FoundNumber, IssuedCode, ItemRequest, LinkTarget
from tocsin.message.model import Message
from tocsin.verdict.decision import decide_verdict
from tocsin.verdict.model import Verdict

DAY = date(2024, 6, 1)
ALL = ("sms", "email", "call", "voicemail", "social", "letter")
RINGS, SHOWS, OTHER, PREMIUM = "+33199000001", "+33199000002", "+33199000099", "+33899000001"


def said(text: str) -> Wording:
    return Wording(fr=f"{text}.", en=f"{text}, in English.")


SOURCE = ClauseSource(
    url="https://www.eau.example/contact", publisher="Régie des eaux", date="2020-03-01", quality="verbatim"
)


def clause(kind: Any, id: str, **rest: Any) -> Any:
    direction = "you_contact_them" if rest.pop("ring", False) else "they_contact_you"
    base = {
        "direction": direction, "channels": ALL, "wording": said(id), "in_force": ValidityPeriod(),
        "seen": AttestationDates(first="2020-03-01", last="2023-01-01"), "sources": (SOURCE,),
    }  # fmt: skip
    return kind(id=id, **(base | rest))


def until(day: date) -> ValidityPeriod:
    return ValidityPeriod(earliest_end=day, latest_end=day)


CLAUSES = (
    clause(PointClause, "point.ring", ring=True, medium="phone", value=RINGS, purpose=said("ring")),
    clause(PointClause, "point.shown", medium="phone", value=SHOWS, purpose=said("shown")),
    clause(
        PointClause,
        "point.web",
        ring=True,
        medium="web_host",
        value="eau.example",
        purpose=said("site"),
        subdomains=True,
    ),
    clause(PointClause, "point.mail", medium="mail_domain", value="eau.example", purpose=said("mail")),
    clause(ListingClause, "list.ring", ring=True, media=("phone",), closed=True),
    clause(
        ListingClause,
        "list.shown",
        media=("phone",),
        closed=True,
        channels=("call", "voicemail"),
        in_force=until(date(2023, 1, 1)),
    ),
    clause(ListingClause, "list.web", ring=True, media=("web_host",), closed=True, channels=("sms", "email")),
    clause(ListingClause, "list.mail", media=("mail_domain",), closed=True, channels=("email",)),
    clause(AskClause, "ask.iban", items=("iban", "card"), allowed="never"),
    clause(
        AskClause,
        "ask.iban.part",
        items=("iban",),
        allowed="only_if",
        completeness="partial",
        channels=("call",),
    ),
    clause(
        AskClause, "ask.iban.inside", items=("iban",), allowed="yes", inside_account=True, channels=("email",)
    ),
    clause(AskClause, "ask.code", items=("code",), allowed="never"),
    clause(AskClause, "ask.code.asked", items=("code",), allowed="only_if", solicited=True),
    clause(AskClause, "ask.nir", items=("nir",), allowed="never", quality="inferred"),
    clause(AskClause, "ask.medical", items=("medical",), allowed="unknown"),
    clause(AskClause, "ask.personal", items=("personal",), allowed="yes"),
    clause(ContentClause, "content.refund", contents=("lure_refund",), allowed="never"),
    clause(
        ContentClause, "content.attachment", contents=("attachment",), allowed="never", channels=("email",)
    ),
    clause(ContentClause, "content.masked", contents=("masked_number",), allowed="never", channels=("call",)),
    clause(ProgrammeClause, "meters", name=said("meters"), in_force=until(date(2023, 1, 1))),
    clause(AdviceClause, "advice.doubt", when=("doubt",), rank=2, contact="3900"),
    clause(AdviceClause, "advice.received", when=("received",), rank=1),
    clause(AdviceClause, "advice.paid", when=("paid",), rank=3, price=said("free")),
)
CHARTER = Charter(
    id="water",
    name=Wording(fr="la Régie des eaux", en="the Water Board"),
    version="2024-01-01",
    clauses=CLAUSES,
    lexicon=InstitutionLexicon(names=("regie des eaux",)),
)


# ---- findings


def claim() -> Evidence:
    return Evidence("claim", "opening", 0, 5, "Régie")


def ask(item: str, *, partial: bool = False, manner: str = "imperative") -> Evidence:
    return Evidence("ask", item, 10, 20, "votre truc", about=ItemRequest(item, partial, manner))  # type: ignore[arg-type]


def link(standing: str, host: str = "vole.example", shown: str = "") -> Evidence:
    about = LinkTarget(f"http://{host}", host, host, standing, "", shown)  # type: ignore[arg-type]
    return Evidence("link", host, 30, 30 + len(host), host, about=about)


def number(value: str, role: str = "callback", tariff: str = "standard", medium: str = "phone") -> Evidence:
    return Evidence("number", value, 40, 50, value[:10], about=FoundNumber(role, tariff, medium))  # type: ignore[arg-type]


def registered(value: str) -> Evidence:
    issue = (
        IssuedCode()
        if value == "unknown"
        else IssuedCode(datetime(2024, 5, 31, tzinfo=UTC), "3900", "notice 1 (fr)")
    )
    return Evidence("registered", value, 50, 59, "K7QF-2M9D", about=issue)


def caller(value: str, tariff: str = "standard", medium: str = "phone") -> Evidence:
    about = FoundNumber("caller", tariff, medium)  # type: ignore[arg-type]
    return Evidence("sender", value, 0, len(value), value, "sender", about)


def mailbox(address: str, standing: str = "foreign") -> Evidence:
    host = address.rpartition("@")[2]
    about = LinkTarget(host, host, host, standing)  # type: ignore[arg-type]
    return Evidence("sender", address, 0, len(address), address, "sender", about)


def sign(kind: str, value: str) -> Evidence:
    return Evidence(kind, value, 60, 66, "signe!")  # type: ignore[arg-type]


def signed(domain: str = "eau.example") -> Evidence:
    return Evidence("signature", domain, 0, 0, domain, "sender")


def decided(
    *evidence: Evidence, channel: str = "sms", on: date = DAY, lang: str = "fr", **rest: Any
) -> Verdict:
    message = Message(channel=channel, text="x" * 100, received=on, **rest)  # type: ignore[arg-type]
    return decide_verdict(message, view_as_of(CHARTER, on), evidence, lang)


def kinds(verdict: Verdict) -> dict[str, str]:
    """Each kind of reason, with its weight."""
    return {r.kind: r.weight for r in verdict.reasons}
