"""Whether a reply says that somebody is in danger or at the end of their strength, however it is said.

Two readers hear it. The learned one (``danger_reader``) weighs the whole reply. The plain words for what may kill
stand in ``danger.yaml``, heard by how they sound: they do not count where a harmless phrase lies over them, where
they are negated (*pas de malaise*, *elle ne saigne plus*), or where they are said to be long past (*il y a deux
ans*). A resemblance that is strong alarms, and so do plain words with some resemblance; plain words or a weaker
resemblance leave a doubt.
"""

import math
from collections.abc import Iterator
from functools import cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter import compiled_tables
from tocsin.conversation.phrases import Phrasebook, PhraseMatch
from tocsin.conversation.reading.danger_reader import DangerReading, get_danger_threshold, weigh_danger
from tocsin.conversation.reading.phonetics import stem_to_phonetic_form, strip_pronoun, to_phonetic_form
from tocsin.conversation.reading.speech_markers import KIN
from tocsin.conversation.reading.statements import asks_of_kin
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_FIGURES: Final = Phrasebook(
    [
        (
            "figure",
            """
            mort|morte|morts|mortes|creve|crevee|pete|petee|plie|pliee|tordu|tordue|etouffe|etouffee|ecroule|ecroulee .. de rire|rigoler
            pleure|pleurer|pleurait|hurle|hurlait|pisse|pisser|tombe|tombee|explose de rire
            fait|fais|faire|faisait le|la mort|morte
            etouffe|etouffait|etouffer|suffoque ce|cet|cette|le|ces|sous|dans .. masque|masques|tissu|chiffon|torchon|truc|machin|ffp2
            masque|masques|ffp2 m|nous? etouffe|etouffent|etouffait
            evanoui|evanouie|evanouis dans la nature|foule
            tombe|tombee|tomber dans les pommes de joie|bonheur|rire
            laisse|laisses|laissez|laisser tomber
            roule|conduit|conduis|fonce comme un|une suicidaire|malade|fou|dingue
            meurs|meurt|mourir|creve|mort|morte d ennui|impatience
            noie|noye|noyee|croule|enseveli|ensevelie dans|sous .. boulot|travail|taf|paperasse|devoirs|mails|dossiers|linge
            tue|tues|tuee|tuees avec|de ses|leurs|tes|vos blagues|betises|histoires
            die|died|dying|dead of|from laughing|laughter|boredom
            """,
        )
    ]
)
"""What says of nobody that they die or fall, whoever says it."""
_FALL_OF_FEVER: Final = Phrasebook(
    [("fall", "elle est|etait tombee|retombee$\nelle est|etait tombee|retombee cette|ce|hier|a|d|depuis")]
)
_FEVER: Final = parse_word_set("fievre temperature")
_GRAVE: Final = (
    "mort",
    "mour",
    "meur",
    "crev",
    "etouff",
    "suffoqu",
    "evanou",
    "suicid",
    "noy",
    "noi",
    "tue",
    "tomb",
    "ecroul",
    "ensev",
    "di",
    "dy",
    "dead",
)
"""Beginnings of their words that would tell of danger elsewhere."""
_NEGATIVE: Final = parse_word_set(
    "pas plus aucun aucune sans ni jamais not no never without isn hasn don dont ne"
)
_BETWEEN: Final = parse_word_set("de d du des un une la le l les ete eu en any a grosse gros grande tres d")
"""What may stand between a negation and what it denies."""
_CEASING: Final = parse_word_set("arrete arretent arretait cesse cessent")
"""*Elle n'arrête pas de saigner* denies nothing."""
_LONG_PAST: Final = Phrasebook(
    [
        (
            "past",
            """
            il? y a .. an|ans|annee|annees|mois
            y a .. an|ans|annee|annees|mois
            en|in 19*|20*
            an|annee|mois|ete|hiver|siecle dernier|derniere|passe|passee
            quand j|je etais .. petit|petite|enfant|jeune
            years|year|months ago
            last year|month
            antecedent|antecedents de?
            """,
        )
    ]
)


def _spell_phrases_by_sound(lines: str) -> str:
    return "\n".join(" ".join(map(_spell_step_by_sound, line.split())) for line in lines.splitlines())


def _spell_step_by_sound(part: str) -> str:
    """One word of a phrase, by its sound; the signs of the grammar stay as they are."""
    if part in ("..", "?"):
        return part
    opens, closes = "^" * part.startswith("^"), "$" * part.endswith("$")
    core = part.removeprefix("^").removesuffix("$")
    optional = "?" * core.endswith("?")
    options = core.removesuffix("?").split("|")
    heard = [stem_to_phonetic_form(o[:-1]) + "*" if o.endswith("*") else to_phonetic_form(o) for o in options]
    return opens + "|".join(dict.fromkeys(heard)) + optional + closes


class DangerPhrases(Struct, frozen=True):
    """The plain words, ready to match."""

    spoken: Phrasebook[str]
    spoken_harmless: Phrasebook[str]
    sounds: frozenset[str]
    """Every sound in them."""
    spelt: Phrasebook[str]
    spelt_harmless: Phrasebook[str]


@cache
def _load_phrases() -> DangerPhrases:
    page = compiled_tables.get_table("replies/danger")
    spoken, harmless = (
        {kind: _spell_phrases_by_sound(lines) for kind, lines in page["by_sound"][part].items()}
        for part in ("danger", "harmless")
    )
    return DangerPhrases(
        Phrasebook(spoken.items()),
        Phrasebook(harmless.items()),
        frozenset(
            option
            for lines in (*spoken.values(), *harmless.values())
            for part in lines.split()
            for option in part.strip("^$?").split("|")
        ),
        Phrasebook(page["by_letters"]["danger"].items()),
        Phrasebook(page["by_letters"]["harmless"].items()),
    )


_LEANING: Final = (2.0, 0.5, -0.5, -1.5)
"""What is added to the threshold of a doubt, log-odds, by how many words of an answer are not explained. With each author read
by a table that saw nothing of theirs, 3 of 575 cries are missed here, and so they are with 1.0 less (or more) throughout; of
2,087 ordinary replies 91 are given to a human, and 143 with 1.0 less."""


_MEANS: Final = "means"
"""Plain words for the means to die at hand: an emergency, however calmly it is told."""
_PLAIN_KIND: Final = 1.0
"""Log-odds from which the kind that the whole reply reads like stands alone. Of 40 cries of two authors of whom the table had
learned nothing, 2 read so of the wrong kind; the plain words beside it named a second, wrong kind in 4."""
_NEGATED_WITHIN: Final = _NEGATIVE - {"ne", "no", "not", "without", "en"}
_NEGATING: Final = _NEGATIVE - {"ne"}


class DangerFinding(Struct, frozen=True):
    """What is heard of danger in a reply."""

    kinds: frozenset[str]
    """``emergency``, ``distress``, both or neither: an alarm."""
    words: bool
    """Whether plain words for it stand in the reply, alarm or none."""
    resemblance: float
    """See ``DangerReading``."""

    @property
    def reads_calm(self) -> bool:
        """Whether next to no cry for help reads so: whatever else is said, the question may be put again."""
        return not self.words and self.resemblance < get_danger_threshold("calm")

    def leaves_doubt(self, *, answered: bool, unexplained: int) -> bool:
        """Whether the resemblance does not exclude danger: the sooner, the more words are not explained, since a cry
        is made of them; and of a reply that answers nothing, since nobody's cry may be met with the question put
        again."""
        if not answered:
            return self.resemblance > get_danger_threshold("doubt_unanswered")
        return (
            self.resemblance > get_danger_threshold("doubt") + _LEANING[min(unexplained, len(_LEANING) - 1)]
        )


def find_danger(words: tuple[ReplyWord, ...], *, alone: bool = True) -> DangerFinding:
    """What a reply says of danger; ``alone`` where a resemblance may alarm by itself, as in a reply that says
    more than its answer."""
    words = _leave_out_figures(words)
    if not words:
        return DangerFinding(frozenset(), False, -math.inf)
    said, read = _find_plain_words(words), weigh_danger(words)
    alarms = (alone and read.resemblance > get_danger_threshold("alarm")) or (
        said and read.resemblance > get_danger_threshold("doubt")
    )
    return DangerFinding(_name_kinds(said, read) if alarms else frozenset(), bool(said), read.resemblance)


def leave_out_fall_of_fever(
    words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]
) -> tuple[ReplyWord, ...]:
    """The words without the fall of the fever that was asked of (``elle est tombée``), where nobody else is told of."""
    if not _FEVER & {word.folded for word in question} or asks_of_kin(question):
        return words
    if any(word.folded in KIN for word in words):
        return words
    fallen = {at for hit in _FALL_OF_FEVER.find(words) for at in range(hit.start, hit.end)}
    return tuple(word for at, word in enumerate(words) if at not in fallen)


def _leave_out_figures(words: tuple[ReplyWord, ...]) -> tuple[ReplyWord, ...]:
    """The words without the grave ones of figures of speech: whatever else is said is weighed as ever."""
    figured = {at for hit in _FIGURES.find(words) for at in range(hit.start, hit.end)}
    return tuple(
        word for at, word in enumerate(words) if at not in figured or not word.folded.startswith(_GRAVE)
    )


def _name_kinds(said: frozenset[str], read: DangerReading) -> frozenset[str]:
    """Which danger an alarm is of: an emergency where the means to die are at hand; else what the whole reply reads like,
    where that is plain; else what the plain words say, and either that the whole does not exclude."""
    if _MEANS in said:
        return frozenset(("emergency",))
    if abs(read.kind) > _PLAIN_KIND:
        return frozenset(("emergency" if read.kind > 0 else "distress",))
    kinds = {"emergency": not read.is_surely_distress, "distress": not read.is_surely_emergency}
    return said | frozenset(kind for kind, meant in kinds.items() if meant)


def _find_plain_words(words: tuple[ReplyWord, ...]) -> frozenset[str]:
    phrases = _load_phrases()
    spoken = tuple(_spell_word_by_sound(word, phrases.sounds) for word in words)
    hits = [*phrases.spoken.find(spoken), *phrases.spelt.find(words)]
    if not hits:
        return frozenset()
    harmless = [*phrases.spoken_harmless.find(spoken), *phrases.spelt_harmless.find(words)]
    denied = [hit for hit in hits if _is_denied(hit, words)]
    return frozenset(
        hit.name
        for hit in hits
        if not (_is_overlaid(harmless, hit) or _is_within_denied(denied, hit) or _is_long_past(hit, words))
    )


def _spell_word_by_sound(word: ReplyWord, known: frozenset[str]) -> ReplyWord:
    """A word by its sound; without the pronoun that is stuck to it where only so it is one of a phrase."""
    if not word.folded[0].isalpha():
        return word
    heard = to_phonetic_form(word.folded)
    if heard not in known and (apart := strip_pronoun(word.folded)) and to_phonetic_form(apart) in known:
        heard = to_phonetic_form(apart)
    return replace(word, folded=heard)


def _is_overlaid(harmless: list[PhraseMatch], hit: PhraseMatch) -> bool:
    return any(h.name == hit.name and h.start < hit.end and hit.start < h.end for h in harmless)


def _is_within_denied(denied: list[PhraseMatch], hit: PhraseMatch) -> bool:
    """Whether it is denied, or part of something that is: *pas mal à la poitrine*."""
    return any(h.start <= hit.start and hit.end <= h.end for h in denied)


def _is_denied(hit: PhraseMatch, words: tuple[ReplyWord, ...]) -> bool:
    """Whether a negation stands right before it, or right after its verb; not where it is one itself."""
    inside = {words[i].folded for i in range(hit.start, hit.end)}
    if inside & _NEGATED_WITHIN:
        return False
    at = hit.start
    while at > 0 and not words[at].breaks and words[at - 1].folded in _BETWEEN:
        at -= 1
    if at > 0 and not words[at].breaks and words[at - 1].folded in _NEGATING:
        return at == 1 or words[at - 2].folded not in _CEASING
    after = [w for w in words[hit.end : hit.end + 2] if not w.breaks]
    return (
        bool(after)
        and after[0].folded in ("pas", "jamais")
        and not (len(after) > 1 and after[1].folded == "mal")
    )


def _is_long_past(hit: PhraseMatch, words: tuple[ReplyWord, ...]) -> bool:
    """Whether its clause says that it was long ago."""
    clause = tuple(_iterate_clause(hit, words))
    return any(_LONG_PAST.find(clause))


def _iterate_clause(hit: PhraseMatch, words: tuple[ReplyWord, ...]) -> Iterator[ReplyWord]:
    first, last = hit.start, hit.end
    while first > 0 and not words[first].breaks:
        first -= 1
    while last < len(words) and not words[last].breaks:
        last += 1
    yield from words[first:last]
