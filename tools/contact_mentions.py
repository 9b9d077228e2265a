"""Who is named in the labelled replies, contact or not: what the table ``contacts`` learns from.

The rows say which people a reply lists; their names are found again in its words. Whoever else is named is no contact. What
the labels leave open teaches nothing: a name told a second time, a name that is found in part, the names of a reply
of which nothing is to be understood.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from tocsin.conversation.reading.first_names import is_first_name
from tocsin.conversation.reading.mention_features import list_mention_features
from tocsin.conversation.reading.name_context import NameContext, PersonMention
from tocsin.conversation.reading.people import build_name_context, drop_title
from tocsin.conversation.reading.people_scope import list_mentions
from tocsin.conversation.reply_words import fold_accents, split_words
from tocsin.phone_numbers.mentions import PhoneMention

_SHORTEST_PART: Final = 4
"""Letters of a part of a name by which somebody may be named again."""


class NamedPeople(NamedTuple):
    """Everybody named in a reply, in order."""

    scene: NameContext
    phones: tuple[PhoneMention, ...]
    mentions: list[PersonMention]
    features: list[frozenset[str]]
    """What counts of each."""


@cache
def find_named_people(text: str, question: str) -> NamedPeople:
    """As they are read from a reply to a question."""
    scene, phones = build_name_context(text)
    mentions = list_mentions(scene)
    return NamedPeople(scene, phones, mentions, list_mention_features(scene, mentions, split_words(question)))


def label_mentions(named: NamedPeople, people: Sequence[dict] | None) -> Iterator[tuple[int, bool]]:
    """Who of those named is a contact, by their place among them.

    ``people`` are those expected (``name``, ``number``), None where nothing is to be understood.
    """
    if people is None:
        yield from ((at, False) for at, one in enumerate(named.mentions) if _names_nobody(one, named.scene))
        return
    owned = _find_owned_words(named, people)
    names = {fold_accents(person["name"]) for person in people if person["name"]}
    for at, one in enumerate(named.mentions):
        told = {owned.get(word, "") for word in range(one.first, one.last)}
        called = {fold_accents(one.text), fold_accents(drop_title(one.text) or "")}
        if told == {""}:
            yield at, False
        elif "name" in told and called & names:
            yield at, True


def _names_nobody(one: PersonMention, scene: NameContext) -> bool:
    """Whether somebody is no contact whatever the reply means: a group, or words that nobody is called by."""
    words = scene.words[one.first : one.last]
    capitals = scene.mixed and any(word.text[0].isupper() for word in words)
    listed = any(is_first_name(word.folded) for word in words)
    return one.kind == "group" or (one.kind == "name" and not capitals and not listed)


def _find_owned_words(named: NamedPeople, people: Sequence[dict]) -> dict[int, str]:
    """Words that are a contact's name (``name``), and those by which one may be named again (``again``)."""
    words = named.scene.words
    owned: dict[int, str] = {}
    for person in people:
        parts = [word.folded for word in split_words(person["name"] or "")]
        places = [
            at
            for at in range(len(words) - len(parts) + 1)
            if parts and [word.folded for word in words[at : at + len(parts)]] == parts
        ]
        if free := [at for at in places if owned.get(at) != "name"]:
            chosen = _choose_place(named, free, person["number"])
            owned |= dict.fromkeys(range(chosen, chosen + len(parts)), "name")
        again = {step for at in places for step in range(at, at + len(parts))}
        if len(parts) > 1:
            again |= {
                at
                for at, word in enumerate(words)
                if word.folded in parts and len(word.folded) >= _SHORTEST_PART
            }
        for at in again:
            owned.setdefault(at, "again")
    return owned


def _choose_place(named: NamedPeople, places: list[int], number: str | None) -> int:
    """Of the places of a name that nearest to its number; the first, where there is none."""
    starts = [phone.start for phone in named.phones if number and phone.number == number]
    words = named.scene.words
    return min(places, key=lambda at: min((abs(start - words[at].start) for start in starts), default=at))
