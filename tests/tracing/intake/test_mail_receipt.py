"""The receipt that a mail with reports asked for: taken, or waiting and why, and nothing about anybody."""

from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

import pytest

from tests.tracing.intake.conftest import NOW, Office
from tests.tracing.intake.reports import PATIENT, mssante, report
from tocsin.jobs.incoming_results import write_receipts
from tocsin.tracing.intake.intake_run import DryRunSink, run_intake
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import StoreSink

ASKS = "Disposition-Notification-To: Labo <labo@labo-du-port.mssante.example>\r\n"


def receipts(folder: Path, *mails: bytes, sink: object = None) -> list[bytes]:
    """What is written for mails that are taken in."""
    paths = [folder / f"{number}.eml" for number in range(len(mails))]
    for path, mail in zip(paths, mails, strict=True):
        path.write_bytes(mail)
    with ResultFiles(paths) as given:
        tallies = run_intake(given.files, sink or DryRunSink(), NOW)  # type: ignore[arg-type]
        assert len(list(write_receipts(given.files, tallies, folder / "out", NOW))) == len(mails)
    return [path.read_bytes() for path in sorted((folder / "out").glob("*"))]


def test_a_mail_of_which_all_was_taken_is_processed(tmp_path: Path) -> None:
    (raw,) = receipts(tmp_path, mssante(report(), head=ASKS))
    mail = message_from_bytes(raw)
    assert (mail["To"], mail["From"]) == ("labo@labo-du-port.mssante.example", "tracing@cnam.mssante.example")
    assert mail["Subject"] == "XDM/1.0/DDM"
    assert (mail.get_content_type(), mail.get_param("report-type")) == (
        "multipart/report",
        "disposition-notification",
    )
    text, notice = (part.get_payload(decode=True) or part.as_bytes() for part in mail.get_payload())
    assert "1 résultat(s)" in text.decode()
    assert b"Original-Message-ID: <1@labo-du-port.mssante.example>" in notice
    assert b"Disposition: automatic-action/MDN-sent-automatically; processed\r\n" in notice.replace(
        b"\n", b"\r\n"
    ).replace(b"\r\r", b"\r")


def test_what_waits_is_said_with_its_reason_and_without_a_name(tmp_path: Path) -> None:
    broken = report(patient=PATIENT.replace("19900201", ""))
    (raw,) = receipts(tmp_path, mssante(broken, head=ASKS))
    mail = message_from_bytes(raw)
    assert "[906]" in str(make_header(decode_header(mail["Subject"])))
    whole = raw + b"".join(
        part.get_payload(decode=True) or b"" for part in mail.walk() if not part.is_multipart()
    )
    assert b"processed/error: 906^Erreur Autre: no_identity" in whole
    assert b"(DOC0001.XML), line " in whole
    assert b"/patientRole/patient/birthTime" in whole
    assert not any(word in whole for word in (b"DURAND", b"0639981234", b"2900299"))


@pytest.mark.parametrize(
    "head",
    [
        "",
        ASKS + "Return-Path: <other@mssante.example>\r\n",
        "Disposition-Notification-To: a@b.example, c@d.example\r\n",
        "Disposition-Notification-To: =?utf-8?q?a=0Abcc=3Ax?=@b.example\r\n",
    ],
    ids=["not-asked", "another-sender", "two", "line-end"],
)
def test_nobody_else_is_told(tmp_path: Path, head: str) -> None:
    assert receipts(tmp_path, mssante(report(), head=head)) == []


def test_a_mail_that_comes_again_gets_no_second_receipt(office: Office, tmp_path: Path) -> None:
    sink = StoreSink(office.db, office.vault, NOW)
    mail = mssante(report(), head=ASKS)
    assert len(receipts(tmp_path, mail, sink=sink)) == 1
    next((tmp_path / "out").iterdir()).unlink()
    assert receipts(tmp_path, mail, sink=sink) == []
