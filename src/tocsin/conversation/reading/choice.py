"""One of several options: by its number, its letter, its place or its words."""

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.heard_words import hear_words
from tocsin.conversation.reading.hours_of_day import find_option_by_hour
from tocsin.conversation.reading.model import ECHOED, NOTHING, ReplyAnswer
from tocsin.conversation.reading.option_labels import (
    TELLING_NOTHING,
    are_labels_numbers,
    match_label_number,
    match_label_words,
    match_pointers,
    match_whole_label,
    split_label,
)
from tocsin.conversation.reading.option_places import ALTERNATIVES, OptionPick, find_places, points_to_two
from tocsin.conversation.reading.option_stances import choose_by_stances, list_refused_options
from tocsin.conversation.reading.option_synonyms import find_meant_option, find_options_in_own_words
from tocsin.conversation.reading.speech_markers import CORRECTIONS, IGNORANCE
from tocsin.conversation.reading.statements import select_told_now
from tocsin.conversation.reading.told_durations import find_option_by_duration
from tocsin.conversation.reading.yes_no import read_yes_no
from tocsin.conversation.reading.yes_no_phrases import TURNS
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_REFUSED = Phrasebook(
    [
        (
            "all",
            """
            les deux|trois|2|3
            ^tous|toutes$
            peu importe
            comme vous voulez
            n importe
            m est egal
            both|either|any|all|neither
            whatever
            ni l|le|la
            anything|tout but|sauf
            """,
        )
    ]
)
_EXCEPTING = parse_word_set("sauf pas ni except but bar not hormis")
_BESIDE_SEVERAL = parse_word_set("entre avec pour chez between")
"""Before several these take none of them: ``avec les trois``."""
_REFUSED_AFTER = Phrasebook(
    [("refused", "non plus\nje? peux|peut|veux|pourrai|suis|serai pas\nc|cest est? pas|non|impossible|mort")]
)
"""What refuses an option right behind it."""
_ASKING = parse_word_set("qui quoi quel quelle combien payez paie paye comment est pourquoi who how what")
_COURTEOUS = parse_word_set("svp stp merci please thanks")
_REASONING = parse_word_set("si if car parce because puisque comme since depuis")
_NEGATING = parse_word_set("pas not no sauf jamais except ni sans without aucun aucune rien mal")


def read_choice(found: tuple[ReplyWord, ...], options: tuple[str, ...]) -> ReplyAnswer:
    """The option meant, as it was given, or nothing understood where none or several are.

    1. The whole label, or a slip of it. 2. A number, a letter or a place, where nothing else is said.
    3. Words of one label only. 4. Where the labels are yes and no, any yes or no.
    """
    if not options:
        return NOTHING
    labels = [split_label(option) for option in options]
    if _takes_any(found) and not match_label_number(found, labels):  # "les 2" of *Deux doses*
        left = _find_only_left(found, labels)
        if left is None and not any(word.folded in _EXCEPTING for word in found):
            left = find_option_by_hour(found, labels)
        return NOTHING if left is None else ReplyAnswer(options[left])
    if (lasting := find_option_by_duration(found, labels)) is not None:
        return ReplyAnswer(options[lasting], (ECHOED,))
    if points_to_two(found, len(options)) or _hangs_on_something(found):
        return NOTHING
    found = hear_words(
        found, frozenset(word for label in labels for word in label if word not in TELLING_NOTHING)
    )
    standing, weighed = choose_by_stances(found, labels)
    if weighed:
        return NOTHING if standing is None else ReplyAnswer(options[standing], (ECHOED,))
    chosen, decided = _choose_by_labels(found, labels)
    if chosen is not None:
        turned = max((hit.end for hit in CORRECTIONS.find(found)), default=0)
        last = find_meant_option(found[turned:], labels) if turned else None
        after = match_label_words(found[turned:], labels)
        if last is not None and last != chosen and not after and last not in _list_refused(found, labels):
            return ReplyAnswer(options[last], (ECHOED,))
        if any(word.folded in ALTERNATIVES for word in found) and (
            find_options_in_own_words(found, labels) - {chosen}
        ):
            return NOTHING  # "boulot ou école"
        opening = _take_clause(found, 0)
        first = None if _offers_another(found, len(opening)) else find_meant_option(opening, labels)
        if (
            first not in (None, chosen)
            and len(opening) < len(found)
            and not match_label_words(opening, labels)
        ):
            return ReplyAnswer(options[first], (ECHOED,))  # "chez moi, l'hôtel plutôt crever"
        return NOTHING if chosen in list_refused_options(found, labels) else ReplyAnswer(options[chosen])
    if (
        not (decided or are_labels_numbers(labels))
        and (pointed := _resolve_opening_pointers(found, len(options))) is not None
    ):
        return ReplyAnswer(options[pointed], (ECHOED,))
    now = select_told_now(found)
    if len(now) < len(found) and (chosen := _choose_by_labels(now, labels)[0]) is not None:
        return ReplyAnswer(options[chosen], (ECHOED,))  # "mieux hier mais là moins bien"
    if decided:
        return NOTHING
    answer = _read_as_yes_no(found, options, labels)
    if answer.value is None and (meant := find_meant_option(found, labels)) is not None:
        refused = _list_refused(found, labels) | list_refused_options(found, labels)
        meant = _find_only_left(found, labels) if meant in refused else meant
        return NOTHING if meant is None else ReplyAnswer(options[meant], (ECHOED,))
    return answer


def _takes_any(found: tuple[ReplyWord, ...]) -> bool:
    """``les deux``, ``peu importe``: not ``entre les deux``, nor ``avec les trois``."""
    return any(
        not hit.start or found[hit.start - 1].folded not in _BESIDE_SEVERAL for hit in _REFUSED.find(found)
    )


def _choose_by_labels(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> tuple[int | None, bool]:
    """The option meant by what points to it or by its own words; and whether these decide, whatever else is said.

    Where the first clause is an option and nothing else, what follows explains it.
    """
    opening = _take_clause(found, 0)
    for said in (opening, found) if len(opening) < len(found) else (found,):
        alone = len(said) < len(found)
        ways = (
            match_whole_label(said, labels),
            match_pointers(said, labels),
            [] if alone else match_label_words(said, labels),
        )
        for picks in ways:
            if alone and (
                _offers_another(found, len(opening)) or any(p.option >= len(labels) for p in picks)
            ):
                continue
            if picks and (chosen := _resolve_picks(said, picks, len(labels))) is not None:
                return chosen, True
            if picks and not alone:
                return None, any(not _is_negated(said, p) for p in picks)
    return None, False


def _resolve_opening_pointers(found: tuple[ReplyWord, ...], count: int) -> int | None:
    """``2 enfin non 3, ma soeur ne veut plus``: a place that opens the reply, in figures, and what corrects it."""
    picks = [p for p in find_places(found, count) if 0 <= p.option < count and found[p.start].is_number]
    return _resolve_picks(found, picks, count) if len(picks) > 1 and picks[0].start == 0 else None


def _offers_another(found: tuple[ReplyWord, ...], at: int) -> bool:
    """Whether what follows the first clause corrects it or leaves it open: ``matin, non soir``, ``soit``, ``?``."""
    rest = found[at:]
    return (
        any(CORRECTIONS.find(rest))
        or any(TURNS.find(rest))
        or any(word.folded in ("ou", "soit", "or", "et", "sinon", "?", "/") for word in rest[:3])
    )


def _list_refused(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> set[int]:
    """Indices of the options that are refused by their own words: ``pas le matin``."""
    return {p.option for p in match_label_words(found, labels) if _is_negated(found, p)}


def _hangs_on_something(found: tuple[ReplyWord, ...]) -> bool:
    """``chez ma mère si elle veut, sinon l'hôtel``: either, by what the writer does not know."""
    said = [word.folded for word in found]
    condition = next((at for at, word in enumerate(said) if word in ("si", "if")), len(said))
    return any(word in ("sinon", "otherwise") for word in said[condition:])


def _find_only_left(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> int | None:
    """``n'importe quand mais pas le matin ni l'aprem``: the only one that is not refused."""
    refused = _list_refused(found, labels)
    left = set(range(len(labels))) - refused
    return left.pop() if refused and len(left) == 1 else None


def _resolve_picks(found: tuple[ReplyWord, ...], picks: list[OptionPick], count: int) -> int | None:
    """The option that stands once refusals and corrections are applied; None where several do.

    Where all but one of the options are refused, that one stands.
    """
    picks = [p for p in picks if not _is_asked(found, p)]
    refused = {p.option for p in picks if _is_negated(found, p)}
    kept = [p for p in picks if p.option not in refused]
    if not kept:
        left = set(range(count)) - refused
        return left.pop() if len(refused) > 1 and len(left) == 1 else None
    pick = kept[0]
    for other in kept[1:]:
        between = found[pick.end : other.start]
        if other.option != pick.option and not (any(CORRECTIONS.find(between)) or any(TURNS.find(between))):
            return None
        pick = other
    return pick.option


def _is_negated(found: tuple[ReplyWord, ...], pick: OptionPick) -> bool:
    """``pas le matin``, ``not the first``: within two words before; ``le matin non plus``, ``lundi je peux pas``."""
    for at in range(pick.start - 1, max(0, pick.start - 3) - 1, -1):
        if found[at + 1].breaks:
            break
        if found[at].folded in _NEGATING:
            return True
    if any(word.folded == "et" for word in found[max(0, pick.start - 2) : pick.start]) and any(
        word.folded in ("sauf", "ni", "except") for word in found[max(0, pick.start - 5) : pick.start]
    ):
        return True  # "sauf midi et le soir"
    after = _take_clause(found, pick.end)
    return any(hit.start == 0 for hit in _REFUSED_AFTER.find(after))


def _take_clause(found: tuple[ReplyWord, ...], at: int) -> tuple[ReplyWord, ...]:
    """The words from a place on, up to the next sign, behind a word of courtesy, or before a condition or reason."""
    last = at
    while last < len(found) and (last == 0 or not found[last].breaks) and found[last].folded[0].isalnum():
        if last > at and (found[last - 1].folded in _COURTEOUS or found[last].folded in _REASONING):
            break
        last += 1
    return found[at:last]


def _is_asked(found: tuple[ReplyWord, ...], pick: OptionPick) -> bool:
    """Whether it stands in a question of the writer's own: ``l'hôtel c'est vous qui payez ?``."""
    clause = _take_clause(found, pick.end)
    last = pick.end + len(clause)
    asks = last < len(found) and found[last].text == "?"
    return asks and any(word.folded in _ASKING for word in clause)


def _read_as_yes_no(
    found: tuple[ReplyWord, ...], options: tuple[str, ...], labels: list[tuple[str, ...]]
) -> ReplyAnswer:
    """Options that are themselves yes, no and ``I do not know``."""
    kinds = {_find_answer_kind(label): option for option, label in zip(options, labels, strict=True)}
    if not {"yes", "no"} <= kinds.keys():
        return NOTHING
    value = read_yes_no(found).value
    if isinstance(value, str) and value in kinds:
        return ReplyAnswer(kinds[value])
    return ReplyAnswer(kinds["unknown"]) if "unknown" in kinds and any(IGNORANCE.find(found)) else NOTHING


def _find_answer_kind(label: tuple[str, ...]) -> str:
    if label[:1] in (("oui",), ("yes",)):
        return "yes"
    if label[:1] in (("non",), ("no",)):
        return "no"
    return "unknown" if {"sais", "sait", "know"} & set(label) else " ".join(label)
