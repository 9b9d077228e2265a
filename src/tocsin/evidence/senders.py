"""The sender as displayed: a number, a mailbox, a name, or nothing; and whether it claims by itself."""

import re
from functools import lru_cache

from tocsin.charter.view import DatedCharter
from tocsin.evidence.claims import Claims
from tocsin.evidence.hosts import is_within_domain
from tocsin.evidence.institution_vocabulary import InstitutionVocabulary
from tocsin.evidence.link_classification import LinkClassifier
from tocsin.evidence.model import Evidence, FoundNumber, LinkTarget
from tocsin.evidence.phrase_table import expand_pattern
from tocsin.evidence.sender_forms import (
    find_mailbox,
    is_number,
    join_letters,
    list_cut_names,
    list_written_forms,
    load_mailbox_hosts,
    scan_sender,
    space_words,
)
from tocsin.evidence.shown_names import load_speaker_words
from tocsin.evidence.token_string import TokenString
from tocsin.message.model import Message
from tocsin.phone_numbers.numbering_plan import load_prefix_tariffs

_PRIVATE = frozenset(("prive", "private"))
"""Of a number, that it is not shown; of a clinic or a bank, whose it is."""
_LONGEST = 300
_SHORTEST_FUNCTION = 3
"""Letters of a word for a function that is joined to a name."""
_FEWEST_KEPT = 4
"""Letters of a word by which it is known."""
_MOST_KEPT = 20_000
_Found = tuple[list[Evidence], Claims]


class SenderReader:
    """Reads what is displayed as the sender."""

    def __init__(self, words: InstitutionVocabulary, places: LinkClassifier) -> None:
        self._words = words
        self._places = places
        self._kept: dict[str, TokenString] = {}
        self._read_names: dict[tuple[str, bool], _Found] = {}
        self._names = words.letters_of("name", "short")
        # A name that is a word of others too (*post*) is one in what is shown, and any word in a mailbox.
        common = bool(words.charter.lexicon.common_labels)
        self._in_mailbox = words.letters_of("name") if common else self._names
        self._cut_names = list_cut_names(words.charter.lexicon.brand_labels)
        lexicon = words.charter.lexicon
        spelt = [one for name in (*lexicon.names, *lexicon.short_names) for one in expand_pattern(name)]
        self.joined_names = frozenset(filter(None, (join_letters(one) for one in spelt)))
        """The names of the institution, each in one word."""
        self._published = frozenset(
            str(getattr(clause, "value", "")).casefold()
            for clause in words.charter.clauses
            if getattr(clause, "medium", "") == "sms_sender"
        )
        """Names under which the institution has written SMS, on whatever day."""
        self._word_pairs = frozenset(pair for one in spelt if (pair := _split_into_two(one)) is not None)
        self._claiming = words.letters_of("name", "short", "implied", "asset_account", "asset_card")

    def read_sender(self, message: Message, view: DatedCharter) -> _Found:
        """What the sender shows, and the claim that it makes, if any."""
        sender = message.sender
        if not sender:
            return [], []
        if is_number(sender):
            return self._read_number(sender, view)
        if match := find_mailbox(sender):
            return self._read_mailbox(sender, match, view)
        kept = self._read_names.get((sender, message.traits.spoken))
        if kept is None:
            kept = self._read_name(sender, message, view)
            if len(self._read_names) < _MOST_KEPT and not self._read_shape(sender).phones:
                self._read_names[sender, message.traits.spoken] = kept
        return list(kept[0]), list(kept[1])

    def _read_name(self, sender: str, message: Message, view: DatedCharter) -> _Found:
        """What a name shows: the same on each day, unless a number stands in it."""
        plain = self._read_shape(sender)
        # Of a letter, the head has an address, and its postcode is no number that rings.
        if plain.phones and message.traits.on_phone:
            return self._read_number(sender, view)
        hidden = load_speaker_words("hidden") | _PRIVATE
        if any(part in hidden for word in plain.words for part in word.split()):
            return [_make_sender_evidence("masked", "masked_number", sender)], []
        shown = [_make_sender_evidence("sender", sender, sender)]
        if not message.traits.spoken:
            shown += self._find_brands(sender)
        parts = map(self._read_shape, list_written_forms(sender))
        if (
            sender.strip().casefold() in self._published
            or any(not part.present.isdisjoint(self._claiming) for part in parts)
            or self._imitates_in_one_word(sender)
        ):
            return shown, [_make_sender_claim(sender)]
        return shown, []

    def _read_shape(self, sender: str) -> TokenString:
        shape = self._kept.get(sender)
        if shape is None:
            shape = self._words.tokenise(sender[:_LONGEST])
            if len(self._kept) < _MOST_KEPT:
                self._kept[sender] = shape
        return shape

    def _find_brands(self, name: str) -> list[Evidence]:
        """Other bodies in whose name the sender writes: ``CreditMutuel``, ``Orange-Info``."""
        read = (self._read_shape(one) for one in list_written_forms(name) if one)
        found = {
            self._words.brand_of[c] for shape in read for c in shape.present if c in self._words.brand_of
        }
        return [_make_sender_evidence("claim", f"brand:{brand}:heading", name) for brand in sorted(found)]

    def _read_number(self, sender: str, view: DatedCharter) -> _Found:
        """A number shown; that of the institution is a claim by itself."""
        shown = _describe_number(sender)
        number = shown.about
        own = isinstance(number, FoundNumber) and view.find_point(number.medium, shown.value) is not None
        return [shown], [_make_sender_claim(sender, shown.start, shown.end)] if own else []

    def _read_mailbox(self, sender: str, match: re.Match[str], view: DatedCharter) -> _Found:
        """A mailbox; the name beside it, or its domain, can claim."""
        domain = match[1].lower().strip(".")
        start, end = match.span()
        about = self._places.classify_host(domain, domain, view)
        shown = [Evidence("sender", match[0].lower(), start, end, match[0], "sender", about)]
        if not domain.isascii():
            shown.append(Evidence("disguise", "obfuscation", start, end, match[0], "sender"))
        if about.standing == "foreign":
            shown += self._find_brands(sender[:start])
        named = not self._read_shape(space_words(sender)).present.isdisjoint(self._in_mailbox)
        named = named or not self._read_shape(space_words(sender[:start])).present.isdisjoint(self._names)
        own: object = view.find_point("mail_address", match[0].lower())
        if domain not in load_mailbox_hosts():
            own = own or self._is_own_domain(domain, view) or self._imitates(about)
        return shown, [_make_sender_claim(sender)] if named or own else []

    def _imitates(self, about: LinkTarget) -> bool:
        """Whether a domain passes for one of the institution's; a body of the State has a name of its own (*cantal*)."""
        if about.standing in ("public", "known"):
            return False
        return bool(self._places.directory.imitation.find_imitated_label(about.host))

    def _is_own_domain(self, domain: str, view: DatedCharter) -> bool:
        """Whether the charter knows the domain, on that day or another."""
        points = (p for p in view.charter.clauses if getattr(p, "medium", "") in ("mail_domain", "web_host"))
        return any(is_within_domain(domain, str(getattr(p, "value", ""))) for p in points)

    def _imitates_in_one_word(self, sender: str) -> bool:
        """A name written in one word (``CPAM75``, ``AmeliInfo``): whoever chose it chose what it looks like."""
        joined = join_letters(sender)
        if joined in self._cut_names or self._is_name_with_function(joined) or self._cuts_both_words(joined):
            return True
        return bool(joined and self._places.directory.imitation.find_imitated_label(joined))

    def _is_name_with_function(self, joined: str) -> bool:
        """Whether letters are one of the names, alone or with a word for a function before or after it; in any other word
        (``Waterpolo``) a name is none."""
        return any(
            joined == name
            or (joined.startswith(name) and _is_function(joined[len(name) :]))
            or (joined.endswith(name) and _is_function(joined[: -len(name)]))
            for name in self.joined_names
        )

    def _cuts_both_words(self, joined: str) -> bool:
        """Whether letters are the beginnings of both words of a name (``AssurMaladi``)."""
        return any(
            first.startswith(joined[:at]) and second.startswith(joined[at:])
            for first, second in self._word_pairs
            for at in range(_FEWEST_KEPT, len(joined) - _FEWEST_KEPT + 1)
        )


@lru_cache(maxsize=_MOST_KEPT)
def _describe_number(sender: str) -> Evidence:
    """The number shown, or the sender as it stands where none can be rung."""
    found = scan_sender(sender.lower())
    if not found:
        return _make_sender_evidence("sender", sender, sender)
    start, end, value, medium, _ = found[0]
    number = FoundNumber("caller", load_prefix_tariffs().find_tariff(value, medium), medium)
    return Evidence("sender", value, start, end, sender[start:end], "sender", number)


def _is_function(word: str) -> bool:
    """Whether a word is one for a function; shorter ones end other words (``Amelie``)."""
    return len(word) >= _SHORTEST_FUNCTION and word in load_speaker_words("generic")


def _split_into_two(name: str) -> tuple[str, str] | None:
    """The two words of a name that has two, of some length."""
    words = [word for word in name.split() if len(word) >= _FEWEST_KEPT]
    return (words[0], words[1]) if len(words) == 2 else None


def _make_sender_evidence(kind: str, value: str, sender: str) -> Evidence:
    return Evidence(kind, value, 0, len(sender), sender, "sender")  # type: ignore[arg-type]


def _make_sender_claim(sender: str, start: int = 0, end: int | None = None) -> tuple[str, Evidence]:
    end = len(sender) if end is None else end
    return "sender", Evidence("claim", "sender", start, end, sender[start:end], "sender")
