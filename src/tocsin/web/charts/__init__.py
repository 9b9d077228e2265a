"""Charts as SVG, drawn on the server: no script, no colour that stands alone, no style but classes.

Each is a picture with a title and a description, for whoever hears the page; the numbers stand in a table
beside it. ``static/charts.css`` gives the colours, in light and in dark.
"""

from tocsin.web.charts.bars import Bar, bars
from tocsin.web.charts.columns import Column, columns
from tocsin.web.charts.lines import Point, lines
from tocsin.web.charts.stack import Segment, stack
from tocsin.web.charts.steps import Stair, steps

__all__ = [
    "Bar", "Column", "Point", "Segment", "Stair", "bars", "columns", "lines", "stack", "steps",
]  # fmt: skip
