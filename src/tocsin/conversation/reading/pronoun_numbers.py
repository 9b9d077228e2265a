"""Numbers that are given by a pronoun: ``Yann et Nolwenn, lui c'est le 06..., elle le 06...``.

Whose number it is then is told by who is a man and who a woman: by a title, by kin, or by a given name that nearly
only men or only women bear. Where that does not settle it, nobody gets the number.
"""

from functools import cache
from importlib.resources import files
from typing import Final, Literal

from msgspec.structs import replace

from tocsin.conversation.reading.name_context import NameContext, PersonMention
from tocsin.conversation.reading.number_corrections import NameOrPhone, PersonDraft
from tocsin.conversation.reply_words import parse_word_set

Gender = Literal["he", "she", ""]
"""Empty where it is not known."""

_PRONOUNS: Final[dict[str, Gender]] = {
    "lui": "he",
    "il": "he",
    "he": "he",
    "him": "he",
    "elle": "she",
    "she": "she",
}
_LEADING_TO_NUMBER: Final = parse_word_set(
    "c est cest ces a le la au sur son num numero tel telephone portable fixe mobile is on at s its : ( - = ,"
)
"""What may stand between a pronoun and its number."""
_WORDS_OF_HIM: Final = parse_word_set(
    "m mr monsieur pere papa frere frerot frangin fils mari epoux conjoint compagnon copain ami amoureux fiance cousin"
    " oncle tonton neveu gendre beau-pere beau-frere beau-fils demi-frere grand-pere papi papy parrain filleul voisin patron"
    " infirmier coiffeur facteur boulanger petit-fils father dad brother son husband boyfriend uncle nephew grandpa"
)
_WORDS_OF_HER: Final = parse_word_set(
    "mme mlle mrs ms miss madame mere maman soeur frangine fille femme epouse conjointe compagne copine amie amoureuse fiancee"
    " cousine tante tata niece bru belle-mere belle-soeur belle-fille demi-soeur grand-mere mamie mamy marraine filleule"
    " voisine nounou nourrice patronne infirmiere coiffeuse factrice boulangere petite-fille mother mom mum sister daughter"
    " wife girlfriend aunt grandma"
)


@cache
def _load_given_genders() -> dict[str, Gender]:
    text = files("tocsin.conversation.reading").joinpath("given_genders.txt").read_text("utf-8")
    he, she = text.split("# he\n")[1].split("# she\n")
    return {**dict.fromkeys(he.split(), "he"), **dict.fromkeys(she.split(), "she")}


def tell_gender(one: PersonMention, scene: NameContext) -> Gender:
    """Whether somebody is a man or a woman, as far as the words beside or in the mention tell."""
    beside = [scene.words[at].folded for at in range(max(0, one.first - 1), one.last)]
    for word in beside:
        if word in _WORDS_OF_HIM or word in _WORDS_OF_HER:
            return "he" if word in _WORDS_OF_HIM else "she"
    return _load_given_genders().get(scene.words[one.first].folded.split("-")[0], "")


def pair_by_pronoun(scene: NameContext, entries: list[NameOrPhone]) -> list[PersonDraft] | None:
    """People with the numbers that pronouns give them; None where it is not clear whose one is.

    Empty where no pronoun stands for one of several who wait for a number.
    """
    drafts: list[PersonDraft] = []
    genders: list[Gender] = []
    said = [_find_pronoun(scene, entries, at) for at in range(len(entries))]
    told = False
    for at, entry in enumerate(entries):
        waiting = [n for n, draft in enumerate(drafts) if draft.phone is None]
        if entry.named:
            drafts.append(PersonDraft(entry.named.text))
            genders.append(tell_gender(entry.named, scene))
        elif said[at] and len(waiting) > 1:
            told = True
            both = len({*said} - {""}) > 1
            whose = _choose_by_gender(said[at], waiting, genders, both=both)
            if whose is None:
                return None
            drafts[whose] = replace(drafts[whose], phone=entry.phone)
        elif waiting and (told or entries[at - 1].named):
            drafts[waiting[-1]] = replace(drafts[waiting[-1]], phone=entry.phone)
        else:
            return None if told else []
    return drafts if told else []


def _find_pronoun(scene: NameContext, entries: list[NameOrPhone], at: int) -> Gender:
    """``he`` or ``she`` where a pronoun leads to the number at a place; else empty."""
    entry = entries[at]
    if entry.phone is None or at == 0:
        return ""
    between = [
        word.folded for word in scene.words if entries[at - 1].end <= word.start and word.end <= entry.start
    ]
    while between and between[-1] in _LEADING_TO_NUMBER:
        between.pop()
    return _PRONOUNS.get(between[-1], "") if between else ""


def _choose_by_gender(said: Gender, waiting: list[int], genders: list[Gender], *, both: bool) -> int | None:
    """Index of whom a pronoun means; None where it may mean two of them.

    Where ``both`` a *lui* and an *elle* are said of two people, one who is known tells the other.
    """
    sure = [n for n in waiting if genders[n] == said]
    open_ = [n for n in waiting if not genders[n]]
    if len(sure) == 1 and (not open_ or (both and len(waiting) == 2)):
        return sure[0]
    return open_[0] if not sure and len(open_) == 1 else None
