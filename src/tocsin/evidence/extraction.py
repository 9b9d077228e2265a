"""From a message to what it shows: every finding once, with its span, before any judgement."""

from tocsin.charter.identity_cache import cached_by_identity
from tocsin.charter.items import ITEMS
from tocsin.charter.schema import Charter
from tocsin.charter.view import DatedCharter
from tocsin.evidence import disguise, reported_deeds
from tocsin.evidence.claim_attribution import ClaimAttribution, is_in_reply
from tocsin.evidence.claim_context import ClaimContext, pushes_reader
from tocsin.evidence.claims import Claims
from tocsin.evidence.fold import fold_text
from tocsin.evidence.general_finders import get_finders
from tocsin.evidence.institution_vocabulary import InstitutionVocabulary, SharedVocabulary
from tocsin.evidence.link_classification import LinkClassifier
from tocsin.evidence.model import Evidence, Field, FoundNumber, Kind, LinkTarget, move_to_field
from tocsin.evidence.quiet_messages import FirstFindings, shows_nothing
from tocsin.evidence.resemblance import find_resemblance, is_like_fraud, reads_like_fraud, speaks_firmly
from tocsin.evidence.sender_forms import is_number, join_letters
from tocsin.evidence.senders import SenderReader
from tocsin.evidence.term_search import blank_signs, find_terms
from tocsin.evidence.token_string import AMOUNT, COLON, SMALL, TokenString, is_language_read
from tocsin.evidence.told_answers import find_told_answers
from tocsin.message.model import Message


def extract_evidence(message: Message, view: DatedCharter) -> tuple[Evidence, ...]:
    """Everything that a message shows to the charter as of a day."""
    return get_extractor(view.charter).extract(message, view)


_NO = frozenset({"pas", "sans", "aucun", "aucune", "jamais", "ni", "no", "without", "never"})
_DENIED_WITHIN = 3
"""Words before a thing that deny it."""
_MOST_TOLD = 4_000
"""Characters of a text in which the topics of a programme are looked for."""


@cached_by_identity()
def get_extractor(charter: Charter) -> "EvidenceExtractor":
    """The extractor of an institution; built once, and kept with its charter."""
    return EvidenceExtractor(charter)


Fields = list[tuple[Field, TokenString]]
"""The subject, if any, and the text, as they were read."""


def read_for_nobody(message: Message, words: SharedVocabulary) -> Fields:
    """The fields of a message, with no institution in question."""
    fields: Fields = [("subject", words.tokenise(message.subject))] if message.subject else []
    return [*fields, ("text", words.tokenise(message.text))]


class EvidenceExtractor:
    """Reads messages with the words of one institution."""

    def __init__(self, charter: Charter) -> None:
        self.charter = charter
        self.words = words = InstitutionVocabulary(charter)
        self.vocabulary = words.vocabulary
        finders = get_finders(words.shared)
        self.asks, self.claims, self.lures = finders.asks, finders.claims, finders.lures
        self.places = LinkClassifier(words)
        self.directory = self.places.directory
        self.calls = finders.calls
        self.plan = self.calls.plan
        self.senders = SenderReader(words, self.places)
        self._settler = ClaimAttribution(words, finders)
        self._to_account, self._to_place, self._headed = finders.to_account, finders.to_place, finders.headed
        self._to_own = self._to_account.bit | self._to_place.bit
        self._beckoning = words.letters_of("click_now") | {AMOUNT, SMALL}
        self._appointment = words.letters_of("appointment")

    def extract(self, message: Message, view: DatedCharter) -> tuple[Evidence, ...]:
        """All findings, in the order of the text within each kind."""
        return self.settle_findings(self.read_fields(message, view))

    def read_fields(
        self, message: Message, view: DatedCharter, general: Fields | None = None
    ) -> FirstFindings:
        """What the sender, the subject and the text show, each by itself; ``general`` are the two as they were read
        for nobody, where they were."""
        shown, claims = self.senders.read_sender(message, view)
        if general is None:
            general = read_for_nobody(message, self.words.shared)
        shapes = [(field, self.words.shared.reread(told, self.charter.id)) for field, told in general]
        fields = []
        told_call = message.traits.spoken and not message.traits.recorded
        for field, shape in shapes:
            told = self._extract_field(shape, field, message, view)
            claims += self._find_heading_claims(shape, field, told)
            claims += [
                (manner, move_to_field(claim, field))
                for manner, claim in self.claims.find_claims(shape, told=told_call)
            ]
            fields.append(told)
        return FirstFindings(message, view, shapes, shown, fields, _find_enclosed(message), claims)

    def is_quiet(self, first: FirstFindings) -> bool:
        """Whether nothing in a message can count, so that there is nobody to settle and nothing to decide."""
        return (
            shows_nothing(first, self.lures)
            and not reported_deeds.list_deeds(first.message)
            and not reads_like_fraud(first.message)
        )

    def settle_findings(self, first: FirstFindings) -> tuple[Evidence, ...]:
        """The findings that count, once it is settled who speaks, with what the text as a whole reads like."""
        scene, told = self._set_scene(first), _find_told(first)
        shown = (*self._settler.attribute_claims(scene), *told)
        alike = find_resemblance(first.message, shown)
        # A bare number that writes or leaves a message is nobody who could merely speak of the institution.
        bare = first.message.traits.on_phone and not scene.is_told_call and is_number(first.message.sender)
        if any(is_like_fraud(e, surely=not bare) for e in alike) and not any(map(speaks_firmly, shown)):
            shown = (*self._settler.attribute_claims(scene, surely_fraud=True), *told)
        return (*shown, *alike)

    def settle_unweighed(self, first: FirstFindings) -> tuple[Evidence, ...]:
        """The findings by which a text is weighed, before it is."""
        return (*self._settler.attribute_claims(self._set_scene(first)), *_find_told(first))

    def _set_scene(self, first: FirstFindings) -> ClaimContext:
        """All that was found, before it is settled who speaks."""
        message, view, shapes = first.message, first.view, first.shapes
        found, claims = list(first.sender), list(first.claims)
        for (field, shape), told in zip(shapes, first.fields, strict=True):
            found += [*told, *self._find_beside(shape, field, message, view)]
            found += self._find_topics(shape, view, fewest=1 if _shows_own_number(first) else 2)
        found += first.enclosed
        pushed = any(pushes_reader(e, view) for e in found)
        found += self._find_institution_lures(message, shapes, found, pushed)
        found += self._find_where_pushed(message, shapes) if pushed else []
        if pushed or any(e.kind == "number" for e in found):
            found += self._find_appointment(shapes)
        return ClaimContext(self.words, message, view, shapes, found, claims)

    def _extract_field(
        self, shape: TokenString, field: str, message: Message, view: DatedCharter
    ) -> list[Evidence]:
        """What the text, or the subject, shows by itself, and what can count."""
        found = self.asks.find_asks(shape, spoken=message.traits.spoken)
        found += self.calls.find_numbers(shape, message, view)
        if shape.links or (message.links and field == "text"):
            links = self.places.find_links(shape, message.links if field == "text" else (), view)
            found += [e for e in links if not (message.traits.spoken and self._is_name_as_heard(e))]
        if shape.candidates & self._to_own and (
            match := self._to_account.search(shape) or self._to_place.search(shape)
        ):
            found.append(_make_evidence(shape, "account", "account", match.start(), match.end() - 1))
        return _keep_others_words(found, field, message)

    def _is_name_as_heard(self, e: Evidence) -> bool:
        """Whether a site that was said out is the institution's own, as machines write down what they hear (*amélie point
        fr*): nobody is led to another by it."""
        if not isinstance(e.about, LinkTarget) or e.about.standing != "lookalike":
            return False
        before, point, after = fold_text(e.raw).partition(" point ")
        return bool(point) and join_letters(before + after) in self.senders.joined_names

    def _find_beside(
        self, shape: TokenString, field: str, message: Message, view: DatedCharter
    ) -> list[Evidence]:
        """What counts only beside something else that a message shows."""
        found = self.lures.find_pressure(shape)
        found += disguise.find_disguises(shape)
        found += self._find_programmes(shape)
        if message.traits.spoken:
            found += self._find_first_of_class(shape, "masked", "masked", "masked_number")
            found += self._find_first_of_class(shape, "pretended", "tone", "pretended")
        found += self._find_first_of_class(shape, "opt_out", "tone", "advertising")
        if message.traits.has_subject:
            found += self._find_first_of_class(shape, "attach", "attachment", "mentioned")
        return _keep_others_words(found, field, message)

    def _find_heading_claims(self, shape: TokenString, field: str, shown: list[Evidence]) -> Claims:
        """``Ameli.fr : ...``: the institution's own address, put where the name of the sender stands."""
        match = self._headed.search(shape) if shape.links else None
        if not match or match.end() == len(shape.letters):
            return []
        if match.start() and match[0][-1] != COLON:
            return []
        start, end = shape.atom_span(match.start(1), match.start(1))
        if any(
            shape.original_place(link.start) == start and (link.scheme or link.path) for link in shape.links
        ):
            return []
        return [
            ("opening", Evidence("claim", "opening", start, end, shape.text[start:end], e.field))
            for e in shown
            if e.kind == "link" and e.start == start and isinstance(e.about, LinkTarget)
            if e.about.standing in ("official", "lookalike") and e.field == field
        ]

    def _find_institution_lures(
        self,
        message: Message,
        shapes: Fields,
        found: list[Evidence],
        pushed: bool,
    ) -> list[Evidence]:
        """Lures that play with the institution's own things; to name one is enough where something pushes."""
        pushed = pushed or any(e.kind == "ask" and ITEMS[e.value].secret for e in found)
        return [
            move_to_field(e, field)
            for field, shape in shapes
            for e in self.lures.find_institution_lures(shape, pushed, self.words.things)
            if field != "text" or not is_in_reply(e, message.passages)
        ]

    def _find_where_pushed(self, message: Message, shapes: Fields) -> list[Evidence]:
        """What counts only where a message leads somewhere: the secrets and papers that it names, and whether
        it tells to go there or names a sum."""
        found = [
            move_to_field(Evidence("named", e.value, e.start, e.end, e.raw), field)
            for field, shape in shapes
            for e in self.asks.find_mentions(shape, papers=True)
            if field != "text" or not is_in_reply(e, message.passages)
        ]
        if any(not shape.present.isdisjoint(self._beckoning) for _, shape in shapes):
            found.append(Evidence("tone", "beckoning", 0, 0, ""))
        if not is_language_read(shapes[-1][1]):
            found.append(Evidence("tone", "unread", 0, 0, ""))
        return found

    def _find_appointment(self, shapes: Fields) -> list[Evidence]:
        """Whether it speaks of an appointment, which counts where a number or a link stands beside it."""
        told = any(not shape.present.isdisjoint(self._appointment) for _, shape in shapes)
        return [Evidence("tone", "appointment", 0, 0, "")] if told else []

    def _find_programmes(self, shape: TokenString) -> list[Evidence]:
        """Programmes of the institution that the text invokes, each once."""
        found: dict[str, Evidence] = {}
        if not shape.present.isdisjoint(self.words.programme_of):
            for i, letter in enumerate(shape.letters):
                if (name := self.words.programme_of.get(letter)) and name not in found:
                    found[name] = _make_evidence(shape, "programme", name, i, i)
        return list(found.values())

    def _find_topics(self, shape: TokenString, view: DatedCharter, *, fewest: int) -> list[Evidence]:
        """Programmes that run that day, and of whose matter the text speaks without naming them: of so many topics."""
        found: list[Evidence] = []
        for name, topics in self.words.programme_topics.items():
            if not view.runs_programme(name):
                continue
            places = list(find_terms(topics, blank_signs(shape.folded[:_MOST_TOLD])))
            if len({topic for topic, _, _ in places}) >= fewest:
                _, first, last = places[0]
                start, end = shape.original_place(first), shape.original_place(last, end=True)
                found.append(Evidence("topic", name, start, end, shape.text[start:end]))
        return found

    def _find_first_of_class(self, shape: TokenString, name: str, kind: Kind, value: str) -> list[Evidence]:
        """The first word of a class that nothing denies (*sans pièce jointe*)."""
        letters = self.words.letters_of(name)
        if shape.present.isdisjoint(letters):
            return []
        for i, letter in enumerate(shape.letters):
            if letter in letters and _NO.isdisjoint(shape.words[max(0, i - _DENIED_WITHIN) : i]):
                return [_make_evidence(shape, kind, value, i, i)]
        return []


def _keep_others_words(found: list[Evidence], field: str, message: Message) -> list[Evidence]:
    """The findings, said to stand in their field, without what stands in the person's own answer."""
    return [move_to_field(e, field) for e in found if field != "text" or not is_in_reply(e, message.passages)]


def _shows_own_number(first: FirstFindings) -> bool:
    """Whether the number shown is one from which the institution calls or writes."""
    return any(
        isinstance(e.about, FoundNumber)
        and first.view.find_point(e.about.medium, e.value, "they_contact_you")
        for e in first.sender
    )


def _make_evidence(shape: TokenString, kind: Kind, value: str, first: int, last: int) -> Evidence:
    start, end = shape.atom_span(first, last)
    return Evidence(kind, value, start, end, shape.text[start:end])


def _find_enclosed(message: Message) -> list[Evidence]:
    """Attachments, and signatures that align with the sender."""
    if not message.attachments and not message.signatures:
        return []
    names = [
        Evidence("attachment", a.name, 0, len(a.name), a.name, "attachment") for a in message.attachments
    ]
    signed = (s.domain for s in message.signatures if s.aligned)
    return names + [Evidence("signature", domain, 0, 0, domain, "sender") for domain in signed]


def _find_told(first: FirstFindings) -> tuple[Evidence, ...]:
    """What the person answers to questions about the message, and tells of themselves."""
    return (*find_told_answers(first.message, first.view), *_find_deeds(first.message))


def _find_deeds(message: Message) -> list[Evidence]:
    """What the person tells of themselves: in the text, or in their own words beside it."""
    found = reported_deeds.find_deeds(message)
    if message.beside:
        known = {e.value for e in found}
        found += [
            e
            for e in reported_deeds.find_deeds_beside(message.beside, message.channel)
            if e.value not in known
        ]
    return found
