"""What the header of a CDA report says: the patient, the laboratory, which report it is and which it replaces."""

from typing import Final

from msgspec import Struct

from tocsin.tracing.intake import times
from tocsin.tracing.intake.fhir_resources import TEST_DOMAINS
from tocsin.tracing.intake.records import NOBODY, RawPerson
from tocsin.tracing.intake.xml_tree import XmlElement

_SEXES: Final = {"F": "female", "M": "male", "UN": "other"}
_NAMES: Final = {"BR": 0, "": 1, "CL": 2, "SP": 3}
"""Qualifiers of a family name, the one that identifies first: of birth, none, in use, of a spouse."""
_NO_TELEPHONE: Final = ("mailto:", "http:", "https:", "fax:")


class ReportHeader(Struct, frozen=True):
    identifier: str
    """Of the report in all its versions (``setId``), else of the document."""
    laboratory: str
    replaces: bool
    """Whether it takes the place of an earlier version."""
    released: str
    """When it was released, as it is written; for results that say no time of their own."""
    patient: dict[str, object]
    """The fields of a ``RawResult`` that tell of the patient."""


def read_report_header(root: XmlElement) -> ReportHeader:
    version = root.attribute_at("versionNumber", "value")
    return ReportHeader(
        _read_identifier(root.find("setId")) or _read_identifier(root.find("id")),
        _read_laboratory(root),
        any(one.get("typeCode") in ("RPLC", "XFRM") for one in root.find_all("relatedDocument"))
        or (version.isdecimal() and int(version[:9]) > 1),
        root.attribute_at("documentationOf/serviceEvent/effectiveTime/high", "value")
        or root.attribute_at("effectiveTime", "value"),
        _read_patient(root.find("recordTarget/patientRole")),
    )


def _read_identifier(element: XmlElement | None) -> str:
    if element is None:
        return ""
    return "|".join(filter(None, (element.get("root"), element.get("extension"))))


def _read_laboratory(root: XmlElement) -> str:
    """The laboratory that keeps the report, else the one that did the tests: its identifier, else its name."""
    for path in (
        "custodian/assignedCustodian/representedCustodianOrganization",
        "documentationOf/serviceEvent/performer/assignedEntity/representedOrganization",
        "author/assignedAuthor/representedOrganization",
    ):
        for one in root.find_all(path):
            name = one.find("name")
            if said := _read_identifier(one.find("id")) or (name.text if name is not None else ""):
                return said
    return ""


def _read_patient(role: XmlElement | None) -> dict[str, object]:
    if role is None:
        return {"has_person": False}
    patient = role.find("patient")
    birth = patient.attribute_at("birthTime", "value") if patient is not None else ""
    name = read_name(patient.find("name")) if patient is not None else ("", "")
    postcodes = (one.text for one in role.find_all("addr/postalCode"))
    languages = patient.find_all("languageCommunication/languageCode") if patient is not None else []
    return {
        "has_person": patient is not None,
        "person": RawPerson(*name, read_telephones(role)),
        "birth_date": times.read_hl7_birth(birth),
        "sex": _SEXES.get(patient.attribute_at("administrativeGenderCode", "code"), "") if patient is not None else "",
        "postcode": next(filter(None, postcodes), ""),
        "lang": languages[0].get("code") if languages else "",
        "guardian": _read_guardian(patient),
        "identity_of_test": any(one.get("root").startswith(TEST_DOMAINS) for one in role.find_all("id")),
        # ``sdtc:deceasedInd`` and ``sdtc:deceasedTime``, extensions of HL7's to CDA R2.
        "has_died": patient is not None
        and (
            patient.attribute_at("deceasedInd", "value") == "true" or patient.find("deceasedTime") is not None
        ),
    }  # fmt: skip


def _read_guardian(patient: XmlElement | None) -> RawPerson:
    """Who speaks for the patient: the first with a telephone, else the first."""
    found = [
        RawPerson(*read_name(one.find("guardianPerson/name")), read_telephones(one))
        for one in (patient.find_all("guardian") if patient is not None else ())
    ]
    return min(found, key=lambda one: not one.phones) if found else NOBODY


def read_name(name: XmlElement | None) -> tuple[str, str]:
    """Family name and given names: those of birth (``BR``), which identify, else those without a qualifier.

    The INS has the list of given names without a qualifier beside the first alone (``BR``): the list counts, as
    in the other formats.
    """
    if name is None:
        return "", ""
    family = min(name.find_all("family"), key=_rank_qualifier, default=None)
    given = [one for one in name.find_all("given") if one.text]
    plain = [one.text for one in given if not one.get("qualifier")]
    chosen = plain or [one.text for one in sorted(given, key=_rank_qualifier)[:1]]
    return family.text if family is not None else "", " ".join(chosen)


def _rank_qualifier(part: XmlElement) -> int:
    return min((_NAMES.get(one, 4) for one in (part.get("qualifier").split() or [""])), default=4)


def read_telephones(holder: XmlElement) -> tuple[str, ...]:
    """Numbers of ``telecom`` elements: mobiles (``MC``) first, no old ones, no addresses of mail or faxes."""
    mobiles: list[str] = []
    others: list[str] = []
    for one in holder.find_all("telecom")[:10]:
        value = one.get("value").strip()
        if not value or value.lower().startswith(_NO_TELEPHONE) or "BAD" in one.get("use").split():
            continue
        number = value[4:] if value.lower().startswith("tel:") else value
        (mobiles if "MC" in one.get("use").split() else others).append(number)
    return (*mobiles, *others)
