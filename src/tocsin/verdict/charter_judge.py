"""Holds each finding of a message that claims to come from an institution against its charter of the day."""

from collections.abc import Callable

from tocsin.charter.channels import ChannelId
from tocsin.charter.items import ITEMS
from tocsin.charter.judgement_coverage import PRETEXTS
from tocsin.charter.schema import SENDER_NAME, AnyClause, AskClause, ContentClause
from tocsin.charter.view import DatedCharter
from tocsin.evidence.foreign_accounts import FOREIGN_ACCOUNT, is_held_at_home
from tocsin.evidence.hosts import is_within_domain
from tocsin.evidence.lures import ASKED_BY, WHOEVER_IS_NAMED
from tocsin.evidence.model import Evidence, FoundNumber, ItemRequest, LinkTarget
from tocsin.evidence.sender_forms import load_mailbox_hosts
from tocsin.message.mail_authentication import DMARC_FAILED
from tocsin.message.model import Message

ISSUES = {
    "matches": ("proves", "registered"),
    "differs": ("contradicts", "registered_text_differs"),
    "reused": ("warns", "code_reused"),
    "unknown": ("warns", "code_unknown"),
}
"""What the register says of a code -> weight and kind of reason."""


class Judgement:
    """One judgement on one finding."""

    __slots__ = ("clause", "evidence", "kind", "weight")

    def __init__(self, weight: str, kind: str, evidence: Evidence, clause: AnyClause | None) -> None:
        self.weight = weight
        self.kind = kind
        self.evidence = evidence
        self.clause = clause


class CharterJudge:
    """Holds each finding of a message that claims to come from the institution against the charter."""

    def __init__(self, message: Message, view: DatedCharter, evidence: tuple[Evidence, ...]) -> None:
        self.message = message
        self.view = view
        self.evidence = evidence
        self.channel: ChannelId = message.channel
        self.traits = message.traits
        self.found: list[Judgement] = []
        self.programmes = tuple(e.value for e in evidence if e.kind in ("programme", "topic"))
        self.running = next(filter(view.runs_programme, self.programmes), "")
        self.pushes = any(map(self._pushes_reader, evidence))
        self.asked = any(map(self._is_forbidden_secret, evidence))

    def judge_evidence(self) -> list[Judgement]:
        """Every finding, judged."""
        judges: dict[str, Callable[[Evidence], None]] = {
            "sender": self._judge_sender,
            "number": self._judge_number,
            "link": self._judge_link,
            "ask": self._judge_ask,
            "lure": self._judge_lure,
            "pressure": lambda e: self._judge_content(e.value, e, "neutral"),
            "disguise": lambda e: self._add_judgement("warns", "obfuscation", e, None),
            "attachment": lambda e: self._judge_content("attachment", e, "neutral"),
            "masked": lambda e: self._judge_content("masked_number", e, "neutral"),
            "programme": self._judge_programme,
            "signature": self._judge_signature,
            "registered": self._judge_registered,
        }
        for e in self.evidence:
            if judge := judges.get(e.kind):
                judge(e)
        self._judge_channel()
        return self.found

    def _judge_channel(self) -> None:
        """The channel itself, where the institution says that it never writes by it: the claim contradicts it."""
        claim = next(
            (e for e in self.evidence if e.kind == "claim" and not e.value.startswith("brand:")), None
        )
        clause = self._find_content("channel_not_used")
        if claim and clause is not None and clause.allowed == "never":
            self._add_judgement("contradicts", "channel_not_used", claim, clause)

    def _add_judgement(self, weight: str, kind: str, e: Evidence, clause: AnyClause | None) -> None:
        if weight == "contradicts" and (clause is None or clause.quality == "inferred"):
            weight = "warns"
        self.found.append(Judgement(weight, kind, e, clause))

    def _is_forbidden_secret(self, e: Evidence) -> bool:
        return e.kind == "ask" and ITEMS[e.value].secret and self._is_forbidden(e)

    def _pushes_reader(self, e: Evidence) -> bool:
        if e.kind == "link" and isinstance(e.about, LinkTarget):
            return e.about.standing not in ("official", "public")
        if e.kind == "number" and isinstance(e.about, FoundNumber) and e.about.role == "callback":
            return not self._may_ring(e)
        return False

    # ---- who

    def _judge_sender(self, e: Evidence) -> None:
        if isinstance(e.about, FoundNumber):
            self._judge_caller(e, e.about)
        elif isinstance(e.about, LinkTarget):
            if self.traits.short_senders:
                self._judge_content("sender_mailbox", e, "neutral")
            self._judge_mailbox(e, e.about)
        elif self.traits.short_senders:
            self._judge_sender_name(e)

    def _judge_sender_name(self, e: Evidence) -> None:
        """A name shown in the place of the sender's number, in the shape that networks let through or not."""
        name = e.value.strip()
        points = (p for p in self.view.iterate_points("sms_sender") if p.direction == "they_contact_you")
        if point := next((p for p in points if p.value.casefold() == name.casefold()), None):
            self._add_judgement("neutral", "sender_matches_proves_nothing", e, point)
        elif listing := self.view.find_closed_listing("sms_sender", "they_contact_you", self.channel):
            self._add_judgement("contradicts", "sender_not_official", e, listing)
        elif retired := self.view.find_retired_name(name):
            # Given up on a day that is known; before its first day, a name is only early.
            ended = retired.in_force.latest_end < self.view.on
            self._add_judgement("contradicts" if ended else "warns", "sender_not_official", e, retired)
        elif not SENDER_NAME.fullmatch(name):
            self._judge_content("sender_name_shape", e, "neutral")

    def _judge_caller(self, e: Evidence, number: FoundNumber) -> None:
        point = self.view.find_point(number.medium, e.value, "they_contact_you")
        if point:
            self._add_judgement("neutral", "number_matches_proves_nothing", e, point)
            return
        listing = self.view.find_closed_listing(number.medium, "they_contact_you", self.channel)
        if listing:
            self._add_judgement("contradicts", "sender_not_official", e, listing)
        elif number.medium == "phone" and self._is_out_of_plan(e.value):
            self._add_judgement(
                "warns", "sender_not_official", e, self.view.find_retired_point(number.medium, e.value)
            )
        else:
            self._add_judgement(
                "neutral", "sender_unknown", e, self.view.find_retired_point(number.medium, e.value)
            )
        if number.tariff == "premium" and number.medium == "phone":
            self._judge_premium_rate("warns", e, listing)

    def _is_out_of_plan(self, value: str) -> bool:
        """A line that no institution may call or write from, whatever its charter says."""
        if self.view.find_point("phone", value, "you_contact_them"):
            return False
        home = self.view.charter.calling_code
        if value.startswith("+") and not value.startswith(home):
            return True
        if home != "+33":
            return False
        mobile = value.startswith(("+336", "+337"))
        since = self.traits.no_mobile_since
        return mobile and since is not None and self.view.on >= since

    def _judge_mailbox(self, e: Evidence, host: LinkTarget) -> None:
        domain = e.value.rpartition("@")[2]
        point = self.view.find_point("mail_address", e.value) or self._find_mail_domain(domain)
        if point:
            self._add_judgement("neutral", "sender_matches_proves_nothing", e, point)
            return
        listing = self._find_listing(("mail_address", "mail_domain"))
        own = host.standing == "official" or any(
            is_within_domain(domain, p.value) for p in self.view.iterate_points("mail_domain")
        )
        if listing and own and not self._is_used_badly():
            self._add_judgement("neutral", "sender_unpublished", e, listing)
        elif listing:
            self._add_judgement("contradicts", "sender_not_official", e, listing)
        elif domain in load_mailbox_hosts():
            self._add_judgement("warns", "sender_not_official", e, None)
        elif host.standing != "lookalike":
            self._add_judgement("neutral", "sender_unknown", e, None)
        if host.standing == "lookalike":
            # As in a link: whoever imitates a name contradicts it, however the list of its hosts was found.
            self.found.append(Judgement("contradicts", "lookalike_domain", e, self._find_hosts_clause()))

    def _is_used_badly(self) -> bool:
        """Whether a mail asks what is forbidden, leads elsewhere, or is disowned by its sender's domain: then an
        address that was not published speaks against it, though it stands under the institution's own name. To name a
        secret (*vous venez de demander un mot de passe*) is not to ask for it."""
        asks = (
            e for e in self.evidence if isinstance(e.about, ItemRequest) and not self._is_only_named(e.about)
        )
        return (
            self.pushes or any(map(self._is_forbidden_secret, asks)) or DMARC_FAILED in self.message.defects
        )

    def _find_mail_domain(self, domain: str) -> AnyClause | None:
        for p in self.view.iterate_points("mail_domain"):
            if domain == p.value or (p.subdomains and is_within_domain(domain, p.value)):
                return p
        return None

    def _find_listing(self, media: tuple[str, ...]) -> AnyClause | None:
        for medium in media:
            for direction in ("they_contact_you", "you_contact_them"):
                if found := self.view.find_closed_listing(medium, direction, self.channel):  # type: ignore[arg-type]
                    return found
        return None

    def _judge_signature(self, e: Evidence) -> None:
        if point := self._find_mail_domain(e.value) or self._find_official_mail(e.value):
            self._add_judgement("proves", "signature_aligned", e, point)

    def _find_official_mail(self, domain: str) -> AnyClause | None:
        for medium in ("mail_domain", "web_host", "mail_address"):
            for p in self.view.iterate_points(medium):
                if is_within_domain(domain, p.value.rpartition("@")[2]):
                    return p
        return None

    def _judge_registered(self, e: Evidence) -> None:
        self.found.append(Judgement(*ISSUES[e.value], e, None))

    # ---- where to

    def _may_ring(self, e: Evidence) -> bool:
        assert isinstance(e.about, FoundNumber)
        return bool(self.view.find_point(e.about.medium, e.value, "you_contact_them"))

    def _is_shown_by_caller(self, e: Evidence) -> bool:
        """Whether it is the number that a caller showed, told again, and one of the institution's: it leads nowhere else."""
        assert isinstance(e.about, FoundNumber)
        shown = self.traits.spoken and any(x.kind == "sender" and x.value == e.value for x in self.evidence)
        return shown and self.view.find_point(e.about.medium, e.value) is not None

    def _judge_number(self, e: Evidence) -> None:
        number = e.about
        assert isinstance(number, FoundNumber)
        if number.role == "caller":
            self._judge_caller(e, number)
            return
        if self._may_ring(e) or self._is_shown_by_caller(e):
            return
        listing = self.view.find_closed_listing(number.medium, "you_contact_them", self.channel)
        listing = listing or self.view.find_closed_listing("phone", "you_contact_them", self.channel)
        given = (
            number.role == "mentioned"
            and (self.traits.recorded or not self.traits.spoken)
            and number.medium == "phone"
            and not self._is_helpful(e)
        )
        if number.role == "callback" or given:
            if number.medium == "short_code" and self.view.find_point("short_code", e.value):
                return
            if listing:
                self._add_judgement("contradicts", "callback_not_official", e, listing)
            elif not self.view.has_open_listing(number.medium, "you_contact_them", self.channel):
                weight = "neutral" if self._may_be_office(number) else "warns"
                self._add_judgement(weight, "callback_not_official", e, None)
        if number.tariff == "premium":
            self._judge_premium_rate("contradicts" if number.role == "callback" else "warns", e, listing)

    def _may_be_office(self, number: FoundNumber) -> bool:
        """Whether an ordinary number may be that of an office, of which the charter lists none: it stands in what comes
        from where the institution writes, or reminds of an appointment; and nothing is to be paid, given or won."""
        if number.tariff != "standard" or any(e.kind in ("lure", "disguise") for e in self.evidence):
            return False
        if any(e.kind == "ask" and ITEMS[e.value].takes for e in self.evidence):
            return False
        kinds = {(e.kind, e.value) for e in self.evidence}
        reminds = (
            self.traits.on_phone and ("tone", "appointment") in kinds and ("pressure", "threat") not in kinds
        )
        return reminds or (
            any(f.kind == "sender_matches_proves_nothing" for f in self.found)
            and not any(True for _ in self.view.iterate_points("phone"))
        )

    def _judge_premium_rate(self, weight: str, e: Evidence, listing: AnyClause | None) -> None:
        """A dear number: what the charter says of them, before its list of numbers."""
        clause = self.view.find_content("premium_rate", self.channel, solicited=self.message.solicited)
        if clause is None or clause.allowed == "never":
            self._add_judgement(weight, "premium_rate", e, clause or listing)

    def _is_helpful(self, e: Evidence) -> bool:
        """A number of public help, or another of the charter's, that a message may quote."""
        assert isinstance(e.about, FoundNumber)
        return e.about.tariff == "free" or bool(self.view.find_point(e.about.medium, e.value))

    def _find_hosts_clause(self) -> AnyClause | None:
        """The clause that a look-alike host contradicts: the sites of the institution are its own."""
        return (
            self.view.find_content("lookalike_domain", self.channel)
            or self._find_listing(("web_host",))
            or next(iter(self.view.iterate_points("web_host")), None)
        )

    def _judge_link(self, e: Evidence) -> None:
        host = e.about
        assert isinstance(host, LinkTarget)
        if host.shown:
            self._add_judgement("warns", "link_text_differs", e, None)
        if host.standing in ("official", "public"):
            return
        clause = self._find_listing(("web_host",))
        if host.standing == "known" and clause is None:
            return  # the site of a body that the message names, such as the shop of a payment
        if host.standing == "lookalike":
            found = Judgement("contradicts", "lookalike_domain", e, self._find_hosts_clause())
            self.found.append(found)
        if host.standing == "shortener":
            shortener = self.view.find_content("shortener", self.channel)
            self._add_judgement(
                "contradicts" if shortener and shortener.allowed == "never" else "warns",
                "shortener",
                e,
                shortener,
            )
        self._add_judgement("contradicts", "link_not_official", e, clause)

    # ---- what

    def _is_inside_account(self, request: ItemRequest) -> bool:
        return self.message.inside_account or (request.manner == "account" and not self.pushes)

    def find_ask_clause(self, request: ItemRequest) -> AskClause | None:
        """What the charter says of the item that is asked, by this channel on this day."""
        inside = self._is_inside_account(request)
        # What is done in the account is judged as there, however the message that says so came.
        return self.view.find_ask(
            request.item,
            "email" if inside and request.manner == "account" else self.channel,
            partial=request.partial,
            inside_account=inside,
            solicited=self.message.solicited,
            programme=self.running,
        )

    def _is_forbidden(self, e: Evidence) -> bool:
        request = e.about
        assert isinstance(request, ItemRequest)
        if request.manner == "login":
            return False
        clause = self.find_ask_clause(request)
        return clause is None or clause.allowed in ("never", "unknown")

    def permits_secret(self) -> bool:
        """Whether the charter allows what is asked, of the reader's own; a bill is worth nothing: everybody sends some."""
        asks = (e for e in self.evidence if e.kind == "ask" and e.value != "payment")
        return any(ITEMS[e.value].sensitive and not self._is_forbidden(e) for e in asks)

    def _judge_ask(self, e: Evidence) -> None:
        request = e.about
        assert isinstance(request, ItemRequest)
        item = ITEMS[request.item]
        if request.manner == "login" and not self.pushes:
            # To sign in on its own site, as always, is not to give one's login away.
            return
        kind = item.kind
        inside = self._is_inside_account(request)
        clause = self.find_ask_clause(request)
        if clause is None:
            if not item.secret and (item.vague or not self.pushes):
                return
            self._add_judgement("neutral" if inside else "warns", kind, e, None)
        elif clause.allowed == "never":
            self._add_judgement("warns" if self._is_only_named(request) else "contradicts", kind, e, clause)
        elif clause.allowed == "unknown":
            self._add_judgement("warns", kind, e, clause)

    def _is_only_named(self, request: ItemRequest) -> bool:
        """Whether an item is named and not asked: a short message that is answered where it is read, or a voicemail,
        names what it wants."""
        short = (self.traits.has_links and not self.traits.has_subject) or self.traits.recorded
        return request.manner == "mention" and not short

    def _judge_lure(self, e: Evidence) -> None:
        kind = e.value
        if kind == FOREIGN_ACCOUNT and is_held_at_home(e, self.view.charter.calling_code):
            return
        clause = self._find_content(kind)
        if clause is None and kind in ASKED_BY:
            asked = self.find_ask_clause(ItemRequest(ASKED_BY[kind]))
            # How an institution is paid, and what it sends codes for, is its own affair: not by these ways.
            self._add_judgement(
                "contradicts" if asked and asked.allowed == "never" else "warns", kind, e, asked
            )
            return
        # Who says yes to the question says that something is to be done.
        live = self.pushes or self.asked or kind in PRETEXTS or e.field == "answer"
        if clause is not None and clause.allowed == "never":
            self._add_judgement("contradicts" if live else self._weigh_bare_lure(e), kind, e, clause)
        elif clause is None and (kind not in PRETEXTS or kind in WHOEVER_IS_NAMED):
            self._add_judgement("warns" if live else self._weigh_bare_lure(e), kind, e, None)
        elif clause is not None and clause.allowed == "yes":
            self._add_judgement("neutral", kind, e, clause)

    def _weigh_bare_lure(self, e: Evidence) -> str:
        """A lure that leads nowhere yet: neutral where it sends to the institution itself."""
        home = any(
            isinstance(x.about, LinkTarget) and x.kind == "link" and x.about.standing == "official"
            for x in self.evidence
        )
        rings = any(
            x.kind == "number" and self._may_ring(x)
            for x in self.evidence
            if isinstance(x.about, FoundNumber)
        )
        account = any(x.kind == "account" for x in self.evidence)
        if home or rings or account or self.message.inside_account or self.message.solicited:
            return "neutral"
        written_to_me = self.traits.has_links and not self.traits.public
        return "warns" if e.value != "lure_refund" or written_to_me else "neutral"

    def _find_content(self, kind: str) -> ContentClause | None:
        return self.view.find_content(
            kind, self.channel, inside_account=self.message.inside_account, solicited=self.message.solicited
        )

    def _judge_content(self, kind: str, e: Evidence, otherwise: str) -> None:
        clause = self._find_content(kind)
        if clause is not None and clause.allowed == "never":
            self._add_judgement("contradicts", kind, e, clause)
        else:
            self._add_judgement(otherwise, kind, e, clause)

    def _judge_programme(self, e: Evidence) -> None:
        clause = self.view.find_programme(e.value)
        if clause is not None and not clause.in_force.possibly_holds(self.view.on):
            self._add_judgement("contradicts", "programme_ended", e, clause)
