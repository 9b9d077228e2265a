"""How well an evaluation set is read: by kind of question, and what a wrong reading would do to a person.

python -m tocsin.conversation.reading.score evals/replies/own.jsonl [--show]
"""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from tocsin.conversation.reading.batch import ReplyInput, ReplyOutput, read_batch_reply
from tocsin.conversation.reading.model import ASKED, ReplySignal
from tocsin.conversation.reading.name_lexicon import TITLES
from tocsin.conversation.reading.speech_markers import KIN, OWNERS
from tocsin.conversation.reply_words import parse_word_set, split_words


class ExpectedReading(msgspec.Struct, frozen=True):
    """What a reply must be read as."""

    understood: bool
    value: object
    signals: tuple[ReplySignal, ...]


class LabelledReply(ReplyInput, frozen=True):
    """A reply of an evaluation set: labelled by what it must be read as, or by its danger alone."""

    expect: ExpectedReading | None = None
    label: str = ""
    """``emergency``, ``distress``, or what else it is, where only danger was labelled."""
    human_now: bool = True
    """Whether the danger that is labelled must be signalled or given to a human at once."""

    @property
    def is_cry(self) -> bool:
        """Whether somebody is in danger or at the end of their strength, now."""
        signals = self.expect.signals if self.expect else ()
        return bool(DANGERS & {self.label, *signals}) and self.human_now

    @property
    def asks_human(self) -> bool:
        """Whether a human is wished for: then giving it to one is right."""
        return self.expect is not None and "human" in self.expect.signals


DANGERS: Final = frozenset(("emergency", "distress"))
TO_HUMAN: Final = frozenset(("human", "help"))
_TITLES_AND_KIN: Final = TITLES | KIN


class ReadingScore(msgspec.Struct, frozen=True):
    """Rows read right, of all rows of a kind; a guess is a wrong value where none was to be understood."""

    kind: str
    rows: int
    right: int
    guessed: int

    @property
    def share(self) -> float:
        """Share of rows read right, 0 to 1."""
        return self.right / self.rows if self.rows else 1.0


class MisreadReply(msgspec.Struct, frozen=True):
    """A row read wrong."""

    row: LabelledReply
    read: ReplyOutput


def load_labelled_replies(path: Path) -> list[LabelledReply]:
    """The rows of a JSONL file."""
    decoder = msgspec.json.Decoder(LabelledReply)
    return [decoder.decode(line) for line in path.read_bytes().splitlines() if line.strip()]


def find_misread_replies(rows: Iterable[LabelledReply]) -> list[MisreadReply]:
    """The rows that are read otherwise than expected, whatever differs."""
    read = ((row, read_batch_reply(row)) for row in rows)
    return [MisreadReply(row, output) for row, output in read if row.expect and _differs(row.expect, output)]


def _differs(expect: ExpectedReading, output: ReplyOutput) -> bool:
    return _differs_in_value(expect, output) or output.signals != expect.signals


def _differs_in_value(expect: ExpectedReading, output: ReplyOutput) -> bool:
    """Whether another value was read; a name is the same person in small letters and in capitals, and with or without the
    words that say who it is to the writer (*mon mari*, *Mme Anne Roussel*, *tonton René*): authors differ in what they keep."""
    return (output.understood, _fold_names(output.value)) != (expect.understood, _fold_names(expect.value))


def _fold_names(value: object) -> object:
    plain = msgspec.to_builtins(value)
    if not isinstance(plain, list | tuple):
        return plain
    return [(person["name"] and _fold_name(person["name"]), person["number"]) for person in plain]


def _fold_name(name: str) -> str:
    """A name without titles and words of kin before it; kin alone stays, without its possessive."""
    words = [word.folded for word in split_words(name) if word.folded[0].isalnum()]
    while len(words) > 1 and words[0] in _OWNERS_AND_ARTICLES:
        del words[0]
    while len(words) > 1 and words[0] in _TITLES_AND_KIN and words[1] not in _LINKING_AND_KIN:
        del words[0]
    return " ".join(words)


_ARTICLES: Final = parse_word_set("le la les l the")
_OWNERS_AND_ARTICLES: Final = OWNERS | _ARTICLES
_LINKING: Final = parse_word_set("de du des d of aine ainee cadet cadette")
_LINKING_AND_KIN: Final = _LINKING | KIN
READING_FAULTS: Final = ("missed", "confidently_wrong", "false_alarm", "misread")
"""What may be wrong with a reading, the gravest first; the last where nothing worse is."""


def list_reading_faults(row: LabelledReply, output: ReplyOutput) -> tuple[str, ...]:
    """What is wrong with a reading, of ``READING_FAULTS``, the gravest first; empty where nothing is."""
    signalled, human = bool(DANGERS & {*output.signals}), output.handling in TO_HUMAN
    faults = {
        "missed": row.is_cry and not (signalled or human),
        "confidently_wrong": row.expect is not None
        and output.understood
        and _differs_in_value(row.expect, output),
        "false_alarm": signalled and not row.is_cry and not row.asks_human,
    }
    found = tuple(name for name, so in faults.items() if so)
    return found or (("misread",) if row.expect and _differs(row.expect, output) else ())


class ReplyFigures(msgspec.Struct, frozen=True):
    """What a set of replies comes to; counts of rows."""

    valued: int
    """Rows labelled by value."""
    right: int
    """Of them, those whose value and signals are as expected."""
    confidently_wrong: int
    """Of them, those understood as a value that is not the one meant."""
    wrong_unseen: int
    """Of these, those that count without a question: neither read back to the person nor read by a human."""
    cries: int
    """Rows in danger or distress that must not wait."""
    signalled: int
    missed: int
    """Cries neither signalled nor given to a human."""
    others: int
    """Rows that are no cry and ask for no human."""
    false_alarms: int
    """Of them, those signalled as an emergency or distress."""
    given_to_human: int
    """Of them, those given to a human, alarm or none."""


def measure_replies(rows: Iterable[LabelledReply]) -> ReplyFigures:
    """The figures of a set."""
    count: Counter[str] = Counter()
    for row in rows:
        output = read_batch_reply(row)
        faults = list_reading_faults(row, output)
        if row.expect:
            count["valued"] += 1
            count["right"] += not _differs(row.expect, output)
            count["confidently_wrong"] += "confidently_wrong" in faults
            count["wrong_unseen"] += "confidently_wrong" in faults and output.handling == "answer"
        if row.is_cry:
            count["cries"] += 1
            count["signalled"] += bool(DANGERS & {*output.signals})
            count["missed"] += "missed" in faults
        elif not row.asks_human:
            count["others"] += 1
            count["false_alarms"] += "false_alarm" in faults
            count["given_to_human"] += output.handling in TO_HUMAN
    return ReplyFigures(**{name: count[name] for name in ReplyFigures.__struct_fields__})


def score_replies(rows: list[LabelledReply]) -> list[ReadingScore]:
    """One score by kind of question, one for the rows with signals, and one for all."""
    rows = [row for row in rows if row.expect]
    wrong = {miss.row.id: miss for miss in find_misread_replies(rows)}
    kinds: dict[str, list[LabelledReply]] = {asked: [r for r in rows if r.asked == asked] for asked in ASKED}
    kinds["with signals"] = [r for r in rows if r.expect and r.expect.signals]
    kinds["all"] = rows
    return [_score_kind(kind, members, wrong) for kind, members in kinds.items() if members]


def _score_kind(
    kind: str, rows: list[LabelledReply], wrong: dict[str | int | None, MisreadReply]
) -> ReadingScore:
    bad = [wrong[r.id] for r in rows if r.id in wrong]
    guessed = sum(
        1 for miss in bad if miss.read.understood and miss.row.expect and not miss.row.expect.understood
    )
    return ReadingScore(kind, len(rows), len(rows) - len(bad), guessed)


def main(arguments: list[str]) -> int:
    """Print the scores of a file, and with ``--show`` the rows read wrong."""
    rows = load_labelled_replies(Path(arguments[0]))
    for line in score_replies(rows):
        print(f"{line.kind:14} {line.right:4}/{line.rows:<4} {line.share:7.1%}  guessed {line.guessed}")
    for name, figure in msgspec.structs.asdict(measure_replies(rows)).items():
        print(f"{name.replace('_', ' '):18} {figure}")
    for miss in find_misread_replies(rows) if "--show" in arguments else ():
        print(miss.row.id, miss.row.asked, repr(miss.row.text))
        print("   read    ", msgspec.json.encode(miss.read).decode())
        print("   expected", msgspec.json.encode(miss.row.expect).decode())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
