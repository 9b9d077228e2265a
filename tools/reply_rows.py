"""Rows of replies that teach: dangers, yes and no, people, numbers."""

import re
from collections.abc import Iterable
from functools import cache

from tocsin.conversation.masking import blank_spans, mask_secrets
from tocsin.conversation.reading.answer_features import list_answer_features, opens_with_vote
from tocsin.conversation.reading.danger_features import find_danger_features
from tocsin.conversation.reading.number_answers import split_number_words
from tocsin.conversation.reading.number_candidates import NumberCandidate, list_number_candidates
from tocsin.conversation.reading.other_languages import split_words_to_read
from tocsin.conversation.reading.speech_markers import KIN
from tocsin.conversation.reply_words import MAX_LENGTH, split_words
from tools.contact_mentions import find_named_people, label_mentions
from tools.training_model import EVALS, LabelledText, read_json_lines

REPLY_ROUNDS = tuple(f"r{number}" for number in range(1, 31))
"""Rounds of replies that were scored; a new one joins them then, and teaches from there on."""
DANGER_FILES = ("danger", "distress", "examiner", "hard", "held-out", "ordinary", "own", *REPLY_ROUNDS)
"""Of ``evals/replies``, those that teach."""
OWN_LESSONS = "lessons"
"""Ours, written with the misses of the others in hand: they teach whom a reply lists and what it answers, and judge nothing."""
_GRAVE = ("emergency", "distress")


def read_replies() -> list[LabelledText]:
    """Every reply that teaches: whether somebody is in danger or at the end of their strength."""
    return [LabelledText(text, bool(dangers), author) for text, dangers, author in _read_dangers()]


def read_cries() -> list[LabelledText]:
    """The replies that are cries for help, of one danger: whether it is an emergency, or distress."""
    return [
        LabelledText(text, dangers == {"emergency"}, author)
        for text, dangers, author in _read_dangers()
        if len(dangers) == 1
    ]


def _read_dangers() -> Iterable[tuple[str, set[str], str]]:
    """Text, dangers and author of every labelled reply."""
    for file in DANGER_FILES:
        for row in read_json_lines(EVALS / f"replies/{file}.jsonl"):
            said = [row["label"]] if "label" in row else row["expect"]["signals"]
            yield _blank_names(row), set(said) & set(_GRAVE), row.get("author", file)


def read_yes_no_replies() -> list[LabelledText]:
    """Every reply to a question of yes or no: whether it answers."""
    return [
        LabelledText(
            blank_secrets(row["text"]), row["expect"]["understood"], author, "", row.get("question") or ""
        )
        for author, row in _read_reply_rows("yes_no")
    ]


def read_yes_no_answers() -> list[LabelledText]:
    """Those that answer: whether they say yes."""
    return [
        LabelledText(
            blank_secrets(row["text"]), row["expect"]["value"] == "yes", author, "", row.get("question") or ""
        )
        for author, row in _read_reply_rows("yes_no")
        if row["expect"]["understood"]
    ]


def _read_reply_rows(asked: str) -> Iterable[tuple[str, dict]]:
    """Author and row of every reply to a kind of question that is labelled by what it must be read as."""
    for file in (*DANGER_FILES, OWN_LESSONS):
        for row in read_json_lines(EVALS / f"replies/{file}.jsonl"):
            if "expect" in row and row["asked"] == asked:
                yield row.get("author", file), row


def read_named_people() -> list[LabelledText]:
    """Everybody named in a reply that was to list contacts: whether they are one. ``setting`` is their place among those
    named."""
    rows = []
    for author, row in _read_reply_rows("people"):
        text, question = blank_secrets(row["text"]), row.get("question") or ""
        labels = label_mentions(find_named_people(text, question), row["expect"]["value"])
        rows += [LabelledText(text, contact, author, str(at), question) for at, contact in labels]
    return rows


def list_named_features(row: LabelledText) -> Iterable[str]:
    """As ``conversation/reading/people_scope.py`` reads whoever is named."""
    return find_named_people(row.text, row.heading).features[int(row.setting)]


def read_number_candidates() -> list[LabelledText]:
    """Every number that a reply to *how many* may mean: whether it is the one. ``setting`` is the number."""
    rows = []
    for author, row in _read_reply_rows("number"):
        text, question = blank_secrets(row["text"]), row.get("question") or ""
        rows += [
            LabelledText(text, value == row["expect"]["value"], author, str(value), question)
            for value in _find_number_candidates(text, question)
        ]
    return rows


def list_number_features(row: LabelledText) -> Iterable[str]:
    """As ``conversation/reading/number_answers.py`` reads a number that may be meant."""
    return _find_number_candidates(row.text, row.heading)[int(row.setting)].features


@cache
def _find_number_candidates(text: str, question: str) -> dict[int, NumberCandidate]:
    return {one.value: one for one in list_number_candidates(split_number_words(text), split_words(question))}


def blank_secrets(text: str) -> str:
    """The text as it is read: without secrets, and no longer than a reply may be."""
    secrets = mask_secrets(text).secrets
    return blank_spans(text, tuple((one.start, one.end) for one in secrets))[:MAX_LENGTH]


def list_yes_no_features(row: LabelledText) -> Iterable[str]:
    """As ``conversation/reading/yes_no.py`` reads a reply."""
    return list_answer_features(split_words_to_read(row.text), split_words(row.heading))


def _blank_names(row: dict) -> str:
    """The text without the names of those who are to be read from it: a name is no everyday word, whoever bears it."""
    people = row.get("expect", {}).get("value")
    names = [one["name"] for one in people if one["name"]] if isinstance(people, list) else []
    parts = sorted(
        {part for name in names for part in name.split() if part.casefold() not in KIN}, key=len, reverse=True
    )
    return re.sub("|".join(rf"\b{re.escape(part)}\b" for part in parts) or "$^", " ", row["text"])


def list_reply_features(row: LabelledText) -> Iterable[str]:
    """As ``conversation/reading/danger_reader.py`` reads a reply."""
    return find_danger_features(split_words(row.text))


def is_another(author: str) -> bool:
    """Whether somebody wrote the replies who knew nothing of how they are read."""
    return author != OWN_LESSONS


def says_otherwise(features: Iterable[str]) -> bool:
    """Whether a reply does not open with a yes or no, by what counts of it."""
    return not opens_with_vote(features)
