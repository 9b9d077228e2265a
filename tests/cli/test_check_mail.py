"""An e-mail is checked as it was saved, or as it comes through a pipe."""

from pathlib import Path

from tests.message.outlook import item

MAILS = Path(__file__).parent / "mail"
MAIL = """Received: from mail.example by mx.camille.example; Tue, 18 Mar 2025 09:12:44 +0100
From: Assurance Maladie <service@remboursement.example>
Date: Tue, 18 Mar 2025 09:12:41 +0100
Subject: Remboursement de =?utf-8?q?234,95_=E2=82=AC?=
Content-Type: text/html; charset=utf-8

<p>Bonjour, votre remboursement vous attend.
<a href="https://remboursement.example/rib">https://www.ameli.fr/rib</a></p>
"""
GENUINE = """Received: from out.ameli.example by mx.camille.example; Tue, 18 Mar 2025 09:12:44 +0100
From: Assurance Maladie <assurance-maladie@info.ameli.fr>
To: Camille <camille@camille.example>
Date: Tue, 18 Mar 2025 09:12:41 +0100
Subject: Information de paiement
Content-Type: text/plain; charset=utf-8

Bonjour, un paiement a été effectué. Le détail est dans votre compte ameli.
L'Assurance Maladie
"""


def test_an_email_file_is_read_with_its_day_its_subject_and_where_its_links_lead(tocsin):
    ran = tocsin("check", tocsin.file("mail.eml", MAIL))
    assert ran.status == 2
    assert "reçu le 18 mars 2025" in ran.out
    assert "Objet : Remboursement de 234,95 €" in ran.out
    assert "mène à https://remboursement.example/rib" in " ".join(ran.out.split())


def test_an_email_comes_by_standard_input_in_a_filter(tocsin):
    ran = tocsin("check", "-", "--eml", "--json", stdin=MAIL.encode())
    assert ran.status == 2
    found = ran.json
    assert found["charter"]["as_of"] == "2025-03-18"
    for reason in found["reasons"]:
        if reason["field"] == "text" and reason["span"]:
            start, end = reason["span"]
            assert found["text"][start:end] == reason["quote"]


def test_what_is_typed_wins_over_what_the_email_says(tocsin):
    name = tocsin.file("mail.eml", MAIL)
    ran = tocsin("check", name, "--received", "2024-01-02", "--sender", "a@b.example", "--json")
    assert ran.json["charter"]["as_of"] == "2024-01-02"
    assert "a@b.example" in tocsin("check", name, "--sender", "a@b.example").out


def test_an_email_file_did_not_come_by_telephone(tocsin):
    assert tocsin("check", tocsin.file("mail.eml", MAIL), "--channel", "call").status == 64


def test_an_empty_email_is_bad_data(tocsin):
    assert tocsin("check", tocsin.file("mail.eml", "")).status == 65


def test_a_key_file_that_is_missing_is_named(tocsin):
    ran = tocsin("check", tocsin.file("mail.eml", MAIL), "--dkim-key", "s._domainkey.ameli.fr=nowhere.txt")
    assert ran.status == 66
    assert "nowhere.txt" in ran.err


def test_a_signed_email_is_authentic_with_its_key_only(tocsin):
    name, key = str(MAILS / "signed.eml"), str(MAILS / "brisbane.txt")  # a key of ours: nobody's
    assert tocsin("check", name, "--json").json["verdict"] == "unproven"
    proved = tocsin("check", name, "--json", "--dkim-key", f"brisbane._domainkey.info.ameli.fr={key}").json
    assert proved["verdict"] == "authentic"
    assert "signature_aligned" in [reason["kind"] for reason in proved["reasons"]]


def test_the_word_of_a_trusted_host_counts_and_no_other(tocsin):
    results = "Authentication-Results: mx.camille.example; dkim=pass header.d=info.ameli.fr\n"
    name = tocsin.file("mail.eml", results + GENUINE)
    levels = [
        tocsin("check", name, "--json", *more).json["verdict"]
        for more in ((), ("--trust-host", "mx.camille.example"), ("--trust-host", "mx.other.example"))
    ]
    assert levels == ["unproven", "authentic", "unproven"]


def test_an_item_of_outlook_is_read_as_the_mail_that_it_is(tocsin):
    source = item(
        {
            0x1000: "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example",
            0x0C1A: "Ameli",
            0x5D01: "a@ameli-sante.example",
        }
    )
    assert tocsin("check", tocsin.file("carte.msg", source)).status == 2
