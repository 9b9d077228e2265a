"""From a message to what it shows: every finding once, with its span, before any judgement."""

from tocsin.charter import tables
from tocsin.charter.schema import Charter
from tocsin.charter.view import View
from tocsin.evidence import deeds, disguise
from tocsin.evidence.asks import AskFinder
from tocsin.evidence.calls import Calls
from tocsin.evidence.claims import ClaimFinder, Claims
from tocsin.evidence.lures import LureFinder
from tocsin.evidence.model import Evidence, Host, Kind, in_field
from tocsin.evidence.places import Places
from tocsin.evidence.rules import compile_rule
from tocsin.evidence.scene import SECRET, Scene, Settler, pushes, replied
from tocsin.evidence.senders import Senders
from tocsin.evidence.shape import COLON, Shape
from tocsin.evidence.words import Words
from tocsin.message.model import Message


def extract(message: Message, view: View) -> tuple[Evidence, ...]:
    """Everything that a message shows to the charter as of a day."""
    return extractor(view.charter).extract(message, view)


_extractors: dict[int, "Extractor"] = {}


def extractor(charter: Charter) -> "Extractor":
    """The extractor of an institution; built once, and kept with its charter."""
    found = _extractors.get(id(charter))
    if found is None or found.charter is not charter:
        found = _extractors[id(charter)] = Extractor(charter)
    return found


class Extractor:
    """Reads messages with the words of one institution."""

    def __init__(self, charter: Charter) -> None:
        self.charter = charter
        self.words = words = Words(charter)
        self.vocabulary = words.vocabulary
        self.asks = AskFinder(self.vocabulary)
        self.claims = ClaimFinder(self.vocabulary)
        self.lures = LureFinder(self.vocabulary, tables.get("lexicon/scams")["pretexts"], self.asks)
        self.places = Places(words)
        self.directory = self.places.directory
        self.calls = Calls(words, self.asks)
        self.plan = self.calls.plan
        self.senders = Senders(words, self.places, self.calls)
        self._settler = Settler(words, self.asks, self.claims, self.lures)
        self._to_account = compile_rule(
            "through|click_now|call_now|inside_words ~3 asset_account", self.vocabulary
        )
        self._headed = compile_rule("^ hello? <link> colon|line|informs|brk|comma", self.vocabulary)

    def extract(self, message: Message, view: View) -> tuple[Evidence, ...]:
        """All findings, in the order of the text within each kind."""
        found, claims = self.senders.find(message, view)
        shapes = [("subject", self.words.read(message.subject))] if message.subject else []
        shapes.append(("text", self.words.read(message.text)))
        for field, shape in shapes:
            shown = self._of(shape, field, message, view)
            claims += self._heading(shape, field, shown)
            found += shown
            claims += [(manner, in_field(claim, field)) for manner, claim in self.claims.find(shape)]
        found += _enclosed(message)
        found += self._dangled(message, view, shapes, found)
        settled = self._settler.settle(Scene(self.words, message, view, shapes, found, claims))
        return (*settled, *self._deeds(shapes[-1][1], message))

    def _deeds(self, text: Shape, message: Message) -> list[Evidence]:
        """What the person tells of themselves: in the text, or in their own words beside it."""
        found = deeds.find(text, message, self.words)
        if message.beside:
            known = {e.value for e in found}
            beside = deeds.find_beside(self.words.read(message.beside), self.words)
            found += [e for e in beside if e.value not in known]
        return found

    def _of(self, shape: Shape, field: str, message: Message, view: View) -> list[Evidence]:
        """What the text, or the subject, shows by itself."""
        spoken = message.channel in ("call", "voicemail")
        found = self.asks.find(shape, spoken=spoken)
        found += self.calls.find(shape, message, view)
        if shape.links or (message.links and field == "text"):
            found += self.places.find(shape, message.links if field == "text" else (), view)
        found += self.lures.pressure(shape)
        found += disguise.find(shape)
        found += self._programmes(shape)
        if match := self._to_account.search(shape):
            found.append(_at(shape, "account", "account", match.start(), match.end() - 1))
        if spoken:
            found += self._first(shape, "masked", "masked", "masked_number")
        if message.channel == "email":
            found += self._first(shape, "attach", "attachment", "mentioned")
        return [in_field(e, field) for e in found if field != "text" or not replied(e, message.passages)]

    def _heading(self, shape: Shape, field: str, shown: list[Evidence]) -> Claims:
        """``Ameli.fr : ...``: the institution's own address, put where the name of the sender stands."""
        match = self._headed.search(shape) if shape.links else None
        if not match or match.end() == len(shape.letters):
            return []
        if match.start() and match[0][-1] != COLON:
            return []
        start, end = shape.span(match.start(1), match.start(1))
        if any(shape.place(link.start) == start and (link.scheme or link.path) for link in shape.links):
            return []
        return [
            ("opening", Evidence("claim", "opening", start, end, shape.text[start:end], e.field))
            for e in shown
            if e.kind == "link" and e.start == start and isinstance(e.about, Host)
            if e.about.standing in ("official", "lookalike") and e.field == field
        ]

    def _dangled(
        self, message: Message, view: View, shapes: list[tuple[str, Shape]], found: list[Evidence]
    ) -> list[Evidence]:
        """Lures that play with the institution's own things; to name one is enough where something pushes."""
        pushed = any(pushes(e, view) or (e.kind == "ask" and e.value in SECRET) for e in found)
        return [
            in_field(e, field)
            for field, shape in shapes
            for e in self.lures.own(shape, pushed)
            if field != "text" or not replied(e, message.passages)
        ]

    def _programmes(self, shape: Shape) -> list[Evidence]:
        """Programmes of the institution that the text invokes, each once."""
        found: dict[str, Evidence] = {}
        if shape.present.isdisjoint(self.words.programme_of):
            return []
        for i, letter in enumerate(shape.letters):
            if (name := self.words.programme_of.get(letter)) and name not in found:
                found[name] = _at(shape, "programme", name, i, i)
        return list(found.values())

    def _first(self, shape: Shape, name: str, kind: Kind, value: str) -> list[Evidence]:
        """The first word of a class."""
        letters = self.words.of(name)
        if shape.present.isdisjoint(letters):
            return []
        i = next(i for i, letter in enumerate(shape.letters) if letter in letters)
        return [_at(shape, kind, value, i, i)]


def _at(shape: Shape, kind: Kind, value: str, first: int, last: int) -> Evidence:
    start, end = shape.span(first, last)
    return Evidence(kind, value, start, end, shape.text[start:end])


def _enclosed(message: Message) -> list[Evidence]:
    """Attachments, and signatures that align with the sender."""
    names = [
        Evidence("attachment", a.name, 0, len(a.name), a.name, "attachment") for a in message.attachments
    ]
    signed = (s.domain for s in message.signatures if s.aligned)
    return names + [Evidence("signature", domain, 0, 0, domain, "sender") for domain in signed]


__all__ = ["Claims", "Extractor", "extract", "extractor"]
