"""Who a named contact is: the same somebody as before, somebody new, or the one who speaks.

Pure: what stands in the store comes in as ``KnownPeople``, what is to be written goes out as ``MatchPlan``. A
phone is not a person: on one phone the first name tells people apart, and whoever is named without a name
is the only one known on it.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

Ref = int
"""An identifier of the store; or, below zero, the n-th new row (``-1`` the first)."""


class MentionKey(Struct, frozen=True, kw_only=True):
    """One naming, folded: what decides, and nothing else."""

    case: int
    number: bytes | None
    """Blind index of the number; None where no number that can be rung was given."""
    name: str = ""
    """Folded in whole; empty where only a number was given."""
    first: str = ""
    """The first name alone, folded."""
    name_index: bytes | None = None
    kind: str = ""
    """Of the phone: ``mobile``, ``landline``, ``foreign`` or ``other``."""
    confirmed: bool = True
    """Whether the case said that it was noted right."""
    child: bool = False
    """Whether it is a child of the case, who is told for them."""


class NamingSpeaker(Struct, frozen=True, kw_only=True):
    person: int
    number: bytes | None = None
    first: str = ""
    names: frozenset[str] = frozenset()
    """Given and family name together, folded, as people may write them."""


class PhoneHolder(Struct, frozen=True, kw_only=True):
    person: int
    first: str = ""
    """Folded first name; empty where it is not known."""
    case: int | None = None
    """Their own case, tested positive in the last days."""
    root: int | None = None
    """Their contact whose conversation goes on, or waits to begin."""


class ExistingContact(Struct, frozen=True, kw_only=True):
    contact: Ref
    person: Ref | None
    """None where who it is was erased."""
    number: bytes | None = None
    name_index: bytes | None = None
    unconfirmed: bool = False
    """Whether it waits for the case to confirm it, and nobody was told."""
    dropped: bool = False
    """Whether the case took it off its list before anybody was told: named again, it begins again."""


class KnownPeople(Struct, frozen=True, kw_only=True):
    """What the store knows of the cases who name and of the phones named."""

    speakers: dict[int, NamingSpeaker] = {}
    holders: dict[bytes, tuple[PhoneHolder, ...]] = {}
    """By the index of the number."""
    named: dict[int, tuple[ExistingContact, ...]] = {}
    """By case."""


class NewPerson(Struct, frozen=True):
    """Somebody of whom nothing was known: the name is that of the naming at this place."""

    naming: int
    number: bytes | None


Opening = Literal["sms", "no_mobile", "foreign", "no_phone", "minor", "unconfirmed", ""]
"""How the contact is reached: an SMS, by an event for the engine, a call for this reason, or nothing of its own."""


class NewContact(Struct, frozen=True, kw_only=True):
    naming: int
    """Place of the naming that it comes from."""
    person: Ref
    same_as: Ref | None = None
    became_case: int | None = None
    opening: Opening


class ContactCompletion(Struct, frozen=True, kw_only=True):
    """A contact of whom only the name was known gets a number, or the other way round."""

    naming: int
    contact: Ref
    person: Ref
    same_as: Ref | None = None
    became_case: int | None = None
    opening: Opening | None
    """None where it is reached as it was."""


class MatchPlan(Struct, frozen=True, kw_only=True):
    """What is to be written, and which contact each naming is."""

    persons: tuple[NewPerson, ...]
    contacts: tuple[NewContact, ...]
    completed: tuple[ContactCompletion, ...]
    baptised: tuple[tuple[int, int], ...]
    """People of the store who had no name, and the naming that gives them one."""
    which: tuple[Ref | None, ...]
    """For each naming its contact; None where somebody named themselves, or nothing was said."""


def match_mentions(asked: Sequence[MentionKey], known: KnownPeople) -> MatchPlan:
    """Who each naming is, in their order: what one says is known to the next."""
    return _Matching(known).match_all(asked)


class _Matching:
    """One call of ``decide``: what is known, as it grows."""

    def __init__(self, known: KnownPeople) -> None:
        self.speakers = known.speakers
        self.holders = {number: list(holders) for number, holders in known.holders.items()}
        self.named = {case: list(standing) for case, standing in known.named.items()}
        self.persons: list[NewPerson] = []
        self.contacts: list[NewContact] = []
        self.completed: list[ContactCompletion] = []
        self.baptised: list[tuple[int, int]] = []

    def match_all(self, asked: Sequence[MentionKey]) -> MatchPlan:
        which = tuple(self._match_one(place, naming) for place, naming in enumerate(asked))
        return MatchPlan(
            persons=tuple(self.persons),
            contacts=tuple(self.contacts),
            completed=tuple(self.completed),
            baptised=tuple(self.baptised),
            which=which,
        )

    def _match_one(self, place: int, asked: MentionKey) -> Ref | None:
        if asked.number is None and not asked.name:
            return None
        holder = self._find_holder(asked)
        if self._is_self_mention(asked, holder):
            return None
        already = self._find_existing(asked, holder)
        if already:
            return self._complete_contact(place, asked, already, holder)
        person = holder.person if holder else self._add_person(place, asked)
        contact = NewContact(
            naming=place,
            person=person,
            same_as=holder.root if holder and not holder.case else None,
            became_case=holder.case if holder else None,
            opening=_decide_opening(asked, holder),
        )
        self.contacts.append(contact)
        ref = -len(self.contacts)
        self._remember_holder(place, asked, person, ref, holder)
        standing = ExistingContact(
            contact=ref, person=person, number=asked.number, name_index=asked.name_index,
            unconfirmed=contact.opening == "unconfirmed",
        )  # fmt: skip
        self.named.setdefault(asked.case, []).append(standing)
        return ref

    def _find_holder(self, asked: MentionKey) -> PhoneHolder | None:
        """The one on this phone who is meant: of two rows for one first name, the one with a case."""
        on_phone = self.holders.get(asked.number, []) if asked.number else []
        firsts = {holder.first for holder in on_phone}
        if asked.first and asked.first in firsts:
            on_phone = [holder for holder in on_phone if holder.first == asked.first]
        elif (asked.first and (firsts - {""} or len(on_phone) > 1)) or len(firsts) > 1:
            return None
        return min(on_phone, key=_rank_holder, default=None)

    def _is_self_mention(self, asked: MentionKey, holder: PhoneHolder | None) -> bool:
        """Whether a case names itself: on its own phone, or by both its names without a number."""
        speaker = self.speakers.get(asked.case)
        if speaker is None:
            return False
        if holder and holder.person == speaker.person:
            return True
        if asked.number is not None:
            own = asked.number == speaker.number
            return own and asked.first in ("", speaker.first)
        return asked.name in speaker.names

    def _find_existing(self, asked: MentionKey, holder: PhoneHolder | None) -> ExistingContact | None:
        """The contact of the same case that this naming repeats, or completes."""
        standing = self.named.get(asked.case, ())
        number, name = asked.number, asked.name_index
        same = [s for s in standing if s.number == number and s.name_index == name]
        if number and not name:
            same = same or [s for s in standing if s.number == number]
        elif number:
            who = holder.person if holder else None
            same = same or [
                s for s in standing if s.number == number and s.name_index is None and s.person == who
            ]
            same = same or [s for s in standing if s.name_index == name and s.number is None]
        else:
            same = same or [s for s in standing if s.name_index == name]
        return same[0] if same else None

    def _complete_contact(
        self, place: int, asked: MentionKey, already: ExistingContact, holder: PhoneHolder | None
    ) -> Ref:
        """Give a contact the number or the name that was missing, or the word that it was noted right."""
        new_number = asked.number is not None and already.number is None
        new_name = asked.name_index is not None and already.name_index is None
        same = (asked.number, asked.name_index) == (already.number, already.name_index)
        now_sure = already.unconfirmed and asked.confirmed and same
        if not (new_number or new_name or now_sure or already.dropped):
            return already.contact
        begins = new_number or already.unconfirmed or already.dropped
        person = self._find_person(place, asked, already, holder)
        completed = ContactCompletion(
            naming=place,
            contact=already.contact,
            person=person,
            same_as=holder.root if begins and holder and not holder.case else None,
            became_case=holder.case if holder else None,
            opening=_decide_opening(asked, holder) if begins else None,
        )
        if already.contact < 0:
            self._amend_new_contact(completed)
        else:
            self.completed.append(completed)
        standing = self.named[asked.case]
        standing[standing.index(already)] = ExistingContact(
            contact=already.contact, person=person,
            number=asked.number or already.number, name_index=asked.name_index or already.name_index,
            unconfirmed=(already.unconfirmed or already.dropped) and not asked.confirmed,
        )  # fmt: skip
        self._remember_holder(place, asked, person, already.contact, holder)
        return already.contact

    def _find_person(
        self, place: int, asked: MentionKey, already: ExistingContact, holder: PhoneHolder | None
    ) -> Ref:
        if holder:
            return holder.person
        if already.person is None:
            return self._add_person(place, asked)
        if already.person < 0:
            self.persons[-already.person - 1] = NewPerson(place, asked.number)
        return already.person

    def _amend_new_contact(self, completed: ContactCompletion) -> None:
        """The same, where the contact is not written yet."""
        at = -completed.contact - 1
        before = self.contacts[at]
        opening = before.opening if completed.opening is None else completed.opening
        self.contacts[at] = NewContact(
            naming=completed.naming,
            person=completed.person,
            same_as=completed.same_as or before.same_as,
            became_case=completed.became_case,
            opening=opening,
        )

    def _add_person(self, place: int, asked: MentionKey) -> Ref:
        self.persons.append(NewPerson(place, asked.number))
        return -len(self.persons)

    def _remember_holder(
        self, place: int, asked: MentionKey, person: Ref, contact: Ref, holder: PhoneHolder | None
    ) -> None:
        """Whoever was just named is known on this phone from now on."""
        if not asked.number:
            return
        if holder and asked.first and not holder.first:
            if person > 0:
                self.baptised.append((person, place))
            else:
                self.persons[-person - 1] = NewPerson(place, asked.number)
        on_phone = self.holders.setdefault(asked.number, [])
        if holder:
            on_phone.remove(holder)
        on_phone.append(
            PhoneHolder(
                person=person,
                first=(holder.first if holder else "") or asked.first,
                case=holder.case if holder else None,
                root=(holder.root if holder else None) or (contact if asked.confirmed else None),
            )
        )


def _rank_holder(holder: PhoneHolder) -> tuple[bool, bool]:
    """Whoever is a case comes first, then whoever is being written to."""
    return holder.case is None, holder.root is None


def _decide_opening(asked: MentionKey, holder: PhoneHolder | None) -> Opening:
    if holder and (holder.case or holder.root):
        return ""
    if not asked.confirmed:
        return "unconfirmed"
    if not asked.number:
        return "minor" if asked.child else "no_phone"
    if asked.kind == "mobile":
        return "sms"
    return "foreign" if asked.kind == "foreign" else "no_mobile"


def resolve_refs(refs: Iterable[Ref | None], ids: Sequence[int]) -> list[int | None]:
    """References with the new rows' own identifiers in the place of their numbers."""
    return [ids[-ref - 1] if ref is not None and ref < 0 else ref for ref in refs]
