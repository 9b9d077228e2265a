"""Which of the people named in a reply are meant as contacts: not those who are excluded, corrected or only told of.

A name needs what names have: it is on the list of first names, has a title, a capital among small letters or a
number, or stands in a reply that is a list and nothing else. What is left over is never a name. Kin alone count
where their clause lists or tells a meeting, not where it tells something else.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.danger_reader import is_everyday_sound
from tocsin.conversation.reading.first_names import is_first_name, load_given_names
from tocsin.conversation.reading.name_lexicon import INTRODUCE, KNOWN, LEADING, LINKING, TITLES
from tocsin.conversation.reading.name_runs import split_name_runs
from tocsin.conversation.reading.people_excluded import BREAKS, find_excluded, find_only, fold_name
from tocsin.conversation.reading.person_mentions import NameContext, PersonMention, is_joined
from tocsin.conversation.reading.phonetics import to_phonetic_form
from tocsin.conversation.reading.speech_markers import GROUPS, KIN, OWNERS, YES_WORDS
from tocsin.conversation.reply_words import ReplyWord, fold_accents, is_one_slip, parse_word_set

_FINALLY_NOBODY: Final = Phrasebook(
    [
        (
            "nobody",
            "personne finalement|en|du|au\ndonc|finalement|so personne|zero|nobody|none\na part lui|elle|eux personne",
        )
    ]
)
_LABELS: Final = parse_word_set(
    "erratum correction dictee colloc coloc colocs ps nb gardez ajoutez notez mettez rayez enlevez supprimez retirez"
    " comptez prenez appelez prevenez contactez sinon alors contact contacts nota bene oui"
    " bref pareil idem devant derriere sergent adjudant caporal capitaine lieutenant colonel brigadier"
)
_ARTICLES: Final = parse_word_set("le la les un une des du que qui ne n pas est sont the is are not")
_SHORTEST_SOUND: Final = 5
_CORRECTING: Final = parse_word_set("correction erratum rectification ecrit voulais plutot pardon etait oups")
_LISTING: Final = (
    INTRODUCE
    | TITLES
    | YES_WORDS
    | parse_word_set(
        """
        bonjour bonsoir merci svp stp salut bjr juste seulement uniquement aussi puis plus plus? hier avant
        matin midi soir samedi dimanche lundi mardi mercredi jeudi vendredi semaine je j ai on a nous avons mange
        dine dejeune bu passe vecu vis vit habite dormi mon ma mes ton ta son sa ses notre nos votre vos leur
        leurs un une le la l les de du d des et ou moi lui elle i with only my our the and a an to live lives
        saw met ate have c est ce sont il y avait eu etais etait etions etaient suis sommes deux trois quatre cinq 2 3 4 5 que
        qu n ne croise vu vue visite famille maison voiture ramene ramenee conduit conduisait emmene emmenee depose
        deposee dort garde aide aidee passe passee venu venue cle cles table cote devant derriere cantine pause
        cafe bureau resto restaurant m me s repas tous toutes tout aujourd hui voila
        """
    )
)
"""Words of a clause that lists people, or tells a meeting and nothing else."""
_FULL_NAME: Final = 2
_LONGEST_LIST: Final = 8
"""Words of a reply in small letters that may be a list of unlisted names and nothing else."""


class MeantPeople(Struct, frozen=True):
    """Those of a reply who are meant."""

    people: tuple[PersonMention, ...]
    """With those who are excluded: a number may be theirs."""
    excluded: frozenset[str]
    """Names of those who are no contacts, folded."""
    nobody: bool
    """Whether the reply takes back whoever it named: ``donc personne finalement``."""


def select_meant_mentions(everyone: list[PersonMention], scene: NameContext) -> MeantPeople:
    """The mentions that are people, in order, and which of them are no contacts."""
    every = split_name_runs([_trim_name(one, scene) for one in everyone], scene)
    every = [_make_group(one, scene) if _is_family(one, scene) else one for one in every]
    known = [one for one in every if one.kind == "group" or is_meant_as_person(one, scene)]
    named = [one for one in known if one.kind != "group"]
    out = find_excluded([one for one in every if one.kind != "group"], scene)
    if only := find_only(named, scene):
        out |= {fold_name(one) for one in named} - only
    kept = _drop_misspelt([one for one in known if not _is_contrasted(one, known, scene)], out, scene)
    return MeantPeople(tuple(kept), frozenset(out), bool(named) and any(_FINALLY_NOBODY.find(scene.words)))


def _skip_small_words(scene: NameContext, first: int, last: int) -> int:
    """The first word of a name in capitals, or what joins it, behind words in small letters that are of no list: *solo mi
    vecina Carmen*, *am fost cu Elena*."""
    capital = next((at for at in range(first, last) if scene.words[at].text[0].isupper()), first)
    small = scene.words[first:capital]
    if not scene.mixed or not small or any(is_first_name(word.folded) for word in small):
        return first
    while capital > first and scene.words[capital - 1].folded in LEADING:
        capital -= 1
    return capital


def _trim_name(one: PersonMention, scene: NameContext) -> PersonMention:
    """A name without the everyday words that stand stuck to it: ``Erratum Tom``, ``Jo devant``."""
    if one.kind != "name" or scene.words[one.first].folded in TITLES | KIN or is_joined(one, scene):
        return one
    first, last = one.first, one.last
    listed = [at for at in range(first, last) if is_first_name(scene.words[at].folded)]
    sure = any(_is_listed(scene.words[at]) for at in range(first, last))
    # "HASAN yildiz 04...": of a name that is on no list, what only sounds like a word stays.
    # "alain dubreuil 06...": so does what stands between a name and its number.
    told = scene.has_phone_beside(one.start, one.end) and (not sure or one.last - one.first == _FULL_NAME)
    if listed and listed[0] > first and not scene.words[first].text.isupper():
        loose = scene.words[first : listed[0]]
        heard = told and one.last - one.first == _FULL_NAME
        cut = all(word.folded in KNOWN | _LABELS if heard else _is_trimmed(word) for word in loose)
        first = listed[0] if cut else first
    while first + 1 < last and scene.words[first].folded in _LABELS:
        first += 1
    first = _skip_small_words(scene, first, last)
    told_beside = last - first > _FULL_NAME and _ends_in_small_words(scene, first, last)
    capitals = sum(scene.words[at].text[0].isupper() for at in range(first, last))
    while (
        last > first + 1
        and scene.words[last - 1].text[0].islower()
        and (
            (scene.words[last - 1].folded in KNOWN | _LABELS if told else _is_plain(scene.words[last - 1]))
            or (capitals > 1 and scene.words[last - 2].folded not in LINKING)
            or told_beside
        )
    ):
        last -= 1
    if (first, last) == (one.first, one.last):
        return one
    start, end = scene.words[first].start, scene.words[last - 1].end
    return PersonMention("name", scene.text[start:end], start, end, first, last)


def _ends_in_small_words(scene: NameContext, first: int, last: int) -> bool:
    """``Vasile zidar cu mine``: two words in small letters behind a capital, where one would be a family's."""
    small = scene.words[first + 1 : last]
    return (
        scene.mixed
        and scene.words[first].text[0].isupper()
        and all(word.text.islower() and not is_first_name(word.folded) for word in small)
        and not any(word.folded in LINKING for word in small)
    )


def _is_trimmed(word: ReplyWord) -> bool:
    """Whether a word before a name is none of it; with a capital only a label or an order (``Rayez Tom``)."""
    if not _is_plain(word):
        return False
    ordered = word.folded.endswith(("ez", "er"))
    return word.text[0].islower() or ordered or word.folded in KNOWN | _LABELS | KIN


def _is_plain(word: ReplyWord) -> bool:
    """Whether it is an everyday word or label, and no name."""
    said = word.folded
    return not is_first_name(said) and (said in KNOWN | _LABELS or said in KIN or _is_everyday(said))


def is_meant_as_person(one: PersonMention, scene: NameContext) -> bool:
    """Whether somebody is meant, by what names have; kin by what their clause does."""
    words = scene.words[one.first : one.last]
    if scene.has_phone_beside(one.start, one.end) and _is_name_like(words, scene):
        return True
    if one.kind == "kin" or words[0].folded in KIN:
        return _lists_people(one, scene)
    if _is_beside_kin(one, scene):
        return True
    if words[0].folded in TITLES or any(_is_listed(word) for word in words):
        return True
    if scene.mixed and _has_telling_capital(one, scene):
        return True
    return _is_whole_list(scene) and _is_name_like(words, scene)


def _is_family(one: PersonMention, scene: NameContext) -> bool:
    """``chez les Fabre``, ``les Garnier : Lionel...``: several people, of whom none is named."""
    alone = one.last - one.first == 1 and scene.words[one.first].text[0].isupper()
    return (
        one.kind == "name"
        and alone
        and scene.word_at(one.first - 1) == "les"
        and scene.words[one.first].folded not in load_given_names()
    )


def _make_group(one: PersonMention, scene: NameContext) -> PersonMention:
    """A family with its article."""
    start = scene.words[one.first - 1].start
    return PersonMention("group", scene.text[start : one.end], start, one.end, one.first - 1, one.last)


def _is_listed(word: ReplyWord) -> bool:
    """Whether it is a name of the list; a family's only with its capital: *petit* and *marchand* are words, too."""
    return word.folded in load_given_names() or (is_first_name(word.folded) and word.text[0].isupper())


def _is_beside_kin(one: PersonMention, scene: NameContext) -> bool:
    """``Linh ma femme``: kin right behind a name, or ``ma femme Linh``."""
    after = scene.word_at(one.last) in OWNERS and scene.word_at(one.last + 1) in KIN
    before = scene.word_at(one.first - 1) in KIN and scene.word_at(one.first - 2) in OWNERS
    apart = any(scene.words[at].breaks for at in (one.first, one.last) if 0 < at < len(scene.words))
    return (
        (after or before) and not apart and not any(_is_plain(w) for w in scene.words[one.first : one.last])
    )


def _is_name_like(words: tuple[ReplyWord, ...], scene: NameContext) -> bool:
    """Whether these are no everyday words: a number stands beside words that are no name, too."""
    return any(
        word.folded in KIN
        or word.folded in TITLES
        or _is_listed(word)
        or (
            word.folded not in KNOWN
            and (word.text[0].isupper() or not (scene.mixed or _is_everyday(word.folded)))
        )
        for word in words
    )


def _is_everyday(word: str) -> bool:
    """By its sound; short words sound like too many others (``Tom``, *ton*)."""
    return len(word) >= _SHORTEST_SOUND and is_everyday_sound(to_phonetic_form(word))


def _has_telling_capital(one: PersonMention, scene: NameContext) -> bool:
    """A capital that is more than that of a sentence, of a word that is no everyday one."""
    for at in range(one.first, one.last):
        word = scene.words[at]
        if not word.text[0].isupper() or word.folded in KNOWN:
            continue
        if not _opens_sentence(at, scene):
            return not word.text.isupper() or one.last - one.first > 1
        following = scene.words[at + 1] if at + 1 < len(scene.words) else None
        closed = following is None or following.breaks or not following.folded[0].isalpha()
        joined = following is not None and (following.folded in ("et", "and") or following.text[0].isupper())
        labelled = following is not None and following.text == ":"
        if (closed or joined) and not labelled and not _is_everyday(word.folded):
            return True
    return False


def _opens_sentence(at: int, scene: NameContext) -> bool:
    return at == 0 or scene.words[at - 1].text in BREAKS


def _is_whole_list(scene: NameContext) -> bool:
    """Whether the reply is a short list and nothing else."""
    said = [word for word in scene.words if word.folded[0].isalpha()]
    if scene.mixed or any(word.folded in _ARTICLES for word in said):
        return False
    return len(said) <= _LONGEST_LIST and not any(
        word.folded in KNOWN - _LISTING - KIN - GROUPS or _is_everyday_verb(word.folded) for word in said
    )


def _is_everyday_verb(word: str) -> bool:
    return (
        word not in _LISTING and word not in KIN | GROUPS and not is_first_name(word) and _is_everyday(word)
    )


def _lists_people(one: PersonMention, scene: NameContext) -> bool:
    """Whether the clause of some kin lists people or tells a meeting, and nothing else."""
    named = {fold_accents(w.text) for w in scene.words if w.text[0].isupper() and not w.text.isupper()}
    return all(
        not word.folded[0].isalpha()
        or word.folded in _LISTING
        or word.folded in KIN | GROUPS
        or word.folded in named
        or is_first_name(word.folded)
        or one.first <= at < one.last
        for at, word in _clause_of(one, scene)
    )


def _clause_of(one: PersonMention, scene: NameContext) -> Iterator[tuple[int, ReplyWord]]:
    """The words around a mention up to the next sign or *mais*, with their places."""
    first, last = one.first, one.last
    while (
        first > 0 and not scene.words[first].breaks and scene.words[first - 1].folded not in ("mais", "but")
    ):
        first -= 1
    while (
        last < len(scene.words)
        and not scene.words[last].breaks
        and scene.words[last].folded
        not in (
            "mais",
            "but",
        )
    ):
        last += 1
    yield from ((at, scene.words[at]) for at in range(first, last))


def _is_contrasted(one: PersonMention, known: list[PersonMention], scene: NameContext) -> bool:
    """``Mathis pas Mathias, 06...``: a name that only says how another is not spelt; the number is the other's."""
    before = next((other for other in reversed(known) if other.last <= one.first), None)
    if before is not None and scene.word_at(one.first - 1) == "de" and before.last >= one.first - 4:
        return scene.word_at(one.first - 2) in ("place", "lieu")  # "Tom à la place de Léa 06..."
    return (
        before is not None
        and scene.word_at(one.first - 1) == "pas"
        and before.last == one.first - 1
        and fold_name(before)[:3] == fold_name(one)[:3]
    )


def _drop_misspelt(kept: list[PersonMention], excluded: set[str], scene: NameContext) -> list[PersonMention]:
    """``Corine avec un r, c'est Corinne``: of two spellings of one name the last, where one has no number.

    ``Mathis pas Mathias`` has no second spelling.
    """
    correcting = any(word.folded in _CORRECTING for word in scene.words)
    out: list[PersonMention] = []
    for at, one in enumerate(kept):
        later = [other for other in kept[at + 1 :] if fold_name(other) not in excluded]
        if one.kind == "name" and any(_is_respelt(one, other, scene, correcting) for other in later):
            continue
        out.append(one)
    return out


def _is_respelt(one: PersonMention, other: PersonMention, scene: NameContext, correcting: bool) -> bool:
    if (
        other.kind != "name"
        or scene.has_phone_beside(one.start, one.end)
        or fold_name(one) == fold_name(other)
    ):
        return False
    near = is_one_slip(fold_name(one), fold_name(other))
    return near and (correcting or fold_name(one)[0] == fold_name(other)[0])
