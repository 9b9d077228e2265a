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
from tocsin.conversation.reading.first_names import is_first_name
from tocsin.conversation.reading.name_lexicon import INTRODUCE, KNOWN, TITLES
from tocsin.conversation.reading.person_mentions import NameContext, PersonMention
from tocsin.conversation.reading.phonetics import to_phonetic_form
from tocsin.conversation.reading.speech_markers import GROUPS, KIN, NO_WORDS, YES_WORDS
from tocsin.conversation.reply_words import ReplyWord, fold_accents, is_one_slip, parse_word_set

_BREAKS: Final = frozenset(".!?;\n→()…")
_EXCLUDED_BEFORE: Final = Phrasebook(
    [
        (
            "excluded",
            """
            pas|ni|sauf|hormis|excepte|except|not|without
            pas de|d
            supprime*|enleve*|retire*|raye*|oubliez|efface*|annulez|remove|forget
            ^oublie
            peine d|de inscrire|noter|mettre|compter|ajouter
            retire ce que .. dit .. pour
        """,
        )
    ]
)
"""What excludes whoever is named right after it."""
_EXCLUDED_AFTER: Final = Phrasebook(
    [
        (
            "excluded",
            """
            a annule|annulee
            donc? lui|elle|eux|elles non
            pas venu|venue|venus|venues|la|compter|vu|vue|presente?|concerne|concernee|noter|mettre|inscrire|elle|lui
            etait|etaient|est|sont absent|absente|absents|absentes
            compte|comptent|comptez|mettez|mets|notez|note pas
            y? etait pas
            en conges|vacances|formation|arret|deplacement|teletravail
            a|la|le|les enlever|supprimer|retirer|rayer|oublier|effacer
            enleve*|raye*|oubliez|supprime*|retire*|efface*
            laissez|laisse tomber
            partie?|parti|rentree?|rentre|descendu|descendue avant
            chez son|sa|ses pere|mere|parents|copain|copine .. semaine|semaines
            semaine|semaines? d? avant|derniere
            masque|masquee|masques|masquees
            avec masque|ffp2|plexi
            hors sujet
            moved out
            wasn|weren t there
            erreur$
        """,
        ),
        (
            "kept",
            "gardez|garde|laissez|remettez le|la|les|l quand\ngardez|garde|remets|remettez le|la quand? meme",
        ),
    ]
)
"""What is said of somebody who is no contact, after their name; and what takes it back."""
_ONLY: Final = Phrasebook(
    [("only", "gardez|garde|gardons que|seulement|uniquement|juste\nne? gardez que\nkeep only")]
)
_FINALLY_NOBODY: Final = Phrasebook([("nobody", "personne finalement|en|du|au\ndonc|finalement personne")])
_LABELS: Final = parse_word_set("erratum correction dictee colloc coloc colocs ps nb")
_TAKING_OUT: Final = ("enleve", "raye", "oubliez", "supprime", "retire", "efface")
_PRONOUNS: Final = parse_word_set("la le les l lui elle eux elles tomber pas")
_ARTICLES: Final = parse_word_set("le la les un une des du que qui ne n pas est sont the is are not")
_SHORTEST_SOUND: Final = 5
_SHORT_SENTENCE: Final = 4
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
        qu n ne croise vu vue visite famille maison voiture repas tous toutes tout aujourd hui voila
        """
    )
)
"""Words of a clause that lists people, or tells a meeting and nothing else."""
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
    every = [_trim_name(one, scene) for one in everyone]
    known = [one for one in every if one.kind == "group" or is_meant_as_person(one, scene)]
    named = [one for one in known if one.kind != "group"]
    out = _find_excluded([one for one in every if one.kind != "group"], scene)
    if only := _find_only(named, scene):
        out |= {_key(one) for one in named} - only
    kept = _drop_misspelt(known, scene)
    return MeantPeople(tuple(kept), frozenset(out), bool(named) and any(_FINALLY_NOBODY.find(scene.words)))


def _trim_name(one: PersonMention, scene: NameContext) -> PersonMention:
    """A name without the everyday words that stand stuck to it: ``Erratum Tom``, ``Jo devant``."""
    if one.kind != "name" or scene.words[one.first].folded in TITLES | KIN:
        return one
    first, last = one.first, one.last
    listed = [at for at in range(first, last) if is_first_name(scene.words[at].folded)]
    if listed and listed[0] > first and not scene.words[first].text.isupper():
        first = listed[0] if all(_is_plain(scene.words[at]) for at in range(first, listed[0])) else first
    while last > first + 1 and scene.words[last - 1].text[0].islower() and _is_plain(scene.words[last - 1]):
        last -= 1
    if (first, last) == (one.first, one.last):
        return one
    start, end = scene.words[first].start, scene.words[last - 1].end
    return PersonMention("name", scene.text[start:end], start, end, first, last)


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
    if words[0].folded in TITLES or any(is_first_name(word.folded) for word in words):
        return True
    if scene.mixed and _has_telling_capital(one, scene):
        return True
    return _is_whole_list(scene) and _is_name_like(words, scene)


def _key(one: PersonMention) -> str:
    return fold_accents(one.text)


def _is_name_like(words: tuple[ReplyWord, ...], scene: NameContext) -> bool:
    """Whether these are no everyday words: a number stands beside words that are no name, too."""
    return any(
        word.folded in KIN
        or word.folded in TITLES
        or is_first_name(word.folded)
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
    return at == 0 or scene.words[at - 1].text in _BREAKS


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


# ------------------------------------------------------------------------------------ excluded and corrected


def _find_excluded(named: list[PersonMention], scene: NameContext) -> set[str]:
    """Keys of those who are excluded anywhere in the reply, and not taken back."""
    out = {_key(one): True for one in named if _is_excluded_before(one, named, scene)}
    previous: PersonMention | None = None
    for first, last in _list_sentences(scene):
        inside = [one for one in named if first <= one.first < last]
        out |= {_key(one): True for one in inside if _says_no_after(one, scene)}
        for hit in _EXCLUDED_AFTER.find(scene.words[first:last]):
            start, end = first + hit.start, first + hit.end
            if scene.words[start].folded.startswith(_TAKING_OUT) and any(
                end <= one.first <= end + 2 for one in inside
            ):
                continue  # it takes out whoever is named behind it
            before = [one for one in inside if one.first < start]
            subject = before[-1] if before else previous
            if subject is None or (not before and not _speaks_of_last(scene.words[first:last])):
                continue
            out[_key(subject)] = hit.name == "excluded"
            if hit.name == "excluded" and len(before) > 1 and before[-1].kind == "kin":
                out[_key(before[0])] = True
        previous = inside[-1] if inside else previous
    return {key for key, excluded in out.items() if excluded}


def _speaks_of_last(sentence: tuple[ReplyWord, ...]) -> bool:
    """Whether a sentence that names nobody speaks of whoever was named last: by a pronoun, or in a word or two."""
    said = [word.folded for word in sentence if word.folded[0].isalpha()]
    return len(said) <= _SHORT_SENTENCE or any(a in _PRONOUNS - {"la", "le", "les", "l", "pas"} for a in said)


def _list_sentences(scene: NameContext) -> Iterator[tuple[int, int]]:
    """Ranges of the words between full stops, line ends, arrows and the like."""
    first = 0
    for at, word in enumerate(scene.words):
        if word.text in _BREAKS:
            if at > first:
                yield first, at
            first = at + 1
    if first < len(scene.words):
        yield first, len(scene.words)


def _is_excluded_before(one: PersonMention, named: list[PersonMention], scene: NameContext) -> bool:
    """``pas Samir``, ``ni ma sœur ni mon frère``, ``oubliez Ben``: nothing but small words between.

    ``pas Lucie ma fille, Lucie la collègue`` tells two of one name apart, and excludes none.
    """
    if _is_told_apart(one, named, scene):
        return False
    start = max(0, one.first - 9)
    for hit in _EXCLUDED_BEFORE.find(scene.words[start : one.first]):
        end = start + hit.end
        between = scene.words[end : one.first]
        small = len(between) <= 2 or scene.words[start + hit.start].folded.startswith("retire")
        signs = any(word.text in _BREAKS or word.text == "," for word in between)
        if small and not signs and not any(end <= other.first < one.first for other in named):
            return True
    return False


def _is_told_apart(one: PersonMention, named: list[PersonMention], scene: NameContext) -> bool:
    again = any(other is not one and _key(other) == _key(one) for other in named)
    return again and scene.word_at(one.last) in ("ma", "mon", "le", "la", "l", "de")


def _says_no_after(one: PersonMention, scene: NameContext) -> bool:
    """``Muriel NON``, ``Chloé non, elle...``: the word right behind the name, which takes no number back."""
    if one.last >= len(scene.words) or scene.words[one.last].breaks:
        return False
    between = any(one.end <= p < scene.words[one.last].start for p, _ in scene.phones)
    corrects = scene.word_at(one.last + 1) in ("pardon", "erreur", "plutot", "attendez")
    return scene.words[one.last].folded in NO_WORDS and not between and not corrects


def _find_only(named: list[PersonMention], scene: NameContext) -> set[str]:
    """``gardez que Loïc``: the only ones who stay; empty where nobody is singled out of others."""
    hits = [hit for hit in _ONLY.find(scene.words) if scene.words[hit.start].folded.startswith("gard")]
    return {_key(one) for hit in hits for one in named if hit.end == one.first} if hits else set()


def _drop_misspelt(kept: list[PersonMention], scene: NameContext) -> list[PersonMention]:
    """``Corine avec un r, c'est Corinne``: of two spellings of one name the last, where one has no number."""
    correcting = any(word.folded in _CORRECTING for word in scene.words)
    out: list[PersonMention] = []
    for at, one in enumerate(kept):
        later = kept[at + 1 :]
        if one.kind == "name" and any(_is_respelt(one, other, scene, correcting) for other in later):
            continue
        out.append(one)
    return out


def _is_respelt(one: PersonMention, other: PersonMention, scene: NameContext, correcting: bool) -> bool:
    if other.kind != "name" or scene.has_phone_beside(one.start, one.end) or _key(one) == _key(other):
        return False
    near = is_one_slip(_key(one), _key(other))
    return near and (correcting or _key(one)[0] == _key(other)[0])
