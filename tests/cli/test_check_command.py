"""Camille has a strange message, and types it."""

import json
import re

import pytest

from tests.pictures.drawn import FRAUD as DRAWN
from tests.pictures.drawn import draw

FRAUD = "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example"
NOTICE = (
    "Un nouveau message vous attend dans votre compte ameli. Connectez-vous sur ameli.fr. L'Assurance Maladie"
)
FRIEND = "Salut, on mange ensemble demain midi ?"


def test_an_imposture_exits_with_2_and_says_so_first(tocsin):
    ran = tocsin("check", FRAUD, "--sender", "AMELI", "--received", "2024-05-02")
    assert ran.status == 2
    assert ran.out.startswith("C'est une imposture")
    assert ran.err == ""


def test_a_genuine_notice_exits_with_0_and_is_not_called_proved(tocsin):
    ran = tocsin("check", NOTICE, "--sender", "ameli", "--received", "2025-11-12")
    assert ran.status == 0
    assert "rien ne prouve" in ran.out


def test_a_parcel_scam_exits_with_1(tocsin):
    text = "Chronopost : votre colis est en attente, payez 1,99 € de frais : suivi-colis.example"
    assert tocsin("check", text, "--received", "2025-03-01").status == 1


def test_a_friend_is_left_alone(tocsin):
    assert tocsin("check", FRIEND).status == 0


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_whole_verdict_on_an_imposture(tocsin, golden, lang):
    ran = tocsin("check", FRAUD, "--sender", "AMELI", "--received", "2024-05-02", "--lang", lang)
    golden(f"check-imposture-{lang}", ran.out)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_whole_verdict_on_a_genuine_notice(tocsin, golden, lang):
    ran = tocsin("check", NOTICE, "--sender", "ameli", "--received", "2025-11-12", "--lang", lang)
    golden(f"check-unproven-{lang}", ran.out)


def test_each_reason_names_its_rule_its_dates_and_its_source(tocsin):
    out = tocsin("check", FRAUD, "--received", "2024-05-02").out
    assert re.search(r"règle [a-z_.]+, (depuis|au plus tard)", out)
    assert "source : " in out
    assert "https://" in out


def test_it_says_what_to_do_now_and_what_to_do_when_it_is_done(tocsin):
    out = tocsin("check", FRAUD, "--received", "2024-05-02").out
    for title in ("Un vrai message aurait dû", "Que faire maintenant", "Si c'est déjà fait", "Si vous avez"):
        assert title in out
    assert "33700" in out
    assert "prix : " in out


def test_the_same_text_has_another_verdict_at_another_date(tocsin):
    text = "Suivi des contacts Covid de l'Assurance Maladie. Quel est votre numéro de sécurité sociale ?"
    calls = [
        tocsin("check", text, "--channel", "call", "--received", d).status
        for d in ("2021-03-04", "2024-03-04")
    ]
    assert calls == [0, 2]


def test_a_date_and_time_is_a_day(tocsin):
    ran = tocsin("check", FRAUD, "--received", "2024-05-02T23:59:00+02:00", "--json")
    assert ran.json["charter"]["as_of"] == "2024-05-02"


def test_standard_input_is_read(tocsin):
    assert tocsin("check", "-", stdin=FRAUD.encode()).status == 2


def test_text_of_old_windows_is_read(tocsin):
    ran = tocsin("check", "-", "--json", stdin="La caisse a réglé 5 €".encode("cp1252"))
    assert ran.status == 0


def test_a_long_dash_of_text_is_no_option(tocsin):
    assert tocsin("check", "--", "-50 % sur tout le magasin").status == 0


def test_the_json_of_a_check_has_the_keys_of_the_contract(tocsin):
    ran = tocsin("check", FRAUD, "--sender", "AMELI", "--received", "2024-05-02", "--json")
    found = ran.json
    assert ran.status == 2
    assert found["verdict"] == "imposture"
    assert found["claims"] == ["assurance_maladie"]
    assert set(found["charter"]) == {"id", "version", "as_of"}
    for reason in found["reasons"]:
        if reason["field"] == "text" and reason["span"]:
            start, end = reason["span"]
            assert FRAUD[start:end] == reason["quote"]


# ---- on a terminal


def test_a_terminal_gets_colours_and_underlined_spans(tocsin):
    seen = tocsin.on_terminal("check", FRAUD, "--received", "2024-05-02")
    assert "\x1b[1;31mC'est une imposture" in seen
    assert "\x1b[4;31mpayez 0,99 euro\x1b[0m" in seen


def test_no_color_is_respected(tocsin):
    assert "\x1b" not in tocsin.on_terminal("check", FRAUD, NO_COLOR="1")
    assert "\x1b" not in tocsin.on_terminal("check", FRAUD, TERM="dumb")


def test_a_pipe_gets_plain_text(tocsin):
    assert "\x1b" not in tocsin("check", FRAUD).out


def test_what_a_terminal_shows_is_what_a_pipe_gets(tocsin):
    seen = tocsin.on_terminal("check", FRAUD, "--received", "2024-05-02", COLUMNS="80")
    assert re.sub(r"\x1b\[[0-9;]*m", "", seen) == tocsin("check", FRAUD, "--received", "2024-05-02").out


# ---- hostile messages


def test_escapes_of_the_message_never_reach_the_terminal(tocsin):
    text = (
        "AMELI\x1b[2J\x1b]0;pwned\x07 \x9b31m votre carte vitale expire : ameli-vitale.example \u202egnp.exe"
    )
    for out in (tocsin("check", text, "--sender", "A\x1b[31m").out, tocsin.on_terminal("check", text)):
        shown = re.sub(r"\x1b\[[0-9;]*m", "", out)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", shown)
        assert "⟨U+001B⟩[2J" in shown
        assert "⟨U+202E⟩" in shown


def test_a_hostile_file_name_is_shown_harmlessly(tocsin):
    ran = tocsin("check", "\x1b[2Jx.eml")
    assert ran.status == 66
    assert "\x1b" not in ran.err


def test_the_spans_of_a_disguised_message_are_still_quoted(tocsin):
    text = "A\u200bMELI : votre c\u200barte vitale expire : ameli-vitale.example"
    out = tocsin("check", text, "--received", "2024-05-02").out
    assert "A⟨U+200B⟩MELI" in out


def test_bytes_that_are_no_text_are_checked(tocsin):
    assert tocsin("check", b"AMELI \xff\xfe votre carte vitale expire : ameli-vitale.example").status == 2


def test_half_characters_do_not_stop_json(tocsin):
    ran = tocsin(
        "check", "-", "--json", stdin=b"AMELI \xed\xa0\xbd votre carte vitale expire : ameli-vitale.example"
    )
    assert ran.status == 2
    json.loads(ran.out)


def test_ten_megabytes_are_cut_and_said_to_be(tocsin):
    ran = tocsin("check", "-", stdin=b"AMELI : votre carte vitale. " * 400_000)
    assert ran.status in (0, 1, 2)
    assert "Ce qui n'a pas pu être lu" in ran.out
    assert len(ran.out) < 20_000


def test_a_nul_in_the_text_is_shown(tocsin):
    ran = tocsin("check", "-", stdin=b"AMELI\x00 votre carte vitale expire : ameli-vitale.example")
    assert ran.status == 2
    assert "⟨U+0000⟩" in ran.out


def test_a_latin_terminal_still_gets_an_answer(tocsin):
    ran = tocsin("check", FRAUD + " 🙂 €", PYTHONIOENCODING="ascii")
    assert ran.status == 2
    assert "\\u2502" in ran.out


# ---- wrong use


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "COMMAND"),
        (["check"], "TEXT"),
        (["check", ""], "neither text nor sender"),
        (["check", "x", "--received", "31/05/2024"], "2024-05-31"),
        (["check", "x", "--received", "2024-13-01"], "2024-05-31"),
        (["check", "x", "--channel", "pigeon"], "pigeon"),
        (["check", "x", "--lang", "de"], "de"),
        (["check", "x", "--solicited", "--not-solicited"], "not allowed with"),
        (["check", "x", "--dkim-key", "nonsense"], "_domainkey"),
        (["chekc", "x"], "chekc"),
        (["scan", "x", "--jobs", "0"], "1 to 1024"),
        (["explain", "ask.nothing"], "no clause is named"),
    ],
)
def test_wrong_use_exits_with_64_and_says_what(tocsin, arguments, words):
    ran = tocsin(*arguments)
    assert ran.status == 64
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_an_empty_input_is_bad_data(tocsin):
    assert tocsin("check", "-", stdin=b" \n").status == 65


def test_a_missing_file_a_folder_and_a_missing_charter_exit_with_66(tocsin):
    (tocsin.folder / "mail.eml").mkdir()
    assert tocsin("check", "nowhere.eml").status == 66
    assert tocsin("check", "mail.eml").status == 66
    assert tocsin("check", "x", "--charter", "nowhere").status == 66
    assert tocsin("scan", "nowhere.jsonl").status == 66


def test_a_broken_charter_is_named_with_file_and_line(tocsin):
    folder = tocsin.folder / "mine"
    folder.mkdir()
    (folder / "charter.yaml").write_text("id: mine\nversion: [")
    (folder / "lexicon.yaml").write_text("names: []")
    ran = tocsin("check", "x", "--charter", str(folder))
    assert ran.status == 65
    assert ran.err == "tocsin: mine/charter.yaml, line 2, YAML: did not find expected node content\n"


def test_a_reader_that_leaves_is_no_error(tocsin):
    import subprocess
    import sys

    command = f"{sys.executable} -m tocsin charter show | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)
    assert done.stderr == ""


def test_help_and_version_exit_with_0(tocsin):
    assert tocsin("--help").status == 0
    assert tocsin("check", "--help").status == 0
    assert tocsin("version").out == tocsin("--version").out


def test_the_version_says_how_words_are_read(tocsin):
    told = tocsin("version", "--verbose", TOCSIN_KERNEL="plain").out.splitlines()
    assert told[1] == "words are read in Python (TOCSIN_KERNEL=plain)"


# ---- the path of a file is never judged as a text


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("avis.pdf", b"%PDF-1.7\n" + b"\0" * 50, 65),
        ("archive", b"PK\x03\x04" + b"\0" * 50, 65),
        ("son.ogg", bytes(range(256)) * 4, 65),
        ("casse.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, 65),
        ("vide.txt", b"", 65),
        ("carte.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, 65),
        ("faux.eml", "Bonjour".encode("utf-16"), 65),
    ],
)
def test_a_file_that_holds_no_message_is_an_error_that_says_so(tocsin, name, content, status):
    ran = tocsin("check", tocsin.file(name, content))
    assert (ran.status, ran.out) == (status, "")
    assert name in ran.err


@pytest.mark.parametrize("typed", ["photo.png", "./lettre.jpg", "carte.msg", "mail/"])
def test_a_file_that_is_not_there_is_an_error_and_a_folder_too(tocsin, typed):
    (tocsin.folder / "mail").mkdir()
    ran = tocsin("check", typed)
    assert (ran.status, ran.out) == (66, "")


@pytest.mark.parametrize(
    "typed", ["ameli-vitale.example/avis.pdf", "https://x.example/a.png", "Voici la photo.png"]
)
def test_a_link_and_a_sentence_that_end_like_a_file_are_a_message(tocsin, typed):
    assert tocsin("check", typed).status < 64


def test_a_text_in_a_file_is_the_message_in_it(tocsin):
    assert tocsin("check", tocsin.file("sms.txt", FRAUD), "--sender", "AMELI").status == 2


def test_a_screenshot_is_read_and_judged_and_what_was_read_is_shown(tocsin):
    name = tocsin.file("capture.png", draw(*DRAWN))
    ran = tocsin("check", name)
    assert ran.status == 2
    assert "votre carte vitale expire" in ran.out
    told = json.loads(tocsin("check", name, "--json").out)
    assert "ameli-vitale.example" in told["text"]


def test_what_a_person_tells_of_a_call_is_judged_without_a_text(capsys):
    from tocsin.cli import exit_status
    from tocsin.cli.main import run_cli

    asked = ["check", "", "--charter", "assurance_maladie", "--json", "--told", "bank=no", "--told"]
    assert run_cli([*asked, "code=yes"]) == exit_status.OF_LEVEL["imposture"]
    assert '"verdict":"imposture"' in capsys.readouterr().out
    assert run_cli([*asked, "code=no"]) == exit_status.OF_LEVEL["unproven"]
    assert run_cli([*asked, "colour=yes"]) == 64
    assert "bank|code|payment|money|door|identity=yes|no|unknown" in capsys.readouterr().err
