"""Which option stands where a reply speaks of several: one is refused, given up, or settled on.

``sur le fixe, le portable passe mal``, ``je devais aller chez ma sœur mais finalement je reste chez moi``, ``pas le matin, et
le soir je dors``. A reply is cut into clauses; of each option that is told of in one it is read whether it is wished,
refused (before it, or by what is said of it right behind), or was meant before. What nobody refuses is not weighed here.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.hours_of_day import find_option_by_hour, is_time_of_day
from tocsin.conversation.reading.option_labels import match_label_words
from tocsin.conversation.reading.option_places import OptionPick
from tocsin.conversation.reading.option_synonyms import find_option_mentions
from tocsin.conversation.reading.set_aside_options import is_set_aside
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_TURNING: Final = parse_word_set(
    "mais but donc alors car parce puisque vu finalement sinon so because though et and pis puis"
)
"""Words that begin a clause without a sign before them."""
_BEFORE: Final = Phrasebook(
    [
        (
            "refused",
            """
            pas|ni|sauf|jamais|sans|evite|evitez|eviter|hors|hormis|not|never|except|avoid|without|no|nor|aucun|aucune
            a part
            tout|anything sauf|but
            pas dire que? c|ce|cest? est?
            not say that|it? it? s|is
            plutot que|qu
            au lieu d|de
            rather|other than
            instead of
            plus d|de|du
            entends|entend|lis|lit|aime|veux|veut|peux|peut|supporte .. pas|jamais|rien|plus|mal|peu
            regarde|utilise|decroche|reponds|ouvre|maitrise .. pas|jamais|rien|plus|mal|peu
            ai|a pas|plus|jamais|aucun d|de
            can|could|do|don|dont|won|cant|wont t? hear|read|like|want|use|answer|stand
            deteste|hais|fuis|crains|hate|can t stand
            ose pas
            marre d|de|du|des
            fini le|la|les|l
            """,
        )
    ]
)
"""What refuses an option that follows within a word or two."""
_BUSY: Final = Phrasebook(
    [
        (
            "busy",
            """
            dors|bosse|travaille|taffe|roupille|conduis|sers|embauche|cours|mange|garde|nettoie|livre|ouvre
            roule|couche|baigne|prie|entraine|gere|prepare|ramene|emmene|traie|trais|cuisine|enseigne
            suis|serai|est de|du|d|en|au|a|chez|pris|prise|occupe|occupee|cours|boulot|travail|reunion|route|mosquee|messe
            chez|au le|la|mon? kine|marche|dentiste|docteur|medecin|coiffeur|boulot|travail
            ai|a la|le|les|l|un|une|mon? cours|classe|kine|dialyse|rdv|rendez|reunion|entrainement|piscine|menage|gosses|enfants|petits
            fais le|la|les|mes|des|du
            course|cadavre|boulot|travail|dodo|sieste|enfer|folie|rush
            suis|serai creve|crevee|vanne|vannee|ko|hs|naze|claque|claquee|fatigue|fatiguee|couche|couchee|lessive|lessivee|cuit|cuite
            sleep|work|asleep|working|sleeping|driving|busy|school
            """,
        )
    ]
)
"""What keeps somebody from a time of the day, before it or behind."""
_BEHIND: Final = Phrasebook(
    [
        (
            "refused",
            """
            trop tot|tard|loin|cher|chere|lent|lente|long|longue|petit|petite|complique|dur|froid|bruyant|risque|difficile|penible
            too early|late|far|slow|long|small|expensive
            c|cest|ca|est|serait|sera trop|cher|chere|loin|ferme|fermee|complet|complete|impossible|mort
            c|cest|ca|est|serait|sera non|exclu|niet|minuscule|petit|risque|galere|nul
            est|serait|sera pas possible|pratique|bon|ideal|top|terrible|assez|grand|simple|facile|la|evident|fait
            non|nan|nope|niet|jamais|bof|impossible
            plutot crever|mourir
            hors de question
            pas question|possible
            je|j y? peux|peut|veux|aime|lis|entends|reponds|decroche|vois|suis .. pas|jamais|rien|plus|mal|peu
            je|j y? serai|pourrai|ose|consulte|regarde|utilise .. pas|jamais|rien|plus|mal|peu
            peux|veux|aime|lis|entends|reponds|decroche|ose .. pas|jamais|rien|plus|mal|peu
            passe|marche|capte|fonctionne|arrive .. mal|pas|plus|jamais
            est|reste|etait fini|finie|ferme|fermee|parti|partie|casse|cassee|negatif|negative
            est|reste|etait passe|passee|parti|pris|prise|mort|morte
            went|gone away
            s gone|over|closed|full|broken|too|not|out
            is|was gone|over|closed|full|broken|too|not|out|no
            i d|would rather|climb|hate|die
            me fait|font peur
            se|s perd|perdent|casse|ferme|coupe
            ca|c|cest n|ne? existe|va|marche|sert pas|plus
            """,
        )
    ]
)
"""What refuses an option right before it, within its clause."""
_DENIAL: Final = Phrasebook(
    [("denial", "ah|oh|euh|enfin|puis|mais|et|fait? non|nan|nn|no\noups|pardon|zut|mince")]
)
"""A clause that begins so takes back what was said before it."""
_COURTEOUS: Final = parse_word_set("svp stp merci please thanks")
"""Behind an option these end what is said of it."""
_PAST: Final = Phrasebook(
    [
        (
            "past",
            """
            etais|etait|etions|devais|devait|devions|pensais|voulais|comptais|avais|avait|aurais|allais|voulait
            was|were|had|wanted|planned|used
            """,
        )
    ]
)
"""What was meant, or was so, before."""
_EARLIER: Final = Phrasebook([("earlier", "d abord\nau depart|debut\nhier|avant|yesterday|first")])
"""The same by a word for a time: what was so then is not so now."""
_MEANT: Final = Phrasebook(
    [("meant", "avais|avait dit|mis|prevu|repondu|note|choisi\nj? devais|pensais|comptais|voulais")]
)
"""What makes it given up wherever it stands."""
_SETTLING: Final = Phrasebook(
    [
        (
            "settled",
            """
            finalement|donc|plutot|alors|maintenant|desormais|mettons|disons|mettez|prefere|prefererais|choisis|reste|instead|actually
            du coup
            en fait
            au|tout final|compte
            la je|j|ca|c
            je reste|prends|choisis|dirais
            now|so|rather|instead|just|still
            compte|vaut
            fait foi
            """,
        )
    ]
)
"""What one settles on."""
_HESITATING: Final = Phrasebook(
    [
        (
            "hesitating",
            """
            hesite|hesitons|hesitent|hesitating|balance
            entre .. et
            soit|either
            50 / 50
            ou bien
            depend|depends|selon|suivant
            torn|undecided
            """,
        )
    ]
)
_MIDDLE: Final = Phrasebook(
    [("middle", "entre les deux|2\ncelui|celle du|au milieu\nin between\nmiddle one\nle|la milieu$")]
)
_WEEKDAYS: Final = parse_word_set("lundi mardi mercredi jeudi vendredi samedi dimanche")
_NOW: Final = parse_word_set("la aujourd aujourdhui maintenant now today")
_SUBJECTS: Final = parse_word_set("je j ca c on il elle plus")
_LIKEWISE: Final = parse_word_set("aussi pareil idem non too neither")
_OWN_VERBS: Final = parse_word_set("je j peux veux aime lis entends reponds decroche ose")
"""What they refuse follows them, where an option does."""
_EXPLAINING: Final = parse_word_set("apres ensuite after then")
"""Behind what keeps somebody busy these tell that it is later."""
_BETTER: Final = parse_word_set("mieux better")
_WORSE: Final = parse_word_set("moins pire worse")
"""Words of labels that compare how one feels with the day before."""
_OTHER_ONE: Final = Phrasebook(
    [("other", "l autre solution|option|choix|possibilite|proposition\nl autre$\nthe other one|option")]
)
_LEAST: Final = 2
_NEAR: Final = 3
"""Words before an option within which a refusal refuses it."""


class OptionStances(Struct, frozen=True):
    """What a reply says of the options that it tells of; their indices."""

    wished: frozenset[int]
    refused: frozenset[int]
    before: frozenset[int]
    """Meant, or so, before."""
    gone: bool
    """Whether what was before is not so now: ``hier``."""
    settled: int | None
    """The only one of the last clause that settles on something."""


def choose_by_stances(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> tuple[int | None, bool]:
    """The option that stands where others are refused or given up; and whether the reply weighs options at all."""
    picks = _list_mentions(found, labels)
    certain = [p for p in picks if p.end >= len(found) or found[p.end].text != "?"] or picks
    told = _read_stances(found, labels, certain)
    spoken = told.wished | told.refused | told.before
    if any(_MIDDLE.find(found)):
        if (between := _find_between(spoken, len(labels))) is not None:
            return between, True
        if _are_times(labels) and any(hit.end == len(found) for hit in _MIDDLE.find(found)):
            return None, True  # "je dors jusqu'à 13h et à 19h je pars, donc entre les deux"
    if len(labels) == _LEAST and len(spoken) == 1 and any(_OTHER_ONE.find(found)):
        return 1 - next(iter(spoken)), True
    either = sum(word.folded in ("soit", "either") for word in found) > 1
    if either or (any(_HESITATING.find(found)) and len(spoken) >= _LEAST):
        return None, True
    if told.settled is not None and len(spoken) >= _LEAST:
        return told.settled, True
    if (worse := _find_opposite(found, labels, told)) is not None:
        return worse, True
    standing = told.wished - told.refused or (frozenset() if told.gone else told.before - told.refused)
    if len(standing) == 1 and (
        told.refused or told.before or _overrules_label(found, labels, picks, certain)
    ):
        return next(iter(standing)), True
    left = frozenset(range(len(labels))) - told.refused - told.before
    if told.refused and not standing and len(left) == 1:
        return next(iter(left)), True
    return None, bool((told.refused and standing) or (told.before and not standing))


def _find_opposite(
    found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]], told: OptionStances
) -> int | None:
    """``j'étais mieux hier``, where it is asked how one feels beside yesterday: it is worse now."""
    told_now = any(word.folded in _NOW for word in found)
    if told.wished or told_now or len(told.before) != 1 or not any(_EARLIER.find(found)):
        return None
    better, worse = (
        [at for at, label in enumerate(labels) if words & {*label}] for words in (_BETTER, _WORSE)
    )
    if len(better) != 1 or len(worse) != 1 or better == worse:
        return None
    return {better[0]: worse[0], worse[0]: better[0]}.get(next(iter(told.before)))


def list_refused_options(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> frozenset[int]:
    """Options that are told of and refused wherever they are, but for a time at which somebody is busy."""
    picks = _list_mentions(found, labels)
    told = _read_stances(found, labels, picks)
    return frozenset() if _are_times(labels) else told.refused - told.wished


def _overrules_label(
    found: tuple[ReplyWord, ...],
    labels: list[tuple[str, ...]],
    picks: list[OptionPick],
    certain: list[OptionPick],
) -> bool:
    """``ni mieux ni pire``: a phrase that holds words of other labels; or ``maison ? école ? aucune idée``."""
    guessed = {p.option for p in picks} > {p.option for p in certain}
    over = {(p.option, at) for p in picks for at in range(p.start, p.end)}
    named = match_label_words(found, labels)
    return guessed or any((p.option, p.start) not in over for p in named)


def _are_times(labels: list[tuple[str, ...]]) -> bool:
    return is_time_of_day(labels) or sum(bool(_WEEKDAYS & {*label}) for label in labels) >= _LEAST


def _find_between(spoken: frozenset[int], count: int) -> int | None:
    """``entre les deux``: the one between the two that are told of, or the middle of three."""
    if len(spoken) == _LEAST and max(spoken) - min(spoken) == _LEAST:
        return min(spoken) + 1
    return 1 if not spoken and count == _LEAST + 1 else None


def _read_stances(
    found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]], picks: list[OptionPick]
) -> OptionStances:
    timed = _are_times(labels)
    wished: set[int] = set()
    refused: set[int] = set()
    before: set[int] = set()
    settled, last, lost, gone = None, frozenset[int](), False, False
    for start, end in _cut_clauses(found):
        clause = found[start:end]
        here = [pick for pick in picks if start <= pick.start < end]
        if not here and timed and (hour := find_option_by_hour(clause, labels)) is not None:
            here = [OptionPick(hour, start, end)]
        if not here:
            if last and any(hit.start < _LEAST for hit in _DENIAL.find(clause)):
                refused |= last
                wished -= last
            continue
        if lost and all(found[p.end].folded in _LIKEWISE for p in here if p.end < end) and here[-1].end < end:
            refused |= {p.option for p in here}
            continue  # "le soir c'est mort, le matin aussi"
        denials = [
            _is_refused(found, here, at, (start, end), timed)
            or is_set_aside(found[here[at].end : end], labels)
            for at in range(len(here))
        ]
        kept = {p.option for p, denial in zip(here, denials, strict=True) if not denial}
        denied = {p.option for p in here} - kept
        then = not timed and any(hit.start + start <= here[0].start for hit in _EARLIER.find(clause))
        past = then or any(hit.start + start <= here[0].start for hit in _PAST.find(clause))
        past, gone = past or any(_MEANT.find(clause)), gone or then
        refused |= denied
        (before if past else wished).update(kept)
        if past is False and len(kept) == 1 and any(_SETTLING.find(clause)):
            settled = next(iter(kept))
        last, lost = frozenset(kept), bool(denied)
    refused -= wished
    settled = settled if settled in wished and (refused | before | wished) - {settled} else None
    return OptionStances(
        frozenset(wished), frozenset(refused), frozenset(before - wished - refused), gone, settled
    )


def _list_mentions(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[OptionPick]:
    """Where an option is told of, by its label or in own words, in order; the longest counts, then the label's own word."""
    picks = match_label_words(found, labels)
    own = find_option_mentions(found, labels)
    kept: list[OptionPick] = []
    for one in sorted(dict.fromkeys((*picks, *own)), key=lambda pick: pick.start - pick.end):
        over = [other for other in kept if one.start < other.end and other.start < one.end]
        if not over or (
            one in own and all(o in own and o.end - o.start == one.end - one.start for o in over)
        ):
            kept.append(one)
    told: list[OptionPick] = []
    for one in sorted(kept, key=lambda pick: pick.start):
        if told and (told[-1].option, told[-1].end) == (one.option, one.start):
            told[-1] = OptionPick(one.option, told[-1].start, one.end)  # "chez ma" and "fille" are one
        else:
            told.append(one)
    return told


def _cut_clauses(found: tuple[ReplyWord, ...]) -> Iterator[tuple[int, int]]:
    """Where clauses begin and end."""
    starts = [at for at in range(1, len(found)) if found[at].breaks or _turns(found, at)]
    starts = [0, *starts]
    yield from zip(starts, [*starts[1:], len(found)], strict=True)


def _turns(found: tuple[ReplyWord, ...], at: int) -> bool:
    """Whether a word begins a clause: ``mais``, or a word for now behind something else (``hier mieux là je tousse``)."""
    behind = found[at + 1].folded if at + 1 < len(found) else ""
    return found[at].folded in _TURNING or (
        found[at].folded in _NOW and (found[at].folded != "la" or behind in _SUBJECTS)
    )


def _is_refused(
    found: tuple[ReplyWord, ...], here: list[OptionPick], at: int, clause: tuple[int, int], timed: bool
) -> bool:
    """Whether an option of a clause is refused, between the one before it and the one behind."""
    pick = here[at]
    first = here[at - 1].end if at else clause[0]
    last = here[at + 1].start if at + 1 < len(here) else clause[1]
    ahead, behind = found[first : pick.start], found[pick.end : last]
    if any(len(ahead) - hit.end < _NEAR for hit in _BEFORE.find(ahead)):
        return True
    if behind and behind[0].folded in _COURTEOUS:
        return False
    follows = at + 1 < len(here)
    for hit in _BEHIND.find(behind):
        if hit.start < _LEAST and not (
            follows and behind[hit.start].folded in _OWN_VERBS and len(behind) - hit.end < _NEAR
        ):
            return True  # not "par courrier je lis pas les mails"
    explained = bool(behind) and behind[-1].folded in _EXPLAINING and not at
    return (timed and not explained) and (
        any(hit.start <= _NEAR for hit in _BUSY.find(behind))
        or any(len(ahead) - hit.end < _LEAST for hit in _BUSY.find(ahead))
    )
