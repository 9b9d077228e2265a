"""The rules of a day as plain data, for the command line, the site and the API."""

from datetime import date
from typing import Any

import msgspec

from tocsin.protocol.rule_choice import list_rules_in_force
from tocsin.protocol.schema import DiseaseProtocol


def summarise_rules(protocol: DiseaseProtocol, on: date) -> dict[str, Any]:
    """Everything in force on a day, with both dates, sources, confidence and conflicts."""
    return {
        "disease": protocol.disease,
        "name": msgspec.to_builtins(protocol.name),
        "version": protocol.version.isoformat(),
        "on": on.isoformat(),
        "counting": protocol.counting,
        "rules": [msgspec.to_builtins(rule) for rule in list_rules_in_force(protocol, on)],
    }
