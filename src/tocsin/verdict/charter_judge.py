"""Holds each finding of a message that claims to come from an institution against its charter of the day."""

import re
from collections.abc import Callable

from tocsin.charter.items import ITEMS
from tocsin.charter.judgement_coverage import PRETEXTS
from tocsin.charter.view import DatedCharter
from tocsin.evidence.foreign_accounts import FOREIGN_ACCOUNT, is_held_at_home
from tocsin.evidence.hosts import iterate_parent_hosts
from tocsin.evidence.link_classification import HOST_MEDIA
from tocsin.evidence.lures import ASKED_BY, WHOEVER_IS_NAMED
from tocsin.evidence.model import Evidence, FoundNumber, ItemRequest, LinkTarget
from tocsin.message.model import Message
from tocsin.verdict.judgement_context import Judgement, JudgementContext
from tocsin.verdict.sender_judge import SenderJudge

ISSUES = {
    "matches": ("proves", "registered"),
    "differs": ("contradicts", "registered_text_differs"),
    "reused": ("warns", "code_reused"),
    "unknown": ("warns", "code_unknown"),
}
"""What the register says of a code -> weight and kind of reason."""


class CharterJudge:
    """Holds each finding of a message that claims to come from the institution against the charter."""

    def __init__(self, message: Message, view: DatedCharter, evidence: tuple[Evidence, ...]) -> None:
        self.context = JudgementContext(message, view, evidence)
        self._senders = SenderJudge(self.context)

    def judge_evidence(self) -> list[Judgement]:
        """Every finding, judged."""
        judges: dict[str, Callable[[Evidence], None]] = {
            "sender": self._senders.judge_sender,
            "number": self._judge_number,
            "link": self._judge_link,
            "ask": self._judge_ask,
            "lure": self._judge_lure,
            "pressure": lambda e: self.context.judge_content(e.value, e, "neutral"),
            "disguise": lambda e: self.context.add_judgement("warns", "obfuscation", e, None),
            "attachment": lambda e: self.context.judge_content("attachment", e, "neutral"),
            "masked": lambda e: self.context.judge_content("masked_number", e, "neutral"),
            "programme": self._judge_programme,
            "signature": self._senders.judge_signature,
            "registered": self._judge_registered,
        }
        for e in self.context.evidence:
            if judge := judges.get(e.kind):
                judge(e)
        self._judge_channel()
        return self.context.found

    def _judge_channel(self) -> None:
        """The channel itself, where the institution says that it never writes by it: the claim contradicts it."""
        claim = next(
            (e for e in self.context.evidence if e.kind == "claim" and not e.value.startswith("brand:")),
            None,
        )
        clause = self.context.find_content("channel_not_used")
        if claim and clause is not None and clause.allowed == "never":
            self.context.add_judgement("contradicts", "channel_not_used", claim, clause)

    def _judge_registered(self, e: Evidence) -> None:
        self.context.found.append(Judgement(*ISSUES[e.value], e, None))

    def _is_own_line(self, e: Evidence) -> bool:
        """Whether it is a number that the institution rings from, told in a call or a voicemail: it leads nowhere else."""
        assert isinstance(e.about, FoundNumber)
        return self.context.traits.spoken and bool(self.context.view.find_point(e.about.medium, e.value))

    def _judge_number(self, e: Evidence) -> None:
        number = e.about
        assert isinstance(number, FoundNumber)
        if number.role == "caller":
            self._senders.judge_caller(e, number)
            return
        if self.context.may_ring(e) or self._is_own_line(e):
            return
        listing = self.context.view.find_closed_listing(
            number.medium, "you_contact_them", self.context.channel
        )
        listing = listing or self.context.view.find_closed_listing(
            "phone", "you_contact_them", self.context.channel
        )
        given = (
            number.role == "mentioned"
            and (self.context.traits.recorded or not self.context.traits.spoken)
            and number.medium == "phone"
            and not self._is_helpful(e)
        )
        if number.role == "callback" or given:
            if number.medium == "short_code" and self.context.view.find_point("short_code", e.value):
                return
            if listing:
                self.context.add_judgement("contradicts", "callback_not_official", e, listing)
            elif not self.context.view.has_open_listing(
                number.medium, "you_contact_them", self.context.channel
            ):
                weight = "neutral" if self._may_be_office(number) else "warns"
                self.context.add_judgement(weight, "callback_not_official", e, None)
        if number.tariff == "premium":
            self.context.judge_premium_rate(
                "contradicts" if number.role == "callback" else "warns", e, listing
            )

    def _may_be_office(self, number: FoundNumber) -> bool:
        """Whether an ordinary number may be that of an office, of which the charter lists none: it stands in what comes
        from where the institution writes, or reminds of an appointment; and nothing is to be paid, given or won."""
        if number.tariff != "standard" or any(e.kind in ("lure", "disguise") for e in self.context.evidence):
            return False
        if any(e.kind == "ask" and ITEMS[e.value].takes for e in self.context.evidence):
            return False
        kinds = {(e.kind, e.value) for e in self.context.evidence}
        reminds = (
            self.context.traits.on_phone
            and ("tone", "appointment") in kinds
            and ("pressure", "threat") not in kinds
        )
        return reminds or (
            any(f.kind == "sender_matches_proves_nothing" for f in self.context.found)
            and not any(True for _ in self.context.view.iterate_points("phone"))
        )

    def _is_helpful(self, e: Evidence) -> bool:
        """A number of public help, or another of the charter's, that a message may quote."""
        assert isinstance(e.about, FoundNumber)
        return e.about.tariff == "free" or bool(self.context.view.find_point(e.about.medium, e.value))

    def _judge_link(self, e: Evidence) -> None:
        host = e.about
        assert isinstance(host, LinkTarget)
        if host.shown:
            self.context.add_judgement("warns", "link_text_differs", e, None)
        if host.standing in ("official", "public"):
            return
        clause = self.context.find_listing(("web_host",))
        if host.standing == "known" and (clause is None or self._is_front_page_of_another(host)):
            return  # the site of a body that the message names, such as the shop of a payment, or *compte : ameli.fr*
        if host.standing == "lookalike":
            found = Judgement("contradicts", "lookalike_domain", e, self.context.find_hosts_clause())
            self.context.found.append(found)
        if host.standing == "shortener":
            shortener = self.context.view.find_content("shortener", self.context.channel)
            self.context.add_judgement(
                "contradicts" if shortener and shortener.allowed == "never" else "warns",
                "shortener",
                e,
                shortener,
            )
        self.context.add_judgement("contradicts", "link_not_official", e, clause)

    def _is_front_page_of_another(self, link: LinkTarget) -> bool:
        """Whether a link leads to the front page of a host that is known, and was never the institution's own: on it nobody
        else can have put anything."""
        view = self.context.view
        names = iterate_parent_hosts(link.host)
        own = (
            view.find_point(medium, name) or view.find_retired_point(medium, name)
            for name in names
            for medium in HOST_MEDIA
        )
        return not re.sub(r"^\w+://", "", link.url).rstrip("/")[len(link.host) :] and not any(own)

    def permits_secret(self) -> bool:
        """Whether the charter allows what is asked, of the reader's own; a bill is worth nothing: everybody sends some."""
        asks = (e for e in self.context.evidence if e.kind == "ask" and e.value != "payment")
        return any(ITEMS[e.value].sensitive and not self.context.is_forbidden(e) for e in asks)

    def _judge_ask(self, e: Evidence) -> None:
        request = e.about
        assert isinstance(request, ItemRequest)
        item = ITEMS[request.item]
        if request.manner == "login" and not self.context.pushes:
            # To sign in on its own site, as always, is not to give one's login away.
            return
        kind = item.kind
        inside = self.context.is_inside_account(request)
        clause = self.context.find_ask_clause(request)
        if clause is None:
            if not item.secret and (item.vague or not self.context.pushes):
                return
            self.context.add_judgement("neutral" if inside else "warns", kind, e, None)
        elif clause.allowed == "never":
            self.context.add_judgement(
                "warns" if self.context.is_only_named(request) else "contradicts", kind, e, clause
            )
        elif clause.allowed == "unknown":
            self.context.add_judgement("warns", kind, e, clause)

    def _judge_lure(self, e: Evidence) -> None:
        kind = e.value
        if kind == FOREIGN_ACCOUNT and is_held_at_home(e, self.context.view.charter.calling_code):
            return
        clause = self.context.find_content(kind)
        if clause is None and kind in ASKED_BY:
            asked = self.context.find_ask_clause(ItemRequest(ASKED_BY[kind]))
            # How an institution is paid, and what it sends codes for, is its own affair: not by these ways.
            self.context.add_judgement(
                "contradicts" if asked and asked.allowed == "never" else "warns", kind, e, asked
            )
            return
        # Who says yes to the question says that something is to be done.
        live = self.context.pushes or self.context.asked or kind in PRETEXTS or e.field == "answer"
        if clause is not None and clause.allowed == "never":
            self.context.add_judgement("contradicts" if live else self._weigh_bare_lure(e), kind, e, clause)
        elif clause is None and (kind not in PRETEXTS or kind in WHOEVER_IS_NAMED):
            self.context.add_judgement("warns" if live else self._weigh_bare_lure(e), kind, e, None)
        elif clause is not None and clause.allowed == "yes":
            self.context.add_judgement("neutral", kind, e, clause)

    def _weigh_bare_lure(self, e: Evidence) -> str:
        """A lure that leads nowhere yet: neutral where it sends to the institution itself."""
        home = any(
            isinstance(x.about, LinkTarget) and x.kind == "link" and x.about.standing == "official"
            for x in self.context.evidence
        )
        rings = any(
            x.kind == "number" and self.context.may_ring(x)
            for x in self.context.evidence
            if isinstance(x.about, FoundNumber)
        )
        account = any(x.kind == "account" for x in self.context.evidence)
        if home or rings or account or self.context.message.inside_account or self.context.message.solicited:
            return "neutral"
        written_to_me = self.context.traits.has_links and not self.context.traits.public
        return "warns" if e.value != "lure_refund" or written_to_me else "neutral"

    def _judge_programme(self, e: Evidence) -> None:
        clause = self.context.view.find_programme(e.value)
        if clause is not None and not clause.in_force.possibly_holds(self.context.view.on):
            self.context.add_judgement("contradicts", "programme_ended", e, clause)
