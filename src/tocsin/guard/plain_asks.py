"""What no text asks, in the plain words in which it is asked: to pass the message on, to install something, to keep silent.

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
_BEFORE_TO_PASS = frozenset("de d veuillez faut merci a".split())
"""Words before an infinitive that asks: *merci de transférer*; and not *nous allons transférer*."""
_MAKE, _GO = frozenset("faites faire fais".split()), frozenset("suivre passer circuler tourner".split())
_THIS = frozenset("ce cet ces du this these present".split())
_TEXT = frozenset("sms message texto texte lignes text alert".split())
_TEXT_BY = 4
"""Words, at most, between a verb of passing on and the message."""
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
    return "secrecy" if _silences([word.text for word in words]) else ""


def _passes_on(words: Sequence[DraftWord]) -> bool:
    said = [word.text for word in words]
    if not _WHO_CHECKS.isdisjoint(said):
        return False
    named = [i for i in range(1, len(said)) if said[i] in _TEXT and said[i - 1] in _THIS]
    for i, word in enumerate(said):
        gone = word in _MAKE and not _GO.isdisjoint(said[i + 1 : i + 3])
        asked = word in _TO_PASS and said[max(0, i - 1)] in _BEFORE_TO_PASS
        if (gone or asked or word in _PASSING) and any(
            i < at <= i + 1 + _TEXT_BY or (at < i and _takes_up(words, i)) for at in named
        ):
            return True
    return False


def _takes_up(words: Sequence[DraftWord], at: int) -> bool:
    """Whether a verb has for object what was named before: *faites-le suivre*, *send it on*."""
    following = words[at + 1 : at + 2]
    return any(word.text in _IT and (word.joined or word.text == "it") for word in following)


def _installs(words: Sequence[DraftWord]) -> bool:
    if any(word.kind == "link" for word in words):
        return False  # where it leads is judged by a rule
    said = [word.text for word in words]
    for i, word in enumerate(said):
        asked = word in _TO_INSTALL and said[max(0, i - 1)] in _BEFORE_TO_PASS
        if word in _INSTALLING or asked:
            if not _PROGRAM.isdisjoint(said[i + 1 : i + 1 + _PROGRAM_BY]):
                return True
            if _takes_up(words, i) and not _PROGRAM.isdisjoint(said[:i]):
                return True
    return False


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
