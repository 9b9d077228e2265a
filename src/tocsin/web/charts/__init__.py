"""Charts as SVG, drawn on the server: no script, no colour that stands alone, no style but classes.

Each is a picture with a title and a description, for whoever hears the page; the numbers stand in a table
beside it. ``static/charts.css`` gives the colours, in light and in dark.
"""

from tocsin.web.charts.bar_charts import (
    ChartBar,
    ChartColumn,
    StackSegment,
    draw_bars,
    draw_columns,
    draw_stacked_bar,
)
from tocsin.web.charts.line_chart import ChartPoint, CurveStep, break_at_gaps, draw_line, lay_out_stairs
from tocsin.web.charts.map_chart import MapArea, draw_map

__all__ = [
    "ChartBar",
    "ChartColumn",
    "ChartPoint",
    "CurveStep",
    "MapArea",
    "StackSegment",
    "break_at_gaps",
    "draw_bars",
    "draw_columns",
    "draw_line",
    "draw_map",
    "draw_stacked_bar",
    "lay_out_stairs",
]
