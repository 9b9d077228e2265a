"""An author checks a text before it is sent; a machine checks many."""

import json
import os
import subprocess
import sys

import pytest

ASKS = {
    "id": "a1",
    "sender": "38663",
    "flow": "contact",
    "lang": "fr",
    "text": "Assurance Maladie : avez-vous de la fièvre ? Réf. {code}",
}
GOOD = {
    "id": 2,
    "sender": "38663",
    "flow": "case",
    "lang": "fr",
    "text": "Assurance Maladie : avez-vous besoin d'aide pour vos courses ? Répondez OUI ou NON. Réf. {code}",
}
SHOUTS = GOOD | {"id": 3, "text": "Assurance Maladie : RESTEZ CHEZ VOUS demain. Réf. {code}"}
ONE = ("guard", "--sender", "38663", "--flow", "contact", "--text")
WAIVER = """
- {kind: shouting, by: Léa Martin, reason: campagne, until: 2999-12-31, for: 3}
"""


def test_each_line_gets_a_ruling_in_order(tocsin):
    ran = tocsin("guard", tocsin.rows(ASKS, GOOD, SHOUTS))
    assert ran.status == 0
    assert [(row["id"], row["result"]) for row in ran.lines] == [("a1", "block"), (2, "pass"), (3, "warn")]
    assert ran.err == ""


def test_the_output_has_the_keys_of_the_contract(tocsin):
    (row,) = tocsin("guard", tocsin.rows(ASKS)).lines
    assert list(row) == ["id", "result", "reasons", "proposal", "parts", "alphabet", "on"]
    (reason,) = row["reasons"]
    assert list(reason) == ["kind", "weight", "clause", "span", "quote", "text", "source", "waived"]
    start, end = reason["span"]
    assert ASKS["text"][start:end] == reason["quote"] == "avez-vous de la fièvre"
    assert (row["proposal"], row["parts"]) == (None, 1)


def test_people_read_the_source_in_their_language(tocsin):
    said = {lang: tocsin("guard", "--lang", lang, "--text", ASKS["text"]).out for lang in ("fr", "en")}
    assert "(cité par un tiers)" in " ".join(said["fr"].split())
    assert "(quoted" in " ".join(said["en"].split())
    assert "passing on" not in said["fr"]


def test_a_wording_that_passes_is_proposed(tocsin):
    (row,) = tocsin("guard", tocsin.rows(SHOUTS)).lines
    assert row["proposal"] == "Assurance Maladie : Restez chez vous demain. Réf. {code}"


def test_the_day_is_that_of_the_row_or_of_the_run_or_the_last_of_the_programme(tocsin):
    early = ASKS | {"on": "2021-03-04"}
    assert [row["on"] for row in tocsin("guard", tocsin.rows(early, ASKS)).lines] == [
        "2021-03-04",
        "2023-01-31",
    ]
    ran = tocsin("guard", tocsin.rows(early, ASKS), "--on", "2022-02-09")
    assert [row["on"] for row in ran.lines] == ["2021-03-04", "2022-02-09"]


def test_the_author_may_know_better(tocsin):
    text = "Assurance Maladie : tout est sur {lien}. Réf. {code}"
    row = GOOD | {"text": text}
    known = row | {"values": {"lien": "https://www.ameli.fr/covid-19"}}
    assert [r["result"] for r in tocsin("guard", tocsin.rows(row, known)).lines] == ["block", "pass"]


def test_consent_lets_the_case_be_named(tocsin):
    row = ASKS | {"text": "Assurance Maladie : {case_name} vous a cité. Réf. {code}"}
    rows = tocsin("guard", tocsin.rows(row, row | {"consent": True})).lines
    assert [r["result"] for r in rows] == ["block", "pass"]


@pytest.mark.parametrize(
    ("line", "kind", "field"),
    [
        ("{", "bad_json", ""),
        ('{"id": 9, "text": 1, "sender": "38663", "flow": "case"}', "bad_field", "text"),
        ('{"id": 9, "text": "x", "sender": "38663", "flow": "patient"}', "bad_field", "flow"),
        ('{"id": 9, "text": "x", "flow": "case"}', "bad_field", ""),
        ('{"id": 9, "text": "x", "sender": "38663", "flow": "case", "on": "one day"}', "bad_field", "on"),
    ],
)
def test_a_bad_line_is_refused_in_its_place_and_the_run_goes_on(tocsin, line, kind, field):
    name = tocsin.file("in.jsonl", f"{json.dumps(GOOD)}\n{line}\n\n{json.dumps(GOOD)}\n")
    ran = tocsin("guard", name)
    assert ran.status == 0
    good, refused, again = ran.lines
    assert good["result"] == again["result"] == "pass"
    assert refused["line"] == 2
    assert (refused["error"]["kind"], refused["error"].get("field", "")) == (kind, field)
    assert refused.get("id", 9) == 9
    assert tocsin("guard", name, "--strict").status == 65


def test_it_reads_from_a_pipe_and_writes_to_a_file(tocsin):
    ran = tocsin("guard", "-", "--out", "out.jsonl", stdin=(json.dumps(ASKS) + "\n").encode())
    assert (ran.status, ran.out) == (0, "")
    assert json.loads((tocsin.folder / "out.jsonl").read_text())["result"] == "block"


def test_what_is_waived_is_allowed_and_still_shown(tocsin):
    waivers = tocsin.file("waivers.yaml", WAIVER)
    (row,) = tocsin("guard", tocsin.rows(SHOUTS), "--waivers", waivers).lines
    assert row["result"] == "pass"
    assert row["reasons"][0]["waived"] == "Léa Martin, jusqu'au 2999-12-31 : campagne"


def test_a_waiver_that_has_expired_counts_for_nothing(tocsin):
    waivers = tocsin.file("waivers.yaml", WAIVER.replace("2999", "2024"))
    (row,) = tocsin("guard", tocsin.rows(SHOUTS), "--waivers", waivers).lines
    assert row["result"] == "warn"


def test_an_ask_cannot_be_waived(tocsin):
    waivers = tocsin.file("waivers.yaml", WAIVER.replace("shouting", "asks_medical"))
    ran = tocsin("guard", tocsin.rows(ASKS), "--waivers", waivers)
    assert ran.status == 65
    assert "waivers.yaml" in ran.err
    assert "nobody may allow" in ran.err


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Assurance Maladie : faites un test demain. Réf. {code}", 0),
        ("Assurance Maladie : FAITES UN TEST demain. Réf. {code}", 1),
        ("Assurance Maladie : votre RIB ? Réf. {code}", 2),
    ],
)
def test_the_exit_status_tells_the_result_of_one_text(tocsin, text, status):
    assert tocsin(*ONE, text).status == status


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_one_text_is_explained_to_its_author(tocsin, golden, lang):
    text = (
        "Assurance Maladie : RESTEZ CHEZ VOUS. Avez-vous de la fièvre ? "
        "Une question : 01 99 00 12 34, ou {lien}. Réf. {code}"
    )
    ran = tocsin(*ONE, text, "--lang", lang, "--on", "2021-03-04")
    assert ran.status == 2
    golden(f"guard-{lang}", ran.out)


def test_a_wording_is_shown_to_its_author(tocsin):
    ran = tocsin(*ONE, "Faites un test demain, à bientôt.")
    assert "Un texte qui passe" in ran.out
    assert "Assurance Maladie : Faites un test demain, à bientot. Réf. {code}" in " ".join(
        ran.out.replace("│", " ").split()
    )


def test_one_text_as_json(tocsin):
    ran = tocsin(*ONE, ASKS["text"], "--json")
    assert (ran.json["id"], ran.json["result"]) == (None, "block")


def test_nothing_hostile_reaches_the_terminal(tocsin):
    ran = tocsin(*ONE, "Assurance Maladie : \x1b[31mvotre RIB\x1b[0m ? \u202e Réf. {code}", "--id", "x")
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


@pytest.mark.parametrize("words", [(), ("in.jsonl", "--text", "x")])
def test_a_file_or_a_text_is_needed_and_not_both(tocsin, words):
    ran = tocsin("guard", *words)
    assert ran.status == 64
    assert "a file of drafts, a flow, or --text" in ran.err


def test_a_file_that_is_not_there(tocsin):
    assert tocsin("guard", "nowhere.jsonl").status == 66
    assert tocsin("guard", tocsin.rows(GOOD), "--waivers", "nowhere.yaml").status == 66


def test_an_interruption_leaves_no_draft(tocsin):
    process = subprocess.Popen(
        [sys.executable, "-m", "tocsin", "guard", "-", "--out", "out.jsonl"],
        stdin=subprocess.PIPE,
        cwd=tocsin.folder,
        env=os.environ,
    )
    assert process.stdin is not None
    process.stdin.write((json.dumps(GOOD) + "\n").encode())
    process.stdin.flush()
    process.terminate()
    process.stdin.close()
    assert process.wait(300) != 0
    assert list(tocsin.folder.iterdir()) == []


# ---- flows


@pytest.mark.parametrize("flow", ["case", "contact", "follow_up"])
def test_every_text_of_a_flow_that_comes_with_us_passes(tocsin, flow):
    ran = tocsin("guard", flow)
    assert ran.status == 0
    assert ran.out.splitlines()[-1].endswith("0 à revoir, 0 bloqué.")


def test_a_flow_is_judged_text_by_text_in_every_language(tocsin):
    rulings = tocsin("guard", "contact", "--json").lines
    assert {"contact.notice.fr", "contact.notice.en", "common.stop.fr"} <= {row["id"] for row in rulings}
    assert {row["result"] for row in rulings} == {"pass"}


def test_a_flow_of_ones_own_is_read_from_its_file(tocsin):
    from importlib.resources import files

    text = (files("tocsin.conversation") / "flows" / "contact.yaml").read_text(encoding="utf-8")
    bad = text.replace(
        "Nous avons des consignes pour vous. Est-ce bien", "Avez-vous de la fièvre ? Est-ce bien", 1
    )
    ran = tocsin(
        "guard", tocsin.file("mine.yaml", bad.replace("flow: contact", "flow: mine", 1)), "--lang", "en"
    )
    assert ran.status == 2
    assert "mine.notice.fr" in ran.out
    assert "asks_medical" in ran.out
    assert ran.out.splitlines()[-1].endswith("0 to be looked at, 1 blocked.")


def test_a_flow_that_cannot_be_read(tocsin):
    assert tocsin("guard", tocsin.file("bad.yaml", "flow: [")).status == 65
    assert tocsin("guard", "nowhere.yaml").status == 66
