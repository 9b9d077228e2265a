"""Replies in JSON lines, read with the command that people type."""

import json

from tests.forked import tocsin


def tocsin_reply(*arguments, stdin=""):
    return tocsin("reply", *arguments, stdin=stdin)


def run(*rows):
    """Lines refused, and what was written."""
    lines = "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows)
    done = tocsin_reply("-", stdin=lines)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return sum("error" in f for f in found), found


def row(**changes):
    return {
        "id": "a",
        "asked": "yes_no",
        "options": [],
        "text": "oui",
        "on": "2021-03-05T10:30:00",
        "lang": "fr",
    } | changes


def test_the_five_keys_of_the_contract():
    assert run(row()) == (
        0,
        [{"id": "a", "understood": True, "value": "yes", "signals": [], "handling": "answer"}],
    )


def test_people_are_objects_and_nobody_an_empty_list():
    _, (listed, nobody) = run(
        row(asked="people", text="Léa 0639981234"), row(asked="people", text="personne")
    )
    assert listed["value"] == [{"name": "Léa", "number": "+33639981234"}]
    assert (nobody["understood"], nobody["value"]) == (True, [])


def test_the_five_kinds_of_value():
    _, found = run(
        row(asked="date", text="mardi"),
        row(asked="number", text="trois"),
        row(asked="choice", text="2", options=["matin", "soir"]),
        row(asked="choice", text="peut-être", options=["matin", "soir"]),
    )
    assert [f["value"] for f in found] == ["2021-03-02", 3, "soir", None]


def test_days_and_moments_with_or_without_zone():
    _, found = run(
        *(row(asked="date", text="hier", on=on) for on in ("2021-03-05", "2021-03-05T23:59:00+01:00"))
    )
    assert {f["value"] for f in found} == {"2021-03-04"}


def test_missing_options_and_language_and_unknown_keys_are_no_fault():
    line = {
        "id": 7,
        "asked": "yes_no",
        "text": "nn",
        "on": "2021-03-05",
        "options": None,
        "lang": None,
        "x": 1,
    }
    assert run(line) == (
        0,
        [{"id": 7, "understood": True, "value": "no", "signals": [], "handling": "answer"}],
    )


def test_a_bad_line_is_named_and_the_run_goes_on():
    refused, found = run(row(), "{not json", row(asked="colour"), row(on="mardi"), "", row(id="z"))
    assert refused == 3
    assert [f.get("line") for f in found] == [None, 2, 3, 4, None]
    assert all(f["error"] for f in found if "line" in f)
    assert [f["error"]["kind"] for f in found if "line" in f] == ["bad_json", "bad_field", "bad_field"]
    assert found[2]["error"]["field"] == "asked"
    assert "'mardi' is not a time" in found[3]["error"]["message"]
    assert found[2]["id"] == found[3]["id"] == "a"
    assert found[-1]["id"] == "z"


def test_a_file_appears_whole_and_strict_says_that_a_line_was_bad(tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps(row()) + "\nx\n" + json.dumps(row(id="b", text="nn")))
    done = tocsin_reply(str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"), "--strict")
    assert (done.returncode, done.stdout) == (65, "")
    assert "1 of 3 lines could not be read" in done.stderr
    written = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [w.get("value") for w in written] == ["yes", None, "no"]
    assert sorted(f.name for f in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_a_file_that_is_not_there_is_named():
    done = tocsin_reply("nowhere.jsonl")
    assert (done.returncode, done.stderr) == (66, "tocsin: nowhere.jsonl: There is no such file\n")
