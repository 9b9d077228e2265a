"""Every number that a reply may mean: those it says, what they come to together, and the people it counts by naming them.

``on est 4 plus le bébé`` may mean 4, 5, 3 or 1. Of each candidate it is listed what speaks for it, and against it: the
words beside it, what else is said, what was asked. Which one is meant is learned (``number_answers``).
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from msgspec import Struct

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.counted_things import CHILDREN, counts_something_else
from tocsin.conversation.reading.name_lexicon import KIN_PREFIXES
from tocsin.conversation.reading.numerals import ORDINAL_ENDS, NumeralSpan, find_cardinals
from tocsin.conversation.reading.option_places import ORDINALS
from tocsin.conversation.reading.phonetics import to_phonetic_form
from tocsin.conversation.reading.speech_markers import (
    CORRECTIONS,
    GROUPS,
    HEDGES,
    IGNORANCE,
    KIN,
    KIN_AND_GROUPS,
    OWNERS,
)
from tocsin.conversation.reading.statements import asks_of_kin, asks_of_now, find_statement
from tocsin.conversation.reading.yes_no_phrases import TURNS
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

LARGEST: Final = 999_999
"""A larger number is no answer to any of the questions."""
MOST_WORDS: Final = 60
"""Words looked at; what answers stands before."""
_MOST_NUMBERS, _MOST_TOLD, _BEFORE, _BEHIND, _BETWEEN = 8, 20, 3, 4, 6
_STEM: Final = 5
_LATEST_SHORT_YEAR: Final = 25
"""A year of two digits above it is one of the last century."""
_WEEK: Final = 7
DOZENS: Final = {"dizaine": 10, "douzaine": 12, "dozen": 12, "quinzaine": 15, "vingtaine": 20}
PEOPLE: Final = parse_word_set(
    "personnes enfants people monde habitants convives invites contacts malades eleves"
)
"""Words of a question that counts people."""
_VAGUE: Final = frozenset(DOZENS) | parse_word_set(
    "dizaines douzaines trentaine quarantaine cinquantaine soixantaine centaine centaines beaucoup plein plusieurs quelques"
    " quelque certains tas dozens couple several many few lots some all peu partie nombre moitie demi demie"
)
_ROUGHLY: Final = parse_word_set("petite bonne grosse peu")
_ALTERNATIVE: Final = parse_word_set("ou or / a to")
_WEEKS: Final = parse_word_set("semaine semaines week weeks sem")
_MORE_PEOPLE: Final = parse_word_set(
    "garcon garcons ados adulte adultes adults vieux vieilles jeunes petits petites "
    "hubby newborn bebe nourrisson ado fiu gosse gamin petit petite grand grande aide baby"
)
PAIRS: Final = parse_word_set("parents beaux-parents grands-parents jumeaux jumelles couple twins")
"""Words for two people where no number is said."""
_ARTICLES: Final = OWNERS | parse_word_set("un une le la l the a")
_SELF: Final = parse_word_set("moi me myself mi")
_NONE: Final = parse_word_set("aucun aucune zero personne rien none nobody nothing nada")
_DENYING: Final = _NONE | parse_word_set("pas plus no jamais never ni")
_ALONE: Final = _SELF | parse_word_set("seul seule alone")
_ASKED: Final = {
    "age": parse_word_set("age old"),
    "household": parse_word_set("vivent vit foyer habitent live logement maison home chez dorment household"),
    "people": parse_word_set("personnes enfants people monde habitants convives invites contacts"),
    "days": parse_word_set("jours jour days semaine semaines"),
    "times": parse_word_set("fois times"),
    "year": parse_word_set("naissance birth"),
    "all": parse_word_set("compris comprise inclus incluse including included"),
    "children": parse_word_set("enfants children"),
    "doses": parse_word_set("doses dose injections rappels"),
    "degrees": parse_word_set("temperature"),
}
"""Of what a number is asked -> words of such a question."""
_ADDING: Final = parse_word_set("et and plus + avec with &")
_ONE_MORE: Final = KIN | _MORE_PEOPLE | parse_word_set("rappel booster boost")
_WITHOUT_SELF: Final = (
    ("sans", "vous"),
    ("autres", "personnes"),
    ("excluding", "yourself"),
    ("avec", "vous"),
    ("avec", "toi"),
    ("with", "you"),
)
_SELF_COUNTED: Final = Phrasebook(
    [
        (
            "self",
            "avec moi\nen me comptant\nen comptant moi\nmoi compris|comprise|inclus|incluse\nmoi y compris\nincluding me|myself",
        )
    ]
)
_SETTLED: Final = parse_word_set("number none dozen weeks short-year")
"""Ways to say a number that mean the same whatever is counted."""
_VAGUE_OR_ROUGH: Final = _VAGUE | _ROUGHLY
_SOMEBODY: Final = KIN | GROUPS | CHILDREN | _MORE_PEOPLE
_KIN_AND_MORE: Final = KIN | _MORE_PEOPLE


class NumberCandidate(Struct, frozen=True):
    """A number that may be meant."""

    value: int
    features: frozenset[str]
    plain: bool
    """Whether it is the only number that counts anything."""
    unsettled: bool
    """Whether a number is an estimate (``environ 5``), somebody is added to one (``2 et ma femme``), or it is none that is
    said: ``seul`` is one of a household, and nobody of those met."""


class _Scene(Struct, frozen=True):
    """The reply and its question, as every candidate sees them."""

    words: tuple[ReplyWord, ...]
    folded: list[str]
    sounds: list[str]
    question: tuple[ReplyWord, ...]
    kinds: list[str]
    """Of what a number is asked."""
    units: frozenset[str]
    """Beginnings of the nouns that are to be counted."""
    numbers: list[NumeralSpan]
    counted: list[NumeralSpan]
    """Those that do not count something else."""
    turns: list[tuple[int, int]]
    """Where corrections stand."""

    @property
    def total(self) -> int:
        return sum(number.value for number in self.counted)

    @property
    def counts_people(self) -> bool:
        return bool({"people", "household"} & {*self.kinds})


def list_number_candidates(
    words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]
) -> list[NumberCandidate]:
    """The candidates, each value once, the smallest first."""
    scene = _set_scene(words[:MOST_WORDS], question)
    speaking: dict[int, set[str]] = defaultdict(set)
    kinds: dict[int, set[str]] = defaultdict(set)
    for kind, value, features in (*_list_said(scene), *_list_composed(scene)):
        if 0 <= value <= LARGEST:
            speaking[value].update(f"{kind} {what}" for what in features)
            kinds[value].add(kind)
    common = frozenset(_list_common_features(scene))
    counted = {number.value for number in scene.counted}
    candidates = []
    for value in sorted(speaking):
        own, others = sorted(kinds[value]), set().union(*(kinds[other] for other in kinds if other != value))
        features = speaking[value] | common | {"kinds " + " ".join(own)}
        features.update(f"{one} vs {other}" for one in own for other in others)
        features.update(f"{one} {what}" for one in own for what in (*common, *scene.kinds))
        unsettled = bool(features & {"number hedged", "added any"}) or not _SETTLED & kinds[value]
        plain = counted == {value} and not unsettled
        candidates.append(NumberCandidate(value, frozenset(features), plain, unsettled))
    return candidates


def list_people_counted(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> frozenset[int]:
    """What the people told of come to: those named one by one, and the numbers of others; with the writer and without."""
    scene = _set_scene(words[:MOST_WORDS], question)
    named, groups = _count_named(scene)
    return (
        frozenset()
        if groups or not (named or scene.total)
        else frozenset((named + scene.total, named + scene.total + 1))
    )


def _set_scene(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> _Scene:
    asked = [word.folded for word in question]
    kinds = [kind for kind, said in _ASKED.items() if said & {*asked}] or ["other"]
    if "all" not in kinds and any(pair in _WITHOUT_SELF for pair in pairwise(asked)):
        kinds.append("others")
    numbers = [n for n in find_cardinals(words) if not _stands_in_estimate(words, n)][:_MOST_NUMBERS]
    return _Scene(
        words=words,
        folded=[word.folded for word in words],
        sounds=[_name_sound(word) for word in words],
        question=question,
        kinds=kinds,
        units=_find_asked_units(question),
        numbers=numbers,
        counted=[n for n in numbers if not counts_something_else(words, n)],
        turns=[(hit.start, hit.end) for book in (CORRECTIONS, TURNS) for hit in book.find(words)],
    )


def _stands_in_estimate(words: tuple[ReplyWord, ...], number: NumeralSpan) -> bool:
    """``une dizaine``, ``38,5``, ``2 ou 3``, ``une petite semaine``: no number of its own."""
    behind = words[number.end : number.end + 2]
    said = [word.folded for word in behind]
    article = words[number.start].folded in ("un", "une", "one") and number.end == number.start + 1
    if article and (_VAGUE_OR_ROUGH & {*said[:1]} or _VAGUE & {*said}):
        return True
    before = words[max(0, number.start - 2) : number.start]
    joined = len(behind) == 2 and behind[1].is_number and _is_joint(words[number.end - 1], *behind)
    return joined or (len(before) == 2 and before[0].is_number and _is_joint(*before, words[number.start]))


def _is_joint(left: ReplyWord, joint: ReplyWord, right: ReplyWord) -> bool:
    """Whether two numbers are a range, a fraction or a choice; not a list of them (``3, 2``)."""
    if joint.folded in _ALTERNATIVE:
        return True
    return joint.folded in (",", ".") and joint.start == left.end and right.start == joint.end


def _find_asked_units(question: tuple[ReplyWord, ...]) -> frozenset[str]:
    """The beginning of what is to be counted: the noun behind *combien de*, *how many*."""
    for at, word in enumerate(question[:-1]):
        if word.folded in ("combien", "many"):
            behind = question[at + 1 : at + 3]
            return frozenset(w.folded[:_STEM] for w in behind if len(w.folded) > 1 and w.folded != "autres")
    return frozenset()


def _name_sound(word: ReplyWord) -> str:
    if word.is_number:
        return "#"
    return to_phonetic_form(word.folded) if word.folded[0].isalpha() else word.text.replace("\n", "/")


def _list_common_features(scene: _Scene) -> Iterator[str]:
    """What holds for every candidate of a reply."""
    said = {*scene.folded}
    values = {number.value for number in scene.counted}
    yield f"length{min(len(scene.words) // 3, 6)}"
    yield f"numbers{min(len(scene.counted), 4)} values{min(len(values), 3)}"
    for name, present in (
        ("unknown", any(IGNORANCE.find(scene.words))),
        ("asks", "?" in said),
        ("vague", bool(_VAGUE & said)),
        ("hedges", any(HEDGES.find(scene.words))),
        ("or", bool({"ou", "or"} & said)),
        ("turned", bool(scene.turns)),
        *((f"added {kind}", _adds_somebody(scene)) for kind in ("any", *scene.kinds)),
        ("self-counted", any(_SELF_COUNTED.find(scene.words))),
        ("self-counted of others", "others" in scene.kinds and any(_SELF_COUNTED.find(scene.words))),
    ):
        if present:
            yield name


def _adds_somebody(scene: _Scene) -> bool:
    """``2 et ma femme``, ``un ami et sa femme``, ``4 + moi``, ``deux et le rappel``: one more right behind a number."""
    for number in scene.counted:
        behind = scene.folded[number.end : number.end + _BEHIND]
        led = behind[1:] if behind and behind[0] in KIN_AND_GROUPS else behind
        if led and led[0] in _ADDING and {*led[1:2]} & _SELF | {*led[1:]} & _ONE_MORE:
            return True
    return False


def _list_said(scene: _Scene) -> Iterator[tuple[str, int, set[str]]]:
    """Each number that is said: as what, its value, and what speaks for it."""
    for number in scene.numbers:
        kind = "number" if number in scene.counted else "odd"
        yield kind, number.value, {*_describe_place(scene, number), *_compare_with_others(scene, number)}
        if "year" in scene.kinds and _LATEST_SHORT_YEAR < number.value < 100:  # of two digits
            yield "short-year", 1900 + number.value, {f"of{len(scene.counted)}"}
        if "days" in scene.kinds and _WEEKS & {*scene.folded[number.end : number.end + 1]}:
            yield "weeks", number.value * _WEEK, {"any", f"of{len(scene.numbers)}"}


def _describe_place(scene: _Scene, number: NumeralSpan) -> Iterator[str]:
    """What stands around a number, and whose it is."""
    words, sounds = scene.words, scene.sounds
    before = sounds[max(0, number.start - _BEFORE) : number.start]
    behind = sounds[number.end : number.end + _BEHIND]
    left, right = before[-1] if before else "^", behind[0] if behind else "$"
    yield from (f"<{sound}" for sound in before)
    yield from (f">{sound}" for sound in behind)
    yield from (f"<<{left}", f">>{right}", f"<<>>{left} {right}")
    yield "<<2" + " ".join(before[-2:])
    yield ">>2" + " ".join(behind[:2])
    for kind in scene.kinds:
        yield from (f"{kind}<<{left}", f"{kind}>>{right}", f"{kind} of{min(len(scene.counted), 3)}")
    said = scene.folded[number.end : number.end + 2]
    if any(word[:_STEM] in scene.units for word in said):
        yield "unit"
    if said and said[0] in _SOMEBODY:
        yield "people"
        yield from (f"people {kind}" for kind in scene.kinds)
    closes = number.end >= len(words) or not words[number.end].folded[0].isalnum()
    if number.start == 0:
        yield "opens alone" if closes else "opens"
    told = find_statement(words, number.start)
    yield f"of {told.subject} {told.when}"
    yield f"of {told.subject} kin{asks_of_kin(scene.question)} {told.when} now{asks_of_now(scene.question)}"
    if scene.folded[told.start] in ("si", "if"):
        yield "if"
    for hit in HEDGES.find(words):
        if (hit.name == "before" and hit.end == number.start) or (
            hit.name == "after" and hit.start == number.end
        ):
            yield "hedged"


def _compare_with_others(scene: _Scene, number: NumeralSpan) -> Iterator[str]:
    """Where it stands among the other numbers, which are more or less, and what leads from one to the other."""
    others = [other for other in scene.counted if other.value != number.value]
    if number in scene.counted:
        first, last = number is scene.counted[0], number is scene.counted[-1]
        yield f"first{first} last{last} of{min(len(scene.counted), 4)}"
    if sum(other.value == number.value for other in scene.counted) > 1:
        yield "twice"
    for other in others:
        later = other.start > number.start
        side = "then" if later else "after"
        between = range(min(number.end, other.end), max(number.start, other.start))
        yield "less" if other.value > number.value else "more"
        if any(between.start <= start < between.stop for start, _ in scene.turns):
            yield f"{side} turned"
        said = [scene.folded[at] for at in between]
        if len(said) <= 2:  # "2 ou 3", "2 et demi"
            yield f"{side} {' '.join(said)}"
        yield from (f"{side}~{word}" for word in said[:_BETWEEN])


def _list_composed(scene: _Scene) -> Iterator[tuple[str, int, set[str]]]:
    """What numbers and people come to, and none or one where no number is said."""
    told = scene.sounds[:_MOST_TOLD]
    beside = {f"~{sound}" for sound in told} | {f"~{one} {two}" for one, two in pairwise(told)}
    state = f"me{bool(_SELF & {*scene.folded})} of{min(len(scene.counted), 3)}"
    for kind, value in _compose(scene):
        yield kind, value, beside | {state, *(f"{state} {asked}" for asked in scene.kinds)}
    for word, value in DOZENS.items():
        if word in scene.folded:
            half = bool({"demi", "demie", "half"} & {*scene.folded})
            yield "dozen", value // 2 if half else value, beside | {f"half{half}"}


def _compose(scene: _Scene) -> Iterator[tuple[str, int]]:
    said, numbers = {*scene.folded}, scene.counted
    if len(numbers) > 1:
        people = all(_counts_people(scene, number) for number in numbers)
        yield "sum-people" if people else "sum", scene.total
        yield "difference", numbers[0].value - numbers[1].value
    if numbers:
        yield "one-more", scene.total + 1
        yield "one-less", scene.total - 1
    named, groups = _count_named(scene) if scene.counts_people else (0, 0)
    if named:
        beside = "-groups" if groups else ""
        yield f"named{beside}", named + scene.total
        yield f"named-and-self{beside}", named + scene.total + 1
    if said & _DENYING:
        yield "none", 0
    if said & _ALONE:
        yield "alone", 1
        yield "nobody-else", 0
    for at, word in enumerate(scene.words):
        place = ORDINALS.get(word.folded, 0)
        if place > 0:
            yield "place", place
        elif len(word.folded) == 1 and word.is_number and _ends_ordinal(scene.words[at + 1 : at + 2]):
            yield "place", int(word.folded)


def _ends_ordinal(behind: tuple[ReplyWord, ...]) -> bool:
    """``3eme``: what stands stuck to a number and makes a place of it."""
    return bool(behind) and behind[0].glued and behind[0].folded in ORDINAL_ENDS


def _count_named(scene: _Scene) -> tuple[int, int]:
    """How many people are named one by one, beside those that are counted; and how many groups of no number."""
    covered = {at for number in scene.counted for at in range(number.start, number.end + 1)}
    named = groups = 0
    for at, word in enumerate(scene.folded):
        if at in covered:
            continue
        if word in KIN_PREFIXES and {*scene.folded[at + 1 : at + 2]} & KIN:
            continue  # "leur petite sœur" is one
        if word in PAIRS:
            named += 2
        elif word in GROUPS:
            groups += 1
        elif word in _KIN_AND_MORE and _stands_for_one(scene.words, at):
            named += 1
    return named, groups


def _stands_for_one(words: tuple[ReplyWord, ...], at: int) -> bool:
    """``ma mère``, ``ma belle mère``, or kin that opens or ends its clause."""
    first = at - (at > 0 and words[at - 1].folded in KIN_PREFIXES)
    owned = first > 0 and words[first - 1].folded in _ARTICLES
    return owned or words[first].breaks or at + 1 == len(words) or words[at + 1].breaks


def _counts_people(scene: _Scene, number: NumeralSpan) -> bool:
    """``deux adultes``, ``3 enfants``, ``un bébé``."""
    return bool({*scene.folded[number.end : number.end + 1]} & _SOMEBODY)
