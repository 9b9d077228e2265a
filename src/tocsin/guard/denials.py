"""What a sentence says not to be asked, given or done: its words ask nothing.

*Nous ne demandons jamais votre RIB*; *ne donnez ni code, ni mot de passe*; and not *n'oubliez pas votre RIB*,
*ne partez pas sans...*, *rien, sauf votre RIB*. Nor does what is named first and refused then (*votre RIB, ne le donnez à
personne*; *faut-il un RIB ? Non*), what is said not to be needed (*aucun RIB*, *un RIB n'est pas demandé*), or what
strangers want (*des inconnus réclament un RIB*), or what is called untrue (*il menace de couper vos droits : c'est faux*), or
is asked in a call that is to be ended (*un agent attend un code ? Raccrochez*).
"""

from collections.abc import Sequence

from tocsin.guard.draft_sentences import DraftSentence, DraftWord

_AFTER_NE = frozenset("pas jamais rien aucun aucune personne ni plus nullement nulle".split())
_DENIES = frozenset(
    "jamais ni aucun aucune inutile nul nullement refusez refuser zero "
    "never neither nor nobody cannot don won doesn shouldn needn".split()
)
_URGES = ("oubli", "omet", "omett", "hesit", "manqu", "forget", "hesitate", "fail", "miss")
_HAD = frozenset("avons avez ont have has had haven hasn did didn could".split())
_EXCEPTS = frozenset("sauf hormis except unless mais but just juste seulement only simplement plutot".split())
_BARS = frozenset("sauf hormis excepte except excepting".split())
_OURS = frozenset(
    "nous notre nos us our ours ici here agent agents conseiller conseillere conseillers adviser advisers".split()
)
_OURS_BY = 4
"""Words, at most, between an exception and whom it is made for."""
_GOES_ON = frozenset("ni ou et or nor and votre vos your un une le la de a any the".split())
"""What opens a clause that goes on with what was denied."""
_LINKS = frozenset("ni ou or nor".split())
_LISTED = 4
"""Words of a clause, at most, that goes on with it without such an opening, or before one of ``_LINKS``: *jamais de code,
carte bancaire, mot de passe ou RIB*."""
_ASIDE = 2
"""Words of a clause, at most, that stands between what is named and its refusal: *votre code, lui, ne le donnez à personne*."""
_AIMS = frozenset("pour afin si if comme as so sans without".split())
"""What opens a clause that says why, or when: what it denies ends with it. *Pour ne pas vous déranger, envoyez...*"""
_ORDERS = frozenset("please kindly merci veuillez".split())
_PAIRS = frozenset(
    {f"{word} not" for word in "do does will would should need must may can to is are".split()}
    | {f"no {word}" for word in "need one agent adviser officer code".split()}
    | {f"nothing {word}" for word in "from about of".split()}
    | {"pas besoin", "pas la", "pas a", "pas de", "rien a", "rien de", "rien d", "rien la", "rien sur"}
)
"""Two words that deny."""


_GIVING = tuple(
    "demand reclam donn envo communiqu confi transm recopi colle partag ecri photograph scann "
    "ask give send share want need".split()
)
"""Verbs of giving and of asking: what a denial of them is about, that was named before it, is not asked."""
_OTHERS = frozenset("autre autres else other others avant encore yet tard".split())
"""Words with which a thing is refused to others, or for now, and so is asked."""
_TO_WHOM = frozenset("vous nous lui leur te me".split())
_UNASKED = frozenset(
    "demande demandee demandes demandees necessaire necessaires utile utiles requis requise reclame reclamee exige exigee "
    "asked needed required requested necessary".split()
)
"""What a thing is not, that need not be given: its name stands before."""
_ANSWERED = frozenset("to if or for and".split())
"""Words after a *no* that is an answer."""
_BACK = frozenset("le la les l".split())
"""Words for what was named before, right before its verb."""
_BACK_BY = 12
"""Words, at most, between a denial and the word for what it denies."""
_KEPT = frozenset("gardez garde keep".split())
_KEPT_HOW = frozenset("aussi secret secrete secrets precieusement safe private".split())
_KEPT_FOR = frozenset("pour for to".split())
_KEPT_FOR_US = frozenset("l appel call nous us notre our".split())
"""For whom, or what, a thing is not kept that is refused: *gardez-le pour l'appel*."""
_REFUSALS = frozenset("non no jamais never surtout".split())
"""How a sentence begins that refuses what the question before it was about."""
_ENDS_CALL = frozenset((("raccrochez",), ("coupez", "court"), ("coupez", "la"), ("hang", "up")))
"""How a sentence begins that ends the call which the question before it was about."""
_OPENS_ASK = frozenset("quel quelle quels quelles quand combien ou what which when how where".split())
"""How a question begins that waits for what it names."""
_UNTRUE = tuple(
    tuple(words.split())
    for words in (
        "c est faux|ce serait faux|c est mensonger|c est une imitation|c est une arnaque|c est un piege|it is false|it is fake|"
        "it is untrue|it is a scam|that is false|that is fake|that is a scam|this is false|this is fake|this is a scam"
    ).split("|")
)
"""How it is said that what stands before is not so: *un texte menace de couper vos droits : c'est faux*."""
_IT = frozenset("il elle ils elles nous it they we".split())
_THROWN_AWAY = ("supprime", "efface", "detrui", "jete", "deleted", "erased", "removed", "destroyed")
_SENT = frozenset("recu recue recus recues envoye envoyee envoyes sent received shared wrote".split())
_READER = frozenset("vous tu you".split())
_DUTY = frozenset("devez dois faut must need have".split())
"""Words of a question whether something must be done."""
_SUFFICES = ("suffi", "contente", "enough")
"""Of what is wanted in the place of what was refused: *pas besoin du numéro : les trois chiffres, au dos, nous suffisent*."""
_HANGS_ON = frozenset("and or if unless once when".split())
"""Words of a clause whose other words hang on something, or stand by themselves: *hear nothing from us if you answer*."""
_A_PERSON = tuple([word] for word in "une la cette chaque autre toute".split())
"""Before a person who is somebody."""
_STRANGERS = (
    "quelqu", "inconnu", "individu", "escro", "fraudeur", "pirate", "faux", "fausse", "imposteur", "voleur", "malveillant",
    "someone", "somebody", "anyone", "stranger", "scam", "fraudster", "fake", "impostor", "crook", "caller",
)  # fmt: skip
_MESSAGES = frozenset(
    "message messages sms texto textos mail mails courriel courriels mel site sites gens people".split()
)
_SOME = frozenset("un une des certains certaines tout toute tous de d si a any some if other other".split())
"""What stands before a message, or people, that are not ours."""
_WANT = (
    "demand",
    "reclam",
    "exig",
    "pretend",
    "promet",
    "sollicit",
    "ask",
    "want",
    "request",
    "claim",
    "demand",
    "promis",
)
_WANT_BY = 8
"""Words, at most, between strangers and what they want."""
_ASKS = (
    "manqu",
    "attend",
    "besoin",
    "faut",
    "merci",
    "veuillez",
    "reste",
    "need",
    "please",
    "await",
    "wait",
    "missing",
    "kindly",
)


def list_denied_words(sentence: DraftSentence, after: DraftSentence | None = None) -> frozenset[int]:
    """Where the denied words of a sentence start, in the text that was read; ``after``: the sentence that follows."""
    if excepts_us([word.text for word in sentence.words]):
        return frozenset()
    denied: set[int] = set()
    on = False
    before: tuple[DraftWord, ...] = ()
    for clause in sentence.split_clauses():
        words = [word.text for word in clause]
        if on and _suffices(words):
            colon = _find_colon(sentence, clause[0].start)
            denied = {start for start in denied if start < colon}
            on = False
        at = _find_denial(words)
        if _is_untrue(words) and not _asks(before):
            denied |= {word.start for word in before}
        if at >= 0:
            on = words[0] not in _AIMS
            unasked = not on or _UNASKED.isdisjoint(words[at + 1 :])
            denied |= _cover(clause, words, at if unasked and not _names_first(words, at) else 0)
            if _points_back(words, at) and not _asks(before):
                denied |= {word.start for word in before}
        elif on and _goes_on(words):
            denied |= _cover(clause, words, 0)
        else:
            wanted = _find_wanted(words)
            denied |= {word.start for word in clause[wanted:]}
            on = wanted < len(words)
        before = (*before, *clause) if len(clause) <= _ASIDE else clause
    if after is not None and _is_refused(sentence, after):
        denied |= {word.start for word in sentence.words}
    return frozenset(denied)


def _suffices(words: Sequence[str]) -> bool:
    """Whether words say that something is enough."""
    return any(word.startswith(_SUFFICES) for word in words)


def _find_colon(sentence: DraftSentence, before: int) -> int:
    """Where the last colon before a place stands; that place, where there is none."""
    colons = [
        word.start for word in sentence.words if word.is_sign and word.text == ":" and word.start < before
    ]
    return colons[-1] if colons else before


def excepts_us(words: Sequence[str]) -> bool:
    """Whether what is denied is asked for us: *ne le dites à personne, sauf à notre agent*; and not *sauf si vous nous appelez*."""
    return any(
        word in _BARS
        and words[i + 1 : i + 2] not in (["si"], ["s"], ["if"], ["when"])
        and not _OURS.isdisjoint(words[i + 1 : i + 1 + _OURS_BY])
        for i, word in enumerate(words)
    )


def _asks(clause: Sequence[DraftWord]) -> bool:
    """Whether words give an order, or say that something is wanting."""
    words = [word.text for word in clause]
    return any(word.startswith(_ASKS) for word in words) or any(
        word.endswith("ez") and len(word) > 4 and "vous" not in words[max(0, i - 2) : i + 2]
        for i, word in enumerate(words)
    )


def _names_first(words: Sequence[str], at: int) -> bool:
    """Whether what is denied stands before its verb: *un code ne se donne pas*; *your employer will hear nothing from us*."""
    if words[at] == "nothing":
        return _HANGS_ON.isdisjoint(words)
    return words[at] == "ne" and words[at + 1 : at + 2] == ["se"] and _gives(words[at + 2 : at + 3])


def _gives(words: Sequence[str]) -> bool:
    return any(word.startswith(_GIVING) for word in words)


def _points_back(words: Sequence[str], at: int) -> bool:
    """Whether a denial is one of giving what was named before: *ne le donnez à personne*, *ça ne se donne pas*."""
    after = words[at + 1 : at + 1 + _BACK_BY]
    if not _gives(after) or not _OTHERS.isdisjoint(after):
        return False
    if words[at] in ("ne", "n"):
        named = after[1:2] if after[0] in _TO_WHOM else after[:1]
        return not _BACK.isdisjoint(named) or words[at - 1 : at] in (["ca"], ["cela"])
    return "it" in after or "them" in after


def _is_refused(sentence: DraftSentence, after: DraftSentence) -> bool:
    """Whether a sentence is refused by the one that follows it."""
    said = [word.text for word in sentence.words]
    words = [word.text for word in after.words if not word.is_sign]
    if _is_untrue(words):
        return not _asks(sentence.words)
    if sentence.mark != "?":
        at = _find_denial(words)
        back = 0 <= at <= _LATEST_REFUSAL and _points_back(words, at)
        return (back or _is_to_keep(after)) and not _asks(sentence.words)
    if any(tuple(words[: len(end)]) == end for end in _ENDS_CALL):
        return _OPENS_ASK.isdisjoint(said[:2])
    if after.mark == "?" or not (words[0] in _REFUSALS or _is_to_keep(after)):
        return False
    return _READER.isdisjoint(said) or not _DUTY.isdisjoint(said[:6])


def _is_untrue(words: Sequence[str]) -> bool:
    """Whether words call untrue what stands before them."""
    return any(tuple(words[: len(untrue)]) == untrue for untrue in _UNTRUE)


def is_thrown_away(sentence: DraftSentence, after: DraftSentence | None) -> bool:
    """Whether a sentence names what came to us, and the next one says that it was thrown away: *vous avez envoyé un RIB. Il a
    été effacé.*"""
    if after is None or _SENT.isdisjoint(word.text for word in sentence.words) or _asks(sentence.words):
        return False
    words = [word.text for word in after.words if not word.is_sign]
    return words[0] in _IT and any(word.startswith(_THROWN_AWAY) for word in words[1:_LATEST_REFUSAL])


def _is_to_keep(after: DraftSentence) -> bool:
    """*Gardez-le*, *keep it to yourself*: and neither *gardez la ligne* nor *gardez-le à la maison*, *pour l'appel*."""
    first, second, *rest = (*next(after.split_clauses()), after.words[0])[:5]
    if first.text not in _KEPT or not (second.joined or second.text in ("it", "them")):
        return False
    how = [word.text for word in rest if word is not after.words[0]]
    return not how or how[0] in _KEPT_HOW or (how[0] in _KEPT_FOR and _KEPT_FOR_US.isdisjoint(how))


_LATEST_REFUSAL = 4
"""Words after which a sentence hardly refuses what stands before it."""


def _find_wanted(words: Sequence[str]) -> int:
    """From which word on a clause says what strangers want; its end where it does not."""
    for i, word in enumerate(words):
        some = word in _MESSAGES and (not i or words[i - 1] in _SOME)
        if_one = word == "on" and words[i - 1 : i] == ["si"]
        if not some and not if_one and not word.startswith(_STRANGERS):
            continue
        for k in range(i + 1, min(i + 1 + _WANT_BY, len(words))):
            if words[k].startswith(_WANT):
                return k
    return len(words)


def _cover(clause: Sequence[DraftWord], words: Sequence[str], at: int) -> set[int]:
    """Words from a place on, up to an exception."""
    end = next((i for i in range(at + 1, len(words)) if words[i] in _EXCEPTS), len(words))
    return {word.start for word in clause[at:end]}


def _goes_on(words: Sequence[str]) -> bool:
    """Whether a clause only lists more of what was denied before it."""
    listed = len(words) <= _LISTED or words[0] in _GOES_ON or not _LINKS.isdisjoint(words[:_LISTED])
    return listed and not _orders(words)


def _orders(words: Sequence[str]) -> bool:
    """Whether a clause may give an order of its own."""
    return words[0] in _EXCEPTS or any(
        word in _ORDERS
        or (word.endswith("ez") and len(word) > 4 and (not i or words[i - 1] not in ("vous", "ne", "n")))
        for i, word in enumerate(words[:3])
    )


def _find_denial(words: Sequence[str]) -> int:
    """Which word of a clause denies what follows; -1 where none does."""
    for i, word in enumerate(words):
        after = words[i + 1 : i + 8]
        if any(w.startswith(_URGES) for w in after[:3]):
            continue
        if word in ("ne", "n"):
            marks = [k for k, w in enumerate(after) if w in _AFTER_NE]
            if _is_nobody(words[:i]):
                return i
            if (
                marks
                and "sans" not in words[i:]
                and not _is_only(after, marks[0])
                and not _is_past(after, marks[0])
            ):
                return i
        elif word in _DENIES or " ".join(words[i : i + 2]) in _PAIRS or (not i and _lists_none(words)):
            return i
    return -1


def _is_nobody(subject: Sequence[str]) -> bool:
    """*Personne ne*, *personne chez nous n'*: and not *une personne ne...*."""
    return any(
        word == "personne" and subject[max(0, i - 1) : i] not in _A_PERSON for i, word in enumerate(subject)
    )


def _lists_none(words: Sequence[str]) -> bool:
    """*No voucher*, *no payment first*: and neither *no* alone, nor *NO to stop*."""
    return words[0] == "no" and len(words) > 1 and words[1] not in _ANSWERED


def _is_only(after: Sequence[str], mark: int) -> bool:
    """*Ne... rien que*, *ne... plus que*."""
    return after[mark + 1 : mark + 2] in (["que"], ["qu"])


def _is_past(after: Sequence[str], mark: int) -> bool:
    """*Vous n'avez pas encore donné...*: it is still waited for."""
    return (
        any(word in _HAD for word in after[:mark])
        and "besoin" not in after
        and after[mark + 1 : mark + 2] != ["a"]
    )
