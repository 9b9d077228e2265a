"""The labels of options, and which words of a reply belong to one of them."""

from collections.abc import Iterator
from typing import Final

from tocsin.conversation.reading.name_lexicon import KNOWN
from tocsin.conversation.reading.numerals import find_cardinals
from tocsin.conversation.reading.option_places import ORDINALS, OptionPick, find_places
from tocsin.conversation.reply_words import ReplyWord, is_one_slip, parse_word_set, split_words

TELLING_NOTHING = parse_word_set(
    """
    le la les l un une des de du d au aux a en dans par sur pour et ou je j il on c est ce moi mon ma
    mes svp stp merci the an at in on by of to for my please thanks thank you option choix reponse
    chez choice n numero s apres apre avant after before
    """
)
"""Words that tell no option from another."""
_NEUTRAL = TELLING_NOTHING | parse_word_set(
    """
    plutot mieux prefere choisis choisi prends pris veux voudrais sera ca serait pense crois bien ai
    liste votre celui celle proposition
    """
)
_TURNING = parse_word_set(
    "non oui en fait pardon pas one jours enfin plutot erreur euh oups dire voulais no not"
)
"""Words that may stand beside a number without being a label's: corrections, negations."""
_SAME = {
    "aprem": "apresmidi",
    "apmidi": "apresmidi",
    "apm": "apresmidi",
    "mail": "email",
    "mel": "email",
    "courriel": "email",
    "tel": "telephone",
    "texto": "sms",
    "textos": "sms",
    "message": "sms",
    "messages": "sms",
}
"""What people say for the words of a label."""
_COUNTED = parse_word_set(
    "h heure heures min mn minute minutes j jour jours semaine semaines mois an ans m metre metres dose doses fois personne"
    " personnes enfant enfants piece pieces day days hour hours week weeks"
)
"""Behind a number these are counted by it: *3 jours* is no third option."""
_COUNTING = 2
"""Words of a label that counts something."""
_DENYING = parse_word_set("pas ne")
"""Words of a label (*je ne sais pas*) that are more than its own."""
_DEGREES = parse_word_set("tres assez plutot trop")
"""Words of a label that say how much of what stands behind them."""
_SIDES = (parse_word_set("apres apre after"), parse_word_set("avant before"))
"""Sides of an hour or of an event: whoever says the one does not mean the other."""
_NEUTRAL_OR_TURNING: Final = _NEUTRAL | _TURNING


def find_choice_words(found: tuple[ReplyWord, ...], option: str) -> Iterator[int]:
    """Indices of the words that belong to this option, or point to one in a list."""
    label = frozenset(split_label(option))
    for text, start, end in _merge_reply_words(found):
        if text in label or any(_is_shortened(text, word) or _is_slip(text, word) for word in label):
            yield from range(start, end)
    for pick in find_places(found, 1):
        yield from range(pick.start, pick.end)


def split_label(option: str) -> tuple[str, ...]:
    """Words of a label, without the mark before it (``A.``, ``1 -``)."""
    every = [w for w in split_words(option) if w.folded[0].isalnum()]
    marked = len(every) > 1 and len(every[0].folded) == 1 and option.strip()[1:2] in (".", ")", ":", " ")
    counts = _is_counted(every)
    kept = (
        every[1:] if marked and not counts and (every[0].is_number or option.strip()[1:2] != " ") else every
    )
    return _merge_compounds(tuple(w.folded for w in kept))


def _is_counted(words: list[ReplyWord]) -> bool:
    """Whether a label begins with a number of its own: ``3 jours``, ``1 à 2 mètres``."""
    if len(words) < _COUNTING or not words[0].is_number:
        return False
    ranged = words[1].folded == "a" and len(words) > _COUNTING and words[2].is_number
    return ranged or words[1].folded in _COUNTED


def _merge_compounds(label: tuple[str, ...]) -> tuple[str, ...]:
    """``après-midi``, ``e-mail``: one word however it is written."""
    text = " ".join(label)
    for apart in ("apres midi", "ap midi", "e mail", "auto test", "self test", "week end"):
        text = text.replace(apart, apart.replace(" ", ""))
    return tuple(_SAME.get(w, w) for w in text.split())


def _merge_reply_words(found: tuple[ReplyWord, ...]) -> list[tuple[str, int, int]]:
    """Words of the reply as labels write them, each with the indices that it covers."""
    said: list[tuple[str, int, int]] = []
    at = 0
    while at < len(found):
        pair = _merge_compounds((found[at].folded, found[at + 1].folded)) if at + 1 < len(found) else ()
        size = 2 if len(pair) == 1 else 1
        said_here = found[at].folded
        text = (
            pair[0] if size == 2 else _SAME.get(said_here, _SAME.get(said_here.removeprefix("l"), said_here))
        )
        if text[0].isalnum():
            said.append((text, at, at + size))
        at += size
    return said


def match_whole_label(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[OptionPick]:
    """The reply is a label and nothing else that matters."""
    said = list(_merge_reply_words(found))
    texts = [t for t, _, _ in said]
    kept = [t for t in texts if t not in _NEUTRAL]
    for i, label in enumerate(labels):
        if texts == list(label) or (kept and kept == [w for w in label if w not in _NEUTRAL]):
            return [OptionPick(i, 0, len(found))]
    return match_label_number(found, labels)


def match_label_number(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[OptionPick]:
    """Where every label begins with a number (``5``, ``7 jours``, ``Aucune dose``), the number said is the label's."""
    values = {value: i for i, label in enumerate(labels) if (value := _find_label_number(label)) is not None}
    if len(values) != len(labels):
        return []
    numbers = list(find_cardinals(found))
    return (
        [OptionPick(values[n.value], n.start, n.end) for n in numbers]
        if all(n.value in values for n in numbers)
        else []
    )


def match_pointers(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[OptionPick]:
    """A number, a letter or a place in the list."""
    # Where labels are numbers themselves, a number in the reply names a label, not its place.
    numbered = are_labels_numbers(labels)
    picks = [
        p
        for p in find_places(found, len(labels))
        if 0 <= p.option < len(labels) and not (numbered and found[p.start].folded not in ORDINALS)
    ]
    covered = {i for p in picks for i in range(p.start, p.end)}
    rest = [(i, w.folded) for i, w in enumerate(found) if i not in covered and w.folded[0].isalnum()]
    marked = any(w.folded in ("option", "choix", "reponse", "numero", "n") for w in found)
    said = {word for label in labels for word in label}
    aside = next((i for i, word in rest if word in ("mais", "but")), len(found))
    # A place counts only where nothing else of the reply names a label, or says more than a turn of speech.
    loose = [
        w for i, w in rest if w in said - TELLING_NOTHING or (i < aside and w not in _NEUTRAL_OR_TURNING)
    ]
    return picks if picks and (marked or not loose) else []


def are_labels_numbers(labels: list[tuple[str, ...]]) -> bool:
    return all(_find_label_number(label) is not None for label in labels)


def _find_label_number(label: tuple[str, ...]) -> int | None:
    """The number that a label begins with; *Aucune dose* is none of them."""
    if label[:1] in (("aucun",), ("aucune",), ("zero",), ("none",)):
        return 0
    return next((number.value for number in find_cardinals(split_words(" ".join(label[:1])))), None)


def match_label_words(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[OptionPick]:
    """Words that belong to one label only, exact first, then shortened or a slip away."""
    owners: dict[str, set[int]] = {}
    for i, label in enumerate(labels):
        for word in label:
            if word not in TELLING_NOTHING and word not in _DENYING and len(word) > 1:
                owners.setdefault(word, set()).add(i)
    picks, exact = [], []
    for text, start, end in _merge_reply_words(found):
        if text in TELLING_NOTHING:
            continue
        if (
            text in _DEGREES
            and end < len(found)
            and not found[end].breaks
            and found[end].folded not in owners
        ):
            continue  # "très déçue" is not *Très satisfait*
        owner = _find_owning_label(text, owners)
        if owner is not None and not _turns_label(found, start, labels[owner]):
            picks.append(OptionPick(owner, start, end))
            exact += picks[-1:] if text in owners else []
    chosen = exact or picks
    if chosen:
        chosen += [
            OptionPick(ORDINALS[word.folded] - 1, at, at + 1)
            for at, word in enumerate(found)
            if 0 < ORDINALS.get(word.folded, 0) <= len(labels)
        ]
    return sorted(chosen, key=lambda pick: pick.start)


def _turns_label(found: tuple[ReplyWord, ...], at: int, label: tuple[str, ...]) -> bool:
    """``après les cours`` where the label is *Avant les cours*."""
    before = {word.folded for word in found[max(0, at - 2) : at]}
    return any(before & mine and {*label} & other for mine, other in (_SIDES, _SIDES[::-1]))


def _find_owning_label(text: str, owners: dict[str, set[int]]) -> int | None:
    """The only label that has this word, its beginning, its plural, or a slip of it."""
    exact = owners.get(text)
    if exact is not None:
        return next(iter(exact)) if len(exact) == 1 else None
    for fits in (_is_shortened, _is_slip):
        close = {i for word, who in owners.items() if fits(text, word) for i in who}
        if close:
            return next(iter(close)) if len(close) == 1 else None
    return None


def _is_shortened(text: str, word: str) -> bool:
    """``transport`` for ``transports``, ``tel`` for ``telephone``; ``denfants`` for ``enfants``."""
    if (len(text) >= 4 and word.startswith(text)) or (len(word) >= 4 and text.startswith(word)):
        return True
    if len(word) >= 4 and text[:1] in "dl" and text[1:] == word:
        return True
    return len(text) >= 6 and text[:6] == word[:6]


def _is_slip(text: str, word: str) -> bool:
    """*soirr* for *soir*; not *fais* for *sais*: a word of every day is no slip of another."""
    return text not in KNOWN and len(text) >= 4 and len(word) >= 4 and is_one_slip(text, word)
