"""An operator's messages stand in a data frame; Spark hands batches of Arrow to Python and takes batches back."""

import base64
import json
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pyarrow
import pytest

from tocsin.charter.errors import NoSuchCharter
from tocsin.charter.loading import load_charter
from tocsin.spark.advice_key import UnknownAdvice, find_advice
from tocsin.spark.advice_table import build_advice_table
from tocsin.spark.frame_check import (
    BatchChecker,
    CheckTerms,
    OtherTables,
    UnknownColumn,
    encode_check_terms,
    select_answer_columns,
)
from tocsin.spark.message_columns import NoMessageColumn
from tocsin.spark.verdict_columns import describe_verdict_columns
from tocsin.verdict.batch_check import RowJudge
from tocsin.verdict.verdict_json import ENCODER, VerdictRecord

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 25)
FRAUD = {
    "id": "f1",
    "channel": "sms",
    "sender": "AMELI",
    "received_at": "2024-05-02",
    "text": "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example",
}
FRIEND = {"id": "f2", "channel": "sms", "text": "On mange ensemble demain ?"}
MAIL = (ROOT / "docs" / "examples" / "refund.eml").read_bytes()


def check_table(table, *, charter=None, lang="fr", columns=None, keep=()):
    """The answers to a table, through what Spark calls."""
    chosen, kept = select_answer_columns(table.column_names, columns, keep)
    terms = SimpleNamespace(value=encode_check_terms(charter, lang, TODAY))
    return pyarrow.Table.from_batches(
        BatchChecker(terms, chosen, kept).answer_batches(table.to_batches(max_chunksize=100))
    ).to_pylist()


def check_rows(*rows, **options):
    """The same, for rows of JSON."""
    return check_table(pyarrow.Table.from_pylist(list(rows), _schema(rows)), **options)


def _schema(rows):
    names = dict.fromkeys(name for row in rows for name in row)
    return pyarrow.schema([(name, pyarrow.array([row.get(name) for row in rows]).type) for name in names])


def scan_rows(rows, charter=None, lang="fr"):
    """What `tocsin scan` writes of the same rows."""
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    return RowJudge(charter, lang, TODAY).judge_lines(lines, 1).output


def as_scan_line(answer, lang="fr", charter=None):
    """The columns of an answer, joined with its advice, as the line that `scan` writes."""
    (advice,) = build_advice_table([answer["advice_key"]], charter, lang).to_pylist()
    answer = answer | advice
    told = {name: answer[name] for name in VerdictRecord.__struct_fields__ if answer.get(name) is not None}
    if "by_channel" in told:
        told["by_channel"] = dict(told["by_channel"])
    return ENCODER.encode(told) + b"\n"


def read_own_rows():
    """Rows of every kind: institutions, channels, hard and harmless ones."""
    for name in ("evals/rounds/i4.jsonl", "docs/examples/reported.jsonl"):
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines()[:50]):
            row = json.loads(line)
            kept = ("channel", "sender", "received_at", "subject", "text", "solicited", "inside_account")
            yield {"id": f"{name}:{number}"} | {key: row[key] for key in kept if key in row}


def test_the_verdicts_are_those_of_scan_byte_for_byte():
    rows = list(read_own_rows())
    answers = check_rows(*rows)
    assert {answer["verdict"] for answer in answers} >= {"imposture", "suspicious", "unproven", "unrelated"}
    assert b"".join(map(as_scan_line, answers)) == scan_rows(rows)


def test_every_key_of_the_json_is_a_column():
    names = {field.name for field in describe_verdict_columns()}
    assert names == set(VerdictRecord.__struct_fields__) - {"id", "advice"} | {"advice_key", "error"}


def test_answers_that_say_the_same_have_one_key_whatever_the_day():
    first, second, other = check_rows(FRAUD, FRAUD | {"received_at": "2024-05-03"}, FRIEND)
    assert first["charter"]["as_of"] != second["charter"]["as_of"]
    assert first["advice_key"] == second["advice_key"] != other["advice_key"]
    assert "33700" in {advice.contact for advice in find_advice(first["advice_key"], "fr")}


def test_what_a_person_tells_that_they_did_is_in_the_key():
    row = {"id": 1, "text": "J'ai reçu un SMS d'ameli et j'ai donné mon numéro de carte bancaire."}
    (answer,) = check_rows(row)
    assert "gave_card" in answer["happened"]
    assert find_advice(answer["advice_key"], "fr")[0].when[0] == "gave_card"
    assert as_scan_line(answer) == scan_rows([row])


def test_a_key_of_another_language_or_charter_is_refused_and_never_answered_with_other_words():
    (answer,) = check_rows(FRAUD)
    with pytest.raises(UnknownAdvice, match="language en"):
        find_advice(answer["advice_key"], "en")
    with pytest.raises(UnknownAdvice):
        find_advice(answer["advice_key"], "fr", load_charter("uk_hmrc"))


def test_where_the_channel_hangs_each_way_is_told():
    text = "CPAM bonjour. Pour sécuriser l'appel, donnez-moi les quatre derniers chiffres de votre IBAN ?"
    row = {"id": 1, "text": text}
    (answer,) = check_rows(row)
    assert as_scan_line(answer) == scan_rows([row])
    assert "imposture" in dict(answer["by_channel"]).values()
    assert answer["question"]


def test_a_number_alone_is_told_about():
    row = {"id": 1, "text": "36 46"}
    (answer,) = check_rows(row)
    assert answer["about"]["value"] == "3646"
    assert as_scan_line(answer) == scan_rows([row])


def test_the_source_of_an_email_may_be_bytes():
    (answer,) = check_rows({"id": 7, "channel": "email", "eml": MAIL})
    assert answer["verdict"] == "imposture"
    assert as_scan_line(answer) == scan_rows(
        [{"id": 7, "channel": "email", "eml": base64.b64encode(MAIL).decode()}]
    )


def test_days_and_moments_may_be_typed():
    told = [
        FRAUD | {"received_at": day} for day in (date(2024, 5, 2), datetime(2024, 5, 2, 23, 30, tzinfo=UTC))
    ]
    for row in told:
        (answer,) = check_rows(row)
        assert answer["charter"]["as_of"] == date(2024, 5, 2)


def test_answers_to_the_spoken_questions_may_be_a_map():
    kind = pyarrow.map_(pyarrow.string(), pyarrow.string())
    table = pyarrow.table(
        {"answers": pyarrow.array([[("code", "yes")], None], kind), "text": [None, "Bonjour"]}
    )
    call, text = check_table(table)
    assert call["verdict"] in ("imposture", "suspicious")
    assert text["verdict"] == "unrelated"


def test_a_row_that_cannot_be_read_says_why_and_the_next_is_judged():
    bad, good = check_rows(FRAUD | {"channel": "fax"}, FRAUD)
    assert bad["id"] == "f1"
    assert bad["verdict"] is None
    assert bad["error"]["kind"] == "bad_field"
    assert bad["error"]["field"] == "channel"
    assert good["verdict"] == "imposture"
    assert good["error"] is None


def test_a_path_is_refused_as_it_would_open_files_of_the_executor():
    (answer,) = check_rows({"channel": "email", "eml": "/etc/passwd"})
    assert answer["error"]["field"] == "eml"


def test_columns_are_chosen_and_others_handed_through():
    (answer,) = check_rows(FRAUD | {"operator": "B"}, columns=("verdict", "claims"), keep=("operator",))
    assert answer == {"id": "f1", "operator": "B", "verdict": "imposture", "claims": ["assurance_maladie"]}


def test_what_no_frame_or_answer_has_is_refused_before_anything_runs():
    with pytest.raises(UnknownColumn, match="verdicts"):
        check_rows(FRAUD, columns=("verdicts",))
    with pytest.raises(UnknownColumn, match="operator"):
        check_rows(FRAUD, keep=("operator",))
    with pytest.raises(UnknownColumn, match="text"):  # the answer has one of its own
        check_rows(FRAUD, keep=("text",))
    with pytest.raises(NoMessageColumn):
        check_rows({"id": 1, "body": "Bonjour"})
    with pytest.raises(NoSuchCharter):
        encode_check_terms("nobody", "fr", TODAY)


def test_a_charter_that_only_the_driver_has_is_broadcast():
    folder = ROOT / "src" / "tocsin" / "charters" / "dgfip"
    row = {
        "id": 1,
        "channel": "sms",
        "text": "impots.gouv : donnez votre carte bancaire sur impots-remb.example",
    }
    (answer,) = check_rows(row, charter=str(folder), lang="en")
    assert as_scan_line(answer, "en", str(folder)) == scan_rows([row], load_charter("dgfip"), "en")


def test_an_executor_with_other_charters_stops_the_job():
    terms = SimpleNamespace(value=msgspec.msgpack.encode(CheckTerms(None, "fr", TODAY, "of yesterday")))
    batch = pyarrow.RecordBatch.from_pylist([FRAUD])
    with pytest.raises(OtherTables, match="of yesterday"):
        list(BatchChecker(terms, ("verdict",), ()).answer_batches([batch]))
