"""Holds whoever shows themselves as the sender against the charter: number, name, mailbox, signature."""

from tocsin.charter.schema import SENDER_NAME, AnyClause
from tocsin.evidence.hosts import is_within_domain
from tocsin.evidence.model import Evidence, FoundNumber, ItemRequest, LinkTarget
from tocsin.evidence.sender_forms import load_mailbox_hosts
from tocsin.message.mail_authentication import DMARC_FAILED
from tocsin.verdict.judgement_context import Judgement, JudgementContext


class SenderJudge:
    """Judges senders, callers and signatures."""

    def __init__(self, context: JudgementContext) -> None:
        self._context = context

    def judge_sender(self, e: Evidence) -> None:
        if isinstance(e.about, FoundNumber):
            self.judge_caller(e, e.about)
        elif isinstance(e.about, LinkTarget):
            if self._context.traits.short_senders:
                self._context.judge_content("sender_mailbox", e, "neutral")
            self._judge_mailbox(e, e.about)
        elif self._context.traits.short_senders:
            self._judge_sender_name(e)

    def _judge_sender_name(self, e: Evidence) -> None:
        """A name shown in the place of the sender's number, in the shape that networks let through or not."""
        name = e.value.strip()
        points = (
            p for p in self._context.view.iterate_points("sms_sender") if p.direction == "they_contact_you"
        )
        if point := next((p for p in points if p.value.casefold() == name.casefold()), None):
            self._context.add_judgement("neutral", "sender_matches_proves_nothing", e, point)
        elif listing := self._context.view.find_closed_listing(
            "sms_sender", "they_contact_you", self._context.channel
        ):
            self._context.add_judgement("contradicts", "sender_not_official", e, listing)
        elif retired := self._context.view.find_retired_name(name):
            # Given up on a day that is known; before its first day, a name is only early.
            ended = retired.in_force.latest_end < self._context.view.on
            self._context.add_judgement(
                "contradicts" if ended else "warns", "sender_not_official", e, retired
            )
        elif not SENDER_NAME.fullmatch(name):
            self._context.judge_content("sender_name_shape", e, "neutral")

    def judge_caller(self, e: Evidence, number: FoundNumber) -> None:
        point = self._context.view.find_point(number.medium, e.value, "they_contact_you")
        if point:
            self._context.add_judgement("neutral", "number_matches_proves_nothing", e, point)
            return
        listing = self._context.view.find_closed_listing(
            number.medium, "they_contact_you", self._context.channel
        )
        if listing:
            self._context.add_judgement("contradicts", "sender_not_official", e, listing)
        elif number.medium == "phone" and self._is_out_of_plan(e.value):
            own = self._context.find_content("sender_not_official")
            allowed = own is not None and own.allowed == "yes"
            self._context.add_judgement(
                "neutral" if allowed or self._only_sends_home() else "warns",
                "sender_not_official",
                e,
                own if allowed else self._context.view.find_retired_point(number.medium, e.value),
            )
        else:
            self._context.add_judgement(
                "neutral", "sender_unknown", e, self._context.view.find_retired_point(number.medium, e.value)
            )
        if number.tariff == "premium" and number.medium == "phone":
            self._context.judge_premium_rate("warns", e, listing)

    def _only_sends_home(self) -> bool:
        """Whether all that the message wants is that its reader goes to the institution's own site, where nobody else takes
        anything, and nothing is known of where its SMS come from: an officer's telephone at the roadside."""
        view = self._context.view
        if any(True for medium in ("sms_sender", "short_code") for _ in view.iterate_points(medium)):
            return False
        wants = {e.kind for e in self._context.evidence} & {"lure", "disguise", "attachment", "masked"}
        home = any(isinstance(e.about, LinkTarget) and e.kind == "link" for e in self._context.evidence)
        return home and not (wants or self._context.pushes or self._context.asked)

    def _is_out_of_plan(self, value: str) -> bool:
        """A line that no institution may call or write from, whatever its charter says."""
        if self._context.view.find_point("phone", value, "you_contact_them"):
            return False
        home = self._context.view.charter.calling_code
        if value.startswith("+") and not value.startswith(home):
            return True
        if home != "+33":
            return False
        mobile = value.startswith(("+336", "+337"))
        since = self._context.traits.no_mobile_since
        return mobile and since is not None and self._context.view.on >= since

    def _judge_mailbox(self, e: Evidence, host: LinkTarget) -> None:
        domain = e.value.rpartition("@")[2]
        point = self._context.view.find_point("mail_address", e.value) or self._find_mail_domain(domain)
        if point:
            self._context.add_judgement("neutral", "sender_matches_proves_nothing", e, point)
            return
        listing = self._context.find_listing(("mail_address", "mail_domain"))
        own = host.standing == "official" or any(
            is_within_domain(domain, p.value) for p in self._context.view.iterate_points("mail_domain")
        )
        if listing and own and not self._is_used_badly():
            self._context.add_judgement("neutral", "sender_unpublished", e, listing)
        elif listing:
            self._context.add_judgement("contradicts", "sender_not_official", e, listing)
        elif domain in load_mailbox_hosts():
            self._context.add_judgement("warns", "sender_not_official", e, None)
        elif host.standing != "lookalike":
            self._context.add_judgement("neutral", "sender_unknown", e, None)
        if host.standing == "lookalike":
            # As in a link: whoever imitates a name contradicts it, however the list of its hosts was found.
            self._context.found.append(
                Judgement("contradicts", "lookalike_domain", e, self._context.find_hosts_clause())
            )

    def _is_used_badly(self) -> bool:
        """Whether a mail asks what is forbidden, leads elsewhere, or is disowned by its sender's domain: then an
        address that was not published speaks against it, though it stands under the institution's own name. To name a
        secret (*vous venez de demander un mot de passe*) is not to ask for it."""
        asks = (
            e
            for e in self._context.evidence
            if isinstance(e.about, ItemRequest) and not self._context.is_only_named(e.about)
        )
        return (
            self._context.pushes
            or any(map(self._context.is_forbidden_secret, asks))
            or DMARC_FAILED in self._context.message.defects
        )

    def _find_mail_domain(self, domain: str) -> AnyClause | None:
        for p in self._context.view.iterate_points("mail_domain"):
            if domain == p.value or (p.subdomains and is_within_domain(domain, p.value)):
                return p
        return None

    def judge_signature(self, e: Evidence) -> None:
        if point := self._find_mail_domain(e.value) or self._find_official_mail(e.value):
            self._context.add_judgement("proves", "signature_aligned", e, point)

    def _find_official_mail(self, domain: str) -> AnyClause | None:
        for medium in ("mail_domain", "web_host", "mail_address"):
            for p in self._context.view.iterate_points(medium):
                if is_within_domain(domain, p.value.rpartition("@")[2]):
                    return p
        return None
