"""Where somebody works: the territories of the service, by the names under which the inside uses them."""

from tocsin.tracing.supervision.territory import (
    NATION,
    NoSuchTerritory,
    Region,
    find_departments,
    find_territory_name,
    is_in_territory,
    list_departments,
    load_regions,
)

__all__ = [
    "NATION",
    "NoSuchTerritory",
    "Region",
    "find_departments",
    "find_territory_name",
    "is_in_territory",
    "list_departments",
    "load_regions",
]
