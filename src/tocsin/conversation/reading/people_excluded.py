"""Who of those named in a reply is no contact: ``pas Samir``, ``Loris a annulé``, ``gardez que Loïc``."""

from collections.abc import Iterator
from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.name_context import NameContext, PersonMention
from tocsin.conversation.reading.speech_markers import NO_WORDS
from tocsin.conversation.reply_words import ReplyWord, fold_accents, parse_word_set

BREAKS: Final = frozenset(".!?;\n→()…")
"""Signs that end a sentence."""
_EXCLUDED_BEFORE: Final = Phrasebook(
    [
        (
            "excluded",
            """
            pas|ni|sauf|hormis|excepte|except|not|without
            pas de|d
            supprime*|enleve*|retire*|raye*|oubliez|efface*|annulez|remove|forget
            ^oublie
            scrap|drop|skip
            leave out
            a la place de|d
            au lieu de|d
            instead of
            plutot .. que|qu
            remplace|remplacez|remplacer|replace
            est|sont|vit|vivent|habite|habitent|etait|dort chez son|sa|ses|leur|leurs
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
            compte|comptent|comptez|mettez|mets|notez|note donc? pas
            y? etait pas
            en conges|conge|stage|repos|rtt|vacances|formation|arret|deplacement|teletravail
            a|la|le|les enlever|supprimer|retirer|rayer|oublier|effacer
            enleve*|raye*|oubliez|supprime*|retire*|efface*
            laissez|laisse tomber
            tranquille|tranquilles
            en visio|distanciel|visioconference|facetime
            juste|que eu|eue|eus|parle|appele|appelee au|par tel|telephone|fil|visio
            juste|que par|au tel|telephone|visio|skype|whatsapp|facetime
            s est barre|barree|casse|cassee|tire|tiree|enfui|enfuie
            partie?|parti|rentree?|rentre|descendu|descendue avant
            vit|vivent|habite|habitent plus|loin|ailleurs
            chez son|sa|ses pere|mere|parents|copain|copine .. semaine|semaines
            semaine|semaines? d? avant|derniere
            est|etait|sont|reste|restait chez son|sa|ses|leur pere|mere|parents .. depuis
            reste|restee|restes|restees|restait|attendait dans|sur|a|au|derriere .. voiture|palier|seuil|porte|jardin|portail|camion
            reste|restee|restes|restees dehors|devant|loin
            was|were on leave|holiday|sick
            masque|masquee|masques|masquees
            avec masque|ffp2|plexi
            hors sujet
            moved out
            reparti|repartie|repartis|demenage|demenagee
            partie?|parti|partis a|en|chez|avant|depuis|vivre|de
            decede|decedee|mort|morte|morts|deces|enterre|enterree
            en|a mer|hopital|etranger|voyage
            n? habite|vit|travaille|bosse plus|pas
            devait|devaient venir
            deja donne|donnee|donnes|envoye|envoyee|dit|mis|mise|note|notee
            l ai donne|donnee|envoye hier|avant|tout
            etait|etaient|etais au|a|chez travail|boulot|mes|ses|son|sa
            c t|etait avant
            faut pas le|la|les|l? compter|compte|mettre|noter|inscrire|prendre
            etait|etaient|c avant
            ghoste|ghostee
            c|cest est? le|la|un|une|notre|mon|l? chat|chatte|chien|chienne|hamster|perroquet|lapin|poisson|poissons|perruche|cochon|tortue
            c|cest est? l autre maison|appartement|immeuble
            miaule|aboie|ronronne
            deja positif|positive|teste|testee|prevenu|prevenue
            wasn|weren t there
            leave|left|keep him|her|them out
            cancelled|canceled
            stayed outside|home
            was|were outside|masked
            was|were there but|though outside|masked|distanced
            had|wore|wearing|kept|with her|his|their|a? mask|masks
            didn|did t|not come|show|make|turn
            derriere|derrier sa|la|une vitre|vitrine|plexi|hygiaphone
            avait|avaient|portait|portaient|gardait|gardaient|garde son|leur|leurs|le|un|des masque|masques
            je l|les ai juste|seulement|que croise|croisee|croises|apercu|apercue
            d habitude|ordinaire .. mais
            usually|normally .. but
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
    [
        (
            "only",
            "gardez|garde|gardons|comptez|mettez|notez que|qu|seulement|uniquement|juste\nai vu que|qu\nkeep only\n"
            "donc juste|seulement|uniquement|que",
        )
    ]
)
_TAKING_OUT: Final = ("enleve", "raye", "oubliez", "supprime", "retire", "efface")
_PRONOUNS: Final = parse_word_set("la le les l lui elle eux elles tomber pas")
_TELLING_APART: Final = parse_word_set("petit petite grand grande gros grosse vieux vieille jeune autre")
"""Words before a name that tell two people of one name apart."""
_OTHERS: Final = parse_word_set("autres others reste")
_WE: Final = parse_word_set("on nous we")
_SHORT_SENTENCE: Final = 4
_EXCEPTION_WITHIN: Final = 9
"""Words before a name among which *personne sauf* counts."""
_NOBODY: Final = parse_word_set("personne nobody aucun")
_EXCEPT: Final = parse_word_set("sauf hormis excepte except part")
_ELSE: Final = parse_word_set("autre autres else other others")
_EXCEPT_WITHIN, _NOBODY_WITHIN = 3, 4
"""Words before a name that hold *à part*, and words behind it that hold the *personne* to which it is the exception."""
_CLEAR_PRONOUNS: Final = _PRONOUNS - {"la", "le", "les", "l", "pas"}


def fold_name(one: PersonMention) -> str:
    """By what two mentions of one person are known."""
    return fold_accents(one.text)


def find_excluded(named: list[PersonMention], scene: NameContext) -> set[str]:
    """Keys of those who are excluded anywhere in the reply, and not taken back."""
    out = {fold_name(one): True for one in named if _is_excluded_before(one, named, scene)}
    previous: PersonMention | None = None
    for first, last in _list_sentences(scene):
        inside = [one for one in named if first <= one.first < last]
        out |= {fold_name(one): True for one in inside if _says_no_after(one, scene)}
        for hit in _EXCLUDED_AFTER.find(scene.words[first:last]):
            start, end = first + hit.start, first + hit.end
            if scene.words[start].folded.startswith(_TAKING_OUT) and any(
                end <= one.first <= end + 2 for one in inside
            ):
                continue  # it takes out whoever is named behind it
            if hit.name == "excluded" and _tells_of_others(start, scene):
                continue  # "Cherif 06..., les autres avaient le masque"
            if {scene.word_at(start - 1), scene.word_at(start - 2)} & _WE and hit.name == "excluded":
                continue  # "on est restés dans la voiture": together
            if _excludes_next(scene, start, end) and any(one.first == end for one in inside):
                continue
            before = [one for one in inside if one.first < start]
            subject = before[-1] if before else previous
            if subject is None or (not before and not _speaks_of_last(scene.words[first:last])):
                continue
            told_out = out.get(fold_name(subject), False)
            out[fold_name(subject)] = hit.name == "excluded"
            if hit.name == "excluded" and len(before) > 1 and subject.kind == "kin" and not told_out:
                out[fold_name(before[0])] = True
        previous = inside[-1] if inside else previous
    return {key for key, excluded in out.items() if excluded}


def is_counted_out_behind(scene: NameContext, at: int) -> bool:
    """Whether what stands from a place on, up to the end of the sentence, says of whoever went before that they are none."""
    last = next(
        (end for end in range(at, len(scene.words)) if scene.words[end].text in BREAKS), len(scene.words)
    )
    hits = _EXCLUDED_AFTER.find(scene.words[at:last])
    return any(hit.name == "excluded" and hit.start <= _SHORT_SENTENCE for hit in hits)


def _tells_of_others(at: int, scene: NameContext) -> bool:
    """Whether *les autres* stands before a place in its clause."""
    while at > 0 and not scene.words[at].breaks:
        at -= 1
        if scene.word_at(at) in _OTHERS:
            return True
    return False


def _excludes_next(scene: NameContext, start: int, end: int) -> bool:
    """``pas la Suzanne`` excludes whoever comes; ``Suzanne pas là``, whoever went before."""
    return scene.word_at(start) == "pas" and scene.words[end - 1].text in ("la", "LA", "lui", "elle")


def _speaks_of_last(sentence: tuple[ReplyWord, ...]) -> bool:
    """Whether a sentence that names nobody speaks of whoever was named last: by a pronoun, or in a word or two."""
    said = [word.folded for word in sentence if word.folded[0].isalpha()]
    return len(said) <= _SHORT_SENTENCE or any(a in _CLEAR_PRONOUNS for a in said)


def _list_sentences(scene: NameContext) -> Iterator[tuple[int, int]]:
    """Ranges of the words between full stops, line ends, arrows and the like."""
    first = 0
    for at, word in enumerate(scene.words):
        if word.text in BREAKS:
            if at > first:
                yield first, at
            first = at + 1
    if first < len(scene.words):
        yield first, len(scene.words)


def _is_excluded_before(one: PersonMention, named: list[PersonMention], scene: NameContext) -> bool:
    """``pas Samir``, ``ni ma sœur ni mon frère``, ``oubliez Ben``: nothing but small words between.

    ``pas Lucie ma fille, Lucie la collègue`` tells two of one name apart, and excludes none.
    """
    if _is_told_apart(one, named, scene) or _is_exception(one, scene):
        return False
    start = max(0, one.first - 9)
    for hit in _EXCLUDED_BEFORE.find(scene.words[start : one.first]):
        end = start + hit.end
        between = scene.words[end : one.first]
        small = len(between) <= 2 or scene.words[start + hit.start].folded.startswith("retire")
        signs = any(word.text in BREAKS or word.text == "," for word in between)
        if small and not signs and not any(end <= other.first < one.first for other in named):
            return True
    return False


def _is_exception(one: PersonMention, scene: NameContext) -> bool:
    """``personne sauf ma sœur Annie``, ``à part ma sœur, personne``: whoever is left of nobody is meant."""
    before = [scene.word_at(at) for at in range(max(0, one.first - _EXCEPTION_WITHIN), one.first)]
    nobody = next((at for at, word in enumerate(before) if word in _NOBODY), None)
    if nobody is not None:
        return any(word in _EXCEPT for word in before[nobody:])
    return is_left_of_nobody(one, scene)


def is_left_of_nobody(one: PersonMention, scene: NameContext) -> bool:
    """``à part ma voisine, personne``."""
    before = {scene.word_at(at) for at in range(one.first - _EXCEPT_WITHIN, one.first)}
    behind = {scene.word_at(at) for at in range(one.last, one.last + _NOBODY_WITHIN)}
    return bool(_EXCEPT & before) and bool(_NOBODY & behind)


def is_known_already(one: PersonMention, scene: NameContext, question: tuple[ReplyWord, ...]) -> bool:
    """``à part Nassim``, where it is asked who else: whoever is named so is known."""
    before = {scene.word_at(at) for at in range(one.first - _EXCEPT_WITHIN, one.first)}
    return bool(_EXCEPT & before) and any(word.folded in _ELSE for word in question)


def _is_told_apart(one: PersonMention, named: list[PersonMention], scene: NameContext) -> bool:
    """``Lucie ma fille``, ``le petit Moussa``: by a word beside the name that another of that name has not."""
    others = [other for other in named if other is not one and fold_name(other) == fold_name(one)]
    if others and scene.word_at(one.last) in ("ma", "mon", "le", "la", "l", "de"):
        return True
    told = scene.word_at(one.first - 1)
    return told in _TELLING_APART and any(scene.word_at(other.first - 1) != told for other in others)


def _says_no_after(one: PersonMention, scene: NameContext) -> bool:
    """``Muriel NON``, ``Chloé non, elle...``: the word right behind the name, which takes no number back."""
    if one.last >= len(scene.words) or scene.words[one.last].breaks:
        return False
    between = any(one.end <= p < scene.words[one.last].start for p, _ in scene.phones)
    corrects = scene.word_at(one.last + 1) in ("pardon", "erreur", "plutot", "attendez")
    return scene.words[one.last].folded in NO_WORDS and not between and not corrects


def find_only(named: list[PersonMention], scene: NameContext) -> set[str]:
    """``gardez que Loïc``: the only ones who stay; empty where nobody is singled out of others."""
    hits = [
        hit
        for hit in _ONLY.find(scene.words)
        if scene.words[hit.start].folded.startswith(("gard", "comptez", "ai", "donc"))
    ]
    return {fold_name(one) for hit in hits for one in named if hit.end == one.first} if hits else set()
