"""The decision: evidence held against the charter of the day.

Precedence (``docs/reference/verdicts.md``): a contradiction beats any match; a proven origin does not
excuse one; signs without a broken clause only warn; no clause means unknown, not safe. Nothing is summed.
"""

from collections.abc import Callable, Iterable
from datetime import date

from tocsin.charter.schema import SENDER_NAME, AnyClause, Ask, Channel, Item
from tocsin.charter.view import View
from tocsin.evidence.hosts import within
from tocsin.evidence.model import Evidence, Host, Issue, Number, Request
from tocsin.message.model import Message
from tocsin.verdict import wording
from tocsin.verdict.advising import advice
from tocsin.verdict.attribution import attributed, forwarded, of_the_sender
from tocsin.verdict.model import Level, Reason, Verdict

ASK_KINDS: dict[str, str] = {
    "iban": "asks_bank_details",
    "card": "asks_bank_details",
    "nir": "asks_nir",
    "medical": "asks_medical",
    "password": "asks_credentials",
    "identifiers": "asks_credentials",
    "code": "asks_credentials",
    "payment": "asks_payment",
    "tax_number": "asks_tax_number",
    "identity_document": "asks_identity_document",
    "personal": "asks_personal",
}
"""Item of the charter -> kind of reason."""
SIGN = "sign."
"""Before the kind of a reason that no clause answers."""
REGISTER = "register."
"""Before the kind of a reason that the register of the messages sent gives."""
ISSUES = {
    "matches": ("proves", "registered"),
    "differs": ("contradicts", "registered_text_differs"),
    "reused": ("warns", "code_reused"),
    "unknown": ("warns", "code_unknown"),
}
"""What the register says of a code -> weight and kind of reason."""
_SECRET = ("iban", "card", "password", "code", "identifiers", "payment")
_BUSINESS_SMS = date(2019, 8, 1)
"""Business SMS through 06/07 lines forbidden (decision 18-0881, af2m)."""
_MOBILE_CALLER = date(2023, 1, 1)
"""A call centre may not show a 06/07 line (Arcep, numbering plan)."""
_FREE_MAIL = frozenset(
    (
        "gmail.com outlook.com outlook.fr hotmail.com hotmail.fr yahoo.com yahoo.fr live.fr live.com "
        "laposte.net free.fr orange.fr wanadoo.fr sfr.fr gmx.fr gmx.com protonmail.com proton.me icloud.com "
        "aol.com mail.com yandex.com mail.ru"
    ).split()
)


class _Found:
    """One judgement on one finding."""

    __slots__ = ("clause", "evidence", "kind", "weight")

    def __init__(self, weight: str, kind: str, evidence: Evidence, clause: AnyClause | None) -> None:
        self.weight = weight
        self.kind = kind
        self.evidence = evidence
        self.clause = clause


def decide(
    message: Message, view: View, evidence: Iterable[Evidence], lang: str = "fr", *, unread: bool = False
) -> Verdict:
    """The verdict on a message: pure, of the evidence handed in and the charter as of that day.

    ``unread``: nobody asks; a mail on its way is judged as one of the institution only where its envelope or
    its head claims that, since a filter must not accuse who merely speaks of it.
    """
    evidence = tuple(evidence)
    claims = [e for e in evidence if _claims(e)]
    attribution = attributed(message, claims) if unread and claims else "claimed"
    if attribution == "mentioned":
        hurried = {"pressure", "lure"} <= {e.kind for e in evidence}
        claims, evidence = [], tuple(e for e in evidence if not of_the_sender(message, e, hurried))
    elif claims and message.channel == "email" and all(forwarded(message, e) for e in claims):
        # Who forwards a mail does not claim to have written it.
        evidence = tuple(e for e in evidence if e.field != "sender")
    found = _Judge(message, view, evidence).judge() if claims else _unclaimed(message, evidence)
    if attribution == "signed":
        found = [_softened(f) for f in found]
    level = _level(bool(claims), found)
    happened = tuple(e.value for e in evidence if e.kind == "deed")
    return _verdict(message, view, level, claims, found, happened, lang)


def _softened(f: _Found) -> _Found:
    """A contradiction as a warning."""
    weight = "warns" if f.weight == "contradicts" else f.weight
    return _Found(weight, f.kind, f.evidence, f.clause)


def _claims(e: Evidence) -> bool:
    """Whether it lets believe that the message comes from the institution; its own text always does."""
    if e.kind == "registered":
        return e.value == "matches"
    return e.kind == "claim" and not e.value.startswith("brand:")


def _level(claimed: bool, found: list[_Found]) -> Level:
    """The published precedence, in this order."""
    weights = {f.weight for f in found}
    if not claimed:
        return "suspicious" if "warns" in weights else "unrelated"
    if "proves" in weights:
        return "suspicious" if weights & {"contradicts", "warns"} else "authentic"
    if "contradicts" in weights:
        return "imposture"
    return "suspicious" if "warns" in weights else "unproven"


class _Judge:
    """Holds each finding of a message that claims to come from the institution against the charter."""

    def __init__(self, message: Message, view: View, evidence: tuple[Evidence, ...]) -> None:
        self.message = message
        self.view = view
        self.evidence = evidence
        self.channel: Channel = message.channel
        self.found: list[_Found] = []
        self.programmes = tuple(e.value for e in evidence if e.kind == "programme")
        self.running = next((p for p in self.programmes if self._runs(p)), "")
        self.pushes = any(map(self._pushes, evidence))
        self.asked = any(e.kind == "ask" and self._secret(e) and self._forbidden(e) for e in evidence)

    def judge(self) -> list[_Found]:
        """Every finding, judged."""
        judges: dict[str, Callable[[Evidence], None]] = {
            "sender": self._sender,
            "number": self._number,
            "link": self._link,
            "ask": self._ask,
            "lure": self._lure,
            "pressure": lambda e: self._content(e.value, e, "neutral"),
            "disguise": lambda e: self._keep("warns", "obfuscation", e, None),
            "attachment": lambda e: self._content("attachment", e, "neutral"),
            "masked": lambda e: self._content("masked_number", e, "neutral"),
            "programme": self._programme,
            "signature": self._signature,
            "registered": self._registered,
        }
        for e in self.evidence:
            if judge := judges.get(e.kind):
                judge(e)
        return self.found

    def _keep(self, weight: str, kind: str, e: Evidence, clause: AnyClause | None) -> None:
        if weight == "contradicts" and (clause is None or clause.quality == "inferred"):
            weight = "warns"
        self.found.append(_Found(weight, kind, e, clause))

    @staticmethod
    def _secret(e: Evidence) -> bool:
        return e.value in _SECRET or e.value == "nir"

    def _pushes(self, e: Evidence) -> bool:
        if e.kind == "link" and isinstance(e.about, Host):
            return e.about.standing not in ("official", "public")
        if e.kind == "number" and isinstance(e.about, Number) and e.about.role == "callback":
            return not self._may_ring(e)
        return False

    def _runs(self, programme: str) -> bool:
        clause = self.view.programme(programme)
        return clause is not None and clause.in_force.possibly(self.view.on)

    # ---- who

    def _sender(self, e: Evidence) -> None:
        if isinstance(e.about, Number):
            self._caller(e, e.about)
        elif isinstance(e.about, Host):
            self._mailbox(e, e.about)
        elif self.channel == "sms":
            self._sender_name(e)

    def _sender_name(self, e: Evidence) -> None:
        """A name shown in the place of the sender's number, in the shape that networks let through or not."""
        name = e.value.strip()
        points = (p for p in self.view.points("sms_sender") if p.direction == "they_contact_you")
        if point := next((p for p in points if p.value.casefold() == name.casefold()), None):
            self._keep("neutral", "sender_matches_proves_nothing", e, point)
        elif listing := self.view.listing("sms_sender", "they_contact_you", self.channel):
            self._keep("contradicts", "sender_not_official", e, listing)
        elif not SENDER_NAME.fullmatch(name):
            self._content("sender_name_shape", e, "neutral")

    def _caller(self, e: Evidence, number: Number) -> None:
        point = self.view.point(number.medium, e.value, "they_contact_you")
        if point:
            self._keep("neutral", "number_matches_proves_nothing", e, point)
            return
        listing = self.view.listing(number.medium, "they_contact_you", self.channel)
        if listing:
            self._keep("contradicts", "sender_not_official", e, listing)
        elif number.medium == "phone" and self._out_of_plan(e.value):
            self._keep("warns", "sender_not_official", e, self.view.retired(number.medium, e.value))
        else:
            self._keep("neutral", "sender_unknown", e, self.view.retired(number.medium, e.value))
        if number.tariff == "premium" and number.medium == "phone":
            self._keep("warns", "premium_rate", e, listing)

    def _out_of_plan(self, value: str) -> bool:
        """A line that no institution may call or write from, whatever its charter says."""
        if self.view.point("phone", value, "you_contact_them"):
            return False
        if value.startswith("+") and not value.startswith("+33"):
            return True
        mobile = value.startswith(("+336", "+337"))
        since = _BUSINESS_SMS if self.channel == "sms" else _MOBILE_CALLER
        return mobile and self.view.on >= since

    def _mailbox(self, e: Evidence, host: Host) -> None:
        domain = e.value.rpartition("@")[2]
        point = self.view.point("mail_address", e.value) or self._mail_domain(domain)
        if point:
            self._keep("neutral", "sender_matches_proves_nothing", e, point)
            return
        listing = self._listing(("mail_address", "mail_domain"))
        if host.standing == "lookalike":
            self._keep("contradicts", "lookalike_domain", e, self._hosts_clause())
        if listing and not any(within(domain, p.value) for p in self.view.points("mail_domain")):
            self._keep("contradicts", "sender_not_official", e, listing)
        elif domain in _FREE_MAIL:
            self._keep("warns", "sender_not_official", e, None)
        elif host.standing != "lookalike":
            self._keep("neutral", "sender_unknown", e, None)

    def _mail_domain(self, domain: str) -> AnyClause | None:
        for p in self.view.points("mail_domain"):
            if domain == p.value or (p.subdomains and within(domain, p.value)):
                return p
        return None

    def _listing(self, media: tuple[str, ...]) -> AnyClause | None:
        for medium in media:
            for direction in ("they_contact_you", "you_contact_them"):
                if found := self.view.listing(medium, direction, self.channel):  # type: ignore[arg-type]
                    return found
        return None

    def _signature(self, e: Evidence) -> None:
        if point := self._mail_domain(e.value) or self._official_mail(e.value):
            self._keep("proves", "signature_aligned", e, point)

    def _official_mail(self, domain: str) -> AnyClause | None:
        for medium in ("mail_domain", "web_host", "mail_address"):
            for p in self.view.points(medium):
                if within(domain, p.value.rpartition("@")[2]):
                    return p
        return None

    def _registered(self, e: Evidence) -> None:
        self.found.append(_Found(*ISSUES[e.value], e, None))

    # ---- where to

    def _may_ring(self, e: Evidence) -> bool:
        assert isinstance(e.about, Number)
        return bool(self.view.point(e.about.medium, e.value, "you_contact_them"))

    def _number(self, e: Evidence) -> None:
        number = e.about
        assert isinstance(number, Number)
        if number.role == "caller":
            self._caller(e, number)
            return
        if self._may_ring(e):
            return
        listing = self.view.listing(number.medium, "you_contact_them", self.channel)
        listing = listing or self.view.listing("phone", "you_contact_them", self.channel)
        given = (
            number.role == "mentioned"
            and self.channel != "call"
            and number.medium == "phone"
            and not self._helps(e)
        )
        if number.role == "callback" or given:
            if number.medium == "short_code" and self.view.point("short_code", e.value):
                return
            self._keep("contradicts", "callback_not_official", e, listing)
        if number.tariff == "premium":
            self._keep("contradicts" if number.role == "callback" else "warns", "premium_rate", e, listing)

    def _helps(self, e: Evidence) -> bool:
        """A number of public help, or another of the charter's, that a message may quote."""
        assert isinstance(e.about, Number)
        return e.about.tariff == "free" or bool(self.view.point(e.about.medium, e.value))

    def _hosts_clause(self) -> AnyClause | None:
        """The clause that a look-alike host contradicts: the sites of the institution are its own."""
        return (
            self.view.content("lookalike_domain", self.channel)
            or self._listing(("web_host",))
            or next(iter(self.view.points("web_host")), None)
        )

    def _link(self, e: Evidence) -> None:
        host = e.about
        assert isinstance(host, Host)
        if host.shown:
            self._keep("warns", "link_text_differs", e, None)
        if host.standing in ("official", "public"):
            return
        clause = self._listing(("web_host",))
        if host.standing == "lookalike":
            found = _Found("contradicts", "lookalike_domain", e, self._hosts_clause())
            self.found.append(found)
        if host.standing == "shortener":
            shortener = self.view.content("shortener", self.channel)
            self._keep(
                "contradicts" if shortener and shortener.allowed == "never" else "warns",
                "shortener",
                e,
                shortener,
            )
        self._keep("contradicts", "link_not_official", e, clause)

    # ---- what

    def _inside(self, request: Request) -> bool:
        return self.message.inside_account or (request.manner == "account" and not self.pushes)

    def _rule(self, e: Evidence) -> Ask | None:
        request = e.about
        assert isinstance(request, Request)
        inside = self._inside(request)
        # What is done in the account is judged as there, however the message that says so came.
        return self.view.ask(
            request.item,
            "email" if inside and request.manner == "account" else self.channel,
            partial=request.partial,
            inside_account=inside,
            solicited=self.message.solicited,
            programme=self.running,
        )

    def _forbidden(self, e: Evidence) -> bool:
        if isinstance(e.about, Request) and e.about.manner == "login":
            return False
        clause = self._rule(e)
        return clause is None or clause.allowed in ("never", "unknown")

    def _ask(self, e: Evidence) -> None:
        request = e.about
        assert isinstance(request, Request)
        item: Item = request.item
        if request.manner == "login" and not self.pushes:
            # To sign in on its own site, as always, is not to give one's login away.
            return
        kind = ASK_KINDS[item]
        inside = self._inside(request)
        clause = self._rule(e)
        if clause is None:
            if item in ("personal", "identity_document", "medical", "tax_number") and not (
                self.pushes and item != "personal"
            ):
                return
            self._keep("neutral" if inside else "warns", kind, e, None)
        elif clause.allowed == "never":
            self._keep("warns" if request.manner == "mention" else "contradicts", kind, e, clause)
        elif clause.allowed == "unknown":
            self._keep("warns", kind, e, clause)

    def _lure(self, e: Evidence) -> None:
        kind = e.value
        clause = self.view.content(
            kind, self.channel, inside_account=self.message.inside_account, solicited=self.message.solicited
        )
        live = self.pushes or self.asked
        if clause is not None and clause.allowed == "never":
            self._keep("contradicts" if live else self._bare(e), kind, e, clause)
        elif clause is None:
            self._keep("warns" if live else self._bare(e), kind, e, None)
        elif clause.allowed == "yes":
            self._keep("neutral", kind, e, clause)

    def _bare(self, e: Evidence) -> str:
        """A lure that leads nowhere yet: neutral where it sends to the institution itself."""
        home = any(
            isinstance(x.about, Host) and x.kind == "link" and x.about.standing == "official"
            for x in self.evidence
        )
        rings = any(
            x.kind == "number" and self._may_ring(x) for x in self.evidence if isinstance(x.about, Number)
        )
        account = any(x.kind == "account" for x in self.evidence)
        if home or rings or account or self.message.inside_account or self.message.solicited:
            return "neutral"
        return "warns" if e.value != "lure_refund" or self.channel in ("sms", "email") else "neutral"

    def _content(self, kind: str, e: Evidence, otherwise: str) -> None:
        clause = self.view.content(
            kind, self.channel, inside_account=self.message.inside_account, solicited=self.message.solicited
        )
        if clause is not None and clause.allowed == "never":
            self._keep("contradicts", kind, e, clause)
        else:
            self._keep(otherwise, kind, e, clause)

    def _programme(self, e: Evidence) -> None:
        clause = self.view.programme(e.value)
        if clause is not None and not clause.in_force.possibly(self.view.on):
            self._keep("contradicts", "programme_ended", e, clause)


def _unclaimed(message: Message, evidence: tuple[Evidence, ...]) -> list[_Found]:
    """Signs of fraud in any other name: a pretext and a way to take, or a pretext that stands alone."""
    links = [
        e
        for e in evidence
        if e.kind == "link"
        and isinstance(e.about, Host)
        and e.about.standing in ("foreign", "shortener", "lookalike")
    ]
    numbers = [e for e in evidence if e.kind in ("number", "sender") and isinstance(e.about, Number)]
    rings = [e for e in numbers if isinstance(e.about, Number) and e.about.role == "callback"]
    premium = [e for e in numbers if isinstance(e.about, Number) and e.about.tariff == "premium"]
    lures = [e for e in evidence if e.kind == "lure"]
    asks = [
        e
        for e in evidence
        if e.kind == "ask" and e.value in (*_SECRET, "nir", "identity_document", "personal")
    ]
    hard = [e for e in asks if e.value in _SECRET and e.value != "iban"]
    brands = [e for e in evidence if e.kind == "claim"]
    pressure = [e for e in evidence if e.kind == "pressure"]
    disguise = [e for e in evidence if e.kind == "disguise"]
    alone = [e for e in lures if e.value in STANDS_ALONE]
    paying = [e for e in asks if e.value == "payment"]
    stolen = [e for e in asks if e.value in ("card", "password", "code") and not _friendly(evidence)]
    headed = any(
        e.value.endswith(":heading") and ":health" not in e.value and ":family" not in e.value for e in brands
    )
    taking = bool(links or rings or premium or hard)
    spoken = message.channel in ("call", "voicemail")
    suspicious = bool(
        alone
        or stolen
        or (lures and taking and not all(e.value == "lure_benefit" for e in lures))
        or (lures and (links or premium or hard))
        or (
            any(e.value == "threat" for e in pressure)
            and any(e.value in ("lure_fine", "lure_parcel", "lure_toll") for e in lures)
        )
        or (headed and pressure and any(e.value in ("iban", "identity_document", "nir") for e in asks))
        or (links and any(e.value.endswith(":heading") and ":health" not in e.value for e in brands))
        or (links and brands and (asks or pressure))
        or (links and (paying or hard))
        or (premium and (rings or spoken))
        or (spoken and paying and pressure)
        or (spoken and brands and asks and not _friendly(evidence))
        or (disguise and (lures or links))
        or (_shortened(links) and (pressure or brands or lures))
    )
    weight = "warns" if suspicious else "neutral"
    found = [_Found(weight, e.value, e, None) for e in lures]
    if suspicious:
        found += [_Found("warns", ASK_KINDS[e.value], e, None) for e in asks]
        found += [_Found("warns", "premium_rate", e, None) for e in premium]
        for e in links:
            assert isinstance(e.about, Host)
            kind = {"shortener": "shortener", "lookalike": "lookalike_domain"}.get(
                e.about.standing, "brand_link"
            )
            if kind != "brand_link" or brands:
                found.append(_Found("warns", kind, e, None))
        found += [_Found("neutral", e.value, e, None) for e in pressure]
        found += [_Found("warns", "obfuscation", e, None) for e in disguise]
    return found


def _friendly(evidence: tuple[Evidence, ...]) -> bool:
    """Whether the tone is of people who know each other, or the place one where a card is shown."""
    return any(e.kind == "tone" for e in evidence)


def _shortened(links: list[Evidence]) -> bool:
    return any(isinstance(e.about, Host) and e.about.standing == "shortener" for e in links)


STANDS_ALONE = frozenset(
    {
        "lure_relative",
        "lure_sextortion",
        "lure_inheritance",
        "lure_driver",
        "lure_untraceable",
        "lure_transfer",
        "lure_overpayment",
        "lure_summons",
    }
)
"""Pretexts that are a sign without a link or a number."""


def _verdict(
    message: Message,
    view: View,
    level: Level,
    claims: list[Evidence],
    found: list[_Found],
    happened: tuple[str, ...],
    lang: str,
) -> Verdict:
    name = wording.said(view.charter.name, lang)
    order = {"contradicts": 0, "proves": 1, "warns": 2, "neutral": 3}
    kept: dict[tuple[str | int, ...], _Found] = {}
    for f in sorted(found, key=lambda f: order[f.weight]):
        kept.setdefault(_once(f), f)
    reasons = tuple(_reason(f, lang, name) for f in kept.values())
    against = [r for r in reasons if r.weight in ("contradicts", "warns")]
    compatible = tuple(dict.fromkeys(c for r in against if (c := wording.compatible(r.kind, lang, name))))
    turn = manner(level, ((r.kind, r.weight) for r in reasons), happened)
    return Verdict(
        level=level,
        headline=wording.headline(turn, lang, name),
        claims=(view.charter.id,) if claims else (),
        charter_id=view.charter.id,
        charter_version=view.charter.version,
        as_of=view.on,
        reasons=reasons,
        compatible=compatible if level in ("imposture", "suspicious") else (),
        proves=wording.proves(turn, lang, name),
        advice=advice(view, level, message.channel, lang, claimed=bool(claims), happened=happened),
        happened=happened,
    )


def _once(f: _Found) -> tuple[str | int, ...]:
    """What tells two judgements apart: a number or an address counts once, however often it is repeated."""
    e = f.evidence
    if isinstance(e.about, Number | Host):
        return f.kind, e.field, e.value
    return f.kind, e.field, e.start, e.end


def manner(level: Level, reasons: Iterable[tuple[str, str]], happened: tuple[str, ...] = ()) -> str:
    """The level, or a turn of it that has sentences of its own; reasons are kinds with their weights."""
    if level == "unrelated" and happened:
        return "unrelated_help"
    kinds: dict[str, set[str]] = {"contradicts": set(), "proves": set()}
    for kind, weight in reasons:
        kinds.setdefault(weight, set()).add(kind)
    if level == "suspicious" and kinds["proves"]:
        return "suspicious_signed"
    if level == "authentic" and kinds["proves"] == {"registered"}:
        return "authentic_registered"
    if level == "imposture" and kinds["contradicts"] == {"registered_text_differs"}:
        return "imposture_registered"
    return level


def _reason(f: _Found, lang: str, name: str) -> Reason:
    e = f.evidence
    clause = f.clause
    text = wording.seen(f.kind, lang, e.raw, name)
    if clause is not None:
        text += " " + wording.said(clause.wording, lang)
    issue = e.about if isinstance(e.about, Issue) else None
    if issue is not None:
        text += wording.issued(issue, f.kind, lang)
    return Reason(
        kind=f.kind,
        clause=clause.id if clause is not None else f"{REGISTER if issue else SIGN}{f.kind}",
        weight=f.weight,  # type: ignore[arg-type]
        span=(e.start, e.end) if e.raw and e.field in ("text", "subject", "sender") else None,
        quote=e.raw,
        field=e.field,
        text=text,
        in_force=wording.period(clause.in_force, lang) if clause is not None else "",
        source=wording.source(clause) if clause else wording.register(issue, lang) if issue else "",
    )
