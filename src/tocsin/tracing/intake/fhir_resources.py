"""FHIR R4: the resources, as far as they are read (``fhir_extraction.py``).

Only what is needed is read, and what is needed must have the type that FHIR gives it. The full classes of
``fhir.resources`` are an oracle in the tests: they read 2,900 bundles a second, these 150,000.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Struct

TEST_DOMAINS = ("1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.11")
"""Domains of the national health identity made to try software out."""


SEVERAL = 500
"""Entries of one list inside a resource: no result of a person has as many, and each is gone through."""
type Several[T] = Annotated[list[T], msgspec.Meta(max_length=SEVERAL)]


class FhirCoding(Struct, gc=False):
    system: str | None = None
    code: str | None = None


class FhirConcept(Struct, gc=False):
    coding: Several[FhirCoding] | None = None
    text: str | None = None


class FhirIdentifier(Struct, gc=False):
    system: str | None = None
    value: str | None = None


class FhirReference(Struct, gc=False):
    reference: str | None = None
    identifier: FhirIdentifier | None = None
    display: str | None = None


class FhirPeriod(Struct, gc=False):
    start: str | None = None


class FhirName(Struct, gc=False):
    use: str | None = None
    family: str | None = None
    given: Several[str] | None = None


class FhirTelecom(Struct, gc=False):
    system: str | None = None
    value: str | None = None
    use: str | None = None
    rank: int | None = None


class FhirAddress(Struct, gc=False):
    postalCode: str | None = None  # noqa: N815
    use: str | None = None


class FhirPatientContact(Struct, gc=False):
    modifierExtension: Several[Any] | None = None  # noqa: N815
    relationship: Several[FhirConcept] | None = None
    name: FhirName | None = None
    telecom: Several[FhirTelecom] | None = None


class FhirCommunication(Struct, gc=False):
    modifierExtension: Several[Any] | None = None  # noqa: N815
    language: FhirConcept | None = None
    preferred: bool | None = None


class FhirPatient(Struct, gc=False):
    id: str | None = None
    implicitRules: str | None = None  # noqa: N815
    modifierExtension: Several[Any] | None = None  # noqa: N815
    identifier: Several[FhirIdentifier] | None = None
    name: Several[FhirName] | None = None
    telecom: Several[FhirTelecom] | None = None
    gender: str | None = None
    birthDate: str | None = None  # noqa: N815
    deceasedBoolean: bool | None = None  # noqa: N815
    deceasedDateTime: str | None = None  # noqa: N815
    address: Several[FhirAddress] | None = None
    contact: Several[FhirPatientContact] | None = None
    communication: Several[FhirCommunication] | None = None


class FhirComponent(Struct, gc=False):
    modifierExtension: Several[Any] | None = None  # noqa: N815
    code: FhirConcept | None = None
    valueCodeableConcept: FhirConcept | None = None  # noqa: N815
    valueString: str | None = None  # noqa: N815
    interpretation: Several[FhirConcept] | None = None


class FhirMeta(Struct, gc=False):
    source: str | None = None


class FhirObservation(Struct, gc=False):
    """An Observation; also a DiagnosticReport that carries its conclusion itself."""

    resourceType: str = ""  # noqa: N815
    id: str | None = None
    implicitRules: str | None = None  # noqa: N815
    modifierExtension: Several[Any] | None = None  # noqa: N815
    meta: FhirMeta | None = None
    identifier: Several[FhirIdentifier] | None = None
    status: str | None = None
    code: FhirConcept | None = None
    subject: FhirReference | None = None
    issued: str | None = None
    effectiveDateTime: str | None = None  # noqa: N815
    effectiveInstant: str | None = None  # noqa: N815
    effectivePeriod: FhirPeriod | None = None  # noqa: N815
    performer: Several[FhirReference] | None = None
    valueCodeableConcept: FhirConcept | None = None  # noqa: N815
    valueString: str | None = None  # noqa: N815
    interpretation: Several[FhirConcept] | None = None
    component: Several[FhirComponent] | None = None
    hasMember: Several[FhirReference] | None = None  # noqa: N815
    result: Several[FhirReference] | None = None
    conclusionCode: Several[FhirConcept] | None = None  # noqa: N815
    contained: Several[msgspec.Raw] | None = None


class FhirEntryRequest(Struct, gc=False):
    modifierExtension: Several[Any] | None = None  # noqa: N815
    method: str | None = None
    url: str | None = None


class FhirEntry(Struct, gc=False):
    modifierExtension: Several[Any] | None = None  # noqa: N815
    fullUrl: str | None = None  # noqa: N815
    resource: msgspec.Raw = msgspec.Raw()
    request: FhirEntryRequest | None = None


class FhirResourceKind(Struct, gc=False):
    resourceType: str = ""  # noqa: N815
    id: str | None = None


read_patient = msgspec.json.Decoder(FhirPatient).decode
read_observation = msgspec.json.Decoder(FhirObservation).decode
read_entry = msgspec.json.Decoder(FhirEntry).decode
read_kind = msgspec.json.Decoder(FhirResourceKind).decode
