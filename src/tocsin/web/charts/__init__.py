"""Charts as SVG, drawn on the server: no script, no colour that stands alone, no style but classes.

Each is a picture with a title and a description, for whoever hears the page; the numbers stand in a table
beside it. ``static/charts.css`` gives the colours, in light and in dark.
"""

from tocsin.web.charts.bar_chart import ChartBar, draw_bars
from tocsin.web.charts.column_chart import ChartColumn, draw_columns
from tocsin.web.charts.line_chart import ChartPoint, draw_line
from tocsin.web.charts.stacked_bar import StackSegment, draw_stacked_bar
from tocsin.web.charts.step_chart import CurveStep, draw_step_curve

__all__ = [
    "ChartBar",
    "ChartColumn",
    "ChartPoint",
    "CurveStep",
    "StackSegment",
    "draw_bars",
    "draw_columns",
    "draw_line",
    "draw_stacked_bar",
    "draw_step_curve",
]
