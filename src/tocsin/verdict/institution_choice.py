"""Which institution a message claims to come from: found by itself, among all whose charter comes with Tocsin.

The candidates are those of which anything is found (``evidence/recognition.py``). The message is read under the charter
of each, and the one that speaks to the reader is chosen: by the envelope before the head and the signature, and by these
before whatever else is said of it. Whoever is only mentioned makes no claim, and is no institution of the message.
"""

from datetime import date
from functools import cache, cached_property
from math import inf
from typing import NamedTuple

from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Charter
from tocsin.charter.view import DatedCharter, view_as_of
from tocsin.evidence.claims import HOME as LEADS_HOME
from tocsin.evidence.claims import LIKENESS, NAMED, POSING, PRETENCE, Manner
from tocsin.evidence.extraction import EvidenceExtractor, Fields, get_extractor, read_for_nobody
from tocsin.evidence.institution_likeness import Likeness, find_likest
from tocsin.evidence.institution_vocabulary import load_packaged_vocabulary
from tocsin.evidence.model import ClaimGround, Evidence, LinkTarget
from tocsin.evidence.quiet_messages import FirstFindings
from tocsin.evidence.recognition import HOME, FoundBy
from tocsin.evidence.shown_names import addresses_stranger, names_another
from tocsin.message.model import Message

DEFAULT = "assurance_maladie"
"""The charter that general signs are read with, and whose advice is given, where no institution is found."""
_SPEAKS = ("opening", "titled", "self", "signature", "starts")
"""Manners of a claim at the head or the foot of a message."""
_POSED = ("mention", "number", "implied", "asset", "account", "named")
"""Manners of a claim that lies in what a message wants of the reader, and in no words that present anybody."""
_SHOWN, _SPOKEN, _LED, _SAID, _PUSHED, _WORDS = 32, 16, 8, 4, 2, 1
_PRETENDED, _ALIKE, _ALOOF = 0.0, 0.5, 2.5
"""Log-odds from which a message is likened to an institution's: one that general signs warn of, any other, and one that
they warn of but that addresses nobody as strangers do."""
_CLEAR = 2.0
"""Log-odds by which it must read like one institution's rather than another's, where general signs warn of it: advice by the
charter of a wrong one is worse than general advice. Of messages of nine authors, five of them unread, those below were likened
to the right one in 6 of 20 cases, those between this and 3 in 5 of 8."""
_OWN = 1.0
"""Log-odds by which it must read like one institution's rather than another's of the same kind: where several carriers are as near,
it is a carrier's. Of 24 messages about parcels that name nobody, by eight authors left out, the 20 above were likened to the right
carrier, and one of the four below."""
_SURELY, _MOST_CLEAR = 3.0, 6.0
"""The same from which it is likened whoever else it names, and however it addresses its reader."""
_POSES, _POSES_CLEARLY = 1.0, 2.0
"""The same from which a message of which general signs warn, and which names nobody, poses as that institution: what it asks
is then held against its charter as if it were named. Of 4,777 frauds in the Assurance Maladie's name by 67 authors this makes an
imposture of 8 that 2.0 does not, and of none of 11,668 honest messages."""
_HANDED_ON = 2.0
"""The same from which a call, letter or mail of which is not said who sent it is likened, whoever hands it on: of 21 authors left
out 20 of 44 genuine ones were, and none of some 50 harmless ones."""
_UNSENT, _UNSENT_CLEARLY = 1.0, 2.0
"""The same from which a written message is likened that addresses a stranger and shows no sender. Of 17 authors who taught
nothing, this finds 2 genuine ones more of those that nobody's name is in, and takes 1 of some 2,400 harmless ones for one."""
_CLEARLY = 4.0
"""Log-odds by which it must read like one of several that are claimed, to be that one's."""
_UNLIKE = -2.0
"""Log-odds below which a message is like no institution's. Of 1,470 messages by six authors that taught nothing, 10 of 16
harmless ones that were taken for an institution's lie below, and of 45 genuine ones without an envelope none."""
_FEWEST = {"name": _WORDS, "thing": _PUSHED, "short": _SAID}
"""The least that claims it, by what an institution was found by."""


class CharterReading:
    """A message as it reads under one charter."""

    def __init__(
        self,
        charter: Charter,
        message: Message,
        general: Fields | None = None,
        supposed: Manner | None = None,
    ) -> None:
        self.charter = charter
        self.message = message
        self.view: DatedCharter = view_as_of(charter, message.received)
        self.extractor: EvidenceExtractor = get_extractor(charter)
        self.first: FirstFindings = self.extractor.read_fields(message, self.view, general)
        if supposed:
            self.first.claims.append((supposed, Evidence("claim", LIKENESS, 0, 0, "")))

    @cached_property
    def is_quiet(self) -> bool:
        """Whether nothing in it can count."""
        return self.extractor.is_quiet(self.first)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The findings that count."""
        return self.extractor.settle_findings(self.first)

    @property
    def is_named_alone(self) -> bool:
        """Whether all that claims it is that it is named, or what it deals with is, in a text that reads surely like frauds."""
        return all(e.value == NAMED for e in self.evidence if e.kind == "claim")

    @property
    def is_from_own_address(self) -> bool:
        """Whether the address that it shows as its sender's is one of the institution's own."""
        return any(
            e.kind == "sender" and isinstance(e.about, LinkTarget) and e.about.standing == "official"
            for e in self.evidence
        )

    def rank_claims(self) -> int:
        """How surely it comes, by what it shows, in the institution's name; 0 where it does not. A surer claim counts for
        more than all others together, and of two with the same, who has others besides."""
        return sum(dict.fromkeys(map(_rank, self.evidence)))


class InstitutionChoice(NamedTuple):
    """Under whose charter a message is to be judged."""

    readings: tuple[CharterReading, ...]
    """The reading under the charter of the institution found; where several speak alike, under each; else that under
    the charter that general signs are read with."""
    found: bool
    """Whether the message claims to come from it; else general signs alone decide."""
    general: CharterReading | None = None
    """Where a claim rests on words alone: who merely speaks of an institution has the same, so that general signs must
    speak against the message first."""
    others: tuple[CharterReading, ...] = ()
    """The readings under the charters of those in whose name it speaks as well."""
    unclaimed: Fields | None = None
    """Where it claims to come from nobody, by words alone, or from one that it does not name: its fields as they were read
    for nobody."""

    named: frozenset[str] = frozenset()
    """Who is named in it all the same: it is likened to none but these."""

    @property
    def speaks_to_stranger(self) -> bool:
        """Whether a message that claims nothing addresses its reader as those do who do not know them."""
        fields = self.unclaimed
        return fields is not None and any(map(addresses_stranger, [told.folded for _, told in fields]))

    @property
    def merely_speaks_of_it(self) -> bool:
        """Whether a message whose envelope shows no institution has words unlike those of any: who talks about one at home
        opens and signs as it does (*c'est papa, bon la Carsat m'a révisé*)."""
        shown = any(map(_is_shown, (e for reading in self.readings for e in reading.evidence)))
        alike = None if shown else _find_likest(self.readings[0].message)
        return alike is not None and alike.score < _UNLIKE

    @property
    def may_be_likened(self) -> bool:
        """Whether a message that claims nothing speaks to a stranger, or names an institution."""
        return bool(self.named) or self.speaks_to_stranger

    def read_likened(self, *, warned: bool) -> CharterReading | None:
        """The reading under the charter of the institution whose messages it reads most like, None where it is not like
        enough; ``warned``: by general signs, so that a lesser likeness is enough."""
        message = self.readings[0].message
        if not warned and names_another(message.sender, load_packaged_vocabulary()):
            return None  # a likeness is a claim only where nobody is named
        alike = _find_likest(message, least=_PRETENDED if warned else _ALIKE)
        if alike is None:
            return None
        surely = alike.score >= _SURELY and alike.clarity >= _MOST_CLEAR
        if self.found and not self.general and not (surely or self._bears_out(alike)):
            return None  # something of an institution claims it, though nobody is named
        name = self._choose_warned(alike) if warned else self._choose_unwarned(alike)
        if not name:
            return None
        charter = load_charter(name)
        if not warned and names_another(message.sender, get_extractor(charter).words):
            return None  # some other of the institutions
        return CharterReading(
            charter,
            message,
            self.unclaimed,
            self._choose_manner(charter, alike, warned=warned, surely=surely),
        )

    def _bears_out(self, alike: Likeness) -> bool:
        """Whether what a message clearly reads like is the very institution that it claims by a name of others too
        (*votre caisse*), or another than the one that stands for its kind (*votre banque*), which it may merely speak of,
        or than one of which nothing is named but what it deals with."""
        chosen = self.readings[0].charter
        if alike.institution == chosen.id:
            return _is_clearly_alike(alike)
        vaguely = chosen.stands_for or (not self.named and self.readings[0].is_named_alone)
        return bool(vaguely) and alike.score >= _SURELY and alike.clarity >= _SURELY

    def _choose_manner(self, charter: Charter, alike: Likeness, *, warned: bool, surely: bool) -> Manner:
        """How a message that reads like an institution's claims to be its; of those abroad too few rows have taught."""
        poses = warned and not self.named and _is_clearly_alike(alike) and charter.calling_code == HOME
        message = self.readings[0].message
        # Who reads a letter out, or tells a call, does it in words of their own; friends write to one another by the others.
        handed_on = alike.score >= _HANDED_ON and alike.clarity >= _HANDED_ON and not message.sender
        told = handed_on and (message.traits.has_subject or not message.traits.has_links)
        unsent = (
            not (message.sender or message.traits.spoken)
            and alike.score >= _UNSENT
            and alike.clarity >= _UNSENT_CLEARLY
            and self.speaks_to_stranger
        )
        return POSING if poses else PRETENCE if warned or surely or told or unsent else LIKENESS

    def _choose_unwarned(self, alike: Likeness) -> str:
        if not self.named and alike.lead < _OWN:
            return alike.general
        clearly = alike.score >= _SURELY and alike.clarity >= _CLEARLY
        may_be = not self.named or alike.institution in self.named or clearly
        return alike.institution if may_be else ""

    def _choose_warned(self, alike: Likeness) -> str:
        """The one that is named, where what the message is most like is that or of its kind; else, where nobody is, the one
        that it is clearly like, or the one that stands for its kind."""
        if alike.score < (_PRETENDED if self.named or self.speaks_to_stranger else _ALOOF):
            return ""
        if self.named:
            general = load_packaged_vocabulary().institutions.general
            kin = (
                name for name in sorted(self.named) if alike.general and general.get(name) == alike.general
            )
            return alike.institution if alike.institution in self.named else next(kin, "")
        if alike.clarity >= _CLEAR and alike.lead >= _OWN:
            return alike.institution
        return alike.general if alike.general_clarity >= _CLEAR else ""


@cache
def _load_usual() -> Charter:
    return load_charter(DEFAULT)


def choose_institution(
    message: Message, *, registered: bool = False, lone: bool = False
) -> InstitutionChoice:
    """The institution that a message claims to come from, and its reading.

    ``registered``: a register knows a code in it, which is the institution's whose service this is. ``lone``: it is
    one number or one address, which claims nothing and is told of under the charter that knows it.
    """
    words = load_packaged_vocabulary()
    general = read_for_nobody(message, words)
    candidates = words.institutions.find_candidates(message, [told for _, told in general])
    if lone or registered:
        name = candidates[0].institution if candidates and not registered else DEFAULT
        return InstitutionChoice((CharterReading(load_charter(name), message, general),), registered)
    if not candidates:
        return _choose_usual(CharterReading(_load_usual(), message, general), general)
    named = frozenset(one.institution for one in candidates if one.by != "thing")
    read = {
        one.institution: CharterReading(load_charter(one.institution), message, general) for one in candidates
    }
    if DEFAULT not in read and not any(one.by == "name" for one in candidates):
        read[DEFAULT] = CharterReading(load_charter(DEFAULT), message, general)
    by: dict[str, FoundBy] = {DEFAULT: "name"}
    by.update((one.institution, one.by) for one in candidates)
    ranks = {name: _rank_reading(reading, _FEWEST[by[name]]) for name, reading in read.items()}
    best = max(ranks.values(), default=0)
    # Of those that speak alike, the one that is called by a name of its own; else, of one name, the reader's own.
    alike = {name: rank for name, rank in ranks.items() if rank.bit_length() == best.bit_length()}
    own = {name: rank for name, rank in alike.items() if by[name] == "name"}
    own = (
        own
        or {name: rank for name, rank in alike.items() if read[name].charter.calling_code == HOME}
        or alike
    )
    claimed = {name for name, rank in ranks.items() if rank}
    if len(claimed) > 1 and (likest := _find_surely_likest(message)) in claimed:
        own = {likest: ranks[likest]}
    if len(own) > 1:  # *Carsat-CGSS retraite <...@lassuranceretraite.fr>*: two names, and the address of one
        own = {name: rank for name, rank in own.items() if read[name].is_from_own_address} or own
    best = max(own.values())
    tied = [read[name] for name, rank in own.items() if rank == best]
    home = tied[0].charter.calling_code
    first = tuple(one for one in tied if one.charter.calling_code == home)
    if best > _WORDS:
        chosen = {one.charter.id for one in first}
        # Nobody speaks for bodies of two countries: they bear one name, such as CPF or la poste.
        others = tuple(
            read[name]
            for name, rank in ranks.items()
            if rank > _WORDS and name not in chosen and read[name].charter.calling_code == home
        )
        unnamed = not named and best < _LED
        return InstitutionChoice(first, True, None, others, unclaimed=general if unnamed else None)
    usual = read.get(DEFAULT) or CharterReading(load_charter(DEFAULT), message, general)
    if not best:
        return InstitutionChoice((usual,), False, unclaimed=general, named=named)
    if ranks.get(DEFAULT) == best:
        return InstitutionChoice((usual,), True, unclaimed=None if named else general)
    return InstitutionChoice(first, True, usual, unclaimed=general, named=named)


def _choose_usual(usual: CharterReading, general: Fields) -> InstitutionChoice:
    """The choice where nothing of any institution is found: the usual one may be claimed all the same."""
    if rank := _rank_reading(usual, _WORDS):
        return InstitutionChoice((usual,), True, unclaimed=general if rank < _LED else None)
    return InstitutionChoice((usual,), False, unclaimed=general)


def _find_likest(message: Message, least: float = -inf) -> Likeness | None:
    text = f"{message.subject}\n{message.text}" if message.subject else message.text
    general = load_packaged_vocabulary().institutions.general
    return find_likest(text, message.channel, message.sender, general, least)


def _is_clearly_alike(alike: Likeness) -> bool:
    """Whether a message reads like one institution's so clearly that it poses as that one."""
    return alike.score >= _POSES and alike.clarity >= _POSES_CLEARLY


def _find_surely_likest(message: Message) -> str:
    """The institution like whose messages it reads clearly most, or empty."""
    alike = _find_likest(message, least=_SURELY)
    return alike.institution if alike and alike.clarity >= _CLEARLY else ""


def find_named_institution(words: str) -> str:
    """The institution that a few words name, as people call it (*la sécu*, *mon banquier*); empty where they name none."""
    vocabulary = load_packaged_vocabulary()
    said = Message(channel="call", text=words, received=date.min)
    found = vocabulary.institutions.find_candidates(said, [vocabulary.tokenise(words)])
    return found[0].institution if found else ""


def _rank_reading(reading: CharterReading, least: int) -> int:
    """How surely a message comes in an institution's name, where that is enough."""
    rank = 0 if reading.is_quiet else reading.rank_claims()
    return rank if rank >= least else 0


def _is_shown(e: Evidence) -> bool:
    """Whether the envelope claims it."""
    return e.kind == "claim" and isinstance(e.about, ClaimGround) and e.about.rests_on == "envelope"


def _rank(e: Evidence) -> int:
    if e.kind != "claim" or e.value.startswith("brand:"):
        return 0
    rests_on = e.about.rests_on if isinstance(e.about, ClaimGround) else "text"
    if rests_on == "envelope":
        return _SHOWN if e.field == "sender" and e.value != "inside_account" else _LED
    if rests_on == "frame":
        return _SPOKEN if e.value in _SPEAKS else _PUSHED if e.value in _POSED else _SAID
    # Whoever only speaks of it names it: who sends strangers to its site, and names nobody, writes for it.
    return _PUSHED if e.value == LEADS_HOME else _WORDS
