"""What the twin takes for granted: figures with their sources, as data."""

from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter.yaml_document import read_packaged_yaml


class SourcedFigure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    value: float
    low: float
    """The least and the most that it may be set to."""
    high: float
    unit: str
    source: str
    """Where it comes from, with its date; of an assumption, what is assumed."""
    assumption: bool = False
    fr: str
    """What it is, for people."""
    en: str


class FigureValues(Struct, frozen=True, kw_only=True):
    """The values alone, by the names of ``data/figures.yaml``."""

    positives: float
    loss: float
    late: float
    late_hours: float
    write_up: float
    pause: float
    there_infected: float
    attack: float
    recalled: float
    r_alone: float
    dispersion: float
    generation_mean: float
    generation_sd: float
    incubation_mean: float
    incubation_sd: float
    onset_to_sample: float
    tests_itself: float
    tests_told: float
    nameable: float
    adherence: float
    alone: float
    sms_price: float
    agent_hour: float


@cache
def load_figures() -> dict[str, SourcedFigure]:
    """Every figure that ships with the twin, with its source."""
    return read_packaged_yaml(__package__, "data/figures.yaml").convert_to(dict[str, SourcedFigure])


def default_figures() -> FigureValues:
    return FigureValues(**{name: figure.value for name, figure in load_figures().items()})


def override_figures(values: dict[str, float]) -> FigureValues:
    return replace(default_figures(), **values)
