"""Reports as today's French laboratories send them: CDA in an XDM archive in a mail, HPRIM Santé, HPRIM Médecin.

Their shapes are those of the ANS' published examples (BIO-CR-BIO 2024.01, BIO-TROD 2024.01) and of libHprim's; the
people and the numbers are fiction.
"""

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping

LOINC, SNOMED = "2.16.840.1.113883.6.1", "2.16.840.1.113883.6.96"
POSITIVE = f'<value xsi:type="CD" code="10828004" displayName="positif" codeSystem="{SNOMED}"/>'
NEGATIVE = f'<value xsi:type="CD" code="260385009" displayName="négatif" codeSystem="{SNOMED}"/>'
PCR = f'<code code="94500-6" displayName="SARS-CoV-2 ARN" codeSystem="{LOINC}"/>'
FLU = f'<code code="80382-5" displayName="Grippe A Ag" codeSystem="{LOINC}"/>'
PATIENT = """
<id extension="290029900000158" root="1.2.250.1.213.1.4.8"/>
<addr><houseNumber>1</houseNumber><postalCode>35000</postalCode><city>RENNES</city></addr>
<telecom value="tel:0199001234" use="H"/><telecom value="tel:0639981234" use="MC"/>
<telecom value="mailto:lea@patient.example"/>
<patient classCode="PSN"><name>
<family qualifier="BR">DURAND</family><given>Léa</given><given qualifier="BR">Léa</given>
<family qualifier="CL">MARTIN</family><given qualifier="CL">Léa</given></name>
<administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/><birthTime value="19900201"/>
{more}</patient>"""


def finding(
    code: str = PCR,
    value: str = POSITIVE,
    *,
    status: str = "completed",
    at: str = "20220125150000+0100",
    more: str = "",
) -> str:
    """A result."""
    time = f'<effectiveTime value="{at}"/>' if at else ""
    return (
        '<observation classCode="OBS" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.3.1.6"/>'
        f'{code}<statusCode code="{status}"/>{time}{value}{more}</observation>'
    )


def battery(*findings: str, code: str = "") -> str:
    """Results of one order."""
    inside = "".join(f"<component>{one}</component>" for one in findings)
    return (
        '<organizer classCode="BATTERY" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.3.1.4"/>'
        f'{code}<statusCode code="completed"/>{inside}</organizer>'
    )


def report(
    *entries: str, set_id: str = "1.2.3.4.1", version: int = 1, patient: str = PATIENT, more: str = "",
    replaces: str = "", text: str = "", head: str = '<?xml version="1.0" encoding="UTF-8"?>\n',
    template: str = "1.2.250.1.213.1.1.1.55",
) -> str:  # fmt: skip
    """A CDA R2 level 3 document."""
    acts = "".join(
        f'<entryRelationship typeCode="COMP">{one}</entryRelationship>' for one in entries or (finding(),)
    )
    related = f'<relatedDocument typeCode="RPLC"><parentDocument><id root="{replaces}"/></parentDocument></relatedDocument>'
    return f"""{head}<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<realmCode code="FR"/><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
<templateId root="1.2.250.1.213.1.1.1.1"/><templateId root="{template}" extension="2024.01"/>
<id root="{set_id}.{version}"/><code code="11502-2" codeSystem="{LOINC}"/>
<title>Compte rendu d'examens biologiques</title><effectiveTime value="20220125151000+0100"/>
<setId root="{set_id}"/><versionNumber value="{version}"/>
<recordTarget><patientRole>{patient.replace("{more}", more)}</patientRole></recordTarget>
<custodian><assignedCustodian><representedCustodianOrganization>
<id root="1.2.250.1.71.4.2.2" extension="1350000001"/><name>Laboratoire du Port</name>
</representedCustodianOrganization></assignedCustodian></custodian>
<documentationOf><serviceEvent><code code="18725-2" codeSystem="{LOINC}"/>
<effectiveTime><low value="20220125080000+0100"/><high value="20220125150500+0100"/></effectiveTime></serviceEvent>
</documentationOf>{related if replaces else ""}
<component><structuredBody><component><section><templateId root="1.3.6.1.4.1.19376.1.3.3.2.1"/>
<code code="18725-2" codeSystem="{LOINC}"/><title>Microbiologie</title><text>{text}</text>
<entry typeCode="DRIV"><templateId root="1.3.6.1.4.1.19376.1.3.1"/><act classCode="ACT" moodCode="EVN">
<code code="18725-2" codeSystem="{LOINC}"/><statusCode code="completed"/>
<entryRelationship typeCode="COMP"><procedure classCode="PROC" moodCode="EVN">
<templateId root="1.3.6.1.4.1.19376.1.3.1.2"/><effectiveTime value="20220125080000+0100"/></procedure></entryRelationship>
{acts}</act></entry></section></component></structuredBody></component></ClinicalDocument>
"""


def metadata(documents: Mapping[str, bytes]) -> bytes:
    """The METADATA.XML of documents, with their sizes and digests."""
    entries = "".join(
        '<ExtrinsicObject mimeType="text/xml">'
        + "".join(
            f'<Slot name="{name}"><ValueList><Value>{value}</Value></ValueList></Slot>'
            for name, value in (
                ("hash", hashlib.sha1(data, usedforsecurity=False).hexdigest()), ("size", len(data)), ("URI", uri),
            )
        )
        + "</ExtrinsicObject>"
        for uri, data in documents.items()
    )  # fmt: skip
    return (
        '<ns5:SubmitObjectsRequest xmlns:ns5="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0">'
        '<RegistryObjectList xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">'
        f"{entries}</RegistryObjectList></ns5:SubmitObjectsRequest>"
    ).encode()


def archive(files: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(zipfile.ZipInfo(name, (2022, 1, 25, 15, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def xdm(*documents: str) -> bytes:
    """An IHE XDM archive of documents, with a page and a PDF for people beside them."""
    named = {f"DOC{n:04d}.XML": one.encode() for n, one in enumerate(documents, 1)}
    return archive(
        {
            "INDEX.HTM": "<html><body>Compte rendu</body></html>",
            "README.TXT": "Laboratoire du Port",
            "IHE_XDM/SUBSET01/METADATA.XML": metadata(named),
            "IHE_XDM/SUBSET01/CR.PDF": b"%PDF-1.7 ...",
        }
        | {f"IHE_XDM/SUBSET01/{name}": data for name, data in named.items()}
    )


def mail(*attachments: tuple[str, str, bytes], head: str = "") -> bytes:
    """A mail as MSSanté brings it: words for people, and attachments (name, kind, bytes)."""
    parts = [b"Content-Type: text/plain; charset=utf-8\r\n\r\nBonjour, un compte rendu est joint.\r\n"]
    for name, media, data in attachments:
        written = base64.encodebytes(data).replace(b"\n", b"\r\n")
        parts.append(
            f'Content-Type: {media}; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"\r\n'
            "Content-Transfer-Encoding: base64\r\n\r\n".encode()
            + written
        )
    body = b"".join(b"--grenze\r\n" + part + b"\r\n" for part in parts) + b"--grenze--\r\n"
    return (
        "Date: Tue, 25 Jan 2022 16:00:00 +0100\r\nFrom: labo@labo-du-port.mssante.example\r\n"
        "To: tracing@cnam.mssante.example\r\nMessage-ID: <1@labo-du-port.mssante.example>\r\n"
        f"Subject: XDM/1.0/DDM+CR d'examens biologiques\r\n{head}MIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="grenze"\r\n\r\n'
    ).encode() + body


def mssante(*documents: str, head: str = "") -> bytes:
    """A mail with an XDM archive."""
    return mail(("IHE_XDM.ZIP", "application/zip", xdm(*documents)), head=head)


def hprim(
    value: str = "10828004~Positif~SCT", *, kind: str = "CE", test: str = "COVPCR~PCR SARS-CoV-2~L~94500-6~SARS-CoV-2 ARN~LN",
    number: str = "~220125-17", name: str = "DURAND~Léa", maiden: str = "", birth: str = "19900201",
    phone: str = "0199001234^0639981234", status: str = "F", observed: str = "202201251500", reported: str = "",
    mark: str = "", context: str = "ORU", signs: str = "|~^\\&", more: tuple[str, ...] = (), end: str = "\r\n", died: str = "",
) -> str:  # fmt: skip
    """A message of HPRIM Santé 2.1; ``signs``: other delimiters."""
    rows = [
        f"H|~^\\&|R0125.HPR||350000001~LABO DU PORT||{context}|||TRACING~CNAM||P|H2.1~C|202201251510",
        f"P|1|398|D17||{name}|{maiden}|{birth}|F||1 RUE~~RENNES~~35000||{phone}" + "|" * 21 + died,
        f"OBR|1|DEM9~|{number}|{test}|R||202201250800||||N|||202201251000||P01~DR PETIT||||||{reported}|||F",
        f"OBX|1|{kind}|{test}||{value}|||{mark}|||{status}|||{observed}",
        *more,
        "L|1",
    ]
    text = "".join(row + end for row in rows)
    return text.translate(str.maketrans("|~^\\&", signs))


def hprim_letter(*results: str, birth: str = "01/02/1990", name: str = "DURAND") -> str:
    """A letter of HPRIM Médecin with results below it."""
    header = (
        "0000129610", name, "Léa", "1 RUE DU PORT", "", "35000 RENNES", birth, "", "506232", "25/01/2022",
        "LAB1 Labo du Port", "MED1 Dr Petit",
    )  # fmt: skip
    lines = [*header, "", "   VIROLOGIE", ""]
    if results:
        lines += ["****LAB****", "TEX|   VIROLOGIE", *results]
    return "".join(f"{line}\r\n" for line in (*lines, "****FIN****", "****FINFICHIER****"))
