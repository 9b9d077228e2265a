"""What the text classifiers are trained for: their rows, what counts of a row, and which thresholds are kept."""

import json
import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from sys import intern
from typing import NamedTuple

from tocsin.conversation.masking import blank_spans, mask_secrets
from tocsin.conversation.reading.answer_features import list_answer_features, opens_with_vote
from tocsin.conversation.reading.danger_features import find_danger_features
from tocsin.conversation.reading.number_answers import split_number_words
from tocsin.conversation.reading.number_candidates import NumberCandidate, list_number_candidates
from tocsin.conversation.reading.other_languages import split_words_to_read
from tocsin.conversation.reading.speech_markers import KIN
from tocsin.conversation.reply_words import MAX_LENGTH, split_words
from tocsin.evidence.finding_features import list_finding_features
from tocsin.evidence.text_classifier import list_text_features
from tocsin.guard.sentence_features import addresses_reader, list_sentence_features
from tools import guard_sentences
from tools.contact_mentions import find_named_people, label_mentions
from tools.guard_sentences import read_guard_drafts, read_own_texts, select_sentences, split_text
from tools.training_findings import digest_row, load_findings

EVALS = Path(__file__).parents[1] / "evals"
REPLY_ROUNDS = tuple(f"r{number}" for number in range(1, 24))
"""Rounds of replies that were scored; a new one joins them then, and teaches from there on."""
DANGER_FILES = ("danger", "distress", "examiner", "hard", "held-out", "ordinary", "own", *REPLY_ROUNDS)
"""Of ``evals/replies``, those that teach."""
OWN_LESSONS = "lessons"
"""Ours, written with the misses of the others in hand: they teach whom a reply lists and what it answers, and judge nothing."""
_GRAVE = ("emergency", "distress")


class LabelledText(NamedTuple):
    """A text with what it is."""

    text: str
    first: bool
    """Whether it is of the first kind: a fraud, a danger."""
    author: str
    """Who wrote it; authors are left out one by one."""
    setting: str = ""
    """Where it stands, such as the channel of a message."""
    heading: str = ""
    """What is shown beside it, such as its sender."""
    findings: tuple[str, ...] = ()
    """Names of what was found in it."""


class ThresholdRule(NamedTuple):
    """How a threshold is chosen on the scores of authors left out."""

    share: float
    """Share of the texts of a kind that may lie on the wrong side of it."""
    first: bool
    """Of which kind: True: texts of the first kind below it; False: texts of the second kind above it."""
    among: Callable[[Iterable[str]], bool] | None = None
    """Which texts are counted, by what counts of them; None: all."""


def weigh_alike(author: str) -> float:
    """Every author's texts count the same."""
    return 1.0


class TrainingTask(NamedTuple):
    """One table to train."""

    read_rows: Callable[[], list[LabelledText]]
    list_features: Callable[[LabelledText], Iterable[str]]
    """What counts of a text, each once: what is asked of the table where it is read."""
    thresholds: dict[str, ThresholdRule]
    fewest_authors: int
    """A feature that fewer of them use is left out: it may be one person's habit, or name."""
    context: str = ""
    """Task whose score of the whole text is added to that of a row, before a threshold is held against them."""
    judges: Callable[[str], bool] = bool
    """On the rows of which authors thresholds are chosen; all, where nothing else is said."""
    weigh_author: Callable[[str], float] = weigh_alike
    """How much a text of an author counts beside those of others."""


def read_messages() -> list[LabelledText]:
    """Every message of the evaluation sets: whether it should warn, by set or by author."""
    findings = load_findings()
    rows = []
    for author, row in list_message_rows():
        text = f"{row.get('subject') or ''}\n{row['text']}"
        fraud = row["expect"]["verdict"][0] in ("imposture", "suspicious")
        found = tuple(sorted(findings[digest_row(row)]))
        rows.append(LabelledText(text, fraud, author, row.get("channel", ""), row.get("sender") or "", found))
    return rows


def list_message_rows() -> list[tuple[str, dict]]:
    """The rows of the evaluation sets that teach, with their authors: the file, or its ``writer`` where it has several; and
    our own texts."""
    aside = (EVALS / "kept-aside.txt").read_text(encoding="utf-8").split("\n")
    files = sorted((*EVALS.glob("*.jsonl"), *EVALS.glob("rounds/*.jsonl")))
    rows = [
        (row.get("writer", file.stem), row)
        for file in files
        if file.relative_to(EVALS).as_posix() not in aside
        for row in _read_json_lines(file)
        if "text" in row
    ]
    return [*rows, *(("product", row) for row in _list_own_messages())]


def _list_own_messages() -> Iterable[dict]:
    """What the service itself sends, which must not look like a fraud to whoever checks it."""
    for text, sender in dict.fromkeys(read_own_texts()):
        yield {
            "channel": "sms",
            "sender": sender,
            "text": text,
            "received_at": "2021-03-08",
            "expect": {"verdict": ["unproven"]},
        }


def list_message_features(row: LabelledText) -> Iterable[str]:
    """As ``evidence/resemblance.py`` reads a message."""
    words = list_text_features(row.text, row.setting, row.heading)
    return words | list_finding_features(row.findings, row.setting)


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
        for row in _read_json_lines(EVALS / f"replies/{file}.jsonl"):
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
        for row in _read_json_lines(EVALS / f"replies/{file}.jsonl"):
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


def _read_json_lines(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def list_reply_features(row: LabelledText) -> Iterable[str]:
    """As ``conversation/reading/danger_reader.py`` reads a reply."""
    return find_danger_features(split_words(row.text))


def read_asking_sentences() -> list[LabelledText]:
    """Every sentence of outgoing texts: whether it asks for something that is not declared."""
    return [
        LabelledText(sentence.text, sentence.kind == "ask", sentence.author, str(sentence.at))
        for sentence in select_sentences(("ask", "fine", "fine_hint", "hint", "warned"))
    ]


def read_hinting_sentences() -> list[LabelledText]:
    """Every sentence that may stand in a text to a contact: whether it lets guess who named them."""
    return [
        LabelledText(sentence.text, sentence.kind == "hint", sentence.author, str(sentence.at))
        for sentence in select_sentences(("hint", "fine_hint", "fine"))
    ]


def read_threatening_sentences() -> list[LabelledText]:
    """Every sentence of outgoing texts that asks nothing: whether it holds a loss or a haste over the reader."""
    return [
        LabelledText(sentence.text, sentence.kind == "threat", sentence.author, str(sentence.at))
        for sentence in select_sentences(("threat", "fine", "fine_hint"))
    ]


def list_draft_features(row: LabelledText) -> Iterable[str]:
    """As ``guard/learned_objections.py`` reads a sentence of a draft."""
    return _list_features_once(row.text, int(row.setting))


@cache
def _list_features_once(text: str, at: int) -> tuple[str, ...]:
    """Of a sentence of a draft: most teach several tables."""
    return tuple(map(intern, list_sentence_features(split_text(text), at)))


def read_drafts() -> list[LabelledText]:
    """Every outgoing text: whether it must not leave."""
    return [LabelledText(draft.text, draft.forbidden, draft.author) for draft in read_guard_drafts()]


def list_whole_draft_features(row: LabelledText) -> Iterable[str]:
    """As ``guard/learned_objections.py`` reads a draft as a whole."""
    return set().union(*(_list_features_once(row.text, at) for at in range(len(split_text(row.text)))))


def is_composed(author: str) -> bool:
    """Whether nobody wrote the texts one by one."""
    return author.startswith("composed")


def is_separate_author(author: str) -> bool:
    """Whether somebody wrote the texts who knew nothing of how they are read."""
    return not author.startswith(("composed", guard_sentences.OWN_LESSONS))


_COMPOSED = 0.2
"""How much a composed sentence counts beside one that somebody wrote; chosen on authors left out."""


def weigh_composed_less(author: str) -> float:
    """Composed sentences are many and of one voice: those of people count more."""
    return _COMPOSED if is_composed(author) else 1.0


def is_another(author: str) -> bool:
    """Whether somebody wrote the replies who knew nothing of how they are read."""
    return author != OWN_LESSONS


def states_only(features: Iterable[str]) -> bool:
    """Whether a sentence turns to nobody, by what counts of it."""
    return not addresses_reader(features)


def says_otherwise(features: Iterable[str]) -> bool:
    """Whether a reply does not open with a yes or no, by what counts of it."""
    return not opens_with_vote(features)


def came_by(channel: str, features: Iterable[str]) -> bool:
    """Whether a message came by a channel, by what counts of it."""
    begins = f"{channel}:"
    return any(feature.startswith(begins) for feature in features)


TASKS = {
    "frauds": TrainingTask(
        read_messages,
        list_message_features,
        {
            "fraud": ThresholdRule(0.045, first=False),
            # By what the harmless ones of a channel are like, where something was found besides: few SMS read like frauds.
            "fraud_sms": ThresholdRule(0.042, first=False, among=partial(came_by, "sms")),
            "fraud_email": ThresholdRule(0.031, first=False, among=partial(came_by, "email")),
            "fraud_letter": ThresholdRule(0.065, first=False, among=partial(came_by, "letter")),
            "fraud_social": ThresholdRule(0.043, first=False, among=partial(came_by, "social")),
            # Of words alone, where nothing else was found, as in most messages that people get.
            "fraud_in_words": ThresholdRule(0.014, first=False, among=partial(came_by, "sms")),
            # Of what sounds like an institution's own messages, which teach too and sound like frauds.
            "fraud_in_its_manner": ThresholdRule(0.012, first=False),
            "strong_fraud": ThresholdRule(0.005, first=False),
            # Where the frauds and the honest messages that it decides of come to the same.
            "harmless": ThresholdRule(0.05, first=True),
            "strong_harmless": ThresholdRule(0.02, first=True),
        },
        fewest_authors=4,
    ),
    "danger": TrainingTask(
        read_replies,
        list_reply_features,
        {
            # A resemblance that alarms by itself; of the replies made to look like cries one in forty has it.
            "alarm": ThresholdRule(0.017, first=False),
            # One with which plain words for danger alarm, and from which danger is not excluded.
            "doubt": ThresholdRule(0.085, first=False),
            # The same of a reply that answers nothing: few cries may be met with the question put again.
            "doubt_unanswered": ThresholdRule(0.08, first=True),
            # Below it a reply may be met by the question put again, however much of it is not understood.
            "calm": ThresholdRule(0.005, first=True),
        },
        fewest_authors=2,
    ),
    "emergency": TrainingTask(
        read_cries,
        list_reply_features,
        {"emergency": ThresholdRule(0.14, first=False), "distress": ThresholdRule(0.1, first=True)},
        fewest_authors=2,
    ),
    "answers": TrainingTask(
        read_yes_no_replies,
        list_yes_no_features,
        {
            # What is read of a reply that answers nothing is a wrong answer.
            "answer": ThresholdRule(0.1, first=False, among=says_otherwise),
            # Next to every reply that opens with a yes or no answers: few of them may be asked again.
            "answer_opening": ThresholdRule(0.006, first=True, among=opens_with_vote),
        },
        fewest_authors=2,
        judges=is_another,
    ),
    "agrees": TrainingTask(
        read_yes_no_answers,
        list_yes_no_features,
        {"yes": ThresholdRule(0.03, first=False), "no": ThresholdRule(0.022, first=True)},
        fewest_authors=2,
        judges=is_another,
    ),
    "contacts": TrainingTask(
        read_named_people,
        list_named_features,
        {},
        fewest_authors=2,
    ),
    "numbers": TrainingTask(
        read_number_candidates,
        list_number_features,
        # One in fifty of the numbers that are not meant would be read, were no other one of the reply ahead of it.
        {"number": ThresholdRule(0.022, first=False)},
        fewest_authors=2,
        judges=is_another,
    ),
    "guard_drafts": TrainingTask(
        read_drafts, list_whole_draft_features, {}, fewest_authors=2, weigh_author=weigh_composed_less
    ),
    "guard_asks": TrainingTask(
        read_asking_sentences,
        list_draft_features,
        {
            # Above it a sentence is held back; one that turns to nobody above the second. Of what lies below, a rule, or
            # another sentence of the draft, holds most back; what a lower edge would hold back is fine for the greater part.
            "block": ThresholdRule(0.06, first=True, among=addresses_reader),
            "block_statement": ThresholdRule(0.167, first=True, among=states_only),
            # Below it a sentence that names a secret refuses it, or tells of it.
            "calm": ThresholdRule(0.015, first=True),
        },
        fewest_authors=2,
        context="guard_drafts",
        judges=is_separate_author,
        weigh_author=weigh_composed_less,
    ),
    "guard_hints": TrainingTask(
        read_hinting_sentences,
        list_draft_features,
        {"block": ThresholdRule(0.1, first=True)},
        fewest_authors=2,
        context="guard_drafts",
        judges=is_separate_author,
        weigh_author=weigh_composed_less,
    ),
    "guard_threats": TrainingTask(
        read_threatening_sentences,
        list_draft_features,
        {"block": ThresholdRule(0.085, first=True)},
        fewest_authors=2,
        context="guard_drafts",
        judges=is_separate_author,
        weigh_author=weigh_composed_less,
    ),
}
"""By the name of the table: ``src/tocsin/evidence/data/<name>.txt``."""
