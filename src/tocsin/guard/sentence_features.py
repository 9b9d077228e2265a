"""What counts of a sentence of an outgoing text for the classifiers of what it asks and of what it gives away.

Words and pairs of words; concepts, alone and with how they are said (a question, an order, a wish, a condition,
to us); what is denied, apart; an answer in capitals that is not one of ours; and for a question what follows it:
*Vous déménagez ? Signalez-le sur ameli.fr* asks nothing.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tocsin.guard.concepts import load_concepts
from tocsin.guard.denials import list_denied_words
from tocsin.guard.draft_sentences import DraftSentence, DraftWord

_STEM = 5
"""Letters by which the forms of a word are known for the same."""
_FRAGMENT = 3
"""Words up to which a sentence is hardly one."""
_ACRONYM = 3
"""Letters up to which a word in capitals may be an acronym."""
_LONG = 9
"""Digits from which on a number is one to ring."""
_OPEN_LINES = frozenset("0809401401 0974757678 33974757678".split())
"""Long ones that a text may give."""
_KNOWN_NUMBERS = frozenset("15 17 18 112 114 119 3114 3646 3919 3989 33700".split())
_OWN_HOST = re.compile(r"^(?:https?://)?(?:[a-z0-9-]+\.)*(?:ameli|gouv)\.fr(?![a-z0-9.@-]*\.?[a-z0-9])", re.I)
"""Pages that a text may lead to, of the institution that the classifiers learned."""
_FOREIGN_LINK, _FOREIGN_NUMBER = "#link", "#ring"
"""Any other link, or number to ring: texts that are forbidden for it alone are known by it, so that they teach nothing of their
other words."""
_PARTED = (",", ":")
_GREETINGS = frozenset(
    "bonjour bonsoir hello hi dear cher chere madame monsieur mme mr mrs bien this".split()
)
"""Words after which a word with a capital is somebody's name."""
_NAME = "xvarname"
"""What a variable that holds a name counts as, and so a name that fills it."""
_NO_ORDERS = frozenset("chez assez avez etes pouvez nez".split())
_YOU = frozenset("vous you tu te toi".split())
_YOURS = frozenset("votre vos your ton ta tes".split())
_US = frozenset("nous us ici here je j me m moi i my".split())
_PLEASE = frozenset("please kindly merci veuillez svp stp".split())
_ORDERS_TO_ONE = frozenset(
    "envoie donne dis colle balance file ajoute note prends montre confirme reponds renvoie transfere partage mets installe clique "
    "appelle garde ouvre lis passe fais viens tape ecris laisse bloque signale evite porte lave aere telecharge rejoins".split()
)
"""Orders to one person whom one calls *tu*; where they open a clause, or a pronoun follows, as they are other forms too."""
_OBJECTS = frozenset("moi nous le la les lui en y".split())
_INFINITIVE = ("er", "ir", "re")
"""Ends of what opens a clipped order: *envoyer le formulaire*."""
_WITH = ("denies", "wants", "gives", "to_us", "answers", "people", "phone", "free", "fraud", "figures")
"""Concepts that say what is done with the others."""
_FOLLOWING = "answers gives to_us phone rescue where_to_read gestures people wants care fraud denies institution".split()
"""Concepts that say whether a question is answered, or waits for an answer."""


def list_sentence_features(sentences: Sequence[DraftSentence], at: int) -> set[str]:
    """Everything that counts of a sentence among the others of its text; order says nothing."""
    sentence = sentences[at]
    denied = list_denied_words(sentence, sentences[at + 1] if at + 1 < len(sentences) else None)
    live = _list_words([word for word in sentence.words if word.is_sign or word.start not in denied])
    dead = _list_words([word for word in sentence.words if not word.is_sign and word.start in denied])
    question = sentence.mark == "?"
    features = _list_word_features(live, question=question)
    features.update([f"not:{cut_word(word)}" for word in dead])
    manner = _find_manner(live, question=question)
    concepts = load_concepts().find_concepts([word.strip("#") for word in live if word not in _PARTED])
    features.update([f"not.{concept}" for concept in load_concepts().find_concepts(dead)])
    for concept in concepts:
        features.add(f".{concept}")
        features.update([f".{concept}/{way}" for way in manner])
        features.update([f".{concept}+{other}" for other in _WITH if other in concepts and other != concept])
    ways = sorted(manner)
    features.update([f"/{way}" for way in ways])
    features.update([f"/{one}/{other}" for one in ways for other in ways if one < other])
    if _has_odd_answer(sentence):
        features |= {"/capitals", *(f".{concept}/capitals" for concept in concepts)}
    if question:
        features |= _list_following_features(sentences, at)
    return features


def leads_elsewhere(feature: str) -> bool:
    """Whether a feature is of a link or a number that is not the institution's: where a draft is read it counts for nothing, as
    a rule judges it."""
    return _FOREIGN_LINK in feature or _FOREIGN_NUMBER in feature


_ADDRESSED = frozenset(("/question", "/order", "/you_do", "/you", "/yours", "/us", "/please", "/infinitive"))


def addresses_reader(features: Iterable[str]) -> bool:
    """Whether a sentence, by what counts of it, turns to the reader or speaks of us: most asks do."""
    return not _ADDRESSED.isdisjoint(features)


def _list_words(words: Sequence[DraftWord]) -> list[str]:
    """Words as they count, with the pauses; the institution's name is one word, and left out where it opens."""
    found: list[str] = []
    for word in words:
        if word.is_sign:
            if word.text in _PARTED and found and found[-1] not in _PARTED:
                found.append(word.text)
        elif word.text == "maladie" and found and found[-1] == "assurance":
            found[-1] = "#us"
        else:
            greeted = bool(found) and found[-1] in _GREETINGS and word.written.istitle()
            found.append(_NAME if greeted else _mask(word))
    if found[:1] == ["#us"] and ":" in found[1:3] and (found[1] == ":" or found[1].startswith("xvar")):
        found = found[found.index(":") + 1 :]
    while found and found[-1] in _PARTED:
        found.pop()
    return found


def _mask(word: DraftWord) -> str:
    if word.kind == "link":
        return "#page" if _OWN_HOST.search(word.written) else _FOREIGN_LINK
    if word.kind != "number":
        return word.text
    digits = "".join(filter(str.isdigit, word.text))
    if digits in _OPEN_LINES:
        return "#line"
    if len(digits) >= _LONG:
        return _FOREIGN_NUMBER
    return f"#{digits}" if digits in _KNOWN_NUMBERS else f"#{len(digits)}d"


def cut_word(word: str) -> str:
    """How a word begins, by which its forms are known for the same."""
    return word if len(word) <= _STEM or word[0] == "#" else f"{word[:_STEM]}-"


def _list_word_features(words: Sequence[str], *, question: bool) -> set[str]:
    stems = ["^", *map(cut_word, words), "?" if question else "$"]
    features = {*words, *stems[1:-1]}
    features.update([f"{one} {other}" for one, other in pairwise(stems)])
    features.update([f"{one} _ {other}" for one, other in zip(stems, stems[2:], strict=False)])
    return features


def _find_manner(words: Sequence[str], *, question: bool) -> set[str]:
    """How a sentence says what it says."""
    manner = {"question"} if question else set()
    for at, word in enumerate(words):
        if word.endswith("ez") and len(word) > 3 and word not in _NO_ORDERS:
            manner.add("you_do" if "vous" in words[max(0, at - 2) : at] else "order")
            if words[at + 1 : at + 2] == ["vous"] and not question:
                manner.add("self")
        elif word in _ORDERS_TO_ONE and (
            not at or words[at - 1] in (*_PARTED, "et") or not _OBJECTS.isdisjoint(words[at + 1 : at + 2])
        ):
            manner.add("order")
        elif word in ("would", "could") or (
            len(word) > 5 and word.endswith(("rait", "raient", "riez", "rions"))
        ):
            manner.add("would")
        elif word in _YOU:
            manner.add("you")
        elif word in _YOURS:
            manner.add("yours")
        elif word in _US:
            manner.add("us")
        elif word in _PLEASE:
            manner.add("please")
        elif (len(word) > 4 and word.endswith(("ront", "rons", "erez"))) or word in ("will", "sera", "shall"):
            manner.add("will")
    if words and len(words[0]) > 4 and words[0].endswith(_INFINITIVE):
        manner.add("infinitive")
    if words and words[0] in ("si", "s", "if", "en", "quand", "when"):
        manner.add("if")
    if sum(word not in _PARTED for word in words) <= _FRAGMENT:
        manner.add("fragment")
    return manner


def _has_odd_answer(sentence: DraftSentence) -> bool:
    """Whether a word stands in capitals that is no answer of ours: *répondez GARDER*."""
    words = [word for word in sentence.words if word.kind == "word" and len(word.text) > _ACRONYM]
    shouted = [word for word in words if word.written.isupper()]
    if 2 * len(shouted) > len(words) > _FRAGMENT:
        return False
    return any("answers" not in load_concepts().find_concepts([word.text]) for word in shouted)


def _list_following_features(sentences: Sequence[DraftSentence], at: int) -> set[str]:
    """What follows a question, which may answer it."""
    if at + 1 == len(sentences):
        return {"?end"} if at else set()
    after = _list_words(sentences[at + 1].words)
    found = load_concepts().find_concepts([word.strip("#") for word in after])
    features = {f"?{concept}" for concept in found if concept in _FOLLOWING}
    return features | {f"?/{way}" for way in _find_manner(after, question=sentences[at + 1].mark == "?")}
