"""What a reader asks to see of the figures: between which days, by which date, of which age.

It stands in the address, so that a view can be kept, linked and downloaded; a value that is none of those
offered is not found.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, get_args
from urllib.parse import urlencode

import msgspec
from django.http import Http404
from msgspec import Struct

from tocsin.metrics.surveillance.board import CaseDate
from tocsin.metrics.surveillance.department_figures import MAP_MEASURES, MapMeasure
from tocsin.metrics.surveillance.exact_figures import DELAY_DAY_LEGS
from tocsin.metrics.surveillance.indicators import AGES

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "epidemic": ("by", "since", "until", "age"),
    "delays": ("leg",),
    "map": ("measure",),
}
"""Section of the boards -> what may be chosen there; the names in the address."""
_OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "by": get_args(CaseDate),
    "age": ("", *AGES),
    "leg": DELAY_DAY_LEGS,
    "measure": MAP_MEASURES,
}


class FigureSelection(Struct, frozen=True):
    """What was chosen; as it comes, everything."""

    by: CaseDate = "result"
    since: date | None = None
    until: date | None = None
    age: str = ""
    leg: str = DELAY_DAY_LEGS[2]
    measure: MapMeasure = "incidence"

    def covers(self, day: date) -> bool:
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def as_values(self) -> dict[str, str]:
        """Names and values as they stand in an address; what is as it comes is left out.

        >>> FigureSelection(by="onset", since=date(2021, 3, 4)).as_values()
        {'by': 'onset', 'since': '2021-03-04'}
        """
        usual = FigureSelection()
        return {
            name: str(value)
            for name in self.__struct_fields__
            if (value := getattr(self, name)) != getattr(usual, name)
        }

    def as_query(self) -> str:
        """The same in an address, after other values.

        >>> FigureSelection(by="onset", since=date(2021, 3, 4)).as_query()
        '&by=onset&since=2021-03-04'
        """
        values = self.as_values()
        return f"&{urlencode(values)}" if values else ""


class FilterOption(Struct, frozen=True):
    value: str
    said: str
    chosen: bool


class FilterField(Struct, frozen=True):
    """A field of the form above the figures: a list to choose from, or without options a day."""

    name: str
    label: str
    value: str
    options: tuple[FilterOption, ...] = ()


def read_selection(asked: Mapping[str, str]) -> FigureSelection:
    """What an address asks for; a field that is empty is as if it were not there. Raises Http404 where a value
    is none of those offered, or no day."""
    given = {name: value for name in FigureSelection.__struct_fields__ if (value := asked.get(name))}
    for name, value in given.items():
        if name in _OPTIONS and value not in _OPTIONS[name]:
            raise Http404(f"{name}: one of {', '.join(filter(None, _OPTIONS[name]))} is expected")
    try:
        return msgspec.convert(given, FigureSelection)
    except msgspec.ValidationError as wrong:
        raise Http404(f"{wrong}: YYYY-MM-DD is expected") from wrong


def list_filter_fields(section: str, chosen: FigureSelection, t: Mapping[str, str]) -> list[FilterField]:
    """The fields of a section, in the words of its page."""
    found = []
    for name in FIELDS.get(section, ()):
        value = getattr(chosen, name)
        options = tuple(
            FilterOption(one, _option_words(name, one, t), one == value) for one in _OPTIONS.get(name, ())
        )
        found.append(FilterField(name, t[f"choose_{name}"], "" if value is None else str(value), options))
    return found


def _option_words(name: str, option: str, t: Mapping[str, str]) -> str:
    if name == "age":
        return {"": t["every_age"], "unknown": t["unknown"]}.get(option, option)
    return t[f"{name}_{option}"]
