"""Somebody reads the charter, and somebody keeps it."""

import pytest


def test_explain_tells_a_clause_with_dates_sources_and_examples(tocsin, golden):
    golden("explain", tocsin("explain", "ask.any.payment").out)


def test_explain_in_english(tocsin):
    out = tocsin("explain", "ask.any.payment", "--lang", "en").out
    assert "Examples that make it speak" in out
    assert "Near misses that do not" in out


def test_explain_tells_a_sign(tocsin):
    out = tocsin("explain", "sign.urgency").out
    assert "ne prouve rien" in out


def test_explain_guesses_what_was_meant(tocsin):
    assert "ask.any.payment" in tocsin("explain", "ask.payment").err


def test_every_clause_can_be_explained():
    from argparse import Namespace

    from tocsin.charter.loading import list_charter_names, load_charter
    from tocsin.cli.explain import run_command

    for name in list_charter_names():
        for clause in load_charter(name).clauses:
            for lang in ("fr", "en"):
                assert run_command(Namespace(charter=name, clause=clause.id, lang=lang)) == 0


def test_list_names_the_charters(tocsin):
    assert {line.split()[0] for line in tocsin("charter", "list").out.splitlines()} >= {"assurance_maladie"}


def test_show_has_the_clauses_of_a_day_only(tocsin):
    during = tocsin("charter", "show", "--on", "2021-03-04", "--channel", "call").out
    after = tocsin("charter", "show", "--on", "2024-03-04", "--channel", "call").out
    assert "ask.call.tracing" in during
    assert "ask.call.tracing" not in after


def test_show_without_a_day_has_them_all(tocsin):
    out = tocsin("charter", "show", "--lang", "en").out
    assert "ask.call.tracing" in out
    for title in ("SMS", "E-mail", "Call", "Voicemail", "Social networks", "Letter"):
        assert f"\n{title}\n" in out


def test_diff_tells_what_changed(tocsin):
    out = tocsin("charter", "diff", "2022-01-01", "2023-03-01").out
    assert "Règles qui commencent" in out
    assert "Règles qui finissent" in out
    assert "Réponses qui changent" in out


def test_diff_of_a_day_with_itself_is_nothing(tocsin):
    assert "Rien ne change" in tocsin("charter", "diff", "2022-01-01", "2022-01-01").out


@pytest.mark.parametrize("action", ["lint", "test"])
def test_lint_and_test_find_nothing_in_a_charter_that_comes_with_tocsin(tocsin, action):
    ran = tocsin("charter", action)
    assert ran.status in (0, 1)  # the charter's own tests hold it to 0
    assert ran.out.splitlines()[-1].split()[0].isdigit()


def test_lint_names_file_and_field_of_a_charter_that_does_not_load(tocsin):
    folder = tocsin.folder / "mine"
    folder.mkdir()
    (folder / "charter.yaml").write_text("id: mine\n")
    (folder / "lexicon.yaml").write_text("names: [mine]\n")
    ran = tocsin("charter", "lint", "--charter", str(folder))
    assert ran.status == 1
    assert "schema: mine/charter.yaml" in ran.out


def test_an_action_is_needed(tocsin):
    assert tocsin("charter").status == 64
    assert tocsin("charter", "diff", "2022-01-01").status == 64


def test_publish_without_a_key_writes_the_data_and_says_that_they_are_not_signed(tocsin):
    found = tocsin("charter", "publish", "public", "--charter", "dgfip", "--lang", "en")
    assert found.out.splitlines() == [
        "public/charter.json",
        "Not signed: --key FILE signs with the institution's key.",
    ]
    assert sorted(path.name for path in (tocsin.folder / "public").iterdir()) == ["charter.json"]


def test_publish_refuses_what_is_no_key(tocsin):
    tocsin.file("key.pem", "nonsense")
    (tocsin.folder / "key.pem").chmod(0o600)
    found = tocsin("charter", "publish", "public", "--key", "key.pem")
    assert found.status == 65
    assert "key.pem" in found.err
    assert not (tocsin.folder / "public").exists()


def test_publish_says_where_it_cannot_write(tocsin):
    tocsin.file("public", "a file, no folder")
    assert tocsin("charter", "publish", "public").status in (66, 74)


def test_a_new_charter_lints_and_its_examples_pass(tocsin):
    made = tocsin("charter", "new", "eau_du_val", "--folder", str(tocsin.folder))
    assert made.status == 0
    folder = str(tocsin.folder / "eau_du_val")
    assert tocsin("charter", "lint", "--charter", folder).out.splitlines()[-1] == "0 found"
    assert tocsin("charter", "test", "--charter", folder).out.endswith(" 0 failed\n")
    assert "TODO" in (tocsin.folder / "eau_du_val" / "charter.yaml").read_text()


def test_a_new_charter_takes_the_place_of_nothing(tocsin):
    (tocsin.folder / "eau_du_val").mkdir()
    assert tocsin("charter", "new", "eau_du_val", "--folder", str(tocsin.folder)).status == 65


def test_a_new_charter_has_an_id_that_programs_can_use(tocsin):
    assert tocsin("charter", "new", "Eau du Val", "--folder", str(tocsin.folder)).status == 64


def test_a_new_charter_does_not_bear_the_id_of_one_that_is_there(tocsin):
    asked = tocsin("charter", "new", "antai", "--folder", str(tocsin.folder))
    assert (asked.status, "charter list" in asked.err) == (64, True)
    assert not (tocsin.folder / "antai").exists()


def test_a_file_that_is_no_layer_is_named_as_it_was_given(tocsin):
    file = tocsin.folder / "hostname"
    file.write_text("a machine", encoding="utf-8")
    asked = tocsin("charter", "lint", "--charter", str(file))
    assert str(file) in asked.out + asked.err


def test_lint_says_what_is_inherited_and_what_was_made_of_it(tocsin):
    lines = tocsin("charter", "lint", "--charter", "dgfip").out.splitlines()
    assert any(line.startswith("inherits fr_state (") for line in lines)
    assert "    state.ask.card is restated by ask.bank" in lines


def test_a_name_of_another_institution_is_an_error_of_lint(tocsin):
    tocsin("charter", "new", "eau_du_val", "--folder", str(tocsin.folder))
    lexicon = tocsin.folder / "eau_du_val" / "lexicon.yaml"
    lexicon.write_text(lexicon.read_text().replace("  - Eau Du Val\n", "  - Eau Du Val\n  - DGFiP\n"))
    ran = tocsin("charter", "lint", "--charter", str(lexicon.parent))
    assert ran.status == 1
    assert "name: 'dgfip' points to dgfip and eau_du_val: put it in short_names" in ran.out


def test_all_charters_are_published_as_one_file(tocsin):
    tocsin("charter", "publish", str(tocsin.folder / "public"), "--all")
    assert (
        (tocsin.folder / "public" / "charters.json")
        .read_bytes()
        .startswith(b'{\n "format": "tocsin-charters/1"')
    )
