"""Which institutions a message may claim to come from, before anything is judged.

All that an institution is known by is looked for at once: its names and things in the words; its names, numbers and
addresses in the sender; its hosts, and hosts that imitate them, in the links; its numbers in the text. What is found
here is no claim: whoever only speaks of an institution names it too. It says whose charter the message is to be held
against, which is mostly nobody's or one's.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from msgspec import Struct

from tocsin.charter.schema import Charter, InstitutionLexicon, PointClause
from tocsin.evidence.hosts import iterate_parent_hosts
from tocsin.evidence.imitation import ImitationDetector, ImitationIndex, make_detector
from tocsin.evidence.phrase_table import FIRST_LETTER, PhraseTable
from tocsin.evidence.sender_forms import (
    find_mailbox,
    is_number,
    join_letters,
    list_cut_names,
    list_written_forms,
    load_mailbox_hosts,
    scan_sender,
)
from tocsin.evidence.token_string import TokenString, tokenise_text
from tocsin.evidence.vocabulary import Vocabulary
from tocsin.message.model import Message

_KINDS = {"name": 4, "short": 3, "implied": 1, "asset": 0, "programme": 0}
"""Beginnings of the classes of an institution's phrases, and how surely each says that it is meant."""
_SHORT = 3
_IN_SENDER = 3
"""More than the same in the text."""
_OWN_SENDER, _IMITATED, _LEADS_THERE = 7, 4, 2
_NAMED = 2
"""From here on it is named, or a sender, host or number is its own or made to look so; below, only its things are."""
MOST_CANDIDATES = 4
"""Institutions whose charter a message is held against, at most."""
HOME = "+33"
_MOST_KEPT = 20_000


FoundBy = Literal["name", "short", "thing"]


class Candidate(NamedTuple):
    """An institution that a message may claim to come from."""

    institution: str
    by: FoundBy
    """What it was found by: a name that is its alone, its sender, host or number, or one made to look so; no more than a
    name that others bear too; or its things, where nobody is named."""


class InstitutionSigns(Struct, frozen=True):
    """What some institutions are known by, as the tables keep it."""

    phrases: dict[str, dict[str, int]]
    """For each letter of the tree that is an institution's, whose it is and how surely it says so."""
    points: dict[str, list[str]]
    """Whose a contact point is, on whatever day, by medium and value (``web_host:ameli.fr``)."""
    lexicons: dict[str, InstitutionLexicon]
    """Of each, the labels that look-alike hosts imitate and the words near them that do not."""
    calling_codes: dict[str, str]
    """With which the numbers of its country begin: of two of one name, the reader's own is meant."""
    general: dict[str, str]
    """Of an institution, the one that stands for all of its kind (*your bank*)."""

    def list_hosts(self) -> frozenset[str]:
        """Hosts that any of them publishes, on whatever day."""
        return frozenset(
            point.partition(":")[2]
            for point in self.points
            if point.startswith(("web_host:", "mail_domain:"))
        )


def collect_signs(charters: Iterable[Charter], phrases: PhraseTable) -> InstitutionSigns:
    """What some institutions are known by, for the tables."""
    owners: dict[str, dict[str, int]] = {}
    points: dict[str, list[str]] = {}
    lexicons: dict[str, InstitutionLexicon] = {}
    known = {charter.id: charter for charter in charters}
    for charter in known.values():
        for letter, reading in phrases.views[charter.id].items():
            classes = phrases.letters[ord(reading) - FIRST_LETTER] if reading else ()
            ranks = [_KINDS[name.partition("_")[0]] for name in classes if name.partition("_")[0] in _KINDS]
            if ranks:
                owners.setdefault(letter, {})[charter.id] = max(ranks)
        for clause in charter.clauses:
            if isinstance(clause, PointClause):
                theirs = points.setdefault(f"{clause.medium}:{clause.value.casefold()}", [])
                if charter.id not in theirs:
                    theirs.append(charter.id)
        own = charter.lexicon
        lexicons[charter.id] = InstitutionLexicon(
            names=(), brand_labels=own.brand_labels, common_labels=own.common_labels, not_alike=own.not_alike
        )
    codes = {name: charter.calling_code for name, charter in known.items()}
    general = {
        one.id: whole.id
        for whole in known.values()
        for one in known.values()
        if whole.stands_for and any(layer.id == whole.stands_for for layer in one.layers)
    }
    return InstitutionSigns(owners, points, lexicons, codes, general)


class InstitutionFinder:
    """Finds whose charter a message is to be held against."""

    def __init__(self, signs: InstitutionSigns, vocabulary: Vocabulary) -> None:
        self._phrases = signs.phrases
        self._points = signs.points
        self._lexicons = signs.lexicons
        self._calling_codes = signs.calling_codes
        self.general = signs.general
        self._vocabulary = vocabulary
        self._detectors: dict[str, ImitationDetector] = {}
        self._read_sender = lru_cache(maxsize=_MOST_KEPT)(self._search_sender)
        self._read_host = lru_cache(maxsize=_MOST_KEPT)(self._search_host)

    def find_candidates(self, message: Message, fields: Iterable[TokenString]) -> tuple[Candidate, ...]:
        """The institutions that a message may claim to come from, the likeliest first.

        ``fields`` are its subject and text, read for nobody. One whose things are named, and nothing else of it, is
        one only where nobody else is named, and no other has as many of these things.
        """
        found: dict[str, int] = {}
        there: dict[str, int] = {}
        things: dict[str, int] = {}
        if message.sender and (shown := self._read_sender(message.sender)):
            _keep_surest(found, shown)
        for told in fields:
            if met := told.reading.met_phrases:
                for phrases in dict.fromkeys(_split_phrases(met)):
                    _keep_surest(found, self._find_named(phrases))
                    for institution in self._list_owners_of_things(phrases):
                        things[institution] = things.get(institution, 0) + 1
            for link in told.links:
                there.update(self._read_host(link.host))
            for _, _, value, medium, _ in told.phones:
                there.update(self._list_owners(f"{medium}:{value}", _LEADS_THERE))
        if message.links:
            for host in _list_hidden_hosts(message):
                there.update(self._read_host(host))
        if there:
            _keep_surest(found, there.items())
        if not found:
            return _find_commonest(things) if things else ()
        at_home = self._calling_codes
        order = sorted(found, key=lambda one: (-found[one], -things.get(one, 0), at_home[one] != HOME, one))
        return tuple(
            Candidate(one, "short" if found[one] == _SHORT and one not in there else "name")
            for one in order[:MOST_CANDIDATES]
        )

    def _find_named(self, phrases: str) -> Iterable[tuple[str, int]]:
        """Who is named by the longest name that begins at a word: *CPF Board* is not the *CPF*."""
        for letter in reversed(phrases):
            named = [
                (one, rank) for one, rank in self._phrases.get(letter, _NOBODYS).items() if rank >= _NAMED
            ]
            if named:
                return named
        return ()

    def _list_owners_of_things(self, phrases: str) -> set[str]:
        owners = (self._phrases.get(letter, _NOBODYS).items() for letter in phrases)
        return {one for several in owners for one, rank in several if rank < _NAMED}

    def _list_owners(self, point: str, rank: int) -> tuple[tuple[str, int], ...]:
        return tuple((institution, rank) for institution in self._points.get(point, ()))

    def _search_sender(self, sender: str) -> tuple[tuple[str, int], ...]:
        """Whose name, number or address a sender shows."""
        found: list[tuple[str, int]] = []
        if is_number(sender):
            for _, _, value, medium, _ in scan_sender(sender.lower())[:1]:
                found += self._list_owners(f"{medium}:{value}", _OWN_SENDER)
            return tuple(found)
        found += self._list_owners(f"sms_sender:{sender.strip().casefold()}", _OWN_SENDER)
        shown = sender
        if mailbox := find_mailbox(sender):
            domain = mailbox[1].lower().strip(".")
            found += self._list_owners(f"mail_address:{mailbox[0].casefold()}", _OWN_SENDER)
            if domain not in load_mailbox_hosts():
                owners = list(self._find_host_owners(domain, _OWN_SENDER))
                found += owners
                imitated = () if owners else self._find_imitated(domain)
                found += ((one, _IMITATED + _IN_SENDER) for one in imitated)
            else:
                shown = sender[: mailbox.start()]
        elif joined := join_letters(sender):
            found += ((one, _IMITATED) for one in self._find_imitated(joined))
            found += ((one, _IMITATED) for one in self._cut_names.get(joined, ()))
        for form in list_written_forms(shown):
            for phrases in _split_phrases(tokenise_text(form, self._vocabulary).reading.met_phrases):
                found += ((one, rank + _IN_SENDER) for one, rank in self._find_named(phrases))
        return tuple(found)

    def _search_host(self, host: str) -> tuple[tuple[str, int], ...]:
        """Whose host it is, or whose it imitates."""
        host = host.lower().strip(".").replace("\x06", "x")
        found = tuple(self._find_host_owners(host, _LEADS_THERE))
        return found or tuple((one, _IMITATED) for one in self._find_imitated(host))

    def _find_host_owners(self, host: str, rank: int) -> Iterator[tuple[str, int]]:
        """Whose a host is: of those whose names it lies below, the one with the longest."""
        for name in iterate_parent_hosts(host):
            owners = {
                owner
                for medium in ("web_host", "mail_domain")
                for owner in self._list_owners(f"{medium}:{name}", rank)
            }
            if owners:
                yield from sorted(owners)
                return

    def _find_imitated(self, host: str) -> Iterator[str]:
        """The institutions that a host imitates, each by its own detector."""
        for institution in self._labels.find_candidates(host):
            detector = self._detectors.get(institution)
            if detector is None:
                detector = self._detectors[institution] = make_detector(self._lexicons[institution])
            if detector.find_imitated_label(host):
                yield institution

    @cached_property
    def _cut_names(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for institution, own in self._lexicons.items():
            for name in list_cut_names(own.brand_labels):
                found.setdefault(name, []).append(institution)
        return found

    @cached_property
    def _labels(self) -> ImitationIndex:
        return ImitationIndex(
            {name: (*own.brand_labels, *own.common_labels) for name, own in self._lexicons.items()}
        )


_NOBODYS: dict[str, int] = {}


def _keep_surest(found: dict[str, int], owners: Iterable[tuple[str, int]]) -> None:
    for institution, rank in owners:
        if rank > found.get(institution, -1):
            found[institution] = rank


def _find_commonest(things: dict[str, int]) -> tuple[Candidate, ...]:
    """The one institution most of whose things are named, or none where others have as many."""
    most = max(things.values())
    first = [institution for institution, count in things.items() if count == most]
    return (Candidate(first[0], "thing"),) if len(first) == 1 else ()


def _list_hidden_hosts(message: Message) -> Iterator[str]:
    from tocsin.evidence.urls import split_target

    for link in message.links:
        host, _, _ = split_target(link.href)
        if host:
            yield host


def _split_phrases(met: str) -> list[str]:
    """The letters of phrases met, as they began at one word; one of the letters is U+3000, which ``split()`` takes for a
    space."""
    return [letters for letters in met.split(" ") if letters]
