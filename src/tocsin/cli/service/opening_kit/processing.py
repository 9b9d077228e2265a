"""What is done with data about people, activity by activity, as ``processing.yaml`` says it."""

from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from tocsin.charter.yaml_document import read_packaged_yaml
from tocsin.cli.service.opening_kit.periods import describe_period
from tocsin.privacy.personal_data_inventory import INDEXED, SEALED


class TableEntry(Struct, frozen=True, forbid_unknown_fields=True):
    what: str
    """What stands in it beside what is encrypted, in French."""
    kept: str
    """Name of a period of ``periods.PERIODS``."""


class ProcessingActivity(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the register of processing (article 30 of the GDPR), in French."""

    id: str
    name: str
    purpose: str
    basis: str
    people: str
    data: str
    content: str
    recipients: str
    tables: dict[str, TableEntry]


class ProcessingDeclaration(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole: each table once."""

    activities: tuple[ProcessingActivity, ...]
    nobody: tuple[str, ...]
    """Tables in which nothing is about anybody."""
    columns: dict[str, str]
    """Sealed columns by their place, and what stands in them, in French."""


class KeptRow(Struct, frozen=True):
    """A line of the register: what is kept, where, and how long."""

    place: str
    what: str
    kept: str
    protected: str


@cache
def load_processing_declaration() -> ProcessingDeclaration:
    return read_packaged_yaml(__package__, "processing.yaml").convert_to(ProcessingDeclaration)


def list_kept_rows(activity: ProcessingActivity) -> Iterator[KeptRow]:
    """Each table of an activity, with its encrypted columns and blind indexes from the inventory."""
    columns = load_processing_declaration().columns
    for table, entry in activity.tables.items():
        kept = describe_period(entry.kept)
        yield KeptRow(table, entry.what, kept, "en clair ; accès selon le rôle, ou par la base")
        for sealed in (one for one in SEALED if one.table == table):
            ends = "vidée" if sealed.end == "null" else "ligne supprimée"
            yield KeptRow(sealed.place, columns[sealed.place], f"{ends}, {kept}", "AES-256-GCM, clé du jour")
        for index in (one for one in INDEXED if one.table == table):
            ends = "vidé" if index.end == "null" else "ligne supprimée"
            place = f"{table.removeprefix('tracing_')}.{index.column}"
            yield KeptRow(
                place,
                "empreinte sous clé, pour retrouver sans lire",
                f"{ends}, {kept}",
                "HMAC, clé de la semaine",
            )
