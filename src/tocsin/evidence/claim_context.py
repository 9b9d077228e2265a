"""A message with all that was found in it: who writes, in which tone, and what pushes the reader."""

from functools import cached_property
from itertools import islice

from tocsin.charter.items import ITEMS
from tocsin.charter.view import DatedCharter
from tocsin.evidence.claims import Claims
from tocsin.evidence.fold import fold_text
from tocsin.evidence.institution_vocabulary import InstitutionVocabulary
from tocsin.evidence.known_callers import is_among_kin, tells_of_own_ringing
from tocsin.evidence.model import Evidence, Field, FoundNumber, ItemRequest, LinkTarget
from tocsin.evidence.shown_names import (
    PARTS,
    list_other_bodies,
    load_speaker_words,
    names_another,
    shows_name,
    split_shown_name,
    strip_accents,
)
from tocsin.evidence.term_search import blank_signs, find_terms
from tocsin.evidence.token_string import BREAK, QUESTION, TokenString, is_language_read
from tocsin.evidence.utterances import UtteranceMap, find_notes, find_quotations
from tocsin.message.model import Message

HEAD = 110
"""Characters that are the head of a text: a salutation, and who speaks."""
_BREATH = 50
"""Characters in which a presentation says its trade and its body."""
_FIRST = 6
"""Words in which somebody says who they are."""
_PRESENTED = 16
"""Atoms in which a voice says who it is, at most."""
_FEW = 8
_MOST = 4_000
"""Characters of a text in which the business of the institution is looked for."""
_OF = frozenset(("de", "du", "d", "a", "au", "of", "from"))
"""Words by which a trade belongs to a body: *référente taxi à la CPAM*."""


def pushes_reader(e: Evidence, view: DatedCharter) -> bool:
    """Whether a finding pushes the reader to a place or number that is not known to be good."""
    if isinstance(e.about, LinkTarget) and e.kind == "link":
        return e.about.standing in ("foreign", "shortener", "lookalike")
    if not isinstance(e.about, FoundNumber) or e.kind != "number" or e.about.role != "callback":
        return False
    return view.find_point(e.about.medium, e.value, "you_contact_them") is None


def is_only_spoken_of(e: Evidence) -> bool:
    """Whether an item is named in what is told of a call, and nothing says that it was asked."""
    return isinstance(e.about, ItemRequest) and e.about.manner == "spoken_of"


def _list_distinct_words(shape: TokenString) -> frozenset[str]:
    """The different words of a text, those of its phrases apart."""
    return frozenset(" ".join(shape.words).split())


class ClaimContext:
    """One message with all that was found in it, before it is settled who speaks."""

    def __init__(
        self,
        words: InstitutionVocabulary,
        message: Message,
        view: DatedCharter,
        shapes: list[tuple[Field, TokenString]],
        found: list[Evidence],
        claims: Claims,
    ) -> None:
        self.words = words
        self.message = message
        self.view = view
        self.shapes = shapes
        self.text = shapes[-1][1]
        self.claims = claims
        self.present = frozenset[str]().union(*(s.present for _, s in shapes))
        self.spoken = message.traits.spoken
        self.found = [e for e in found if not is_only_spoken_of(e) or self.tells_what_was_asked]
        self.push = any(pushes_reader(e, view) for e in found)
        self.asked = any(e.kind == "ask" and ITEMS[e.value].sensitive for e in found)

    def has_word_of(self, *classes: str) -> bool:
        """Whether a word of these classes stands in the message."""
        return not self.present.isdisjoint(self.words.letters_of(*classes))

    # ---- utterances

    @cached_property
    def warned(self) -> dict[str, list[int]]:
        """Places where a word warns of fraud, by field."""
        letters = self.words.letters_of("warns", "alarms")
        return {
            field: [shape.atom_span(i, i)[0] for i, letter in enumerate(shape.letters) if letter in letters]
            for field, shape in self.shapes
            if not shape.present.isdisjoint(letters)
        }

    @cached_property
    def utterances(self) -> UtteranceMap:
        """Who says what in the text."""
        return UtteranceMap(
            self.message.text,
            self.message.passages,
            self.warned.get("text", ()),
            cites=self.only_reports,
        )

    @cached_property
    def asks_whether_fraud(self) -> bool:
        """Whether the words for fraud all stand in questions (*ça sent l'arnaque ou c'est bon ?*): nobody is warned."""
        alarms = self.words.letters_of("alarms")
        if self.has_word_of("warns", "tells") or self.present.isdisjoint(alarms):
            return False
        ends = (
            next((c for c in shape.letters[i:] if c in (BREAK, QUESTION)), "")
            for _, shape in self.shapes
            for i, letter in enumerate(shape.letters)
            if letter in alarms
        )
        return all(end == QUESTION for end in ends)

    def is_quoted(self, e: Evidence) -> bool:
        """Whether somebody is cited there, rather than speaks."""
        if e.field != "text" or self.is_told_call:
            return False  # what is cited of a call is what the caller said
        return self.utterances.find_voice(e.start, e.end, stress=e.kind != "claim") == "quotation"

    @cached_property
    def is_told_call(self) -> bool:
        """Whether a call is told, rather than recorded."""
        return self.spoken and not self.message.traits.recorded

    def is_handed_on(self, e: Evidence) -> bool:
        """Whether it stands in a message that is handed on, and that is most of the text."""
        half = len(self.message.text) // 2
        return any(
            p.kind != "reply" and p.start <= e.start < p.end and p.end - p.start > half
            for p in self.message.passages
        )

    def is_warned_of(self, e: Evidence) -> bool:
        """Whether its own sentence warns."""
        return bool(
            e.field in self.warned and e.field == "text" and self.utterances.find_utterance(e.start).warns
        )

    @cached_property
    def links_away(self) -> bool:
        """Whether a link pushes the reader to a place that is not known to be good."""
        return self.push and any(e.kind == "link" and pushes_reader(e, self.view) for e in self.found)

    # ---- who writes

    @cached_property
    def is_own_call(self) -> bool:
        """Whether a person tells of a call that they had themselves, or of a message that they got."""
        return self.message.retold or (
            self.spoken
            and not self.message.traits.recorded
            and not self.has_word_of("relay")
            and self.has_word_of("called_me", "pretended", "told_me")
        )

    @cached_property
    def tells_what_was_asked(self) -> bool:
        """Whether a call is told, in a language that is read, that the person did not make: then a secret that is
        named, and not denied, is one that was asked."""
        return self.is_told_call and not self.has_word_of("i_called") and is_language_read(self.text)

    @cached_property
    def sender_words(self) -> tuple[str, ...]:
        """Words of the name that the sender shows, or of the mailbox where no name is shown."""
        return split_shown_name(self.message.sender)

    @cached_property
    def has_own_name(self) -> bool:
        """Whether the sender has a name of its own, which is not the institution's."""
        return shows_name(self.message.sender)

    @cached_property
    def is_named_otherwise(self) -> bool:
        """Whether the sender is somebody: a person, a firm, another body; a name of functions is nobody's."""
        return names_another(self.message.sender, self.words)

    @cached_property
    def is_about_institution(self) -> bool:
        """Whether the sender's name speaks of the institution, or to it: a union, a parody, a letter to its director."""
        name, mailbox, _ = self.message.sender.partition("<")
        if (name or not mailbox) and "@" in name:
            return False
        if not load_speaker_words("about").isdisjoint(self.sender_words):
            return True
        if mailbox:
            return False
        own = self.words.letters_of("name", "short", "implied", "asset_account", "asset_card")
        shape = self.words.tokenise(self.message.sender)
        named = next((i for i, letter in enumerate(shape.letters) if letter in own), 0)
        before = (part for word in shape.words[:named] for part in word.split())
        return not load_speaker_words("toward").isdisjoint(before)

    @cached_property
    def said_words(self) -> frozenset[str]:
        """The different words of the text, whoever says them."""
        return _list_distinct_words(self.text)

    def says_one_of(self, words: frozenset[str]) -> bool:
        """Whether the writer says one of some words; most texts hold none of them, so that nobody looks who says what."""
        return not words.isdisjoint(self.said_words) and not words.isdisjoint(self.own_vocabulary)

    @cached_property
    def own_words(self) -> list[tuple[int, str]]:
        """Words of the writer with their place, without what is quoted, handed on, answered or noted beside."""
        told = [(p.start, p.end) for p in self.message.passages] + find_notes(self.message.text)
        others = sorted(told + self.utterances.speeches)
        shape, places = self.text, self.text.places
        found: list[tuple[int, str]] = []
        at = busy = 0
        for word, start in zip(shape.words, shape.atom_starts, strict=True):
            if not word:
                continue
            place = start if places is None else places[start]
            while at < len(others) and others[at][0] <= place:
                busy, at = max(busy, others[at][1]), at + 1
            if place >= busy:
                found += [(place, part) for part in word.split()]
        return found

    @cached_property
    def own_vocabulary(self) -> frozenset[str]:
        """The different words of the writer."""
        return frozenset(word for _, word in self.own_words)

    @cached_property
    def is_private(self) -> bool:
        """Whether the writer talks as people do who know each other."""
        if self.spoken:
            return self.is_among_kin
        return not self.links_away and self.says_one_of(load_speaker_words("private"))

    @cached_property
    def is_among_kin(self) -> bool:
        """Whether somebody speaks to a relative, or leaves them a message."""
        if not self.spoken:
            return False
        speeches = find_quotations(self.message.text) if self.is_told_call else []
        cited = fold_text(self.message.text[slice(*speeches[0])]) if speeches else ""
        said = (word for shown in self.text.words for word in shown.split())
        return is_among_kin(self.own_words, cited, said, recorded=not self.is_told_call)

    @cached_property
    def rang_them(self) -> bool:
        """Whether a call is told that the person made to somebody whom they name."""
        told = self.is_told_call and not self.push
        return told and tells_of_own_ringing(word for place, word in self.own_words if place < HEAD)

    @cached_property
    def plays(self) -> bool:
        """Whether somebody jokes, plays a part or sets an exercise."""
        if self.links_away:
            return False
        said = self.said_words.union(*(_list_distinct_words(shape) for _, shape in self.shapes[:-1]))
        lists = (
            ("plays",) if self.is_told_call else ("plays", "laughs")
        )  # who tells of a call may laugh at it
        return any(not load_speaker_words(one).isdisjoint(said) for one in lists)  # *Fiche n° 6, jeu de rôle*

    @cached_property
    def is_headed_otherwise(self) -> bool:
        """Whether another body presents itself: in the sender, in the first words, or after *ici* and the like."""
        if self.speaks_for_another:
            return True
        bodies = list_other_bodies(self.words)
        if self.has_own_name:
            shown = (strip_accents(part.casefold()) for part in PARTS.findall(self.message.sender))
            if not bodies.isdisjoint(shown):
                return True
        if bodies.isdisjoint(self.said_words):
            return False
        first = self.own_words[: _FIRST if not self.is_told_call else _FIRST // 2]
        if any(
            word in bodies and not self._names_itself_before(place) and not self._names_itself_near(place)
            for place, word in first
        ):
            return True
        shape, presents = self.text, self.words.letters_of("self_call")
        if self.is_told_call or shape.present.isdisjoint(presents):
            return False
        at = next(i for i, letter in enumerate(shape.letters) if letter in presents)
        return any(
            not bodies.isdisjoint(shape.words[i].split())
            and not self._names_itself_near(shape.original_place(shape.atom_starts[i]))
            for i in range(at + 1, min(at + 1 + _FIRST, len(shape.words)))
        )

    @cached_property
    def speaks_for_another(self) -> bool:
        """Whether a voice says that it is somebody of another trade (*c'est la pharmacie*), or is told to be (*l'agence
        d'intérim m'a rappelée*)."""
        if not self.spoken or (self.is_told_call and any(manner == "retold" for manner, _ in self.claims)):
            return False  # who rang to tell of another call
        shape = self.text
        others = (load_speaker_words("bodies") | load_speaker_words("trades")) - self.words.own_words
        presents = self.words.letters_of("called_me" if self.is_told_call else "self_call")
        for i, word in enumerate(shape.words[:_PRESENTED]):
            if others.isdisjoint(word.split()):
                continue
            near = range(i + 1, i + 3) if self.is_told_call else range(i - 1, max(-1, i - 6), -1)
            for k in near:
                if shape.letters[k : k + 1] in ("", BREAK, QUESTION):
                    break
                if shape.letters[k] in presents and (
                    not self.is_told_call or shape.words[k].startswith("m ")
                ):
                    place = shape.original_place(shape.atom_starts[i])
                    presented = any(m == "self" and c.start < place for m, c in self.claims)
                    return not (presented or self._names_itself_near(place))
        return False

    def _names_itself_before(self, place: int) -> bool:
        """Whether the institution's name opens the text before that: *Assurance Maladie, remboursement opticien*."""
        own = self.words.letters_of("name", "short")
        starts = (self.text.original_place(s) for s in self.text.atom_starts)
        return any(
            letter in own and s < place for letter, s in zip(self.text.letters[:3], starts, strict=False)
        )

    def _names_itself_near(self, place: int) -> bool:
        """Whether the institution's name follows in the same breath: *l'infirmière du programme de la CPAM*."""
        near = self.message.text[place : place + _BREATH].partition("\n")[0].partition(". ")[0]
        if any(
            claim.field == "text" and place <= claim.start < place + len(near) for _, claim in self.claims
        ):
            return True
        shape, own = self.text, self.words.letters_of("name", "short", "implied")
        return any(
            letter in own
            and place <= shape.original_place(shape.atom_starts[i]) < place + len(near)
            and not _OF.isdisjoint(shape.words[max(0, i - 2) : i])
            for i, letter in enumerate(shape.letters)
        )

    @cached_property
    def only_reports(self) -> bool:
        """Whether a word warns or tells somewhere: then what is cited is an example, and no message handed on. Who
        passes on a voicemail calls it a fraud, and cites it all the same; who asks whether it is one does not say so."""
        if self.asks_whether_fraud:
            return False
        return self.has_word_of("warns", *(() if self.message.traits.recorded else ("alarms", "tells")))

    @cached_property
    def is_familiar(self) -> bool:
        """Whether the tone is of people who know each other, or the place one where a card is shown."""
        return self.has_word_of("friend", "place")

    @cached_property
    def names_other_brand(self) -> bool:
        """Whether another body is named before the institution is."""
        if self.present.isdisjoint(self.words.brand_of):
            return False
        own = self.words.letters_of("name", "short", "implied")
        brands = self.words.brand_of
        first = (c for _, shape in self.shapes for c in shape.letters if c in own or c in brands)
        return next(first) not in own

    @cached_property
    def names_any_brand(self) -> bool:
        """Whether another body is named at all."""
        return not self.present.isdisjoint(self.words.brand_of)

    # ---- what is wanted

    @cached_property
    def steals(self) -> bool:
        """Whether what is asked is named and can be used at once; to be told to pay is common among honest ones."""
        return any(
            e.kind == "ask" and ITEMS[e.value].usable_at_once and ITEMS[e.value].classes for e in self.found
        )

    @cached_property
    def names_secret(self) -> bool:
        """Whether a secret is named where the message leads somewhere."""
        return any(e.kind == "named" and ITEMS[e.value].secret for e in self.found)

    @cached_property
    def leads_home(self) -> bool:
        """Whether it links to a site of the institution."""
        return any(
            isinstance(e.about, LinkTarget) and e.kind == "link" and e.about.standing == "official"
            for e in self.found
        )

    @cached_property
    def named_codes(self) -> list[tuple[int, int]]:
        """Where the text names a code to be given, in the first places."""
        named = (
            (e.start, e.end)
            for e in self.found
            if e.kind == "ask" and e.value == "code" and e.field == "text"
        )
        return list(islice(named, _FEW))

    @cached_property
    def speaks_of_business(self) -> bool:
        """Whether it is about what the institution deals with, though nobody is named."""
        plain = blank_signs(self.text.folded[:_MOST])
        return next(find_terms(self.words.business, plain), None) is not None

    @cached_property
    def lures(self) -> bool:
        """Whether something of the institution is dangled."""
        return any(e.kind == "lure" for e in self.found)
