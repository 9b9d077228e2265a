"""What is documented of the register is what there is."""

import doctest
import re
from pathlib import Path
from typing import get_args

import tocsin.register
from tocsin.evidence.issue_codes import ALPHABET, parse_issue_code
from tocsin.locale.languages import ORIGINALS
from tocsin.register import RegisterEntry
from tocsin.register.verify import DAYS, CodeOutcome, MisuseKind
from tocsin.verdict import verdict_sentences

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "reference" / "register.md"
TEXT = PAGE.read_text(encoding="utf-8")
WHY = (DOCS / "why" / "codes.md").read_text(encoding="utf-8")


def rows(after: str) -> set[str]:
    """What stands as code in the first column of the table that follows a text."""
    table = TEXT.split(after, 1)[1].split("|---", 1)[1].split("\n\n", 1)[0]
    return (
        {name for line in table.splitlines() for name in re.findall(r"`(\w+)`", line.split("|")[1])}
        if table
        else set()
    )


def test_the_example_runs():
    assert doctest.testfile(str(PAGE), module_relative=False).failed == 0


def test_every_outcome_and_misuse_is_documented():
    assert rows("| outcome | means") == set(get_args(CodeOutcome))
    assert rows("| misuse | means") == set(get_args(MisuseKind))


def test_every_misuse_is_said_in_both_languages():
    said = verdict_sentences.load_wording_table()["register"]
    assert all(said[kind][lang] for kind in get_args(MisuseKind) for lang in ORIGINALS)


def test_every_key_of_an_entry_is_documented():
    assert rows("| key of an entry") == set(RegisterEntry.__struct_fields__)


def test_every_key_of_the_answer_is_documented():
    from tocsin.register import CodeAnswer
    from tocsin.register.wording import make_verification_record

    answer = make_verification_record(CodeAnswer(outcome="not_found", code="K7QF-2M9D"), "fr")
    assert rows("| key | meaning |") == set(answer.__struct_fields__)


def test_the_figures_are_those_of_the_code():
    assert f"more than {DAYS} days" in TEXT
    assert parse_issue_code("K7QF-2M9D")
    assert set("01ILOSU") == {c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c not in ALPHABET}
    space = len(ALPHABET) ** 7 - 21**7 - 8**7
    assert 15e9 < space < 16e9
    assert 45 < space / (3.4e6 * 91) < 55
    assert "15 thousand million" in WHY
    assert "one well-formed code in fifty" in WHY


def test_every_public_name_has_its_docstring():
    assert all(getattr(tocsin.register, name).__doc__ for name in tocsin.register.__all__)
