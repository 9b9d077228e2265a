"""What no text asks, in the plain words in which it is asked: to pass the message on, to install something, to keep silent, a
paper of which it is only said what it would prove, the secret that opens the account.

What the classifiers read by likeness may be said in a turn that nobody wrote before; these acts are few and so are their
verbs. What is denied (*nul besoin de transférer ce SMS*) asks nothing.
"""

from collections.abc import Iterator, Sequence

from tocsin.guard.denials import list_denied_words
from tocsin.guard.draft_sentences import DraftSentence, DraftWord
from tocsin.guard.finding import GuardFinding
from tocsin.guard.learned_objections import DraftSentences, load_topics

_PASSING = frozenset(
    "transferez transfere renvoyez renvoie relayez relaie diffusez diffuse recopiez recopie copiez partagez partage publiez "
    "publie transmettez envoyez postez forward relay share circulate copy send".split()
)
_TO_PASS = frozenset(
    "transferer renvoyer relayer diffuser recopier copier partager publier transmettre envoyer".split()
)
_BEFORE_INFINITIVE = frozenset("de d veuillez faut merci a".split())
"""Words before an infinitive that asks: *merci de transférer*; and not *nous allons transférer*."""
_MAKE, _GO = frozenset("faites faire fais".split()), frozenset("suivre passer circuler tourner".split())
_THIS = frozenset("ce cet ces du this these present".split())
_TEXT = frozenset("sms message texto texte lignes text alert".split())
_TEXT_BY = 5
"""How far, at most, a message stands behind the verb of passing it on."""
_WHO_CHECKS = frozenset("33700 laboratoire labo pharmacie medecin police signal".split())
"""To whom a message may be sent on or shown."""
_IT = frozenset("le la it".split())
_INSTALLING = frozenset(
    "telechargez telecharge installez installe ajoutez ajoute recuperez download install add get".split()
)
_TO_INSTALL = frozenset("telecharger installer".split())
_PROGRAM = frozenset(
    "appli application app apps module extension logiciel apk tracker outil programme traceur gadget helper".split()
)
_PROGRAM_BY = 6
_SPEAKING = frozenset(
    "parlez parle dites dis racontez raconte mentionnez soufflez tell mention speak talk".split()
)
_AT_ALL = frozenset("en rien pas mot point".split())
_OURS = frozenset("cet cette ce ceci cela ca notre nos this our".split())
_NOT = frozenset("ne n not t never".split())
_WHO_SAYS_IT = frozenset("nous on ils elles il elle we they will shall he she i je".split())
"""Before a denial: who keeps silent is not the reader."""
_ANYONE = frozenset("personne quiconque anyone anybody".split())
_CLOSE = frozenset(
    "medecin famille femme mari conjoint proches parents enfants amis employeur patron banque doctor family wife husband relatives "
    "children friends employer bank".split()
)
_SECRETS = frozenset(
    "code codes passe password carte card numero number rib iban pin identifiant identifiants login digits chiffres nom name".split()
)
"""Where one of them is named, silence is kept of it, and not of what we write."""
_SILENCE_BY = 7
_WHICH = frozenset("quel quelle quels quelles what which".split())
_KEYS = frozenset(
    "secret secrets mot mots phrase chiffre chiffres nombre nombres combinaison suite formule sesame cle lettres word words "
    "number numbers digits key letters".split()
)
_OPENING = ("ouvr", "deverrouill", "proteg", "open", "unlock", "protect")
_ACCOUNT = frozenset("compte comptes espace account".split())
_OPENED_BY = 6
"""Words, at most, from such a key to the account that it opens."""
_FIGURES = frozenset(
    "nombre nombres chiffres numero combinaison suite serie number numbers digits figures".split()
)
_COME = frozenset(
    "recu recus recue recevoir arrive arrives arrivee envoye envoyes received got sent texted came".split()
)
_COME_BY = frozenset("texto sms message mail courriel text email".split())
_COME_WITHIN = 9
"""Words, at most, from such figures to the message that they came in."""
_THREE, _BEHIND = frozenset("trois three 3".split()), frozenset("dos verso derriere back behind".split())
_AT = frozenset("au on at".split())
_THREE_BY, _BEHIND_BY, _RIGHT_BEHIND_BY = 3, 6, 3
"""Words, at most, from how many figures they are to the figures, and from these to where they stand; where it is not said how
many, right behind them."""
_TELLING = tuple(
    "dire dites donn lire lisez communiqu dict recopi transm indiqu tell give read send share type".split()
)
_TOLD_BY = 4
"""Words, at most, from telling to what is told."""
_PICTURES = frozenset(
    "photo photos photographie cliche image selfie scan copie capture picture copy snapshot".split()
)
_PAPERS = frozenset(
    "permis passeport facture quittance livret bulletin bail contrat passport licence bill payslip lease".split()
)
"""Papers that no test site asks for either."""
_WHOSE = frozenset("votre vos ton ta tes your".split())
_SERVING = (
    "confirm", "suffi", "prouv", "attest", "aider", "permett", "rassur", "etabli", "regle", "convainc", "demontr", "complet",
    "simplifi", "facilit", "debloqu", "lever",
)  # fmt: skip
"""What a thing would do that is wanted."""
_SERVING_ENDS = ("ra", "ront", "rait", "raient", "suffit", "suffisent")
_TO_SERVE = frozenset("do help confirm prove suffice settle show complete".split())
_WOULD = frozenset("would will d ll".split())
_DENYING = frozenset("ne n pas jamais ni aucun aucune sans no not never without nor".split())
_DENIED_BY = 3
"""Words, at most, from a denial to the thing: what a denial is of that stands further off is another thing."""
_SERVED_BY = 10
"""Words, at most, from a thing to what it would do."""
_OTHER_READERS = frozenset(
    "laboratoire labo pharmacie pharmacien medecin infirmier infirmiere employeur ecole laboratory pharmacist doctor nurse "
    "employer school".split()
)
"""For whom a paper may do: *une copie suffira à votre employeur*."""


def find_plain_asks(draft: DraftSentences, lang: str) -> Iterator[GuardFinding]:
    """Sentences that ask for one of these acts."""
    topics = load_topics()
    for at, sentence in enumerate(draft.sentences):
        after = draft.sentences[at + 1] if at + 1 < len(draft.sentences) else None
        if act := _find_act(sentence, after):
            told = {"topic": topics[act][lang], "instead": topics[act][f"instead_{lang}"], "words": ""}
            yield GuardFinding("undeclared_ask", *draft.find_span(sentence), fill=told)


def _find_act(sentence: DraftSentence, after: DraftSentence | None) -> str:
    """The concept of the act that a sentence asks for; empty where it asks for none."""
    denied = list_denied_words(sentence, after)
    words = [word for word in sentence.words if not word.is_sign]
    live = [word for word in words if word.start not in denied]
    if _passes_on(live):
        return "spread"
    if _installs(live):
        return "device"
    said = [word.text for word in live]
    if _names_security_code(said):
        return "bank"
    if sentence.mark == "?":
        if _asks_key(said):
            return "access"
    elif _asks_code(said):
        return "access"
    elif _wants_paper([word.text for word in words]):
        return "papers"
    return "secrecy" if _silences([word.text for word in words]) else ""


def _passes_on(words: Sequence[DraftWord]) -> bool:
    said = [word.text for word in words]
    if not _WHO_CHECKS.isdisjoint(said):
        return False
    texts = [i for i in range(1, len(said)) if said[i] in _TEXT and said[i - 1] in _THIS]
    gone = {i for i, word in enumerate(said) if word in _MAKE and not _GO.isdisjoint(said[i + 1 : i + 3])}
    return _is_done_to(words, gone | _find_orders(said, _PASSING, _TO_PASS), texts, _TEXT_BY)


def _installs(words: Sequence[DraftWord]) -> bool:
    if any(word.kind == "link" for word in words):
        return False  # where it leads is judged by a rule
    said = [word.text for word in words]
    programs = [i for i, word in enumerate(said) if word in _PROGRAM]
    return _is_done_to(words, _find_orders(said, _INSTALLING, _TO_INSTALL), programs, _PROGRAM_BY)


def _find_orders(said: Sequence[str], orders: frozenset[str], infinitives: frozenset[str]) -> set[int]:
    """Which words order one of these acts."""
    return {
        i
        for i, word in enumerate(said)
        if word in orders or (word in infinitives and said[max(0, i - 1)] in _BEFORE_INFINITIVE)
    }


def _is_done_to(words: Sequence[DraftWord], verbs: set[int], things: Sequence[int], by: int) -> bool:
    """Whether a verb has such a thing for object: behind it, or named before and taken up by it."""
    return any(
        verb < thing <= verb + by or (thing < verb and _takes_up(words, verb))
        for verb in verbs
        for thing in things
    )


def _takes_up(words: Sequence[DraftWord], at: int) -> bool:
    """Whether a verb has for object what was named before: *faites-le suivre*, *send it on*."""
    following = words[at + 1 : at + 2]
    return any(word.text in _IT and (word.joined or word.text == "it") for word in following)


def _asks_key(said: Sequence[str]) -> bool:
    """*Quel secret ouvre votre compte ?*"""
    for i, word in enumerate(said):
        if word in _KEYS and not _WHICH.isdisjoint(said[max(0, i - 2) : i]):
            rest = said[i + 1 : i + 1 + _OPENED_BY]
            if any(w.startswith(_OPENING) for w in rest) and not _ACCOUNT.isdisjoint(rest):
                return True
    return False


def _asks_code(said: Sequence[str]) -> bool:
    """*Lui dire le nombre reçu par texto*: a code, without the word."""
    for i, word in enumerate(said):
        rest = said[i + 1 : i + 1 + _COME_WITHIN]
        come = next((k for k, w in enumerate(rest) if w in _COME), len(rest))
        told = any(w.startswith(_TELLING) for w in said[max(0, i - _TOLD_BY) : i])
        if word in _FIGURES and told and not _COME_BY.isdisjoint(rest[come:]):
            return True
    return False


def _names_security_code(said: Sequence[str]) -> bool:
    """*Les trois petits chiffres, au dos*; *the digits on the back*: what proves a payment, by where it stands on the card."""
    for i, word in enumerate(said):
        if word in _FIGURES:
            three = not _THREE.isdisjoint(said[max(0, i - _THREE_BY) : i])
            rest = said[i + 1 : i + 1 + (_BEHIND_BY if three else _RIGHT_BEHIND_BY)]
            if not _BEHIND.isdisjoint(rest) and (three or not _AT.isdisjoint(rest)):
                return True
    return False


def _wants_paper(said: Sequence[str]) -> bool:
    """*Votre permis, en photo, confirmerait que...*: what would serve is wanted, though no verb asks for it."""
    things = [
        i
        for i, word in enumerate(said)
        if word in _PICTURES or (word in _PAPERS and not _WHOSE.isdisjoint(said[max(0, i - 2) : i]))
    ]
    return any(
        _serves(said, at)
        and _OTHER_READERS.isdisjoint(said[at:])
        and _DENYING.isdisjoint(said[max(0, thing - _DENIED_BY) : at])
        for thing in things
        for at in range(thing + 1, min(thing + 1 + _SERVED_BY, len(said)))
    )


def _serves(said: Sequence[str], at: int) -> bool:
    word = said[at]
    if word in _WOULD:
        return not _TO_SERVE.isdisjoint(said[at + 1 : at + 3])
    return word.startswith(_SERVING) and word.endswith(_SERVING_ENDS)


def _silences(said: Sequence[str]) -> bool:
    """Whether the reader is to tell nobody of what we write."""
    if not _SECRETS.isdisjoint(said):
        return False
    for i, word in enumerate(said):
        before = said[max(0, i - 3) : i]
        if word in _SPEAKING and not _NOT.isdisjoint(before[-2:]) and _WHO_SAYS_IT.isdisjoint(before):
            rest = said[i + 1 : i + 1 + _SILENCE_BY]
            thing = rest[1:2] if rest[:1] == ["de"] else rest[:1]
            if (_OURS | _AT_ALL | _ANYONE | {"a", "to"}).isdisjoint(thing):
                continue
            if not _ANYONE.isdisjoint(rest) or not _CLOSE.isdisjoint(rest):
                return True
    return False
