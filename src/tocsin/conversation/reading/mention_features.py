"""What counts of somebody who is named in a reply, for whether they are a contact.

A reply is seen as a row of words, people and telephone numbers. Of each person counts what they are called by, what stands
before and behind them up to the next person or number, what was said of the same name elsewhere, and what was asked.
"""

from itertools import pairwise
from typing import Final

from tocsin.conversation.reading.correcting_words import is_correction
from tocsin.conversation.reading.danger_reader import is_everyday_sound
from tocsin.conversation.reading.first_names import load_first_names, load_given_names
from tocsin.conversation.reading.name_context import NameContext, PersonMention
from tocsin.conversation.reading.name_lexicon import TITLES
from tocsin.conversation.reading.people_excluded import find_excluded, find_only, fold_name
from tocsin.conversation.reading.phonetics import to_phonetic_form
from tocsin.conversation.reading.speech_markers import KIN
from tocsin.conversation.reply_words import ReplyWord, fold_accents, parse_word_set

_PHONE: Final = "<phone>"
_NUMBER: Final = "#"
_LINE_END: Final = "/"
_ASKS_NUMBERS: Final = parse_word_set("numero numeros tel telephone telephones phone number numbers joindre")
_NOBODY: Final = parse_word_set("personne aucun nobody")
_MOST_BEFORE, _MOST_BEHIND, _MOST_JOINED = 8, 10, 5
"""Words that count on each side, and those between two people that count as a whole."""
_SHORTEST_SOUND, _SHORTEST_PART = 5, 4
"""Letters of a word that sounds like an everyday one, and of a name that is part of another."""
_AROUND: Final = (-3, -2, -1, 1, 2, 3)


class _ReplyRow:
    """The words, people and numbers of a reply, in order."""

    def __init__(self, scene: NameContext, mentions: list[PersonMention]) -> None:
        self.looks = [_name_look(scene, one) for one in mentions]
        """What each person is called by."""
        self.kinds = [
            "name" if look in ("given", "family", "capital", "titled") else look for look in self.looks
        ]
        self.items: list[str] = []
        self.places: dict[int, int] = {}
        """Of each person the place in the row."""
        starts = {one.first: at for at, one in enumerate(mentions)}
        phones = sorted(scene.phones)
        at = 0
        while at < len(scene.words):
            word = scene.words[at]
            while phones and phones[0][0] < word.start:
                phones.pop(0)
                self.items.append(_PHONE)
            person = starts.get(at)
            if person is None:
                self.items.append(
                    _NUMBER if word.is_number else _LINE_END if word.text == "\n" else word.folded
                )
                at += 1
            else:
                self.places[person] = len(self.items)
                self.items.append(f"<{self.kinds[person]}>")
                at = mentions[person].last
        self.items.extend(_PHONE for _ in phones)

    def item_at(self, place: int) -> str:
        """What stands there; a mark outside."""
        return self.items[place] if 0 <= place < len(self.items) else "^" if place < 0 else "$"

    def list_words(self, place: int, step: int) -> tuple[list[str], int]:
        """The words from a place on, forwards or backwards, up to the next person, number or end; and where that is."""
        said: list[str] = []
        place += step
        while 0 <= place < len(self.items) and not self.items[place].startswith("<"):
            said.append(self.items[place])
            place += step
        return said, place

    def list_words_past_numbers(self, place: int) -> list[str]:
        """The words from a place on up to the next person, over any numbers; none where nobody follows."""
        said, end = self.list_words(place, 1)
        while self.item_at(end) == _PHONE:
            more, end = self.list_words(end, 1)
            said += more
        return said if end < len(self.items) else []


def list_mention_features(
    scene: NameContext, mentions: list[PersonMention], question: tuple[ReplyWord, ...]
) -> list[frozenset[str]]:
    """The features of each person, each once."""
    row = _ReplyRow(scene, mentions)
    named = [one for one in mentions if one.kind != "group"]
    excluded, only = find_excluded(named, scene), find_only(named, scene)
    names = [fold_accents(one.text) for one in mentions]
    asked = {word.folded for word in question}
    asks = "numbers" if asked & _ASKS_NUMBERS else "names" if asked else "unknown"
    nobody = bool(_NOBODY & {*row.items})
    found = []
    for person, one in enumerate(mentions):
        if person not in row.places:
            found.append(frozenset({"within"}))
            continue
        kind = row.kinds[person]
        features = _list_own_features(scene, one, row, person)
        features |= _list_neighbours(row, person)
        features |= _list_twin_features(row, person, names)
        features |= {
            f"{kind} asked {asks}",
            f"{kind} excluded {fold_name(one) in excluded}",
            f"{kind} left {bool(only) and fold_name(one) not in only}",
        }
        if nobody:
            features.add(f"{kind} nobody")
        found.append(frozenset(features))
    return found


def _name_look(scene: NameContext, one: PersonMention) -> str:
    """What somebody is called by: kin, a title, a given name, a family's, a capital, or a word in small letters."""
    words = scene.words[one.first : one.last]
    if one.kind != "name":
        return one.kind
    if words[0].folded in TITLES:
        return "titled"
    if words[0].folded in KIN:
        return "kin_of"
    if any(word.folded in load_given_names() for word in words):
        return "given"
    capitals = [word for word in words if word.text[0].isupper()]
    if any(word.folded in load_first_names() for word in capitals):
        return "family"
    return "capital" if capitals and scene.mixed else "small"


def _list_own_features(scene: NameContext, one: PersonMention, row: _ReplyRow, person: int) -> set[str]:
    kind, look, place = row.kinds[person], row.looks[person], row.places[person]
    names, kin = row.kinds.count("name"), row.kinds.count("kin")
    phones = row.items.count(_PHONE)
    features = {
        "any",
        f"look {look}",
        f"look {look} {scene.mixed}",
        f"{kind} words {min(one.last - one.first, 4)}",
        f"{kind} names {min(names, 3)}",
        f"{kind} kin {min(kin, 3)} names {min(names, 2)}",
        f"{kind} phones {min(phones, 3)} names {min(names, 3)}",
        f"{kind} alone {len(row.kinds) == 1}",
    }
    if kind != "name":
        features.add(f"called {fold_accents(one.text)}")
    if look in ("capital", "small"):
        everyday = any(
            len(word.folded) >= _SHORTEST_SOUND and is_everyday_sound(to_phonetic_form(word.folded))
            for word in scene.words[one.first : one.last]
        )
        features.update(f"look {look} ends {word.folded[-2:]}" for word in scene.words[one.first : one.last])
        opens = place == 0 or row.item_at(place - 1) in "./!?"
        features |= {f"look {look} everyday {everyday}", f"look {look} opens {opens}"}
    if person == 0:
        features.add(f"{kind} first")
    if person == len(row.kinds) - 1:
        features.add(f"{kind} last")
    return features


def _list_neighbours(row: _ReplyRow, person: int) -> set[str]:
    """What stands before and behind somebody, and how that joins them to the next person or number."""
    kind, place = row.kinds[person], row.places[person]
    near = {step: row.item_at(place + step) for step in _AROUND}
    features = {f"{kind}{step} {item}" for step, item in near.items()}
    features |= {
        f"{kind}-2-1 {near[-2]} {near[-1]}",
        f"{kind}+1+2 {near[1]} {near[2]}",
        f"{kind}-1+1 {near[-1]} {near[1]}",
        f"{kind}-3-1 {near[-3]} {near[-2]} {near[-1]}",
        f"{kind}+1+3 {near[1]} {near[2]} {near[3]}",
    }
    before, start = row.list_words(place, -1)
    behind, end = row.list_words(place, 1)
    before.reverse()
    left, right = row.item_at(start), row.item_at(end)
    features |= {f"{left} to {kind}", f"{kind} to {right}"}
    features.add(f"{left} {before[-1] if before[-1:] == [','] else ''} {kind} {right}")
    if len(before) <= _MOST_JOINED:
        features.add(f"{left} to {kind} by {' '.join(before)}")
    if len(behind) <= _MOST_JOINED:
        features.add(f"{kind} to {right} by {' '.join(behind)}")
    if is_correction(before):
        features.add(f"{kind} corrects {left}")
    if is_correction(row.list_words_past_numbers(place)):
        features.add(f"{kind} corrected")
    features |= _list_said(f"before {kind}", before[-_MOST_BEFORE:])
    features |= _list_said(f"behind {kind}", behind[:_MOST_BEHIND])
    if left == _PHONE:
        features.add(f"{row.item_at(row.list_words(start, -1)[1])} {_PHONE} to {kind}")
    if right == _PHONE:
        later, last = row.list_words(end, 1)
        features.add(f"{kind} to {_PHONE} {row.item_at(last)}")
        features |= _list_said(f"behind the number of {kind}", later[:_MOST_BEHIND])
    return features


def _list_twin_features(row: _ReplyRow, person: int, names: list[str]) -> set[str]:
    """What is said where the same name stands again."""
    kind, name = row.kinds[person], names[person]
    twins = [
        other
        for other, again in enumerate(names)
        if other != person and (again == name or (len(name) >= _SHORTEST_PART and name in again.split()))
    ]
    if not twins:
        return set()
    features = {f"{kind} again {'later' if max(twins) > person else 'before'}"}
    for place in (row.places[twin] for twin in twins if twin in row.places):
        behind = row.list_words(place, 1)[0][:_MOST_BEFORE]
        features |= {f"behind twin of {kind} {word}" for word in behind}
        features.add(f"before twin of {kind} {row.item_at(place - 1)}")
        features.add(f"before twin of {kind} {row.item_at(place - 2)} {row.item_at(place - 1)}")
    return features


def _list_said(where: str, said: list[str]) -> set[str]:
    """Words and pairs of neighbours."""
    return {f"{where} {word}" for word in said} | {f"{where} {one} {two}" for one, two in pairwise(said)}
