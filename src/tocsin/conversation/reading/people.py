"""People listed in a reply, each with the number given, in whatever order and layout.

1. Telephone numbers are found and taken out. 2. Names, kin and groups are found in what remains.
3. Kin that only presents a name is dropped. 4. Each number goes to the person it stands beside.
5. The same person twice is one. What cannot be placed is asked again, never guessed.
"""

import itertools
import re
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from tocsin.conversation.masking import blank_spans
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.correcting_words import is_correction
from tocsin.conversation.reading.dictated_numbers import find_given_phones
from tocsin.conversation.reading.everyday_words import REMEMBERED, says_small_words_only
from tocsin.conversation.reading.model import NOTHING, MentionedPerson, ReplyAnswer
from tocsin.conversation.reading.name_context import NameContext, PersonMention, mixes_cases
from tocsin.conversation.reading.name_lexicon import LINKING, TITLES
from tocsin.conversation.reading.nobody_met import denies_everybody, says_nobody
from tocsin.conversation.reading.number_corrections import NameOrPhone, PersonDraft, correct_ends, tells_end
from tocsin.conversation.reading.other_languages import (
    find_other_language,
    list_words_read,
    split_words_to_read,
)
from tocsin.conversation.reading.people_asked import name_by_question
from tocsin.conversation.reading.people_scope import is_group_named, select_meant_mentions
from tocsin.conversation.reading.pronoun_numbers import pair_by_pronoun
from tocsin.conversation.reading.shared_numbers import add_shared_numbers, share_landlines, share_number
from tocsin.conversation.reading.unsure_lists import find_unsure_reason
from tocsin.conversation.reading.yes_no import read_yes_no
from tocsin.conversation.reply_words import ReplyWord, fold_accents, parse_word_set, split_words
from tocsin.phone_numbers.mentions import PhoneMention

MAX_PEOPLE = 50
"""People read from one reply at most; more are a pasted list, for a human."""

_ONESELF = Phrasebook(
    [
        (
            "self",
            """
            mon|mn numero|num|tel|telephone|portable|06
            mon a|perso
            my number|phone|mobile|cell
            le mien
            moi c|cest est? le?
            joindre|appeler|rappeler au|sur|a le?
            """,
        )
    ]
)
_OWN_NAME: Final = Phrasebook([("self", "moi c|cest est?\nje m appelle\nmon nom est|c\nmy name is|s")])
_CLAIMED: Final = Phrasebook(
    [
        (
            "self",
            "c|cest|ca|s est? le mien|moi\nc|cest|ca est? mon|a mien|numero|num|tel|telephone|portable|moi\nthats|that|s mine|my|me",
        )
    ]
)
"""What makes the number before it the writer's: ``ah non ça c'est le mien``."""
_CLAIMING: Final = 7
"""Words behind a number in which it is claimed."""
_NOT_THIS = re.compile(
    r"(?:\bpas|\bplut[oô]t que|\bau lieu d[eu]|\bet non|\bnot|\binstead of)(?: (?:le|au|sur|the))?\s*$", re.I
)
_BETWEEN_NUMBERS = parse_word_set(
    """
    ou bien sinon et aussi fixe mobile portable perso pro le au or bureau domicile maison tel
    """
)
_ADDRESS = re.compile(r"(?<!\S)\S{0,64}@\S{1,255}|https?://\S{1,500}")
"""E-mail and web addresses: they name nobody here."""
_SPELT_OUT = re.compile(r"(?<![^\W\d_])(?:[^\W\d_][ .,\-]{1,2}){2,}[^\W\d_](?![^\W\d_])\.?")
"""``T H I E R R Y``, ``A.S.T.R.U.C``: a name that is spelt names nobody anew."""


_TITLED: Final = 2
"""Words of a title and a family name."""
_OTHERS: Final = parse_word_set("autre autres else other anyone oui non yes no")


def read_people(text: str, question: tuple[ReplyWord, ...] = ()) -> ReplyAnswer:
    """The people of a reply; an empty tuple for nobody; nothing understood where none can be read.

    Where more people are asked for, or the question offers a no, a no is nobody.
    """
    read = _read_people_once if says_small_words_only(text) else _read_people
    return read(text, question)


def build_name_context(text: str) -> tuple[NameContext, tuple[PhoneMention, ...]]:
    """A reply as names are looked for in it, without its telephone numbers and addresses; and those numbers."""
    phones = tuple(p for p in find_given_phones(text) if not _is_replaced_number(text, p))
    addresses = tuple(m.span() for m in _ADDRESS.finditer(text))
    spelt = tuple(m.span() for m in _SPELT_OUT.finditer(text))
    hidden = blank_spans(text, (*((p.start, p.end) for p in phones), *addresses, *spelt))
    found = split_words_to_read(hidden)
    language = find_other_language(split_words(hidden))
    everyday = frozenset(list_words_read(language)) if language else frozenset[str]()
    spans = tuple((p.start, p.end) for p in phones)
    return NameContext(hidden, found, spans, mixes_cases(found), everyday), phones


def _read_people(text: str, question: tuple[ReplyWord, ...]) -> ReplyAnswer:
    scene, phones = build_name_context(text)
    found = scene.words
    kept = add_shared_numbers(tuple(p for p in phones if not _is_own_number(found, p)), found)
    meant = select_meant_mentions(scene, question)
    if (
        (not phones and denies_everybody(found))
        or meant.nobody
        or _denies_others(found, meant.people, kept, question)
    ):
        return ReplyAnswer(())
    everyone = list(meant.people)
    entries = _order_entries(text, [n for n in everyone if n.kind != "group"], kept)
    entries = _drop_corrected_numbers(text, entries)
    drafts = ([] if tells_end(text) else share_number(entries, found)) or pair_by_pronoun(scene, entries)
    if drafts == []:
        drafts = _pair_in_order(entries) or _pair_entries(text, entries)
    drafts = correct_ends(text, drafts, entries) if drafts else drafts
    drafts = share_landlines(text, drafts, entries) if drafts else drafts
    groups = tuple(
        f"group:{n.text}" for n in everyone if n.kind == "group" and not is_group_named(n, everyone, scene)
    )
    if drafts and find_unsure_reason(text, found, entries, drafts, at_once=bool(question), meant=meant):
        return NOTHING
    if question and drafts and all(draft.name is None for draft in drafts):
        drafts = name_by_question(drafts, question)
        if not drafts:
            return NOTHING
    if drafts:
        drafts = [draft for draft in drafts if fold_accents(draft.name or "") not in meant.excluded]
        if not drafts and not groups:
            return NOTHING
    if drafts and groups and question and _adds_group(everyone, scene):
        return ReplyAnswer(None, groups)
    if not drafts:
        return _read_nobody(text, groups, drafts, found)
    if len(drafts) > MAX_PEOPLE:
        return NOTHING
    return ReplyAnswer(
        _merge_drafts(_order_by_mention(drafts, meant.named_at)),
        (*groups, *_collect_notes(text, drafts, entries)),
    )


_read_people_once = lru_cache(REMEMBERED)(_read_people)


def _denies_others(
    found: tuple[ReplyWord, ...],
    named: tuple[PersonMention, ...],
    phones: tuple[PhoneMention, ...],
    question: tuple[ReplyWord, ...],
) -> bool:
    """``non``, ``non, ma tante est décédée``: nobody is given where it was asked whether there are others."""
    asked = {word.folded for word in question}
    if not asked & _OTHERS or phones or any(one.kind == "name" for one in named):
        return False
    return read_yes_no(found).value == "no"


def _is_replaced_number(text: str, phone: PhoneMention) -> bool:
    """``pas 06...``, ``plutôt que 06...``: a number that is not to be used."""
    return bool(_NOT_THIS.search(text[max(0, phone.start - 24) : phone.start]))


def _read_nobody(
    text: str, groups: tuple[str, ...], drafts: list[PersonDraft] | None, found: tuple[ReplyWord, ...]
) -> ReplyAnswer:
    """``personne``, ``c'est tout``: an empty list, unless a group still has to be named."""
    if drafts is None or groups:
        return ReplyAnswer(None, groups)
    if says_nobody(found):
        return ReplyAnswer(())
    return NOTHING


def _is_own_number(found: tuple[ReplyWord, ...], phone: PhoneMention) -> bool:
    """Whether the number is the writer's: ``mon num c'est le``, right before it."""
    before = tuple(w for w in found if w.end <= phone.start)[-8:]
    for hit in _ONESELF.find(before):
        rest = before[hit.end :]
        if all(
            w.folded in ("c", "cest", "est", "le", "ces", "a", "moi", "is", "s", ":", "tel", "au", "perso")
            for w in rest
        ):
            return True
    if any(before[hit.end :] and _is_name_alone(before[hit.end :]) for hit in _OWN_NAME.find(before)):
        return True  # "moi c'est Laurine 06..."
    behind = tuple(w for w in found if w.start >= phone.end)[:_CLAIMING]
    return any(_CLAIMED.find(behind))


def _is_name_alone(words: tuple[ReplyWord, ...]) -> bool:
    """Whether words with a capital stand there and nothing else."""
    return len(words) <= _TITLED and all(word.text[0].isupper() and not word.breaks for word in words)


# ------------------------------------------------------------------------------------ numbers to people


def _order_entries(
    text: str, everyone: list[PersonMention], phones: tuple[PhoneMention, ...]
) -> list[NameOrPhone]:
    """People and numbers in the order of the reply; whom a number is said to be for stands before it."""
    entries = [NameOrPhone(n.start, n.end, named=n) for n in everyone]
    entries += [NameOrPhone(p.start, p.end, phone=p) for p in phones]
    entries.sort(key=lambda e: e.start)
    for at, (phone, named) in enumerate(itertools.pairwise(list(entries))):
        if phone.phone and named.named and text[phone.end : named.start].strip().lower() in ("pour", "for"):
            entries[at : at + 2] = named, phone  # "06... pour Camille"
    return entries


def _drop_corrected_numbers(text: str, entries: list[NameOrPhone]) -> list[NameOrPhone]:
    """``Lucie 06... non pardon, Lucie c'est 06...``: somebody named again with the number that replaces the first."""
    kept: list[NameOrPhone] = []
    for entry in entries:
        if (
            entry.named
            and len(kept) > 1
            and kept[-1].phone
            and (before := kept[-2].named)
            and fold_accents(before.text) == fold_accents(entry.named.text)
            and is_correction(w.folded for w in split_words(text[kept[-1].end : entry.start]))
        ):
            del kept[-2:]
        kept.append(entry)
    return kept


def _pair_in_order(entries: list[NameOrPhone]) -> list[PersonDraft]:
    """``Chloé et Baptiste, 06... et 06...``: as many numbers behind the names as there are names."""
    half = len(entries) // 2
    names, phones = entries[:half], entries[half:]
    if half < 2 or len(names) != len(phones):
        return []
    if any(e.named is None for e in names) or any(e.phone is None for e in phones):
        return []
    return [PersonDraft(n.named.text, p.phone) for n, p in zip(names, phones, strict=True) if n.named]


def _pair_entries(text: str, entries: list[NameOrPhone]) -> list[PersonDraft] | None:
    """People with their numbers; None where a number could be of one person or of another."""
    people = sum(1 for e in entries if e.named)
    phones = len(entries) - people
    if not people:
        return [PersonDraft(None, e.phone) for e in entries if e.phone and e.phone.number]
    first_is_phone = entries[0].phone is not None
    if first_is_phone and entries[-1].phone is None:
        pairs = _pair_numbers_first(text, entries)
    else:
        pairs = _pair_names_first(text, entries, alone=people == 1)
    if pairs is None or (first_is_phone and phones > people and entries[-1].phone):
        return None
    return pairs


def _pair_numbers_first(text: str, entries: list[NameOrPhone]) -> list[PersonDraft] | None:
    """``06... Léa, 06... Karim``: each number goes to the name after it."""
    drafts: list[PersonDraft] = []
    waiting: PhoneMention | None = None
    for entry in entries:
        if entry.phone and waiting:
            return None
        if entry.phone:
            waiting = entry.phone
        elif entry.named:
            drafts.append(PersonDraft(entry.named.text, waiting))
            waiting = None
    return drafts


def _pair_names_first(text: str, entries: list[NameOrPhone], alone: bool) -> list[PersonDraft] | None:
    """``Léa 06..., Karim 06...``: each number goes to the name before it."""
    drafts: list[PersonDraft] = []
    previous: NameOrPhone | None = None
    for entry in entries:
        if entry.named:
            drafts.append(PersonDraft(entry.named.text))
        elif not drafts:
            drafts.append(PersonDraft(None, entry.phone))
        elif drafts[-1].phone is None:
            drafts[-1] = replace(drafts[-1], phone=entry.phone)
        else:
            second = _classify_second_number(text, previous, entry, alone)
            if second == "replaces":
                drafts[-1] = replace(drafts[-1], phone=entry.phone)
            elif second == "unclear" or any(d.phone is None for d in drafts):
                return None
        previous = entry
    return drafts


def _classify_second_number(text: str, previous: NameOrPhone | None, entry: NameOrPhone, alone: bool) -> str:
    """Whether a second number in a row ``replaces`` the first, is ``another`` of it, or is ``unclear``."""
    said = split_words(text[previous.end if previous else 0 : entry.start])
    if is_correction(w.folded for w in said):
        return "replaces"
    between = {w.folded for w in said} - {",", "/", "(", ")", ":", "\n"}
    if alone or (between and between <= _BETWEEN_NUMBERS):
        return "another"
    return "unclear"


# ------------------------------------------------------------------------------------ one person once


def _adds_group(everyone: list[PersonMention], scene: NameContext) -> bool:
    """``ma femme et les 2 petits``: people are added to those named, and are not named themselves."""
    return any(
        one.kind == "group"
        and scene.word_at(one.first - 1) in ("et", "and", "+", "&")
        and everyone[0].end <= one.start
        and one is everyone[-1]
        for one in everyone
    )


def drop_title(name: str | None) -> str | None:
    """``Mme Anne Roussel`` is Anne Roussel; ``Mme Roussel`` stays."""
    words = (name or "").split()
    titled = (
        len(words) > _TITLED
        and fold_accents(words[0]).rstrip(".") in TITLES
        and fold_accents(words[1]) not in LINKING
    )
    return " ".join(words[1:]) if titled else name


def _merge_drafts(drafts: list[PersonDraft]) -> tuple[MentionedPerson, ...]:
    """The same number, or the same name with no other number, is one person."""
    people: list[MentionedPerson] = []
    for draft in drafts:
        person = MentionedPerson(drop_title(draft.name), draft.phone.number if draft.phone else None)
        twin = next((i for i, p in enumerate(people) if _is_same_person(p, person)), None)
        if twin is None:
            people.append(person)
        else:
            kept = people[twin]
            whole = max(kept.name or "", person.name or "", key=lambda name: len(name.split())) or None
            people[twin] = MentionedPerson(whole, kept.number or person.number)
    return tuple(people)


def _order_by_mention(drafts: list[PersonDraft], named_at: dict[str, int]) -> list[PersonDraft]:
    """``Sarkis et Anouch, 06... pour Sarkis``: in the order in which they are named first."""
    places = [named_at.get(fold_accents(draft.name or ""), -1) for draft in drafts]
    if -1 in places:
        return drafts
    return [draft for _, draft in sorted(zip(places, drafts, strict=True), key=lambda pair: pair[0])]


def _is_same_person(left: MentionedPerson, right: MentionedPerson) -> bool:
    short = _is_named_in_short(left, right) or _is_named_in_short(right, left)
    names = fold_accents(left.name or "") == fold_accents(right.name or "") or short
    if left.number and right.number:
        return left.number == right.number and (names or not left.name or not right.name)
    return names and bool(left.name)


def _is_named_in_short(full: MentionedPerson, short: MentionedPerson) -> bool:
    """``Camille Roy... 06... pour Camille``, ``Nicole, celle du quai, Nicole Faure``: by the first or last word of a name told
    elsewhere, of which only one has a number."""
    words, said = fold_accents(full.name or "").split(), fold_accents(short.name or "")
    return len(words) == _TITLED and said in words and not (full.number and short.number)


def _collect_notes(text: str, drafts: list[PersonDraft], entries: list[NameOrPhone]) -> tuple[str, ...]:
    """Numbers that cannot be called, and second numbers of the same person."""
    used = {d.phone.start for d in drafts if d.phone}
    notes = []
    for phone in (e.phone for e in entries if e.phone):
        if phone.number is None:
            notes.append(f"bad_number:{text[phone.start : phone.end].strip()}")
        elif phone.start not in used:
            notes.append(f"other_number:{phone.number}")
    return tuple(notes)
