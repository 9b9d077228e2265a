"""Yes or no, with everything that people put around it."""

import itertools

from tocsin.conversation.phrases import Phrasebook, PhraseMatch
from tocsin.conversation.reading.model import NOTHING, ReplyAnswer
from tocsin.conversation.reading.speech_markers import (
    ALONE_NO,
    ALONE_YES,
    CORRECTIONS,
    GROUPS,
    IGNORANCE,
    KIN,
    NO_WORDS,
    OWNERS,
    YES_WORDS,
)
from tocsin.conversation.reply_words import ReplyWord, parse_word_set, squeeze_letters

PHRASES = Phrasebook(
    [
        (
            "yes",
            """
            bien sur|sure|entendu
            bien sur que oui|si
            tout a fait
            c|cest|ces exact|ca|juste|correct|parfait|fait|note
            c est exact|ca|juste|correct|parfait|fait|note
            ^c|cest est? vrai$
            c|cest|ces bien? moi
            c est bien? moi
            ^moi meme$
            pourquoi pas
            avec plaisir|joie
            je|j accepte|confirme|valide
            je|j veux$
            ^je veux bien
            jveux bien
            je suis partant|partante
            deja fait|faite
            ^mais|ah|bah|ben|he si$
            ^si si
            je|j pense|crois|suppose|espere|dirais que? oui|si
            i do|am|have|did|can|will$
            i think|believe so
            of course
            ^je|jpeux peux?$
            c|cest est? bien ca
            ^bien compris|recu|note|entendu
            that|thats s? right|correct|me|fine
            ^sure
            ^exact|correct|juste
            j en ai$
            je l ai fait
            """,
        ),
        (
            "clear",
            """
            ^compris|recu|note|clair|limpide|understood|clear merci|thanks?$
            ^tres|bien|tout|super clair|limpide|compris merci?$
            ^clair et net
            c|cest est? clair et net
            c|cest|ces est? bien|tres|tout|super|assez? clair|limpide|compris|recu merci|pour? moi?$
            tout|tt est bien? clair|limpide|compris
            message|sms bien? recu
            j|jai ai? bien|tout? compris merci?$
            j|jai ai? bien tout compris merci?$
            it|its|all|everything s|is? very|all? clear
            ^i understand|understood thanks?$
            ^got it
            """,
        ),
        (
            "no",
            """
            pas du tout
            pas encore
            toujours pas
            pas pour le|l moment|instant
            pas maintenant|aujourd
            pas que je sache
            pas interesse|interessee|interesser
            ^aucun|aucune
            ai aucun|aucune
            pas vraiment
            ^absolument|surtout|certainement pas
            bien sur que non
            je|j|jne ne? crois|pense|croi pas
            je|j pense|crois|croi|dirais que? non
            j|je n? ai pas pu|eu|fait
            j|je n en ai pas
            j en ai pas|aucun|aucune
            ^ai|jai pas pu|fait
            je|j ne? peux|peu|veux|veu|souhaite|desire pas$
            jpeux|jveux|jpeu|jveu pas$
            je|j ne? peux|peu pas
            je|j refuse|decline
            pas besoin
            pas la|l peine
            pas fait
            pas question
            pas bon|bonne|exact|juste|correct|vrai
            ^incorrect
            c|cest est? faux$
            ^jamais|jms
            ^mais? bien|certainement que? non
            ^no
            not yet|really|at
            i|i don|do t|not|n think|believe so?
            i don|dont|didn|can|cannot|haven|won t?$
            i m|am not$
            no way
            of course not
            ^never
            """,
        ),
        (
            "unsure",
            """
            oui|yes et|ou|and|or|/ non|no
            non|no et|ou|and|or oui|yes
            ni oui|l ni non|l
            oui mais non
            non mais oui
            un|1 ou|et deux|2
            ca|cela depend
            it depends
            peut etre
            peutetre|ptetre|ptet|maybe|perhaps|possible|possiblement|bof
            on verra
            aucune idee
            ai aucune idee
            pas sur|sure|certain|certaine
            """,
        ),
        (
            "unclear",
            """
            pas|plus|jamais tres|trop|si|bien|tout|vraiment|totalement|completement? clair|claires|clairs
            pas|plus|jamais tres|trop|si|bien|tout|vraiment|totalement|completement? compris|limpide
            pas tout a fait clair|claires|compris
            rien compris|capte|pige
            peu|moyen|moyennement|guere clair|claires
            mal compris
            comprends|comprend|compren|capte|pige pas|rien|plus|mal
            compris que dalle
            c|cest est? flou|confus
            not|isn|isnt|aren|arent t? very|so|really|quite|all? clear|understood
            don|dont|didn|didnt|do|did t|not? really|quite? understand|get
            unclear|confusing
            """,
        ),
        (
            "fine",
            """
            d accord
            ca marche|roule
            ca me va
            c|cest est? bon
            ok|okay|oki|daccord|dac
            pas de|d probleme|problem|souci|soucis|pb
            sans souci|soucis|probleme|hesiter
            aucun probleme|souci
            no problem|problemo|prob
            ^parfait|nickel|super|impeccable|impec|entendu
            sounds good
            """,
        ),
    ]
)
"""``fine`` is a yes when it comes first, and takes nothing back after a no: *non c'est bon merci*. ``clear``
is a yes, and none as a question: *c'est clair ?*. ``unclear`` takes a yes back: *ok mais j'ai pas tout
compris*."""
UNCLEAR = ReplyAnswer(notes=("unclear",))
"""The person did not understand what was said: no answer, unless that was the question."""
_FILLERS = parse_word_set(
    """
    reponse rep choix option numero n merci svp stp please thanks thank you je reponds c est le la
    bonjour bonsoir slt salut bjr bsr hello hi moi mr mme monsieur madame alors ben bah ah oh eh euh heu
    hein donc mais
    bonne journee soiree cordialement vous beaucoup
    """
)
_SELF_CORRECTING = parse_word_set("pardon oups erreur sorry")
_SYMBOLS = {
    "👍": "yes",
    "👌": "yes",
    "✅": "yes",
    "✔": "yes",
    "☑": "yes",
    "👎": "no",
    "❌": "no",
    "🚫": "no",
    "🙅": "no",
}


def read_yes_no(words: tuple[ReplyWord, ...]) -> ReplyAnswer:
    """``yes``, ``no``, or nothing understood.

    1. Find every yes, no and doubt. 2. A doubt that comes first leaves it open. 3. What is said of
    somebody else does not count. 4. Whoever did not understand has said no yes. 5. The first answer holds,
    unless a correction leads to another; two answers that fight leave it open.
    """
    alone = _read_single_word(words)
    if alone:
        return ReplyAnswer(alone)
    votes = _find_votes(words)
    own = [v for v in votes if not _is_of_others(words, v)]
    if own and own[0].name != "no" and any(v.name == "unclear" for v in own):
        return UNCLEAR
    own = [v for v in own if v.name != "unclear"]
    if not own or own[0].name == "unsure" or _follows_ignorance(words, own[0]):
        return NOTHING
    first, value = own[0], "yes" if own[0].name == "fine" else own[0].name
    for vote in own[1:]:
        if vote.name in ("unsure", "fine", value):
            continue
        if _is_corrected(words, first, vote):
            value = vote.name
        elif _contradicts(words, first, vote):
            return NOTHING
        else:
            break
    return ReplyAnswer(value, ("restriction",) if _is_restricted(words, first) else ())


def find_answer_votes(words: tuple[ReplyWord, ...]) -> list[PhraseMatch]:
    """Every word or phrase that says yes, no or perhaps, in order."""
    if _read_single_word(words):
        return [PhraseMatch("yes", 0, len(words))]
    return _find_votes(words)


def _read_single_word(words: tuple[ReplyWord, ...]) -> str:
    """The answer of a reply that is one word, a figure or a sign."""
    kept = [w for w in words if (w.folded[0].isalnum() or w.text in _SYMBOLS) and w.folded not in _FILLERS]
    if not kept and words and words[0].folded == "n":
        return "no" if len(words) == 1 or not words[1].folded.isalnum() else ""
    if len(kept) != 1:
        return ""
    word = kept[0]
    if word.text in _SYMBOLS:
        return _SYMBOLS[word.text]
    if word.folded in ALONE_YES | ALONE_NO and not any(w.text == "?" for w in words):
        return "yes" if word.folded in ALONE_YES else "no"
    return ""


def _find_votes(words: tuple[ReplyWord, ...]) -> list[PhraseMatch]:
    """Yes, no and doubt in order, the longest phrase first where several begin together."""
    hits = list(PHRASES.find(words)) + [
        h for i, w in enumerate(words) if (h := _find_single_vote(words, i, w))
    ]
    kept: list[PhraseMatch] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if hit.name == "clear":
            if words[hit.end : hit.end + 1] and words[hit.end].text == "?":
                continue
            hit = PhraseMatch("yes", hit.start, hit.end)
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _find_single_vote(words: tuple[ReplyWord, ...], at: int, word: ReplyWord) -> PhraseMatch | None:
    if word.text in _SYMBOLS:
        return PhraseMatch(_SYMBOLS[word.text], at, at + 1)
    squeezed = squeeze_letters(word.folded)
    if word.folded in YES_WORDS or squeezed in YES_WORDS:
        return PhraseMatch("yes", at, at + 1)
    if word.folded in NO_WORDS or (squeezed in NO_WORDS and len(squeezed) > 2):
        follows = words[at + 1].folded if at + 1 < len(words) else ""
        return (
            None if follows.startswith("stop") and not words[at + 1].breaks else PhraseMatch("no", at, at + 1)
        )
    return None


def _find_clause_start(words: tuple[ReplyWord, ...], at: int) -> int:
    """Index of the first word of the clause that holds the word ``at``."""
    while at > 0 and not (words[at].breaks or words[at - 1].folded in ("mais", "et", "but", "and")):
        at -= 1
    return at


def _is_of_others(words: tuple[ReplyWord, ...], vote: PhraseMatch) -> bool:
    """Whether the answer is somebody else's.

    Kin is named before it in its clause (``ma femme oui``), or right after it in a later one.
    """
    start = _find_clause_start(words, vote.start)
    if any(w.folded in KIN | GROUPS for w in words[start : vote.start]):
        return True
    after = words[vote.end : vote.end + 3]
    owned = any(a.folded in OWNERS and b.folded in KIN | GROUPS for a, b in itertools.pairwise(after))
    return owned and any(w.folded[0].isalnum() for w in words[:start])


def _follows_ignorance(words: tuple[ReplyWord, ...], vote: PhraseMatch) -> bool:
    return any(h.start < vote.start for h in IGNORANCE.find(words))


def _is_corrected(words: tuple[ReplyWord, ...], first: PhraseMatch, vote: PhraseMatch) -> bool:
    """Whether a correction stands between two answers, or right after the second: ``oui... non pardon``."""
    return any(
        (first.end <= h.start and h.end <= vote.start)
        or (h.start == vote.end and words[h.start].folded in _SELF_CORRECTING)
        for h in CORRECTIONS.find(words)
    )


def _contradicts(words: tuple[ReplyWord, ...], first: PhraseMatch, vote: PhraseMatch) -> bool:
    """Whether the second answer follows so closely that it contradicts the first."""
    between = [w for w in words[first.end : vote.start] if w.folded[0].isalnum()]
    return all(w.folded in ("mais", "et", "ou", "but", "et", "bon", "ben", "bah") for w in between)


def _is_restricted(words: tuple[ReplyWord, ...], first: PhraseMatch) -> bool:
    """Whether ``mais``, ``sauf`` or ``but`` follows: the caller may want a human to read it."""
    return any(w.folded in ("mais", "sauf", "but", "except", "si", "if") for w in words[first.end :])
