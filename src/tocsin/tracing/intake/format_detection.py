"""What a file is, by what it begins with."""

import re
from pathlib import Path
from typing import Final, Literal

from tocsin.tracing.intake.hprim_letters import LETTER
from tocsin.tracing.intake.hprim_results import HEADER
from tocsin.tracing.intake.report_parcel import is_archive, is_mail

Format = Literal["fhir", "hl7", "hprim", "cda", "mail", "archive", "csv", "unknown", "empty"]
HEAD: Final = 4096
"""Bytes that are looked at."""
_NAMED: Final[dict[str, Format]] = {
    ".ndjson": "fhir", ".jsonl": "fhir", ".json": "fhir", ".hl7": "hl7", ".oru": "hl7", ".eml": "mail",
    ".hpr": "hprim", ".hprim": "hprim", ".hpm": "hprim", ".hpm1": "hprim", ".hpm2": "hprim", ".hpm3": "hprim",
}  # fmt: skip
"""End of a name -> what the file is where its beginning does not say."""
_CDA: Final = re.compile(
    rb"<(?:\w+:)?(?:ClinicalDocument|stylesheet|SubmitObjectsRequest|\?xml|!--|!DOCTYPE)"
)
_TABLE_BREAK: Final = (b"\xff\xfe", b"\xfe\xff")


def detect_format(path: Path) -> Format:
    """What a file is. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = detect_format_of(head, path.name)
    return "unknown" if found == "empty" and head and path.stat().st_size > HEAD else found


def detect_format_of(data: bytes, name: str = "") -> Format:
    """What bytes are, by their beginning, else by the end of the name."""
    head = data[:HEAD]
    if head[:2] in _TABLE_BREAK:
        return "cda" if b"<" in head[2:6] else "csv"
    plain = head.removeprefix(b"\xef\xbb\xbf")
    begun = plain.lstrip(b"\r\n\t \x0b")
    if not begun:
        return "empty"
    if begun[:1] in b"{[":
        return "fhir"
    if begun[:3] in (b"MSH", b"FHS", b"BHS") and not begun[3:4].isalnum():
        return "hl7"
    if HEADER.match(begun) or LETTER.match(plain):
        return "hprim"
    if _CDA.match(begun):
        return "cda"
    if is_archive(begun):
        return "archive"
    if is_mail(plain):
        return "mail"
    if (said := _NAMED.get(Path(name).suffix.lower())) is not None:
        return said
    if b"\x00" in head or begun[:1] == b"<" or begun[:4] == b"%PDF":
        return "unknown"
    return "csv"
