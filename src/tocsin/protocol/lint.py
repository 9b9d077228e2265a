"""What of a protocol is still to be confirmed by whoever runs the service."""

from msgspec import Struct

from tocsin.charter.yaml_document import YamlDocument, format_path
from tocsin.protocol.load import ProtocolError, is_filled, list_facts, parse_protocol


class ProtocolFinding(Struct, frozen=True):
    file: str
    line: int
    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, {self.field}: {self.problem}"


def find_unconfirmed(text: str, file: str) -> tuple[ProtocolFinding, ...]:
    """Every fact that the operator is to confirm or to fill in. Raises ProtocolError for a bad entry."""
    protocol = parse_protocol(text, file)
    document = YamlDocument(text, file, ProtocolError)
    found = []
    for place, fact in list_facts(protocol):
        if fact.confirm:
            what = (
                "the operator's to confirm" if is_filled(fact) else "not sourced: the operator's to fill in"
            )
            said = f"{what} ({fact.note})" if fact.note else what
            found.append(ProtocolFinding(file, document.find_line(place), format_path(place), said))
    for name, missing in (("facts", protocol.facts), ("retention", protocol.retention)):
        if missing is None:
            found.append(ProtocolFinding(file, 1, name, "not there: the operator's to fill in"))
    if not protocol.rules:
        found.append(ProtocolFinding(file, 1, "rules", "none: a human answers everybody"))
    return tuple(found)
