"""What counts of a reply to a question of yes or no: its words by sound, in the light of the words of the question.

Yes, no and doubt are found before (``answer_votes``), and so is of whom and of when each part speaks (``statements``);
what they come to is learned from labelled replies.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from tocsin.conversation.phrases import PhraseMatch
from tocsin.conversation.reading.answer_votes import find_votes, opens_with_answer
from tocsin.conversation.reading.name_lexicon import SMALL
from tocsin.conversation.reading.phonetics import to_phonetic_form
from tocsin.conversation.reading.speech_markers import CORRECTIONS
from tocsin.conversation.reading.statements import (
    asks_of_now,
    find_asked_subject,
    find_statement,
    select_told_now,
    split_statements,
)
from tocsin.conversation.reading.told_facts import list_fact_features
from tocsin.conversation.reading.yes_no_phrases import TURNS
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_MOST_WORDS: Final = 60
"""Words looked at: what answers stands before, and no reply costs more."""
_MOST_TOPICS, _MOST_BESIDE = 12, 25
"""Words of the question that count, and words of the reply that count beside each of them."""
_UNTOPICAL: Final = SMALL | parse_word_set("avez etes est es as vous votre vos ton ta tes a au aux eu")
"""Words that a question of any matter has."""
_NEGATIVE: Final = parse_word_set("pas n plus jamais not no never")
_STEM: Final = 5
_SHORTEST_TOPIC: Final = 4
_MOST_VOTES, _MOST_STATEMENTS, _MOST_BEFORE, _MOST_BEHIND = 4, 4, 6, 10
_WORDS_A_STEP, _STEPS = 3, 6
_TURNED_WITHIN: Final = 8
"""Words between a turn and the answer that it leads to."""
_OPENING: Final = "opening"
_AROUND: Final = (-3, -2, -1, 1, 2)


def list_answer_features(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> frozenset[str]:
    """The features of a reply, each once."""
    if find_asked_subject(question) == "reader":
        words = select_told_now(words)
    words = words[:_MOST_WORDS]
    sounds = [_name_sound(word) for word in words]
    features = {"any", f"length{min(len(sounds) // _WORDS_A_STEP, _STEPS)}"}
    framed = ["^", *sounds, "$"]
    features.update(f"1{sound}" for sound in sounds)
    features.update(f"2{one} {two}" for one, two in pairwise(framed))
    features.update(
        f"3{one} {two} {three}" for one, two, three in zip(framed, framed[1:], framed[2:], strict=False)
    )
    features.update(f"first {sound}" for sound in sounds[:2])
    features.update(f"last {sound}" for sound in sounds[-2:])
    features.update(_list_question_features(words, sounds, question))
    features.update(list_fact_features(words, sounds[:_MOST_BESIDE], question))
    features.update(_list_vote_features(words, sounds, find_asked_subject(question)))
    features.update(f"told {one.subject} {one.when}" for one in split_statements(words)[:_MOST_STATEMENTS])
    return frozenset(features)


def opens_with_vote(features: Iterable[str]) -> bool:
    """Whether a yes or no is the first thing said, and nothing goes against it, by what counts of a reply."""
    return _OPENING in features


def _list_question_features(
    words: tuple[ReplyWord, ...], sounds: list[str], question: tuple[ReplyWord, ...]
) -> set[str]:
    """Words beside those of the question, and around those that the reply takes up from it."""
    asked = [word.folded for word in question if word.folded[0].isalpha()]
    topics = [word for word in asked if word not in _UNTOPICAL]
    turned = "denied" if {*asked} & _NEGATIVE else "asked"
    features = {f"{turned} {sound}" for sound in sounds}
    features |= {f"{topic}>{sound}" for topic in topics[:_MOST_TOPICS] for sound in sounds[:_MOST_BESIDE]}
    features.add(f"of {find_asked_subject(question)}")
    if asks_of_now(question):
        features.add("of now")
    stems = {topic[:_STEM] for topic in topics if len(topic) >= _SHORTEST_TOPIC}
    taken_up = [at for at, word in enumerate(words) if word.folded[:_STEM] in stems]
    if taken_up:
        features.add("taken up")
    for at in taken_up:
        features.update(f"at{step} {sounds[at + step]}" for step in _AROUND if 0 <= at + step < len(sounds))
    return features


def _list_vote_features(words: tuple[ReplyWord, ...], sounds: list[str], asked: str) -> set[str]:
    """Which yes, no and doubt are there, in order; of whom and of when each is told; what stands around the first, and what
    leads on to the others."""
    votes = find_votes(words)[:_MOST_VOTES]
    said = {vote.name for vote in votes}
    features = {"votes " + " ".join(vote.name for vote in votes)}
    if opens_with_answer(words) and not ({"yes", "no"} <= said or "unsure" in said):
        features.add(_OPENING)
    if not votes:
        return features
    first = votes[0]
    before = sounds[max(0, first.start - _MOST_BEFORE) : first.start]
    behind = sounds[first.end : first.end + _MOST_BEHIND]
    features.add(f"{first.name} {min(first.start, _MOST_BEFORE)}")
    features.add(f"{first.name} from {before[-1] if before else '^'}")
    features.add(f"{first.name} to {behind[0] if behind else '$'}")
    features.update(f"{first.name}<{sound}" for sound in before)
    features.update(f"{first.name}>{sound}" for sound in behind)
    for vote in votes:
        told = find_statement(words, vote.start)
        condition = words[told.start].folded in ("si", "if") and told.start < vote.start
        features.update(
            (
                f"{vote.name} of {told.subject} {'if' if condition else told.when}",
                f"{vote.name} of {told.subject} asked {asked}",
            )
        )
    features.update(_list_turn_features(words, votes))
    return features


def _list_turn_features(words: tuple[ReplyWord, ...], votes: list[PhraseMatch]) -> Iterator[str]:
    """How the first answer goes on to the others: by a turn, a correction, or neither; and whether the last ends the reply."""
    first, last = votes[0], votes[-1]
    turns = {hit.end for hit in TURNS.find(words) if hit.start >= first.end}
    corrections = [hit for hit in CORRECTIONS.find(words) if hit.start >= first.end]
    ends = not any(word.folded[0].isalnum() for word in words[last.end :])
    yield f"from {first.name} to {last.name} {'end' if ends else 'on'}"
    for vote in votes[1:]:
        turned = any(vote.start - back in turns for back in range(_TURNED_WITHIN + 1))
        corrected = any(hit.end <= vote.start for hit in corrections)
        taken_back = any(hit.start == vote.end for hit in corrections)
        led = "turned" if turned else "corrected" if corrected else "taken back" if taken_back else "beside"
        yield f"from {first.name} {led} {vote.name}"


def _name_sound(word: ReplyWord) -> str:
    if word.is_number:
        return "#"
    return to_phonetic_form(word.folded) if word.folded[0].isalpha() else word.text.replace("\n", ".")
