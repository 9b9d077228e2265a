"""The page on the figures names every one of them."""

import re
from typing import get_args, get_type_hints

import pytest
from msgspec import Struct
from msgspec.structs import fields

from tocsin.metrics.forecast import PRIOR, Forecast, ForecastSituation
from tocsin.metrics.forecast.fluid_model import STEP
from tocsin.metrics.reach.measurement import LEGS, SOON
from tocsin.metrics.reach.metrics_snapshot import MetricsSnapshot

from .paper import page


def structs(kind: type[Struct]) -> set[type[Struct]]:
    """A record and those that it is made of."""
    found = {kind}
    for hint in get_type_hints(kind).values():
        for part in (hint, *get_args(hint)):
            if isinstance(part, type) and issubclass(part, Struct):
                found |= structs(part)
    return found


@pytest.mark.parametrize(
    "kind",
    sorted(structs(MetricsSnapshot) | structs(Forecast), key=lambda k: k.__name__),
    ids=lambda k: k.__name__,
)
def test_every_figure_is_explained(kind):
    text = page("reference/metrics.md")
    assert [field.name for field in fields(kind) if f"`{field.name}`" not in text] == []


def test_every_leg_is_explained():
    text = page("reference/metrics.md")
    assert [name for name in LEGS if f"`{name}`" not in text] == []


def test_what_the_page_assumes_is_what_the_code_assumes():
    text = " ".join(page("reference/metrics.md").split())
    usual = ForecastSituation(now=None)
    said = re.findall(r"(\d+) % (?:within|in) (\d+) (min|h)", text)
    told = {(int(n) * (60 if unit == "min" else 3600), int(share) / 100) for share, n, unit in said}
    assert set(PRIOR) <= told
    assert f"due within {SOON.total_seconds() / 3600:.0f} h" in text
    assert f"silent for {usual.silence.total_seconds() / 3600:.0f} h" in text
    assert f"a prior of {usual.pick_up} " in text
    assert STEP.total_seconds() == 1800
    assert usual.calls_each == 3
    assert "Three calls at most, two hours apart" in text
