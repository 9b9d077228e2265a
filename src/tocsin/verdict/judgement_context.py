"""What judgements on findings draw on: the message, the charter of the day, all that was found, the clauses that answer."""

from tocsin.charter.channels import ChannelId
from tocsin.charter.items import ITEMS
from tocsin.charter.schema import AnyClause, AskClause, ContentClause
from tocsin.charter.view import DatedCharter
from tocsin.evidence.model import Evidence, FoundNumber, ItemRequest, LinkTarget
from tocsin.evidence.resemblance import reads_surely_like_fraud
from tocsin.message.model import Message


class Judgement:
    """One judgement on one finding."""

    __slots__ = ("clause", "evidence", "kind", "weight")

    def __init__(self, weight: str, kind: str, evidence: Evidence, clause: AnyClause | None) -> None:
        self.weight = weight
        self.kind = kind
        self.evidence = evidence
        self.clause = clause


class JudgementContext:
    """A message that claims to come from the institution, held against its charter, and the judgements so far."""

    def __init__(self, message: Message, view: DatedCharter, evidence: tuple[Evidence, ...]) -> None:
        self.message = message
        self.view = view
        self.evidence = evidence
        self.channel: ChannelId = message.channel
        self.traits = message.traits
        self.found: list[Judgement] = []
        self.programmes = tuple(e.value for e in evidence if e.kind in ("programme", "topic"))
        self.running = next(filter(view.runs_programme, self.programmes), "")
        self.pushes = any(map(self.pushes_reader, evidence))
        self.asked = any(map(self.is_forbidden_secret, evidence))
        self.reads_like_fraud = reads_surely_like_fraud(evidence, message.channel)

    def add_judgement(self, weight: str, kind: str, e: Evidence, clause: AnyClause | None) -> None:
        if weight == "contradicts" and (clause is None or clause.quality == "inferred"):
            weight = "warns"
        self.found.append(Judgement(weight, kind, e, clause))

    def is_forbidden_secret(self, e: Evidence) -> bool:
        return e.kind == "ask" and ITEMS[e.value].secret and self.is_forbidden(e)

    def pushes_reader(self, e: Evidence) -> bool:
        if e.kind == "link" and isinstance(e.about, LinkTarget):
            return e.about.standing not in ("official", "public")
        if e.kind == "number" and isinstance(e.about, FoundNumber) and e.about.role == "callback":
            return not self.may_ring(e)
        return False

    def find_listing(self, media: tuple[str, ...]) -> AnyClause | None:
        for medium in media:
            for direction in ("they_contact_you", "you_contact_them"):
                if found := self.view.find_closed_listing(medium, direction, self.channel):  # type: ignore[arg-type]
                    return found
        return None

    def may_ring(self, e: Evidence) -> bool:
        assert isinstance(e.about, FoundNumber)
        return bool(self.view.find_point(e.about.medium, e.value, "you_contact_them"))

    def judge_premium_rate(self, weight: str, e: Evidence, listing: AnyClause | None) -> None:
        """A dear number: what the charter says of them, before its list of numbers."""
        clause = self.view.find_content("premium_rate", self.channel, solicited=self.message.solicited)
        if clause is None or clause.allowed == "never":
            self.add_judgement(weight, "premium_rate", e, clause or listing)

    def find_hosts_clause(self) -> AnyClause | None:
        """The clause that a look-alike host contradicts: the sites of the institution are its own."""
        return (
            self.view.find_content("lookalike_domain", self.channel)
            or self.find_listing(("web_host",))
            or next(iter(self.view.iterate_points("web_host")), None)
        )

    def is_inside_account(self, request: ItemRequest) -> bool:
        return self.message.inside_account or (request.manner == "account" and not self.pushes)

    def find_ask_clause(self, request: ItemRequest) -> AskClause | None:
        """What the charter says of the item that is asked, by this channel on this day."""
        inside = self.is_inside_account(request)
        # What is done in the account is judged as there, however the message that says so came.
        return self.view.find_ask(
            request.item,
            "email" if inside and request.manner == "account" else self.channel,
            partial=request.partial,
            inside_account=inside,
            solicited=self.message.solicited,
            programme=self.running,
        )

    def is_forbidden(self, e: Evidence) -> bool:
        request = e.about
        assert isinstance(request, ItemRequest)
        if request.manner == "login":
            return False
        clause = self.find_ask_clause(request)
        return clause is None or clause.allowed in ("never", "unknown")

    def is_only_named(self, request: ItemRequest) -> bool:
        """Whether an item is named and not asked: a short message that is answered where it is read, a voicemail, and
        whatever reads surely like frauds name what they want."""
        short = (self.traits.has_links and not self.traits.has_subject) or self.traits.recorded
        return request.manner == "mention" and not (short or self.reads_like_fraud)

    def find_content(self, kind: str) -> ContentClause | None:
        return self.view.find_content(
            kind, self.channel, inside_account=self.message.inside_account, solicited=self.message.solicited
        )

    def judge_content(self, kind: str, e: Evidence, otherwise: str) -> None:
        clause = self.find_content(kind)
        if clause is not None and clause.allowed == "never":
            self.add_judgement("contradicts", kind, e, clause)
        else:
            self.add_judgement(otherwise, kind, e, clause)
