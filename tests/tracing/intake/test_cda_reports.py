"""CDA R2 level 3 reports of biology, alone, in an archive, in a mail; and whatever else comes that way."""

import io
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracing.intake.conftest import NOW, Office, Read, Tried
from tests.tracing.intake.reports import (
    FLU,
    NEGATIVE,
    PATIENT,
    PCR,
    POSITIVE,
    archive,
    battery,
    finding,
    hprim,
    mail,
    mssante,
    report,
    xdm,
)
from tests.tracing.intake.results import assert_is_lea, oru
from tests.tracing.intake.test_hprim import reasons, the
from tocsin.tracing.intake import quarantine, repair, report_parcel, xml_tree
from tocsin.tracing.intake.cda_report import read_report
from tocsin.tracing.intake.records import RawResult, RefusedRecord
from tocsin.tracing.intake.report_parcel import UnsafeParcel, split_archive, split_mail

LOCAL = '<code nullFlavor="NA"><translation code="COVPCR" codeSystem="1.2.3"/></code>'


def test_a_report_tells_who_was_tested_for_what_when_and_by_whom(read: Read) -> None:
    found = the(read(a__xml=report()))
    assert_is_lea(found, laboratory="1.2.250.1.71.4.2.2|1350000001")


@pytest.mark.parametrize(
    ("result", "fate"),
    [
        (finding(value=NEGATIVE), ["negative"]),
        (finding(value='<value xsi:type="ST">POSITIF</value>'), ["positive"]),
        (finding(value='<value xsi:type="CD"><originalText><reference value="#r1"/></originalText></value>'), ["negative"]),
        (finding(value=POSITIVE.replace("/>", "><originalText>négatif</originalText></value>")), ["contradiction"]),
        (finding(value='<value xsi:type="PQ" value="22" unit="1"/>'), ["no_value"]),
        (finding(value='<value xsi:type="PQ" value="22"/><interpretationCode code="POS"/>'), ["positive"]),
        (finding(value=""), ["no_value"]),
        (finding(status="active"), ["not_final"]),
        (finding(status="aborted"), ["void"]),
        (finding(status="tested"), ["unknown_status"]),
        (finding(at=""), ["positive"]),
        (finding(at="20220125"), ["positive"]),
        (finding(at="20230125150000"), ["future_date"]),
        (finding(LOCAL), ["unknown_test"]),
        (battery(finding(LOCAL), code=PCR), ["positive"]),
        (battery(finding(), finding(FLU, NEGATIVE)), ["positive", "ignored"]),
        (finding(FLU), ["ignored"]),
        (finding(more='<entryRelationship typeCode="REFR">' + finding(value=NEGATIVE) + "</entryRelationship>"), ["positive"]),
        (finding().replace('moodCode="EVN"', 'moodCode="EVN" negationInd="true"'), ["unknown_modifier"]),
    ],
)  # fmt: skip
def test_what_a_result_becomes(read: Read, result: str, fate: list[str]) -> None:
    found = read(a__xml=report(result, text='<content ID="r1">négatif</content>'))
    assert [getattr(one, "reason", "") or getattr(one, "meaning", "ignored") for one in found] == fate


@pytest.mark.parametrize(
    ("changes", "fate"),
    [
        ({"patient": PATIENT.replace("19900201", "1990")}, "bad_date"),
        ({"patient": PATIENT.replace("1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.10")}, "test_identity"),
        ({"patient": PATIENT.replace("DURAND", "").replace("MARTIN", "")}, "no_identity"),
        ({"more": '<deceasedInd value="true"/>'}, "deceased"),
        ({"template": "1.2.250.1.213.1.1.1.45"}, "positive"),
    ],
)
def test_what_becomes_of_a_patient(read: Read, changes: dict[str, str], fate: str) -> None:
    assert reasons(read(a__xml=report(**changes))) == [fate]


def test_a_child_is_reached_through_a_guardian(read: Read) -> None:
    parent = (
        "<guardian><telecom value='tel:+33639981111' use='MC'/><guardianPerson><name><family>DURAND</family>"
        "<given>Anne</given></name></guardianPerson></guardian>"
    )
    found = the(read(a__xml=report(patient=PATIENT.replace("19900201", "20140601"), more=parent)))
    assert found.minor
    assert (found.guardian.given, found.guardian.phones) == ("Anne", ("+33639981111",))


def test_a_refusal_names_the_line_the_xpath_and_what_was_expected(read: Read) -> None:
    (found,) = read(a__eml=mssante(report(), report(finding(value=""), set_id="1.2.3.4.2")))[1:]
    assert isinstance(found, RefusedRecord)
    assert found.place.startswith("part 2 (IHE_XDM.ZIP), part 8 (DOC0002.XML), line ")
    assert found.detail == (
        "a value is expected, in /ClinicalDocument/component/structuredBody/component/section/entry/act"
        "/entryRelationship[2]/observation/value"
    )


def test_a_second_version_takes_the_place_of_the_first(office: Office) -> None:
    assert office.take(mssante(report()), "a.eml").counts["opened"] == 1
    second = report(finding(value=NEGATIVE), version=2, replaces="1.2.3.4.1.1")
    tally = office.take(mssante(second), "b.eml")
    assert (tally.counts["corrected"], tally.cases_voided) == (1, 1)
    assert office.take(mssante(report(), head="X-Again: 1\r\n"), "c.eml").counts["known"] == 1, (
        "the first, late"
    )


def test_what_a_level_one_document_says_waits_for_a_human(read: Read) -> None:
    body = report()
    text = body[: body.index("<component><structuredBody>")] + (
        "<component><nonXMLBody><text mediaType='application/pdf' representation='B64'>JVBERi0=</text></nonXMLBody>"
        "</component></ClinicalDocument>"
    )
    assert reasons(read(a__xml=text)) == ["not_structured"]


def test_a_letter_of_a_hospital_is_no_report(read: Read) -> None:
    text = report(template="1.2.250.1.213.1.1.1.45").replace("11502-2", "11490-0")
    assert reasons(read(a__xml=text)) == ["wrong_message"]


# ---------------------------------------- mails and archives


def test_all_that_a_mail_brings_is_accounted_for(tried: Tried) -> None:
    (tally,) = tried(
        a__eml=mail(
            (
                "IHE_XDM.ZIP",
                "application/zip",
                xdm(report(), report(finding(value=NEGATIVE), set_id="1.2.3.4.2")),
            ),
            ("R0125.HPR", "application/octet-stream", hprim(name="PETIT~Zoé").encode("cp1252")),
            ("labo.hl7", "text/plain", oru(family="GRAND", number="R9").encode()),
            ("photo.bin", "application/octet-stream", b"\x00\x01\x02"),
            ("table.csv", "text/csv", b"a;b\n1;2\n"),
        )
    )
    assert (tally.received, tally.counts["opened"], tally.counts["negative"]) == (6, 3, 1)
    assert dict(tally.reasons) == {"unknown_format": 2}
    assert tally.beside == 5, (
        "the words of the mail, and a page, a text, a PDF and the metadata of the archive"
    )


def test_a_mail_without_a_report_waits_whole(office: Office) -> None:
    content = mail(("CR.pdf", "application/pdf", b"%PDF-1.7"))
    tally = office.take(content, "a.eml")
    assert dict(tally.reasons) == {"not_structured": 1}
    (waits,) = quarantine.list_waiting_records(office.db)
    _, data = quarantine.open_record(office.db, office.vault, waits.id)
    assert data == content
    assert repair.make_file_name(waits.id, data, waits.format).endswith(".eml")


def test_a_record_of_a_mail_is_repaired_as_the_document_that_it_is(office: Office) -> None:
    broken = report(patient=PATIENT.replace("19900201", ""))
    office.take(mssante(broken), "a.eml")
    (waits,) = quarantine.list_waiting_records(office.db)
    assert (waits.reason, waits.territory) == ("no_identity", "35")
    _, data = quarantine.open_record(office.db, office.vault, waits.id)
    path = office.folder / repair.make_file_name(waits.id, data, waits.format)
    assert (data, path.suffix) == (broken.encode(), ".xml")
    path.write_bytes(data.replace(b'<birthTime value=""/>', b'<birthTime value="19900201"/>'))
    tally = quarantine.replay_file(office.db, office.vault, waits.id, path, NOW, by="anne")
    assert tally.cases_opened == 1
    assert quarantine.list_waiting_records(office.db) == []


@pytest.mark.parametrize(
    ("changed", "fate"),
    [
        (
            lambda files: files | {"IHE_XDM/SUBSET01/DOC0001.XML": report(finding(value=NEGATIVE))},
            ["unreadable"],
        ),
        (lambda files: {n: d for n, d in files.items() if not n.endswith("DOC0001.XML")}, ["unreadable"]),
        (lambda files: files | {"IHE_XDM/SUBSET01/METADATA.XML": "<Broken"}, ["unreadable", "positive"]),
        (lambda files: {n: d for n, d in files.items() if not n.endswith("METADATA.XML")}, ["positive"]),
    ],
    ids=["changed", "missing", "broken-list", "no-list"],
)
def test_a_document_is_the_one_that_was_sent(read: Read, changed: Any, fate: list[str]) -> None:
    with zipfile.ZipFile(io.BytesIO(xdm(report()))) as found:
        files = {name: found.read(name) for name in found.namelist()}
    assert reasons(read(a__zip=archive(changed(files)))) == fate


# ---------------------------------------- what is made to harm

BOMB = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        (report(head=BOMB).replace("<title>", "<title>&b;"), "unreadable"),
        (report(head='<!DOCTYPE r SYSTEM "file:///etc/passwd">'), "unreadable"),
        (report(head='<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "unreadable"),
        (report().replace("<title>", "<title>&undefined;"), "unreadable"),
        (report(text="<p>" * 200 + "</p>" * 200), "unreadable"),
        (report(text="<p/>" * 60_000), "unreadable"),
        (report(text="</text>"), "unreadable"),
        (report().encode("cp1252"), "bad_encoding"),
        (report(head='<?xml version="1.0" encoding="x-none"?>'), "bad_encoding"),
        (report().replace(' encoding="UTF-8"', "").encode("utf-16"), "positive"),
        (report().replace("UTF-8", "iso-8859-1").encode("iso-8859-1"), "positive"),
        (report(*(finding() for _ in range(501))), "too_large"),
        ("<?xml version='1.0'?><HPRIM/>", "unknown_format"),
    ],
    ids=lambda one: "" if isinstance(one, str | bytes) and len(one) > 30 else str(one),
)
def test_xml_made_to_harm_is_refused(read: Read, text: str | bytes, fate: str) -> None:
    assert reasons(read(a__xml=text)) == [fate]


def encrypted() -> bytes:
    data = bytearray(archive({"DOC.XML": report()}))
    for at in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (archive({"../DOC.XML": report()}), "inside the archive"),
        (archive({"/etc/DOC.XML": report()}), "inside the archive"),
        (archive({"C:\\DOC.XML": report()}), "inside the archive"),
        (archive({"a/..\\..\\DOC.XML": report()}), "inside the archive"),
        (archive({"a.zip": archive({"DOC.XML": report()})}), "no other archive"),
        (archive({f"{n}": b"" for n in range(501)}), "at most 500"),
        (encrypted(), "without a password"),
        (archive({"DOC.XML": report()})[:-60], "whole"),
        (archive({"DOC.XML": report()}).replace(b"Laboratoire", b"L"), "whole"),
    ],
    ids=["above", "absolute", "drive", "backslash", "nested", "many", "encrypted", "cut", "damaged"],
)
def test_an_archive_made_to_harm_is_kept_whole_and_not_opened(
    read: Read, content: bytes, expected: str
) -> None:
    if expected == "whole" and len(content) > 200:
        content = content[: len(content) // 2]
    (found,) = read(a__zip=content)
    assert isinstance(found, RefusedRecord)
    assert (found.reason, found.raw) == ("unsafe_archive", content)
    assert expected in found.detail


def test_a_zip_bomb_is_not_unpacked(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_parcel, "DOCUMENT", 100_000)
    bomb = archive({"DOC.XML": b" " * 5_000_000})
    assert len(bomb) < 10_000
    assert reasons(read(a__zip=bomb)) == ["unsafe_archive"]
    monkeypatch.setattr(report_parcel, "UNPACKED", 250_000)
    many = archive({f"{n}.XML": b" " * 90_000 for n in range(9)})
    assert reasons(read(b__zip=many)) == ["unsafe_archive"]


def test_a_mail_that_is_encrypted_waits_whole(read: Read) -> None:
    content = (
        b"From: a@b.example\r\nSubject: x\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nMIIB"
    )
    (found,) = read(a__eml=content)
    assert isinstance(found, RefusedRecord)
    assert (found.reason, found.raw) == ("unsafe_archive", content)


def test_a_file_too_large_to_be_kept_is_put_aside(tried: Tried, monkeypatch: pytest.MonkeyPatch) -> None:
    from tocsin.tracing.intake import parcel_file

    monkeypatch.setattr(parcel_file, "DOCUMENT", 1000)
    (tally,) = tried(a__xml=report())
    assert (dict(tally.reasons), tally.unread) == ({"too_large": 1}, True)


NAMES = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=12)


@given(NAMES, NAMES, st.integers(1, 30), st.booleans())
def test_what_is_written_is_read(family: str, given_name: str, count: int, positive: bool) -> None:
    person = PATIENT.replace("DURAND", family).replace(">Léa<", f">{given_name}<")
    value = POSITIVE if positive else NEGATIVE
    found = read_report(report(*(finding(value=value) for _ in range(count)), patient=person).encode())
    assert [type(one) for one in found] == [RawResult] * count
    assert {(one.person.family, one.person.given) for one in found} == {(family, given_name)}  # type: ignore[union-attr]
    assert len({one.source_id for one in found}) == count  # type: ignore[union-attr]
    assert {one.values[0][1] for one in found} == {"10828004" if positive else "260385009"}  # type: ignore[union-attr]


WHOLE = report().encode()


@given(st.integers(0, len(WHOLE)), st.integers(0, 400), st.binary(max_size=6))
def test_cut_anywhere_a_report_is_a_result_or_a_refusal(start: int, length: int, put: bytes) -> None:
    assert read_report(WHOLE[:start] + put + WHOLE[start + length :])


PARCEL = mssante(report())
ZIP = xdm(report())


@given(st.integers(0, len(PARCEL)), st.integers(0, 400), st.binary(max_size=6))
def test_cut_anywhere_a_mail_is_parts_or_a_refusal(start: int, length: int, put: bytes) -> None:
    with suppress(UnsafeParcel):
        split_mail(PARCEL[:start] + put + PARCEL[start + length :])


@given(st.integers(0, len(ZIP)), st.integers(0, 400), st.binary(max_size=6))
def test_cut_anywhere_an_archive_is_files_or_a_refusal(start: int, length: int, put: bytes) -> None:
    with suppress(UnsafeParcel):
        split_archive(ZIP[:start] + put + ZIP[start + length :])


def test_an_xpath_numbers_what_stands_several_times() -> None:
    tree = xml_tree.parse_xml(b"<a><b/><b><c/></b></a>")
    assert xml_tree.name_xpath(tree.children[1].children[0]) == "/a/b[2]/c"
