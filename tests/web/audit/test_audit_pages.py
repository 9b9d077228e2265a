"""An auditor searches the log, exports it, checks its chain; and what they read is in the log."""

import csv
import html
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.web.inside import account, come_in, signed_in
from tocsin.cli import main
from tocsin.privacy import erasure_statement
from tocsin.privacy.vault import Vault
from tocsin.web.audit import audit_log, log_anchors
from tocsin.web.staff.staff_member import RoleGrant

DAY = datetime(2022, 1, 25, 9, 0, tzinfo=UTC)
KEYS = Vault.for_tests().ring
PUBLIC = erasure_statement.derive_public_key(KEYS.signing)


@pytest.fixture
def written(with_store, db):
    """Three days of work: Anne in Paris, Bob in Corsica."""
    for day in range(3):
        for number, (login, where) in enumerate((("anne", "75"), ("bob", "2A"))):
            audit_log.write_audit_entry(
                db, login, "desk.file", now=DAY + timedelta(days=day), subject="case",
                subject_id=10 * day + number, territory=where, why="=1+1" if day else "appel",
            )  # fmt: skip
    return db


@pytest.fixture
def auditor(written, with_store):
    return signed_in(with_store, "auditor", login="aude")


def text(answer):
    return html.unescape(answer.content.decode())


def shown(answer):
    """Logins and numbers of the entries on a page, without those about the auditor and accounts."""
    rows = re.findall(r'class="id">([a-z.]+)</th><td>[^<]*</td><td class="when">cas (\d+)</td>', text(answer))
    return [(login, int(number)) for login, number in rows]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [("bob", 21), ("anne", 20), ("bob", 11), ("anne", 10), ("bob", 1), ("anne", 0)]),
        ("login=Anne", [("anne", 20), ("anne", 10), ("anne", 0)]),
        ("subject=case&number=11", [("bob", 11)]),
        ("since=2022-01-26&until=2022-01-26", [("bob", 11), ("anne", 10)]),
        ("action=desk.file&login=bob&until=2022-01-25", [("bob", 1)]),
        ("action=accounts.change", []),
        ("before=3", [("bob", 1), ("anne", 0)]),
    ],
)
def test_the_log_is_searched_by_who_what_on_which_file_and_when(auditor, asked, found):
    assert shown(auditor.get(f"/journal?{asked}")) == found


def test_an_auditor_of_a_territory_sees_what_was_done_there(written, with_store):
    corsican = signed_in(with_store, "auditor", "R94")
    assert {login for login, _ in shown(corsican.get("/journal"))} == {"bob"}
    assert "anne" not in corsican.get("/journal.csv").getvalue().decode()
    assert corsican.get("/journal/verification").status_code == 403


@pytest.mark.parametrize("asked", ["number=x", "since=hier", "before=-1", "number=9999999999999999999999"])
def test_what_is_wrong_is_said(auditor, asked):
    answer = auditor.get(f"/journal?{asked}")
    assert answer.status_code == 422
    assert 'role="alert"' in text(answer)
    assert auditor.get(f"/journal.csv?{asked}").status_code == 400


def test_what_an_auditor_reads_is_in_the_log(auditor, db):
    auditor.get("/journal?login=anne&number=10")
    auditor.get("/journal.csv")
    auditor.post("/journal/verification")
    said = [(entry.action, entry.why) for entry in audit_log.iterate_entries(db) if entry.login == "aude"]
    assert said == [
        ("log.read", "looked for login anne, number 10"),
        ("log.read", "exported everything"),
        ("log.check", "chain checked: holds"),
    ]


def test_why_is_said_in_the_words_of_the_page(auditor, db):
    for why in ("search: call", "rights: statement", "passkey added", "bob's own words: urgent"):
        audit_log.write_audit_entry(db, "bob", "desk.file", now=DAY, subject="case", subject_id=1, why=why)
    db.commit()
    auditor.get("/journal?login=anne&number=10")
    auditor.post("/journal/verification")
    page = text(auditor.get("/journal"))
    for said in (
        "recherche : appel à la personne", "droits de la personne : relevé", "clé d'accès ajoutée", "bob's own words : urgent",
        "a cherché identifiant anne, numéro 10", "journal vérifié : rien n'a été changé",
    ):  # fmt: skip
        assert said in page.replace("\xa0", " "), said
    assert "search: call to the person" in text(auditor.get("/en/log?login=bob"))


def test_the_export_is_the_same_as_a_file_that_no_spreadsheet_computes(auditor):
    answer = auditor.get("/journal.csv?subject=case&since=2022-01-26")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode())))
    assert rows[0] == "id at login action subject subject_id territory why digest".split()
    assert [row[5] for row in rows[1:]] == ["21", "20", "11", "10"]
    assert {row[7] for row in rows[1:]} == {"'=1+1"}
    assert len(rows[1][8]) == 64
    assert answer.headers["Content-Disposition"] == 'attachment; filename="journal.csv"'


def test_reasons_of_ours_are_said_in_the_language_of_the_page(auditor, with_store):
    account(with_store, RoleGrant("supervisor", "R11"), login="lou.petit")
    french, english = (text(auditor.get(where)) for where in ("/journal", "/en/log"))
    assert "rôle donné\xa0: Encadrant" in french
    assert "role given: Supervisor" in english
    assert "<td>appel</td>" in english  # anybody else's reason stands as it was written


def test_more_than_a_page_leads_on(auditor, db):
    with db.transaction():
        for number in range(120):
            audit_log.write_audit_entry(
                db, "anne", "desk.file", now=DAY, subject="case", subject_id=1000 + number
            )
    page = text(auditor.get("/journal?login=anne"))
    older = re.search(r'href="(\?[^"]+)">Plus anciens', page)[1]
    assert "login=anne" in older
    assert len(shown(auditor.get(f"/journal{older}"))) == 23


def test_the_chain_is_checked_on_the_page(auditor, db):
    good = text(auditor.post("/journal/verification"))
    assert "Le journal tient. Entrées qui se suivent\xa0: 8" in good
    digest = db.execute("select digest from staff_entry where id = 8").fetchone()[0]
    assert bytes(digest).hex() in good
    db.execute("alter table staff_entry disable trigger user")
    db.execute("update staff_entry set why = 'autre' where id = 3")
    db.execute("alter table staff_entry enable trigger user")
    bad = text(auditor.post("/journal/verification"))
    assert "Le journal ne tient pas" in bad
    assert "entry 3: it does not follow from the one before it" in bad


# ---- anchors


def test_who_comes_in_first_in_a_day_has_the_last_digest_signed(written, with_store, db, key_file):
    come_in(Client(SERVER_NAME="localhost"), account(with_store, RoleGrant("agent")))
    come_in(Client(SERVER_NAME="localhost"), account(with_store, RoleGrant("agent")))
    assert len(log_anchors.list_anchors(db)) == 1
    public = erasure_statement.derive_public_key(Vault.load(key_file).ring.signing)
    found = log_anchors.verify_log_and_anchors(db, public)
    assert (found.anchors, found.problems) == (1, ())
    assert public in text(signed_in(with_store, "auditor").get("/journal/verification"))


def days(db, count):
    """An anchor a day, each behind one more entry."""
    for day in range(count):
        at = DAY + timedelta(days=10 + day)
        audit_log.write_audit_entry(db, "anne", "inside.home", now=at)
        assert log_anchors.create_anchor(db, KEYS.signing, at)
        audit_log.write_audit_entry(db, "anne", "inside.home", now=at)
        assert log_anchors.create_anchor(db, KEYS.signing, at + timedelta(hours=1)) is None


def rewritten(db, id):
    """Somebody who can write to the store changes an entry, and every digest behind it."""
    db.execute("alter table staff_entry disable trigger user")
    db.execute("update staff_entry set why = 'autre' where id = %s", (id,))
    before = audit_log.FIRST
    for entry in audit_log.iterate_entries(db):
        said = {
            name: getattr(entry, name) for name in entry.__struct_fields__ if name not in ("id", "digest")
        }
        before = audit_log.compute_entry_digest(before, said)
        db.execute("update staff_entry set digest = %s where id = %s", (before, entry.id))
    db.execute("alter table staff_entry enable trigger user")


def test_who_writes_the_whole_log_anew_is_found_out_by_its_anchors(written):
    days(written, 3)
    assert log_anchors.verify_log_and_anchors(written, PUBLIC).problems == ()
    rewritten(written, 2)
    assert len(list(audit_log.iterate_verified_entries(written))) == 12
    problems = log_anchors.verify_log_and_anchors(written, PUBLIC).problems
    assert len(problems) == 3
    assert problems[0] == "entry 7: it is another than the one that anchor 1 signed"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("delete from staff_anchor where id = 2", "the one before it was changed or left out"),
        ("update staff_anchor set statement = replace(statement, 'number\":2', 'number\":5') where id = 2",
         "anchor 2: it was changed"),
        ("update staff_anchor set entry = 1 where id = 2", "its row says other things"),
    ],
)  # fmt: skip
def test_an_anchor_that_is_changed_or_taken_out_is_missed(written, change, told):
    days(written, 3)
    written.execute("alter table staff_anchor disable trigger user")
    written.execute(change)
    written.execute("alter table staff_anchor enable trigger user")
    assert told in " ".join(log_anchors.verify_log_and_anchors(written, PUBLIC).problems)


def test_another_key_signs_nothing(written):
    days(written, 1)
    other = erasure_statement.derive_public_key(bytes(32))
    assert (
        log_anchors.verify_log_and_anchors(written, other)
        .problems[0]
        .startswith("anchor 1: it was changed, or signed with")
    )


def test_that_the_end_was_cut_off_is_told_by_a_digest_that_was_noted(written):
    noted = log_anchors.verify_log_and_anchors(written, PUBLIC).last
    assert log_anchors.has_entry_digest(written, noted)
    written.execute("alter table staff_entry disable trigger user")
    written.execute("delete from staff_entry where id > 4")
    assert log_anchors.verify_log_and_anchors(written, PUBLIC).problems == ()
    assert not log_anchors.has_entry_digest(written, noted)


def test_the_command_says_the_same(written, key_file, capsys):
    assert main.run_cli(["audit", "anchor"]) == 0
    assert "Anchor 1 is signed: entry 6" in capsys.readouterr().out
    assert main.run_cli(["audit", "anchor"]) == 0
    assert "Nothing was added" in capsys.readouterr().out
    assert main.run_cli(["audit", "verify"]) == 0
    said = capsys.readouterr().out
    assert "6 entries, each follows from the one before; 1 signed anchors, the last of" in said
    noted = said.split()[-1]
    public = erasure_statement.derive_public_key(Vault.load(key_file).ring.signing)
    assert main.run_cli(["audit", "verify", "--public-key", public, "--digest", noted, "--json"]) == 0
    assert '"problems":[]' in capsys.readouterr().out
    assert main.run_cli(["audit", "verify", "--digest", "0" * 64]) == 1
    assert "! the digest that was noted is in no entry" in capsys.readouterr().out
    assert main.run_cli(["audit", "verify", "--digest", "0"]) == 64
