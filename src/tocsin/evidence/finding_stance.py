"""How a finding stands in its own sentence: denied, refused, done by somebody of themselves, or told of others."""

import re

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.claim_context import ClaimContext
from tocsin.evidence.model import Evidence, ItemRequest

_NEGATION = (
    r"(?:n['’]\w*|ne|pas|rien|jamais|(?<!une )(?<!autre )(?<!la )(?<!cette )personne|aucune?|sans|ni|inutile|not|never|nothing|without"
    r"|didn['’]t|wasn['’]t)"
)
"""*Personne* is nobody, but *une personne*, *la personne* somebody."""
_ASKING = (
    r"(?:demand|r[ée]clam|voul|veu[lt]|exig|pos(?:e|é|a)|pris|parl|cherch|souhait|fall|faut|besoin|recev|re[çc]|l[iu][erst]"
    r"|dict|donn|di[rst]|[ée]pel|r[ée]p[ée]t|envoy|communiqu|confirm|tap[eé]|sais|montr|reme[nt]|prend|pren|pass[eé]|cri[eé]"
    r"|r[ée]cup|photograph|scann|r?envoi|indiqu|fourni|transme|renseign|saisi|valid|ask|want|need|giv|read|sen[dt]|t[eo]l)\w*"
)
"""Verbs by which something is wanted, or given: the nearest one before a thing says how it stands."""
_DENIED_VERB = defer_pattern(
    rf"\b{_NEGATION}\W{{1,3}}(?:[\w'’]+\W{{1,3}}){{0,3}}?{_ASKING}"
    rf"|\b{_ASKING}\W{{1,3}}(?:[\w'’]+\W{{1,3}})?(?:pas|rien|jamais|aucune?|ni|nothing|no)\b",
    re.IGNORECASE,
)
_ASKING_VERB = defer_pattern(rf"\b{_ASKING}", re.IGNORECASE)
_DENIED_THING = defer_pattern(
    r"\b(?:pas|rien|jamais|aucune?|ni|sans|inutile|never|no|not|nothing|without|keine?[nmrs]?|ohne|weder|geen|nooit|zonder"
    r"|sin|ning[uú]n\w*|nunca|sem|nem|nenhum\w*|senza|nessun\w*|و?لا|بدون|دون)\W{1,3}(?:[\w'’]+\W{1,3}){0,5}$",
    re.IGNORECASE,
)
"""Up to a thing: that it was none of what was wanted, in the languages in which a thing is known by its name."""
_OFFER = defer_pattern(
    r"\b(?:j['’ ]?(?:ai|avais)|je (?:lui |leur )?(?:ai|avais)?) ?(?:voulu|voulais|propos\w+|allais|offert|tenais [àa])\b"
    r"|\b(?:maman|papa|mamie|papi|m[ée]m[ée]|p[ée]p[ée]|ma (?:m[èe]re|femme|grand-m[èe]re)|mon (?:p[èe]re|mari|grand-p[èe]re))"
    r" (?:lui |leur )?(?:propose\w*|a propos[ée]|voulait|allait|commen[çc]ait|a commenc[ée]) (?:de |d['’]|[àa] )?(?:tout )?\w+",
    re.IGNORECASE,
)
"""What the person, or a relative, offered of themselves (*j'ai voulu lui donner mon RIB*, *maman propose de lire le RIB*)."""
_HOLDS_BACK = defer_pattern(
    r"\b(?:[nN]['’]|[nN]e\b|[nN]i\b|[nN]o|pas|Pas|rien|Rien|jamais|Jamais|personne|Personne|aucun|Aucun|sans|Sans|inutile|Inutile|[nN]ever|without"
    r"|Without|[kK]ein|[oO]hne|[wW]eder|[gG]een|[nN]ooit|[zZ]onder|[sS]in\b|[nN]ing[uú]n|[nN]unca|[sS]em\b|[nN]em\b|[nN]enhum|[sS]enza|[nN]essun|لا|دون"
    r"|vou[lL]|propos|allais|offert|tenais)|n['’]t\b|[A-Z]{3}"
)
"""Without any of these nothing is denied or offered; what is written in capitals is looked at."""
_CLAUSE = defer_pattern(r"[,;:.!?…\n«»“”\"()]|\s[—–-]\s|\b(?:mais|sauf|puis|alors|but|then)\b", re.IGNORECASE)
_SAVE = defer_pattern(
    r"\b(?:mais|sauf|hormis|except)\b|[,;:.(—–]\s*(?:seulement|juste|uniquement|simplement|only|just)\b",
    re.IGNORECASE,
)
"""Behind it stands what is excepted from the denial: *il ne voulait pas d'argent, seulement le code*."""
_NOTHING_BUT = defer_pattern(
    r"\b(?:n['’]|ne\s)(?:(?!pas\b|rien\b|jamais\b|plus\b|aucun)[\w'’]+\s){1,4}?(?:que\b|qu['’])",
    re.IGNORECASE,
)
"""What is wanted and nothing else: *elle n'a voulu que mon numéro*."""
_OR_ELSE = defer_pattern(
    r"\b(?:(?:si|s['’](?:il|ils|on)|tant qu\w*|[àa] moins qu\w*)\W{1,3}(?:[\w'’]+\W{1,3}){0,4}?"
    r"(?:donn|envoy|communiqu|fourni|transme|confirm|dict|pa[iy]|r[ée]gl|vers|di[rst])\w*\W{1,3}pas\b"
    r"|if\W{1,3}(?:\w+\W{1,3}){1,2}?(?:do|did)\W?n['’]?t\W|unless\W)",
    re.IGNORECASE,
)
"""What happens to whoever does not give it: *fermé si je lui donnais pas mon RIB* asks for it."""
_NOBODY = defer_pattern(
    r"\b(?:personne|nul|aucune?|jamais|ni|nobody|no (?:one|officer|agent|adviser|employee))\b[^.!?]{0,80}\b(?:ne|n['’]|will|has)",
    re.IGNORECASE,
)
_NOBODY_ASKS = defer_pattern(
    rf"\b(?:personne|nul|aucune?|jamais (?:nous|on|nos \w+))\b[^.!?;]{{0,60}}\b(?:ne |n['’])(?:vous |nous |te )?(?:le |la |les )?{_ASKING}"
    rf"|\bnous (?:ne |n['’])(?:vous )?(?:{_ASKING} (?:jamais|pas|aucune?)\b|avons (?:(?:nul|jamais|pas) )?besoin (?:ni )?(?:de |d['’]))",
    re.IGNORECASE,
)
"""Between an order and a thing: that the thing is asked by nobody (*retenez ceci : aucun de nos courriels ne réclame de code*)."""
_TAKEN_AWAY = defer_pattern(
    r"\b(?:(?:effa[cç]|supprim|masqu|retir|cach|raye|biff|noirci|flout|caviard)\w*|(?:delete|remove|hide|erase|blur)\w*)"
    r"\W+(?:[\w'’]+\W+){0,5}(?:[\w'’]+)$",
    re.IGNORECASE,
)
"""At the end of an ask: that a thing is to be taken away from where it stands (*merci d'effacer votre numéro*)."""
_NO_NEED = defer_pattern(
    r"\b(?:n['’]|ne\s)\w*\s*(?:(?:nul|aucun|pas|jamais)\s(?:\w+\s)?besoin|besoin ni)\b[^.!?]*$", re.IGNORECASE
)
"""Who says that a body has no need of a thing does not ask it."""
_STAYS = defer_pattern(
    r"[^.!?,;]{0,40}\b(?:(?:reste\w*|est|demeure\w*)\s+(?:le|la|les)\s+m[êe]mes?"
    r"|(?:reste|demeure)\w*\s+(?:le|la|les)\s+bon(?:ne)?s?\b"
    r"|(?:reste|demeure)\w*\s+(?:\w+\s)?(?:valable|inchang[ée]|actif|en vigueur|en service)"
    r"|(?:continue\w*\s+(?:de|[àa])\s+(?:fonctionner|marcher|servir)|ne\s+chang\w+\s+pas|n['’]a\s+pas\s+chang[ée])\b)",
    re.IGNORECASE,
)
"""What is said of a thing that does not change: *votre code secret reste le même*, *votre mot de passe reste valable*; an order
before it is about something else (*laissez-le mourir, votre mot de passe reste le bon*)."""
_BY_ITSELF = defer_pattern(
    r"\b(?:m|t|l|n|qu)['’]$|\b(?:[çc]a|il|elle|on|qui|me|te|lui|leur)\s$", re.IGNORECASE
)
"""Up to a verb in the singular: that somebody does it, and nobody is told to (*ameli m'envoie un code*)."""
_SINGULAR = defer_pattern(r"\w+e\s")
_NEVER_ASKED = defer_pattern(
    r"[^.!?;:]{0,80}?\b(?:ne |n['’])(?:vous |nous )?(?:est|sont|sera|seront|serait|seraient) (?:jamais|pas|en aucun cas) "
    r"(?:\w+ )?(?:demand|r[ée]clam|exig|sollicit)\w+",
    re.IGNORECASE,
)
"""After a thing: that it is asked by nobody (*votre RIB n'est jamais réclamé par mail*)."""
_GIVE_IT = defer_pattern(
    r"\b(?:r?envoy|transme|communiqu|donn|indiqu|confirm|saisi|fourni|adress)\w*-(?:le|la|les|moi|nous)\b"
    r"|\b(?:nous|me) (?:l['’]|les? |la )(?:r?envoy|transme|communiqu|donn|indiqu|confirm|fourni|adress)",
    re.IGNORECASE,
)
"""After a refusal: that the thing is wanted all the same."""
_NOT_IN_OURS = defer_pattern(
    r"[^.!?;:]{0,40}?\bne (?:figur|appara[iî])\w+ (?:jamais |pas |en clair )*(?:dans|sur|par) nos "
    r"(?:messages?|courriels?|e-?mails?|mails?|sms|courriers?|lettres?)\b",
    re.IGNORECASE,
)
"""After a thing: that what a body sends has it not (*ni banque ni IBAN ne figurent dans nos messages*)."""
_OTHERS_WANT = defer_pattern(
    r"\b(?:une? (?:\w+ ){0,2}?(?:message|sms|texto|mail|courriel|appel|site|inconnue?|personne|individu|agent|conseill\w+)"
    r"|des (?:inconnus|gens|messages|sms|textos|courriels|mails)|quelqu['’]un|quiconque|on|s['’](?:il|elle)s?|some(?:one|body)"
    r"|any(?:one|body)|whoever"
    r"|a (?:text|message|mail|caller|stranger|person))\b[^.!?]*$",
    re.IGNORECASE,
)
"""Up to an ask: that it is one of others (*un message vous demande votre RIB*)."""
_NOT_OURS = defer_pattern(
    r"[^.!?]{0,120}[?,]\s*(?:(?:non|no|jamais|never)\W+)?(?:ce (?:n['’]est|ne sera|ne sont) (?:pas|jamais)"
    r" (?:nous|de nous|notre|(?:l['’]une? )?des n[oô]tres)"
    r"|(?:it|that)(?: is|['’]s)(?: not|n['’]t| never) (?:us|ours)|raccrochez|coupez court|refusez|hang up|keep your (?:purse|wallet) shut"
    r"|n['’]y r[ée]pondez pas|ne (?:l[ea]s? |l['’])?(?:payez|donnez|r[ée]pondez|versez|envoyez|dites) (?:rien|pas|jamais)"
    r"|(?:don['’]t|do not|never) (?:pay|answer|reply|give|send)"
    r"|c['’]est (?:(?:une )?(?:arnaque|escroquerie|imitation|usurpation|tromperie)|(?:un )?(?:faux|pi[eè]ge))"
    r"|(?:it|that)(?: is|['’]s) (?:a scam|fake|a fraud)|(?:he|she|they) (?:do|does|did|is|are|was|were)(?: not|n['’]t)\s*[.!])",
    re.IGNORECASE,
)
"""After an ask in a question, or a condition: that it is not ours, or is to be refused."""
_ANSWERED_NO = defer_pattern(
    r"\?\s*(?:(?:non|no|jamais|never)\b(?!\s*\?)|inutile|pas (?:par|n[ée]cessaire)|ce n['’]est pas (?:n[ée]cessaire|utile)"
    r"|gardez-l[ea]s?\b|keep (?:it|them)\b|not (?:needed|by text))",
    re.IGNORECASE,
)
"""A question for a thing that the next words answer with a no: *faut-il une ordonnance ? Non*."""
_NOT_GIVEN = defer_pattern(
    r"[^.!?;:]{0,60}?\b(?:n['’]a pas sa place|n['’](?:est|[ée]tait|[ée]taient) pas (?:utile|n[ée]cessaire|demand[ée]|requis)\w*"
    r"|ne se (?:donn|communiqu|dict|transme|demand|photographi|envoi)\w* (?:pas|jamais))"
    r"|[^.!?]{0,80}[.!?]\s*(?:nous|on) l['’](?:avons|a) (?:effac|supprim|d[ée]trui)",
    re.IGNORECASE,
)
"""After a thing: that it is not to be given, or was wiped (*un RIB ne se donne pas par SMS*)."""
_NOT_TO_GIVE = defer_pattern(
    r"(?:\bde ne (?:pas|jamais) (?:mettre|envoyer|donner|[ée]crire|communiquer|indiquer|joindre|noter|glisser|transmettre|dicter|laisser)"
    r"(?: \w+){0,2}|\bni(?: \w+)?|\bsans(?: avoir| aucune?)? (?:obligation|besoin)) *$",
    re.IGNORECASE,
)
"""Up to a thing, or to what wants it: *merci de ne pas mettre votre*, *ni votre*, *sans avoir besoin*."""
_WANTING = defer_pattern(r"(?:obligation|besoin)\b", re.IGNORECASE)
_NO_SUCH = defer_pattern(
    r"[^.!?]{0,60}\bne (?:vous |nous )?(?:sera|est|seront|sont) (?:jamais |pas )?(?:demand|r[ée]clam|exig|sollicit)",
    re.IGNORECASE,
)
"""After a thing of which there is *aucune*: that it will be asked by nobody."""
_NONE = defer_pattern(r"\baucune?\b[^.!?]*$", re.IGNORECASE)
_ON_THAT = defer_pattern(
    r"[^.!?]{0,60}[,:]\s(?:\w+ ){0,2}ne (?:les?|la|l['’])\s?(?:photographi|donn|communiqu|envoi|envoy|montr|transme|pr[eê]t|dict|confi)"
    r"\w* (?:pas|jamais|[àa] personne)\b",
    re.IGNORECASE,
)
"""After a thing that is named: that it is not given (*carte bleue ou Vitale, on ne les photographie pas*)."""
_STRANGER = defer_pattern(
    r"\b(?:si|if)\s+(?:une?|quelqu['’]un|someone|anyone|anybody)\b[^.!?]*$", re.IGNORECASE
)
"""Whoever tells another what to do if a stranger comes warns of one."""
_NOT_TO_ME = defer_pattern(
    r"\bme (?:le|la|les) (?:dis|dites|dictes?|dictez|lis|lisez|donnes?|donnez|envoies?|envoyez) (?:surtout )?pas\b|\bpas [àa] moi\b"
    r"|\b(?:don['’]t|do not) (?:tell|give|read|send) (?:it to |them to )?me\b",
    re.IGNORECASE,
)
"""After a code of which a call speaks: that whoever is there will not hear it (*tu le tapes, tu me le dis pas*)."""
_NAMED = ("need", "mention", "pronoun", "question")
"""Manners of an ask in which a thing is named, and no verb orders it."""
_SOON = 20
"""Characters behind an ask within which its question is answered, at most."""
WIDE = 200
"""Characters around an ask that are looked at in a long sentence."""
_SPOKEN_OF = ("told", "pronoun", "reported", "bare", "spoken_of", "mention", "said_out")
"""Manners in which a call is told, and what it was about is named."""


def is_denied(scene: ClaimContext, e: Evidence) -> bool:
    """Whether nobody asks it, or a call is told as one in which it was *not* asked: *pas demandé mon numéro*."""
    if not isinstance(e.about, ItemRequest):
        return False
    if not scene.is_told_call:
        u = scene.utterances.find_utterance(e.start)
        text, start = scene.message.text, max(u.start, e.start - WIDE)
        if e.about.manner in ("need", "imperative") and any(
            _STAYS.match(text, at) for at in (e.start, e.end)
        ):
            return True
        if _does_it_alone(text, e):
            return True
        if e.about.manner in ("need", "mention") and _NEVER_ASKED.match(text, e.start):
            return not _GIVE_IT.search(text, e.end, e.end + WIDE)
        if e.about.manner != "pronoun" and _NOT_IN_OURS.match(text, e.end):
            return True
        if _is_of_others(text, start, e) or _is_refused(text, start, e, e.about.manner):
            return not _GIVE_IT.search(text, e.end)
        return bool(
            _NOBODY.search(text, start, e.start)
            or _NO_NEED.search(text, start, e.start)
            or _NOBODY_ASKS.search(text, e.start, e.end)
            or _TAKEN_AWAY.search(e.raw)
        )
    text = scene.message.text
    if e.value in ("code", "password") and (refused := _NOT_TO_ME.search(text, e.start)):
        return not _GIVE_IT.search(text, refused.end())
    if e.about.manner not in _SPOKEN_OF:
        return _does_it_alone(text, e)
    before = text[max(scene.utterances.find_utterance(e.start).start, e.start - WIDE) : e.start]
    if _STRANGER.search(before):
        return True
    if e.about.manner == "said_out":
        return denies_last(f"{before}{e.raw} ")
    return denies_last(before + e.raw if _ASKING_VERB.match(e.raw) else before)


def _does_it_alone(text: str, e: Evidence) -> bool:
    """Whether an order is none: somebody does it of themselves, by the word before its verb."""
    assert isinstance(e.about, ItemRequest)
    singular = e.about.manner == "imperative" and _SINGULAR.match(e.raw)
    return bool(singular and _BY_ITSELF.search(text, max(0, e.start - _SOON), e.start))


def _is_of_others(text: str, start: int, e: Evidence) -> bool:
    """Whether an ask is one of others, which is to be refused: *un message vous demande un RIB ? Ce n'est pas nous*."""
    return bool(_NOT_OURS.match(text, e.end) and _OTHERS_WANT.search(text, start, e.end))


def _is_refused(text: str, start: int, e: Evidence, manner: str) -> bool:
    """Whether a thing is named to be refused: before it, after it, or by the answer to the question for it."""
    wanting = _WANTING.match(e.raw)
    if _NOT_TO_GIVE.search(text[start : e.start + (wanting.end() if wanting else 0)]):
        return True
    if _ANSWERED_NO.search(text, e.start, e.end + _SOON):
        return True
    if manner in _NAMED and (_NOT_GIVEN.match(text, e.start) or _ON_THAT.match(text, e.end)):
        return True
    none = _NO_SUCH.match(text, e.end) and _NONE.search(text, start, e.start)
    return none is not None or (e.value == "payment" and "33700" in e.raw)


def denies_last(said: str) -> bool:
    """Whether what ends here is denied, or offered: by its own clause, or by the last one that has a verb of asking.

    >>> denies_last("elle n'a pas demandé mon nom, ma carte, "), denies_last("il m'a dit bougez pas, vous recevrez ")
    (True, False)
    >>> denies_last("il ne voulait pas d'argent : seulement le "), denies_last("seulement, il ne voulait pas le ")
    (False, True)
    >>> denies_last("tout serait fermé si je ne lui donnais pas mon ")
    False
    """
    if not _HOLDS_BACK.search(said):
        return False
    clauses = _CLAUSE.split(_SAVE.split(said)[-1])
    if _OR_ELSE.search(clauses[-1]) or _NOTHING_BUT.search(clauses[-1]):
        return False
    if _DENIED_THING.search(clauses[-1]):
        return True
    verbal = next((clause for clause in reversed(clauses) if _ASKING_VERB.search(clause)), "")
    return bool(_DENIED_VERB.search(verbal) or _OFFER.search(verbal))


def is_own_question(scene: ClaimContext, e: Evidence) -> bool:
    """Whether the person asked it themselves: *j'ai demandé si je pouvais payer*."""
    asked = _ASKED_MYSELF.search(scene.message.text, max(0, e.start - WIDE), e.end)
    return asked is not None and asked.end() > e.start


_ASKED_MYSELF = defer_pattern(
    r"\b(?:j['’](?:ai|avais)(?: bien| juste)? demandé|i asked)(?: (?:him|her|them))? (?:si|s['’]|whether|if)\b",
    re.IGNORECASE,
)


def is_reported(scene: ClaimContext, e: Evidence) -> bool:
    """Whether a written message tells what was asked, or paid, of others: nobody is addressed in its sentence."""
    if scene.spoken or not isinstance(e.about, ItemRequest):
        return False
    if e.value == "payment" and e.raw.partition(" ")[0].endswith(("é", "ée", "és")):
        return True
    if e.value == "payment" and _PAID_OUT.match(scene.message.text, e.end):
        return True
    return e.about.manner in _REPORTS and not addresses_reader(scene, e)


def addresses_reader(scene: ClaimContext, e: Evidence) -> bool:
    """Whether its sentence speaks to somebody."""
    u = scene.utterances.find_utterance(e.start)
    return bool(_ADDRESS.search(scene.message.text, max(u.start, e.start - WIDE), min(u.end, e.end + WIDE)))


_PAID_OUT = defer_pattern(r"\s(?:was|were|has been|have been|will be|is) (?:paid|credited)\b", re.IGNORECASE)
"""What was paid to the reader is not asked of them."""
_REPORTS = ("reported", "bare", "told")
_ADDRESS = defer_pattern(
    r"\b(?:vous|votre|vos|vs|tu|toi|ton|ta|tes|te|t['’]|you|your|\w{2,20}ez)\b", re.IGNORECASE
)
