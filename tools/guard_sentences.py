"""Sentences of outgoing texts that the guard's classifiers are trained on: those of authors, and composed ones.

Composed ones put what may not be asked, and what may, into the same turns of asking, of refusing and of speech
(``evals/guard/composed``), so that what is learned is what is asked, and not how. Nothing is drawn by chance.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tocsin.charter.compiled_tables import load_plain_yaml
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.guard_check import draft_flow_texts
from tocsin.guard.draft_sentences import DraftSentence, split_sentences
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.permitted_words import counts_as_word
from tocsin.guard.sentence_features import cut_word

FOLDER = Path(__file__).parents[1] / "evals/guard"
AUTHORS = (
    "own",
    "roundabout",
    "good-faith",
    "g1",
    "g2",
    "g3",
    "g4",
    "g5",
    "g6",
    "g7",
    "g8",
    "g9",
    "g10",
    "g11",
    "g12",
    "g13",
    "g14",
    "g15",
    "g16",
    "g17",
    "g18",
    "g19",
    "g20",
    "g21",
    "g22",
    "g23",
    "g24",
    "g26",
    "lessons",
)
"""Sets that teach; a new round joins them once it was scored."""
OWN_LESSONS = "lessons"
"""Ours, written with the misses of the others in hand, in many voices: they teach and judge nothing."""
_LANGUAGES = ("fr", "en")
_TURNS = 8
"""Turns of asking that each thing which must not be asked is put into; what may be asked is put into more."""
_DENIALS = 5
"""Turns of refusing it that each is put into."""
_SHARDS = 4
"""Parts of the composed sentences, and of our lessons, as authors: no part is one voice."""


class GuardDraft(NamedTuple):
    """A whole text."""

    text: str
    author: str
    forbidden: bool
    """Whether it must not leave."""


class GuardSentence(NamedTuple):
    """A sentence among those of its text."""

    text: str
    at: int
    """Which of the sentences of the text."""
    author: str
    kind: str
    """``ask``, ``hint``, ``threat``, ``fine``; ``fine_hint`` where it may be said to a contact of who named them, ``warned``
    where it asks nothing and is warned of, which may be as it presses."""


@cache
def split_text(text: str) -> tuple[DraftSentence, ...]:
    """The sentences of a draft, its variables by what they stand for."""
    return split_sentences(DraftTemplate(text).filled_with_kinds)


@cache
def read_guard_sentences() -> tuple[GuardSentence, ...]:
    """Every sentence that teaches."""
    return (*_read_authors(), *_read_composed())


def read_guard_drafts() -> list[GuardDraft]:
    """Every draft that teaches as a whole: those of authors, and composed ones."""
    drafts = [
        GuardDraft(row["text"], _choose_voice(author, row), "block" in results)
        for author, row, results in _list_author_rows()
        if "pass" in results or "block" in results
    ]
    for turn, (text, kind, _) in enumerate(_compose()):
        forbidden = kind in ("ask", "hint", "threat")
        drafts.append(GuardDraft(_finish_sentence(text), f"composed-{turn % _SHARDS}", forbidden))
    return drafts


def _list_author_rows() -> Iterator[tuple[str, dict, list[str]]]:
    """Author, row and the results that are right, the best first, of every row that teaches."""
    disputed = set((FOLDER / "disputed.txt").read_text(encoding="utf-8").split("\n"))
    for author in AUTHORS:
        for line in (FOLDER / f"{author}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            results = row["expect"].get("results") or row["expect"]["result"]
            if row["id"] not in disputed:
                yield author, row, [results] if isinstance(results, str) else results


def _read_authors() -> Iterator[GuardSentence]:
    """Sentences of authors: all of a text that may leave; of one that may not, those that were pointed at."""
    pointed = _read_pointed()
    for author, row, results in _list_author_rows():
        voice = _choose_voice(author, row)
        if "block" not in results:
            for at in range(len(split_text(row["text"]))):
                yield GuardSentence(row["text"], at, voice, _choose_fine_kind(row, results))
        for kind, at in pointed.get((author, row["id"]), ()):
            yield GuardSentence(row["text"], at, voice, kind)


def _choose_voice(author: str, row: dict) -> str:
    """Who counts as the author of a row."""
    return f"{author}-{int(row['id'][-3:]) % _SHARDS}" if author == OWN_LESSONS else author


def _choose_fine_kind(row: dict, results: list[str]) -> str:
    """What the sentences of a text that is not blocked are."""
    if "pass" not in results:
        return "warned"
    return "fine_hint" if row["flow"] == "contact" and not row.get("consent") else "fine"


def _read_pointed() -> dict[tuple[str, str], list[tuple[str, int]]]:
    """Which sentences of texts that must not leave are why, and of which kind: ``pointed.tsv``."""
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for line in (FOLDER / "pointed.tsv").read_text(encoding="utf-8").splitlines():
        author, name, kind, at = line.split("\t")
        found.setdefault((author, name), []).append((kind, int(at)))
    return found


def read_own_texts() -> Iterator[tuple[str, str]]:
    """The texts of the flows that are ready made, filled in as at worst, with their senders."""
    for flow in map(load_flow, list_flows()):
        for draft in draft_flow_texts(flow):
            yield DraftTemplate(draft.text, draft.values).filled_at_worst.text, draft.sender


def _read_composed() -> Iterator[GuardSentence]:
    turn = count()
    for text, kind, lang in _compose():
        at = next(turn)
        for said in (text, _add_style(text, lang, at)):
            draft = _finish_sentence(said)
            for sentence in range(len(split_text(draft))):
                yield GuardSentence(draft, sentence, f"composed-{at % _SHARDS}", kind)
        if text.endswith("?"):
            replies = _list_entries(_load("styles")[lang]["replies"])
            answered = f"{text[0].upper()}{text[1:]} {replies[at % len(replies)]}"
            asked = len(split_text(text)) - 1
            yield GuardSentence(answered, asked, f"composed-{at % _SHARDS}", kind)


def _finish_sentence(text: str) -> str:
    """With a capital and a mark."""
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.?!' else '.'}"


def _compose() -> Iterator[tuple[str, str, str]]:
    """Text, kind and language."""
    frames, declared = _load("frames"), _load("declared")
    for lang in _LANGUAGES:
        turns = {name: _list_entries(entries) for name, entries in frames[lang].items()}
        asked = _load(f"asks-{lang}")
        things = _list_entries(asked["things"])
        for i, thing in enumerate(things):
            for turn in _take(turns["asking_things"], i, _TURNS):
                yield turn.replace("{x}", thing), "ask", lang
            for turn in _take(turns["denying"], i, _DENIALS):
                yield turn.replace("{x}", thing).replace("{y}", things[i - 3]), "fine", lang
        for i, fact in enumerate(_list_entries(asked["facts"])):
            for turn in _take(turns["asking_facts"], i, _TURNS):
                yield turn.replace("{f}", fact), "ask", lang
        for i, thing in enumerate(_list_kinds(declared[lang]["things"])):
            for turn in _take(turns["asking_things"], i, 2 * _TURNS):
                yield turn.replace("{x}", thing), "fine", lang
        for i, fact in enumerate(_list_kinds(declared[lang]["facts"])):
            for turn in _take(turns["asking_facts"], i, 2 * _TURNS):
                yield turn.replace("{f}", fact), "fine", lang
        yield from _compose_threats(lang)
        for page in sorted(FOLDER.glob(f"composed/*-{lang}*.yaml")):
            for name, kind in (
                ("asks", "ask"),
                ("fine", "fine"),
                ("fine_to_contacts", "fine_hint"),
                ("hints", "hint"),
                ("threats", "threat"),
                ("calm", "fine"),
            ):
                for text in _list_entries(_load(page.stem).get(name, "")):
                    yield text, kind, lang


def _compose_threats(lang: str) -> Iterator[tuple[str, str, str]]:
    """Conditions with what is threatened, and with what follows harmlessly."""
    page = _load(f"threats-{lang}")
    harms, calm_ends = _list_entries(page["harms"]), _list_entries(page["calm_ends"])
    for i, condition in enumerate(_list_entries(page["conditions"])):
        for ends, kind in ((harms, "threat"), (calm_ends, "fine")):
            for j, end in enumerate(_take(ends, i, _TURNS)):
                yield f"{condition}, {end}" if (i + j) % 3 else f"{end} {condition}", kind, lang


def _take(turns: Sequence[str], at: int, most: int) -> Iterator[str]:
    """Some turns, others for each place, spread over the list."""
    step = next(step for step in (7, 11, 13) if len(turns) % step)
    return (turns[(at * 3 + k * step) % len(turns)] for k in range(min(most, len(turns))))


def _add_style(text: str, lang: str, at: int) -> str:
    """The text with a turn of speech before it, after it, or both."""
    styles = _load("styles")[lang]
    before, after = _list_entries(styles["before"]), _list_entries(styles["after"])
    core = text[0].lower() + text[1:]
    if at % 4 < 3:
        core = f"{before[at % len(before)]} {core}"
    if at % 4 > 1 and "?" not in text:
        end = after[at % len(after)]
        core = core.rstrip(".") + (end if end[0] == "," else f" {end}")
    return core


@cache
def _load(name: str) -> dict:
    page = load_plain_yaml(FOLDER / f"composed/{name}.yaml")
    assert isinstance(page, dict)
    return page


@cache
def _list_entries(text: str) -> tuple[str, ...]:
    return tuple(entry.strip() for line in text.splitlines() for entry in line.split("|") if entry.strip())


def _list_kinds(kinds: dict[str, str]) -> list[str]:
    """The entries of all kinds."""
    return [entry for text in kinds.values() for entry in _list_entries(text)]


def list_permitted_stems() -> list[str]:
    """How the words begin of all sentences that may leave (``guard/permitted_words.txt``)."""
    return sorted(
        {
            cut_word(word.text)
            for sentence in select_sentences(("fine", "fine_hint", "warned"))
            for word in split_text(sentence.text)[sentence.at].words
            if counts_as_word(word)
        }
    )


def select_sentences(kinds: Iterable[str]) -> list[GuardSentence]:
    """Those of some kinds."""
    wanted = set(kinds)
    return [sentence for sentence in read_guard_sentences() if sentence.kind in wanted]
