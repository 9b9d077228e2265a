"""A charter as data for others: one JSON text, the same bytes wherever and whenever it is made.

The format is documented in ``docs/reference/published-data.md``.
"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from tocsin.charter.schema import MAX, MIN, AnyClause, Charter, InheritedLayer

FORMAT: Final = "tocsin-charter/1"
"""Says how to read it; another shape would have another number."""
COLLECTION_FORMAT: Final = "tocsin-charters/1"


def export_charter(charter: Charter) -> bytes:
    """The charter as JSON in UTF-8: who, which version, every clause with its dates and sources.

    Days that have no limit are null: ``earliest_start`` that was always, ``latest_end`` that is never. The
    words by which messages are recognised are not in it: they promise nothing.
    """
    return _write_json({"format": FORMAT, **_describe_charter(charter)})


def export_charters(charters: Iterable[Charter]) -> bytes:
    """Several charters as one JSON text, in the order of their ids, each as it is published alone."""
    ordered = sorted(charters, key=lambda charter: charter.id)
    return _write_json({"format": COLLECTION_FORMAT, "charters": [_describe_charter(one) for one in ordered]})


def _write_json(found: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def _describe_charter(charter: Charter) -> dict[str, Any]:
    found: dict[str, Any] = {
        "institution": charter.id,
        "name": _replace_open_dates(msgspec.to_builtins(charter.name)),
        "version": charter.version,
        "clauses": [_export_clause(clause) for clause in charter.clauses],
    }
    if charter.not_found:
        found["not_found"] = _replace_open_dates(msgspec.to_builtins(charter.not_found))
    if charter.layers:
        found["layers"] = [_export_layer(layer, charter) for layer in charter.layers]
    return found


def _export_clause(clause: AnyClause) -> dict[str, Any]:
    plain: dict[str, Any] = _replace_open_dates(msgspec.to_builtins(clause))
    del plain["layer"]  # said once, under `layers`
    if not clause.relaxes:
        del plain["relaxes"]
    return plain


def _export_layer(layer: InheritedLayer, charter: Charter) -> dict[str, Any]:
    """A layer, and which of the clauses above are inherited from it: they stand there whole."""
    inherited = [clause.id for clause in charter.clauses if clause.layer == layer.id]
    plain: dict[str, Any] = _replace_open_dates(msgspec.to_builtins(layer))
    return plain | {"clauses": inherited}


def _replace_open_dates(value: Any) -> Any:
    """The same, with null for the first and the last day of the calendar, and every language under its code."""
    if isinstance(value, dict):
        if "others" in value:  # a sentence that was translated
            value = {key: one for key, one in value.items() if key != "others"} | dict(value["others"])
        return {key: _replace_open_dates(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_replace_open_dates(one) for one in value]
    return None if value in (MIN.isoformat(), MAX.isoformat()) else value
