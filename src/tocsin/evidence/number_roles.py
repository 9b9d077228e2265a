"""Numbers in a text: who called, whom to call back, which are merely mentioned."""

from tocsin.charter.schema import Medium
from tocsin.charter.view import DatedCharter
from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.ask_negation import AskNegation
from tocsin.evidence.institution_vocabulary import SharedVocabulary
from tocsin.evidence.model import Evidence, FoundNumber, Role, TariffClass
from tocsin.evidence.token_string import TokenString
from tocsin.message.model import Message
from tocsin.phone_numbers.numbering_plan import load_prefix_tariffs
from tocsin.phone_numbers.scanner import scan_numbers

_ONLY_TOLD = ("short", "code", "help", "enquiries")
"""Ways of writing that are a number only where something says so (``2024`` is none)."""
_THIS_NUMBER = defer_pattern(r"\b(ce|cet|meme|moi|nous|numero|vite|urgence|rapidement|retour)\b")
_THIS_LINE = defer_pattern(
    r"\b(?:ce|cette|mon) (?:meme )?(?:numero|num|ligne|portable|mobile|telephone|poste)\b"
)
"""What is said of the number that is shown, whatever other number is told: *sur cette ligne directe, pas au 3646*."""

_FROM_IT = defer_pattern(
    r"\bdepuis (?:le|ce|un|notre)\b[a-z ]{0,20}$|\b(?:vous|t|te) (?:r?appel|contacte|joindr|telephon)\w* (?:du|par le|avec le|a partir du)$"
)
"""*Nous vous appellerons depuis le...*: the words before a number that rings, and is not to be rung."""


_OF_THING = defer_pattern(
    r"\b(?:colis|commande|dossier|facture|reference|ref|suivi|contrat|envoi|client)\W{1,3}(?:n\W{0,2}|no |numero )?$"
)
"""Before digits that number a thing, and ring nowhere."""
_READERS_LINE = defer_pattern(r"\b(?:votre|vos|ta|pour la|de la) (?:ligne|lignes)(?: fixe| mobile)?\W{1,3}$")
"""Before a number that is the reader's own: *la facture de la ligne 06...*."""
_TOWN = defer_pattern(r"\s(?:[A-ZÀ-Þ][a-zà-ÿ]|.{0,40}\b(?:CEDEX|Cedex|cedex)\b)")
"""After five digits that are a postcode."""
_POSTCODE = 5
_COUNTED = defer_pattern(r"\W{1,3}(?:heures?|minutes?|euros?)\b")
"""After number words that tell an hour or a sum (*huit heures trente et dix-sept heures*), and ring nowhere."""


_DEAR = defer_pattern(
    r"(?<![\d.,-] )(?<![\d.,])\b0 ?8 ?9 ?\d(?![ .-]?\d)|\bzero[ -]huit[ -](?:cent[ -])?quatre[ -]vingt[ -](?:dix|onze|douze)\b(?:[ -]\w+)?"
)
"""A dear number of which only the beginning is told (*rappeler le 08 92 quelque chose*)."""


class NumberFinder:
    """Finds numbers, their role and their price."""

    def __init__(self, words: SharedVocabulary, negation: AskNegation) -> None:
        self.plan = load_prefix_tariffs()
        self._negation = negation
        self._caller = words.letters_of("caller_words")
        self._ring = words.letters_of("call_now", "call", "join")
        self._now = words.letters_of("call_now")
        self._after = words.letters_of("call_now", "call")
        self._send = words.letters_of("give_now", "call_now")
        self._call = words.letters_of("call")
        self._at = words.letters_of("at_number")

    def find_numbers(self, shape: TokenString, message: Message, view: DatedCharter) -> list[Evidence]:
        """Numbers of a text; those of public help are left out."""
        found: list[Evidence] = []
        rung = False
        for start, end, value, medium, written in shape.phones:
            if _is_no_number(shape.folded, shape.text, start, end, shape.original_place(end, end=True)):
                continue
            if written == "words" and _COUNTED.match(shape.folded, end):
                continue
            official = view.find_point(medium, value) is not None
            role = self._find_role(shape, shape.find_atom_at(start), message, medium)
            told = written in _ONLY_TOLD and role == "mentioned"
            if not official and (value in self.plan.help or told):
                continue
            rung = rung or role == "callback"
            number = FoundNumber(role, self.find_tariff(value, medium, view), medium)
            s, e = shape.original_place(start), shape.original_place(end, end=True)
            found.append(Evidence("number", value, s, e, shape.text[s:e], about=number))
            if written != "words" and any(c.isalpha() for c in shape.folded[start:end]):
                found.append(Evidence("disguise", "obfuscation", s, e, shape.text[s:e]))
        traits = message.traits
        if traits.spoken:
            found += self._find_dear_beginnings(shape, message)
        if (
            message.sender
            and traits.on_phone
            and not shape.links
            and (back := self._find_sender_callback(shape, message, rung=rung))
        ):
            found.append(back)
        return found

    def _find_dear_beginnings(self, shape: TokenString, message: Message) -> list[Evidence]:
        """Dear numbers that are told by how they begin."""
        found = []
        for match in _DEAR.finditer(shape.folded):
            # Said in hundreds it is no number as a whole, and other words of it may look like one (*dix neuf sept*).
            if any(start <= match.start() < end for start, end, *_ in shape.phones):
                continue
            role = self._find_role(shape, shape.find_atom_at(match.start()), message, "phone")
            s, e = shape.original_place(match.start()), shape.original_place(match.end(), end=True)
            value = f"+33{match[0].replace(' ', '')[1:]}" if match[0][0] == "0" else "+3389"
            found.append(Evidence("number", value, s, e, shape.text[s:e], about=FoundNumber(role, "premium")))
        return found

    def find_tariff(self, value: str, medium: Medium, view: DatedCharter) -> TariffClass:
        """Price class: the charter's for its own numbers, else the plan's."""
        for point in (view.find_point(medium, value, "you_contact_them"), view.find_point(medium, value)):
            for period in point.tariffs if point else ():
                if period.in_force.possibly_holds(view.on):
                    return period.tariff
        return self.plan.find_tariff(value, medium)

    def _find_role(self, shape: TokenString, at: int, message: Message, medium: Medium) -> Role:
        letters = shape.letters
        if medium == "short_code":
            near = frozenset(letters[max(0, at - 8) : at])
            return "mentioned" if near.isdisjoint(self._send) else "callback"
        if said := self._find_role_before(shape, at):
            return said
        if not frozenset(letters[max(0, at - 3) : at]).isdisjoint(self._at):
            return "callback"
        if message.traits.spoken and at and shape.words[at - 1] in ("du", "d"):
            return "caller"
        if not frozenset(letters[at + 1 : at + 7].split(".")[0]).isdisjoint(self._after):
            return "callback"
        return "callback" if message.traits.recorded else "mentioned"

    def _find_role_before(self, shape: TokenString, at: int) -> Role | None:
        """The role that the nearest word before gives within the sentence."""
        letters = shape.letters
        near = " ".join(shape.words[max(0, at - 5) : at])
        if _FROM_IT.search(near):
            return "caller"
        for i in range(at - 1, max(-1, at - 14), -1):
            letter = letters[i]
            if letter in ".?" and i < at - 1:
                return None
            if letter in self._caller and at - i <= 3 and shape.words[at - 1] != "au":
                return "caller"
            if letter in self._ring:
                return "mentioned" if self._negation.is_negated(letters, i, i) else "callback"
        return None

    def _find_sender_callback(self, shape: TokenString, message: Message, *, rung: bool) -> Evidence | None:
        """*Rappelez ce numéro*: the number to ring is the one shown, of a message on a telephone that has no link. ``rung``:
        another is told to be rung."""
        ring = self._now | self._call if message.traits.recorded else self._now
        if shape.present.isdisjoint(ring):
            return None
        phones = scan_numbers(message.sender.lower())
        if not phones:
            return None
        for i, letter in enumerate(shape.letters):
            if letter not in ring or shape.words[i].startswith(("rappelle", "appelle", "m appelle")):
                continue
            near = " ".join(shape.words[i : i + 7])
            here = message.traits.recorded and _THIS_LINE.search(near)
            wanted = here or (
                not rung
                and letter in self._now
                and (
                    message.traits.spoken
                    or (_THIS_NUMBER.search(near) and not self._asks_for_reply(shape, i))
                )
            )
            if wanted and not self._negation.is_negated(shape.letters, i, i):
                _, _, value, medium, _ = phones[0]
                number = FoundNumber("callback", self.plan.find_tariff(value, medium), medium)
                start, end = shape.atom_span(i, i)
                return Evidence("number", value, start, end, shape.text[start:end], about=number)
        return None

    @staticmethod
    def _asks_for_reply(shape: TokenString, at: int) -> bool:
        """*Répondez OUI, ou APPELEZ-MOI*: words to answer with, and nobody to ring."""
        before = shape.words[max(0, at - 8) : at]
        return any(word.startswith(("repond", "reply", "answer")) for word in before)


def _is_no_number(folded: str, text: str, start: int, end: int, after: int) -> bool:
    """Whether digits number a thing (*colis 00250012345678*), or are a postcode (*93015 Bobigny Cedex*)."""
    if end - start > _POSTCODE:
        return (
            "+" not in folded[start:end] and _OF_THING.search(folded, max(0, start - 30), start) is not None
        ) or _READERS_LINE.search(folded, max(0, start - 30), start) is not None
    return end - start == _POSTCODE and _TOWN.match(text, after) is not None
