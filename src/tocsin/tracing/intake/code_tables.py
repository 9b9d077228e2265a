"""What codes of tests and values stand for: the tables of ``codes.yaml``; which answer of several counts."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from unicodedata import combining, normalize

from msgspec import Struct

from tocsin.charter.yaml_document import read_packaged_yaml
from tocsin.protocol.load import list_diseases, load_protocol
from tocsin.tracing.intake.records import Code, RawResult, RejectedRecord

_LOINC = re.compile(r"(?:LA|LP)?[0-9]{1,7}-[0-9]")
Answer = str
"""``positive``, ``negative`` or ``indeterminate``."""


class CodeTables(Struct, frozen=True):
    systems: dict[str, str]
    """A system as it may be written, in small letters -> our name for it."""
    tests: dict[Code, str]
    """Code of a test -> disease."""
    antibodies: frozenset[Code]
    others: frozenset[Code]
    """Tests that are known to be of something that is not traced."""
    values: dict[Code, Answer]
    leanings: dict[str, Answer]
    texts: dict[str, Answer]
    negations: frozenset[str]
    """Words that turn the meaning of a text round."""
    statuses: dict[str, dict[str, str]]


@cache
def load_code_tables() -> CodeTables:
    data = read_packaged_yaml(__package__, "codes.yaml").data
    return CodeTables(
        systems={str(a).lower(): name for name, aliases in data["systems"].items() for a in aliases},
        tests={(s, c): t["disease"] for s, codes in data["tests"].items() for c, t in codes.items()}
        | {
            (system, code): disease
            for disease in list_diseases()
            for system, codes in load_protocol(disease).tests.items()
            for code in codes
        },
        antibodies=frozenset((s, c) for s, codes in data["antibodies"].items() for c in codes),
        others=frozenset((s, c) for s, codes in data["others"].items() for c in codes),
        values={(s, c): v for s, codes in data["values"].items() for c, v in codes.items()},
        leanings=data["leanings"],
        texts={text: answer for answer, texts in data["texts"].items() for text in texts},
        negations=frozenset(data["negations"]),
        statuses=data["statuses"],
    )


_TEXT = 4000
"""Characters of a text of which single words are looked at."""


@lru_cache(4096)
def fold_text(text: str, most: int = 200) -> str:
    """A text of a value or a status as the tables write it: small letters, no accents, single spaces."""
    plain = "".join(c for c in normalize("NFKD", text[:most].casefold()) if not combining(c))
    return " ".join(plain.split()).rstrip(".")


@lru_cache(1024)
def name_code_system(written: str) -> str:
    """Our name for a system of codes; empty where it is not known.

    >>> name_code_system("urn:oid:2.16.840.1.113883.6.96"), name_code_system("LN"), name_code_system("urn:x")
    ('snomed', 'loinc', '')
    """
    return load_code_tables().systems.get(written.strip().lower().removeprefix("urn:oid:").rstrip("/"), "")


@lru_cache(1024)
def find_disease(tests: tuple[Code, ...]) -> str:
    """The disease that a test looks for. Raises RejectedRecord."""
    known = load_code_tables()
    named = [(name_code_system(written), code.strip()) for written, code in tests]
    found = {known.tests[test] for test in named if test in known.tests}
    if len(found) == 1:
        return found.pop()
    if not found and any(test in known.antibodies for test in named):
        raise RejectedRecord("antibody_test", "a test for the virus itself is expected")
    codes = ", ".join(sorted(mask_unknown_code(code) for _, code in tests)) or "no code"
    raise RejectedRecord("unknown_test", f"a test code of the tables is expected, found {codes}"[:280])


@lru_cache(1024)
def is_untraced_test(tests: tuple[Code, ...]) -> bool:
    """Whether a test is known to be of something that is not traced, by one of its codes and against none.

    >>> (is_untraced_test((("http://loinc.org", "2160-0"),)),
    ...  is_untraced_test((("http://loinc.org", "99999-9"),)))
    (True, False)
    """
    known = load_code_tables()
    named = {(name_code_system(written), code.strip()) for written, code in tests}
    if not named.isdisjoint(known.tests) or not named.isdisjoint(known.antibodies):
        return False
    return not named.isdisjoint(known.others)


@lru_cache(4096)
def interpret_value(
    values: tuple[Code, ...], text: str, text_counts: bool, interpretations: tuple[Code, ...]
) -> Answer:
    """What a result says: ``positive`` or ``negative``. Raises RejectedRecord.

    Every code that is known must agree. A value whose codes are all unknown is not saved by an
    interpretation, for it may say something else. A text that is not in the tables counts as its
    interpretation says, if no word of it contradicts.
    """
    known = load_code_tables()
    said = [known.values.get((name_code_system(written), code.strip())) for written, code in values]
    if values and not any(said):
        codes = ", ".join(mask_unknown_code(code) for _, code in values)
        raise RejectedRecord("unknown_value", f"a value of the tables is expected, found {codes}"[:280])
    answers = {one for one in said if one}
    marks = [code.strip().upper() for _, code in interpretations]
    answers |= {one for mark in marks if (one := known.values.get(("interpretation", mark)))}
    told = known.texts.get(fold_text(text)) if text else None
    if told and (text_counts or answers):
        answers.add(told)
    if text and not told and not values:
        if answers:
            answers |= _find_hints(text)
        elif text_counts:
            raise RejectedRecord("unknown_value", "a text of the tables is expected")
    if not answers:
        if text or marks:
            raise RejectedRecord("unknown_value", "a coded value or interpretation of the tables is expected")
        raise RejectedRecord("no_value", "a value is expected")
    leaning = {one for mark in marks if (one := known.leanings.get(mark))}
    if len(answers) > 1 or (answers & {"positive", "negative"} and leaning - answers):
        raise RejectedRecord(
            "contradiction", f"one meaning is expected, found {', '.join(sorted(answers | leaning))}"
        )
    found = answers.pop()
    if found == "indeterminate":
        raise RejectedRecord("indeterminate", "positive or negative is expected")
    return found


@lru_cache(4096)
def _find_hints(text: str) -> frozenset[Answer]:
    """What words of a text say whose whole is not in the tables: enough to contradict, never to decide."""
    known = load_code_tables()
    plain = fold_text(text, _TEXT)
    found = {known.texts[word] for word in _compile_words().findall(plain)}
    if not known.negations.isdisjoint(re.findall(r"\w+", plain)):
        found = (found - {"positive"}) | {"negative"}
    return frozenset(found)


@cache
def _compile_words() -> re.Pattern[str]:
    """The texts of the tables as words of a longer text, also in the plural."""
    words = sorted(
        (re.escape(text) for text in load_code_tables().texts if text[0].isalpha()), key=len, reverse=True
    )
    return re.compile(rf"(?<!\w)({'|'.join(words)})(?:e?s)?(?!\w)")


def map_status(table: str, written: str) -> str:
    """``final``, ``corrected``, ``void``, ``waiting``; what is not known is given back as it is."""
    return load_code_tables().statuses[table].get(written, written)


def mask_unknown_code(code: str) -> str:
    """A code as a detail may show it: where columns slipped, what stands there may be a name or a number."""
    return code if _LOINC.fullmatch(code) else "another"


def interpret_raw_result(told: RawResult) -> Answer:
    """What a result says. Raises RejectedRecord."""
    return interpret_value(told.values, told.text, told.text_counts, told.interpretations)


def choose_answers(told: Sequence[tuple[tuple[Code, ...], bool]]) -> tuple[list[int], bool]:
    """The observations that are results, by their places, and whether the order says what was tested.

    ``told`` is of each observation its codes, and whether it says positive, negative or something between.
    Those of a known test are results; so is each of an unknown test that answers. Where there is neither, the
    first stands for the order. The order says what was tested where one observation alone answers.
    """
    known = [has_known_test(codes) for codes, _ in told]
    chosen = [at for at, one in enumerate(known) if one]
    others = [at for at, (_, answers) in enumerate(told) if answers and not known[at]]
    alone = not chosen and len(others) <= 1
    if not chosen and all(is_untraced_test(told[at][0]) for at in others):
        # One that is not known to be of another test is not passed over because of those that are.
        others += [at for at, (codes, _) in enumerate(told) if not is_untraced_test(codes)][:1]
    return [*chosen, *others] or list(range(len(told)))[:1], alone


@lru_cache(4096)
def has_known_test(tests: tuple[Code, ...]) -> bool:
    """Whether one of its codes is of a disease that is traced."""
    known = load_code_tables().tests
    return any((name_code_system(system), code) in known for system, code in tests)


def says_answer(values: tuple[Code, ...], text: str, marks: tuple[str, ...]) -> bool:
    """Whether a value, its whole text or a mark beside it says positive, negative or something between."""
    tables = load_code_tables()
    if any((name_code_system(system), code) in tables.values for system, code in values):
        return True
    return fold_text(text) in tables.texts or any(
        ("interpretation", mark.upper()) in tables.values for mark in marks
    )
