"""HL7 v2.5: one ORU^R01 message for each result."""

from datetime import datetime

from tocsin.locale.paris_time import to_paris_time
from tocsin_simulation.town.laboratory.lab_report import LabReport

_ESCAPED = str.maketrans({"|": "\\F\\", "^": "\\S\\", "&": "\\T\\", "~": "\\R\\", "\\": "\\E\\"})


def write_hl7(sheets: list[LabReport]) -> bytes:
    """A file of messages; one that is cut has lost its PID."""
    return "".join(_build_message(sheet) for sheet in sheets).encode()


def _build_message(sheet: LabReport) -> str:
    person = sheet.person
    at, taken = _timestamp(sheet.resulted_at), _timestamp(sheet.taken_at)
    name = "" if sheet.trouble == "nameless" else f"{_escape(person.family)}^{_escape(person.given)}^^^^^L"
    value = "POS^Positif^L" if sheet.positive else "NEG^Negatif^L"
    coded = ("10828004^Positive^SCT" if sheet.positive else "260385009^Negative^SCT", value.partition("^")[0])
    if sheet.trouble == "code":
        coded = ("ZZ9^see report^L", "")
    status = "C" if sheet.corrected else "F"
    control = f"{sheet.source_id}{'-2' if sheet.trouble in ('twice', 'correction') else ''}"
    segments = [
        f"MSH|^~\\&|LIS|{sheet.laboratory}|TOCSIN|SERVICE|{at}||ORU^R01^ORU_R01|{control}|P|2.5"
        "|||||FRA|UNICODE UTF-8",
        f"PID|1||{sheet.source_id}^^^{sheet.laboratory}||{name}||{person.birth_date:%Y%m%d}"
        f"|{person.sex[0].upper()}|||^^^^{sheet.postcode}^FRA||{_phone_field(sheet.phone)}||{person.lang}",
    ]
    if sheet.guardian:
        guardian = f"{_escape(sheet.guardian.family)}^{_escape(sheet.guardian.given)}"
        segments.append(f"NK1|1|{guardian}|GRD||{_phone_field(sheet.guardian_phone)}")
    segments += [
        f"OBR|1||{sheet.source_id}^{sheet.laboratory}|94500-6^SARS-CoV-2 RNA^LN|||{taken}"
        f"|||||||||||||||{at}|||{status}",
        f"OBX|1|CE|94500-6^SARS-CoV-2 RNA^LN||{coded[0]}|||{coded[1]}|||{status}|||{taken}|||||{at}",
    ]
    if sheet.trouble == "cut":
        del segments[1]
    return "".join(f"{segment}\r" for segment in segments)


def _escape(text: str) -> str:
    return text.translate(_ESCAPED)


def _phone_field(number: str) -> str:
    return f"{number}^PRN^CP" if number else ""


def _timestamp(moment: datetime) -> str:
    return f"{to_paris_time(moment):%Y%m%d%H%M%S%z}"
