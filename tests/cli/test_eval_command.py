"""How good are the verdicts? A set of rows says what was expected."""

import json

import pytest

FRAUD = "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example"


def row(name, text, verdict, reasons=(), **more):
    expect = {"verdict": verdict, "reasons": list(reasons)}
    return {"id": name, "channel": "sms", "received_at": "2024-05-02", "text": text, "expect": expect} | more


CAUGHT = row("caught", FRAUD, ["imposture"], ["link_not_official", "asks_payment"], family="fraud")
MISSED = row("missed", "À demain !", ["imposture", "suspicious"], ["urgency"], family="fraud")
ACCUSED = row("accused", FRAUD, ["unproven"], family="genuine")
QUIET = row("quiet", "On mange ensemble demain ?", ["unrelated"], family="hard_negative")
EARLY = row("early", "On mange ensemble demain ?", ["unrelated"], family="asof", group="lunch")
LATE = row("late", "On mange ensemble demain ?", ["imposture"], family="asof", group="lunch")


def test_the_figures_of_a_small_set(tocsin):
    name = tocsin.rows(CAUGHT, MISSED, ACCUSED, QUIET, EARLY, LATE)
    ran = tocsin("eval", name, "--json")
    assert ran.status == 0
    found = ran.json
    rights = {name: (share["right"], share["of"]) for name, share in found["overall"].items()}
    assert rights == {
        "verdicts_right": (3, 6),
        "frauds_caught": (1, 3),
        "frauds_never_authentic": (3, 3),
        "genuine_never_imposture": (2, 3),
        "hard_negatives_right": (1, 1),
        "groups_right": (0, 1),
        "reasons_cited": (2, 3),
    }
    assert found["confusion"]["imposture"] == {"imposture": 1, "unrelated": 2}
    assert found["groups_wrong"] == ["lunch"]
    assert [error["id"] for error in found["errors"]] == ["missed", "late", "accused"]


def test_the_figures_as_people_read_them(tocsin, golden):
    golden("eval", tocsin("eval", tocsin.rows(CAUGHT, MISSED, ACCUSED, QUIET, EARLY, LATE)).out)


def test_a_lookalike_and_a_link_that_is_not_official_count_for_one_another(tocsin):
    for kind in ("lookalike_domain", "link_not_official"):
        found = tocsin("eval", tocsin.rows(row("x", FRAUD, ["imposture"], [kind])), "--json").json
        assert found["overall"]["reasons_cited"]["share"] == 1


def test_a_threshold_makes_it_a_test(tocsin):
    name = tocsin.rows(CAUGHT, MISSED)
    assert tocsin("eval", name, "--min-verdict", "0.5").status == 0
    ran = tocsin("eval", name, "--min-verdict", "0.97")
    assert ran.status == 1
    assert "verdicts_right 0.5000 is below 0.97" in ran.err
    assert tocsin("eval", name, "--min-reasons", "0.9").status == 1


def test_several_files_are_one_set(tocsin):
    one = tocsin.rows(CAUGHT, name="one.jsonl")
    two = tocsin.rows(MISSED, name="two.jsonl")
    assert tocsin("eval", one, two, "--json").json["rows"] == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{oops", "in.jsonl:2"),
        ('{"text": "x"}', "expect"),
        ('{"text": "x", "expect": {"verdict": []}}', "at least one level"),
        ('{"text": "x", "expect": {"verdict": ["fraud"]}}', "fraud"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tocsin, line, words):
    ran = tocsin("eval", tocsin.file("in.jsonl", json.dumps(CAUGHT) + "\n" + line))
    assert ran.status == 65
    assert "in.jsonl:2" in ran.err
    assert words in ran.err


def test_an_empty_set_and_a_missing_one_are_errors(tocsin):
    assert tocsin("eval", tocsin.file("empty.jsonl", "")).status == 65
    assert tocsin("eval", "nowhere.jsonl").status == 66


REPLY = {"id": "r1", "asked": "yes_no", "text": "oui", "on": "2021-03-05", "lang": "fr", "options": []}
RIGHT = REPLY | {"expect": {"understood": True, "value": "yes", "signals": []}}
WRONG = REPLY | {"id": "r2", "expect": {"understood": True, "value": "no", "signals": []}}
CRY = REPLY | {
    "id": "r3",
    "text": "j'arrive plus a respirer",
    "expect": {"understood": False, "value": None, "signals": ["emergency"]},
}


def test_replies_are_measured_by_what_a_wrong_reading_does(tocsin):
    found = tocsin("eval", tocsin.rows(RIGHT, WRONG, CRY), "--json").json["families"]
    assert found["value"] == {"rows": 3, "right": 2, "confidently_wrong": 1, "wrong_unseen": 1}
    assert found["cry for help"] == {"rows": 1, "signalled": 1, "missed": 0}
    assert found["no cry"] == {"rows": 2, "false_alarm": 0, "to_human": 0}


FINE = {"id": "d1", "sender": "38663", "flow": "case", "lang": "fr"} | {
    "text": "Assurance Maladie : est-ce {prenom} {nom} ? Répondez OUI ou NON. Réf. {code}",
    "expect": {"result": "pass", "reasons": []},
}
FORBIDDEN = FINE | {
    "id": "d2",
    "text": "Assurance Maladie : donnez votre numéro de carte bancaire. Réf. {code}",
    "expect": {"result": ["block"], "reasons": ["asks_bank_details"]},
}


def test_texts_before_they_leave_are_measured_by_what_passes(tocsin):
    found = tocsin("eval", tocsin.rows(FINE, FORBIDDEN), "--json").json["families"]
    assert found["fine"] == {"rows": 1, "right": 1, "block": 0, "warn": 0, "pass": 1}
    assert found["forbidden"] == {"rows": 1, "right": 1, "block": 1, "warn": 0, "pass": 0}


def test_the_worst_drafts_are_shown_with_the_sentence_that_decided(tocsin):
    warned = FINE | {
        "id": "d3",
        "text": FINE["text"].replace("Répondez", "Répondez VITE"),
        "expect": {"result": "block"},
    }
    held = FORBIDDEN | {"id": "d4", "expect": {"result": "pass"}}
    lines = tocsin("eval", tocsin.rows(FINE, held, warned)).out.splitlines()
    at = lines.index("worst errors (2 of 2)")
    assert lines[at + 1].startswith("  d3 (forbidden): expected block, got ")
    assert lines[at + 4] == "  d4 (fine): expected pass, got block"
    assert "asks_bank_details: donnez votre numéro de carte bancaire" in lines[at + 5]
    assert "donnez votre numéro de carte bancaire" in lines[at + 6]
    assert "worst errors" not in tocsin("eval", tocsin.rows(held), "--worst", "0").out
    assert tocsin("eval", tocsin.rows(held), "--json").json["errors"][0]["id"] == "d4"


def test_the_worst_replies_are_shown_a_missed_cry_first(tocsin):
    missed = CRY | {"id": "r4", "text": "oui"}
    lines = tocsin("eval", tocsin.rows(RIGHT, WRONG, CRY, missed)).out.splitlines()
    at = lines.index("worst errors (2 of 2)")
    assert lines[at + 1].startswith("  r4 (cry for help): expected not understood, emergency, got ")
    assert lines[at + 2] == "      missed; confidently_wrong"
    assert lines[at + 4].startswith('  r2 (yes_no): expected "no", got "yes"')


def test_replies_go_into_the_same_ledger(tocsin):
    score = ("eval", tocsin.rows(RIGHT, CRY), "--ledger", "ledger.jsonl")
    assert "first sight" in tocsin(*score).err
    assert ", replies, first sight" in (tocsin.folder / "ledger.md").read_text()


def test_a_reply_that_cannot_be_read_is_named(tocsin):
    ran = tocsin("eval", tocsin.rows(RIGHT, {"asked": "colour"}))
    assert ran.status == 65
    assert "in.jsonl" in ran.err


def test_a_round_says_how_much_of_what_is_asked_was_cited(tocsin):
    """Its rows name no reasons: their authors have not seen them."""
    row = {
        "id": "r1", "family": "fraud-am", "channel": "sms", "received_at": "2024-05-02", "asks": ["click", "payment", "nir"],
        "text": "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example",
        "expect": {"verdict": ["imposture"]},
    }  # fmt: skip
    said = tocsin("eval", tocsin.rows(row)).out
    assert "asks cited" in said
    assert "66.67%  2/3" in said
