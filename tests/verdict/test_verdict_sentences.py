"""Whatever can be decided can be said, in both languages, from one table."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tocsin import verdict
from tocsin.charter import compiled_tables
from tocsin.charter.items import ITEMS
from tocsin.charter.judgement_coverage import PRETEXTS
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import MAX, MIN, ValidityPeriod
from tocsin.locale.languages import ORIGINALS
from tocsin.verdict import verdict_sentences
from tocsin.verdict.charter_judge import ISSUES
from tocsin.verdict.explanation import LIKENED
from tocsin.verdict.unclaimed_fraud import STANDS_ALONE

ROOM = Path(verdict.__file__).parent
OWN_LURES = ("lure_refund", "lure_card", "lure_rights", "lure_account", "remote_access")
PRESSURE = ("urgency", "threat")


def written(tree: ast.AST) -> Iterator[str]:
    """Kinds that the code writes out: second argument of ``_add_judgement`` and ``Judgement``, first of
    ``_judge_content``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            place = {"add_judgement": 1, "Judgement": 1, "make": 1, "judge_content": 0}.get(name)
            if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                yield str(node.args[place].value)  # type: ignore[attr-defined]


def every_kind() -> set[str]:
    source = "".join(
        ROOM.joinpath(f"{name}.py").read_text("utf-8")
        for name in (
            "decision",
            "unclaimed_fraud",
            "charter_judge",
            "judgement_context",
            "sender_judge",
            "resemblance",
        )
    )
    kinds = (
        set(written(ast.parse(source)))
        | {item.kind for item in ITEMS.values()}
        | set(PRESSURE)
        | set(OWN_LURES)
        | {LIKENED}
    )
    kinds |= {"lookalike_domain", "shortener", "brand_link", "unknown_link", "hidden_link"} | {
        kind for _, kind in ISSUES.values()
    }
    lures = {a.lure for name in list_charter_names() for a in load_charter(name).lexicon.assets.values()}
    return kinds | lures - set(PRETEXTS)  # pretexts are named in the lexicon of scams


def test_it_finds_the_kinds_that_the_code_writes() -> None:
    assert {
        "sender_not_official",
        "callback_not_official",
        "premium_rate",
        "signature_aligned",
        "masked_number",
    } <= every_kind()


@pytest.mark.parametrize("kind", sorted(every_kind()))
def test_it_has_words_of_its_own_for_every_kind(kind: str) -> None:
    entry = verdict_sentences.load_wording_table()["kinds"].get(kind)
    assert entry, f"{kind} has no wording"
    assert all(str(entry.get(lang, "")).strip() for lang in ORIGINALS)


@pytest.mark.parametrize("kind", sorted(compiled_tables.get_table("lexicon/scams")["pretexts"]))
def test_it_has_words_for_every_pretext(kind: str) -> None:
    for lang in ORIGINALS:
        assert "«" in (text := verdict_sentences.describe_finding(kind, lang, "un appât", "X")) or "“" in text


def test_it_has_words_for_every_pretext_that_stands_alone() -> None:
    assert set(compiled_tables.get_table("lexicon/scams")["pretexts"]) >= STANDS_ALONE


@pytest.mark.parametrize("kind", sorted(verdict_sentences.load_wording_table()["kinds"]))
def test_it_says_the_same_in_both_languages(kind: str) -> None:
    """The same blanks are filled in; a kind that weighs against says what would have been compatible."""
    entry = verdict_sentences.load_wording_table()["kinds"][kind]
    blanks = {lang: set(re.findall(r"\{(\w+)\}", entry[lang])) for lang in ORIGINALS}
    assert blanks["fr"] == blanks["en"] <= {"quote", "name"}
    assert set(entry.get("compatible", {"fr": "", "en": ""})) >= set(ORIGINALS)


@pytest.mark.parametrize(
    "level",
    [
        "imposture",
        "imposture_registered",
        "suspicious",
        "suspicious_signed",
        "unproven",
        "unproven_likened",
        "authentic",
        "authentic_registered",
        "unrelated",
    ],
)
def test_it_has_a_headline_for_every_level(level: str) -> None:
    french, english = (verdict_sentences.get_headline(level, lang, "X") for lang in ORIGINALS)
    assert french != english
    assert all((french, english))
    assert "{" not in french + english


@pytest.mark.parametrize("level", ["imposture", "suspicious", "unproven", "authentic", "unrelated"])
def test_it_says_what_every_level_proves(level: str) -> None:
    assert all(verdict_sentences.describe_proof(level, lang, "X") for lang in ORIGINALS)


def test_it_has_words_for_nothing_that_cannot_be_decided() -> None:
    assert set(verdict_sentences.load_wording_table()["kinds"]) - every_kind() == {"pretext"}


DAYS = ValidityPeriod(
    earliest_start=date(2020, 1, 1),
    latest_start=date(2020, 1, 1),
    earliest_end=date(2021, 1, 1),
    latest_end=date(2021, 1, 1),
)


@pytest.mark.parametrize(
    ("when", "french", "english"),
    [
        (DAYS, "2020-01-01 à 2021-01-01", "2020-01-01 to 2021-01-01"),
        (ValidityPeriod(), "date de début inconnue", "unknown start"),
        (
            ValidityPeriod(earliest_start=date(2020, 1, 1), latest_start=date(2020, 1, 1)),
            "depuis 2020-01-01",
            "since 2020-01-01",
        ),
        (
            ValidityPeriod(earliest_start=MIN, latest_start=date(2020, 1, 1)),
            "depuis au plus tard 2020-01-01",
            "since 2020-01-01 at the latest",
        ),
        (
            ValidityPeriod(earliest_end=date(2021, 1, 1), latest_end=MAX),
            "date de début inconnue à vu pour la dernière fois 2021-01-01",
            "unknown start to last seen 2021-01-01",
        ),
    ],
)
def test_it_says_when_a_clause_held(when: ValidityPeriod, french: str, english: str) -> None:
    assert (verdict_sentences.format_validity(when, "fr"), verdict_sentences.format_validity(when, "en")) == (
        french,
        english,
    )


def test_it_shortens_a_long_quote_and_keeps_a_short_one() -> None:
    assert verdict_sentences.shorten_quote("votre\n RIB") == "votre RIB"
    assert len(verdict_sentences.shorten_quote("x" * 5000)) == 90


def test_a_name_is_joined_as_french_joins_it() -> None:
    """Of every institution, in the sentences that name it."""
    for name in list_charter_names():
        said = verdict_sentences.get_headline("unrelated", "fr", load_charter(name).name.fr)
        assert not re.search(r"\bde (?:le |les |[aeiou])", said, re.IGNORECASE), said
