"""Where somebody works: the territories of the service, by the names under which the inside uses them."""

from tocsin.tracing.territory import (
    NATION,
    NoSuchTerritory,
    Region,
    departments,
    departments_of,
    name_of,
    regions,
    within,
)

__all__ = [
    "NATION", "NoSuchTerritory", "Region", "departments", "departments_of", "name_of", "regions", "within",
]  # fmt: skip
